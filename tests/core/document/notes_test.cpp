// The words of a stay on the page, and how much of them.
#include "core/document/notes.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "core/document/prose.h"
#include "core/document/render.h"
#include "tests/core/document/pdf.h"
#include "tests/core/document/samples.h"

namespace wardbridge::document {

BOOST_AUTO_TEST_SUITE(notes)

namespace {

std::string TextOf(const model::Summary& summary) {
  const auto document = Render(summary, Options{});
  BOOST_REQUIRE(document.has_value());
  return testing::TextOf(document->bytes);
}

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

model::ClinicalText Note(const std::string& words) {
  model::ClinicalText text;
  text.time = *testing::Sample("typical").stay.start;
  text.lines = {{Phi<std::string>(), Phi<std::string>(words)}};
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(without_words_nothing_is_said_of_them) {
  const std::string text = TextOf(testing::Sample("typical"));
  BOOST_TEST(!Has(text, "Notes and answers"));
  BOOST_TEST(!Has(text, "Remarks on readings"));
}

BOOST_AUTO_TEST_CASE(each_text_has_its_time_kind_title_author_and_words) {
  const std::string text = TextOf(testing::Sample("words"));
  BOOST_TEST(Has(text, "Notes and answers (60 of 100)"));
  BOOST_TEST(Has(text,
                 "18 Oct 2026 10:30 \u00B7 Message: Telephone call By Ward desk Rang at 10. "
                 "No answer. Rang again at 11: feels well."));
  BOOST_TEST(
      Has(text, "18 Oct 2026 12:30 \u00B7 Questionnaire: Daily questions Author not stated"));
  BOOST_TEST(Has(text, "Are you more short of breath than yesterday?"));
  BOOST_TEST(Has(text, "which colour was it, and was there more of it than on the days before?"));
  BOOST_TEST(Has(text, "A little, white, no more than yesterday, and only in the morning after"));
  BOOST_TEST(Has(text, "Note: Empty By Nobody"));
  BOOST_TEST(Has(text, "ab c"));
}

BOOST_AUTO_TEST_CASE(what_is_not_printed_is_counted) {
  const std::string text = TextOf(testing::Sample("words"));
  BOOST_TEST(Has(text, "And 40 older ones, which the record of this stay holds."));
  BOOST_TEST(!Has(text, "Message 39 "));
  BOOST_TEST(Has(text, "Message 40 "));
  BOOST_TEST(Has(text, "Answer 100"));
  BOOST_TEST(!Has(text, "Answer 101"));
  BOOST_TEST(Has(text, "And 4 more lines, which the record of this stay holds."));
  BOOST_TEST(Has(text, "word0 "));
  BOOST_TEST(!Has(text, "word1499"));
  BOOST_TEST(Has(text, " more characters, which the record of this stay holds."));
}

BOOST_AUTO_TEST_CASE(a_remark_stands_with_its_reading_flag_and_device) {
  model::Summary summary = testing::Sample("typical");
  model::Reading& reading = summary.readings.front();
  reading.note = Phi<std::string>("after stairs");
  reading.flag = "HH";
  reading.device = "Scale 5";
  const std::string text = TextOf(summary);
  BOOST_TEST(Has(text, "Remarks on readings"));
  BOOST_TEST(Has(text, "\u00B7 flag HH \u00B7 Scale 5 after stairs"));
}

BOOST_AUTO_TEST_CASE(a_remark_on_both_of_a_blood_pressure_is_said_once) {
  model::Summary summary = testing::Sample("typical");
  for (model::Reading& reading : summary.readings) {
    const bool pressure =
        reading.vital == model::Vital::kSystolic || reading.vital == model::Vital::kDiastolic;
    if (pressure && reading.time == summary.readings.front().time) {
      reading.note = Phi<std::string>("left arm");
    }
  }
  const std::string text = TextOf(summary);
  const std::size_t first = text.find("left arm");
  BOOST_REQUIRE(first != std::string::npos);
  BOOST_TEST(text.find("left arm", first + 1) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(more_remarks_than_are_printed_are_counted) {
  const std::string text = TextOf(testing::Sample("words"));
  BOOST_TEST(Has(text, "Remarks on readings (40 of 70)"));
  BOOST_TEST(Has(text, "And 30 older ones, which the record of this stay holds."));
}

BOOST_AUTO_TEST_CASE(text_that_no_font_has_is_told) {
  model::Summary summary = testing::Sample("typical");
  summary.texts = {Note("fine")};
  BOOST_TEST(!Has(TextOf(summary), "Some characters of these texts"));
  summary.texts = {Note("\U0001F600 \u674E")};
  BOOST_TEST(Has(TextOf(summary), "Some characters of these texts cannot be printed here"));
}

BOOST_AUTO_TEST_CASE(pieces_hold_the_whole_text_and_no_page_is_too_short_for_one) {
  std::string words;
  for (int i = 0; i < 800; ++i) words += "abcdefg ";
  std::string joined;
  for (const std::string& piece : Pieces(words, 1'000'000)) {
    BOOST_TEST(piece.size() <= 1200U);
    joined += piece + " ";
  }
  BOOST_TEST(joined == words);
  std::string unbroken;
  for (int i = 0; i < 2000; ++i) unbroken += "\u00E9";
  joined.clear();
  for (const std::string& piece : Pieces(unbroken, 1'000'000)) joined += piece;
  BOOST_TEST(joined == unbroken);
  BOOST_TEST(Pieces("\n a \n\n b \n", 100) == (std::vector<std::string>{"a", "b"}),
             boost::test_tools::per_element());
  BOOST_TEST(Pieces("", 100).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::document
