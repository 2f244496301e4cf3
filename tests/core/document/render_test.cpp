// What the document says and how it is marked.
#include "core/document/render.h"

#include <array>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/core/document/pdf.h"
#include "tests/core/document/samples.h"

namespace wardbridge::document {

BOOST_AUTO_TEST_SUITE(render)

namespace {

namespace data = boost::unit_test::data;
using testing::Sample;
using testing::Structure;
using testing::StructureOf;
using testing::TextOf;

model::Document Rendered(const model::Summary& summary) {
  auto document = Render(summary, Options{});
  BOOST_REQUIRE(document.has_value());
  return std::move(*document);
}

struct Phrase {
  const char* sample;
  const char* text;
};
std::ostream& operator<<(std::ostream& out, const Phrase& c) {
  return out << c.sample << ": " << c.text;
}

const std::array kPhrases = {
    Phrase{"typical", "Virtual Ward Remote Monitoring Summary"},
    Phrase{"typical", "This is not a discharge summary."},
    Phrase{"typical", "Example NHS Foundation Trust (ODS RXX)"},
    Phrase{"typical", "Questions to 0300 555 0199"},
    Phrase{"typical", "NHS number 999 000 0018"},
    Phrase{"typical", "Date of birth 29 Feb 1944"},
    Phrase{"typical", "Gender Female"},
    Phrase{"typical", "ZZ99 3CZ"},
    Phrase{"typical", "Hospital number RXX0012345"},
    Phrase{"typical", "Virtual ward Respiratory virtual ward"},
    Phrase{"typical", "From 14 Oct 2026 09:30"},
    Phrase{"typical", "To 20 Oct 2026 17:16 (6 days)"},
    Phrase{"typical", "GP practice Sampleton Surgery, Z99999"},
    Phrase{"typical", "Revision 1"},
    Phrase{"typical", "The score supports and does not replace clinical judgement."},
    Phrase{"typical", "Observations: 208 held, 208 shown."},
    Phrase{"typical", "26 of 26"},
    Phrase{"typical", "Nothing is known to be missing."},
    Phrase{"typical", "Latest observation sets (8 of 26)"},
    Phrase{"typical", "Page 1 of 2"},
    Phrase{"typical", "Page 2 of 2"},
    Phrase{"amended", "Amended: revision 2"},
    Phrase{"amended", "this revision replaces revision 1"},
    Phrase{"doubtful", "Amended: revision 3"},
    Phrase{"doubtful", "Days without any reading: 18 Oct."},
    Phrase{"doubtful",
           "Without any reading for more than 12 h: 1 time, 2 d 1 h together; the longest "
           "from 17 Oct 2026 09:31 to 19 Oct 2026 10:30."},
    Phrase{"doubtful", "Missing: consciousness in 16"},
    Phrase{"doubtful", "Supplier A did not answer in time"},
    Phrase{"doubtful", "No admission was seen for this stay"},
    Phrase{"doubtful", "98.6 \u00B0C"},
    Phrase{"doubtful", "outside plausible limits"},
    Phrase{"doubtful", "< 70 %"},
    Phrase{"doubtful", "only above or below a value"},
    Phrase{"doubtful", "taken after the end of the stay"},
    Phrase{"doubtful",
           "Observations: 288 held, 282 shown. 16 of them are not scored and listed apart, 6 "
           "of these left out here."},
    Phrase{"none", "No readings were received for this stay"},
    Phrase{"none", "Observations: 0 held, 0 shown."},
    Phrase{"none", "Page 1 of 1"},
    Phrase{"one", "36.60"},
    Phrase{"one", "no observation set was complete"},
    Phrase{"sixty-days", "(60 days)"},
    Phrase{"sixty-days", "361 of 361"},
    Phrase{"wearable", "5798"},
    Phrase{"child", "NEWS2 was not scored in this stay"},
    Phrase{"child", "the patient was under 16"},
    Phrase{"scale-two", "SpO2 scale 1 and, where prescribed, scale 2 were used."},
    Phrase{"scale-two", "bands of scale 2 (both were used)"},
    Phrase{"long-name", "Wilhelmina Clementine Bartholomea Alexandrina Persephone Gwenllian"},
    Phrase{"long-name", "LL61 5UJ"},
    Phrase{"right-to-left", "\u0623\u062D\u0645\u062F"},
    Phrase{"bare", "Name name not known"},
    Phrase{"bare", "NHS number not known"},
    Phrase{"bare", "Questions to the organisation above"},
};

BOOST_DATA_TEST_CASE(the_document_says, data::make(kPhrases), c) {
  const std::string text = TextOf(Rendered(Sample(c.sample)).bytes);
  BOOST_TEST(text.find(c.text) != std::string::npos, "not in: " << text);
}

const std::array kUnsaid = {
    Phrase{"typical", "Amended"},
    Phrase{"typical", "not scored"},
    Phrase{"typical", "urgent response"},
    Phrase{"typical", "continuous monitoring"},
    Phrase{"none", "Trends"},
    Phrase{"none", "GP practice"},
    Phrase{"child", "low-medium"},
    Phrase{"child", "In brackets"},
    Phrase{"bare", "Hospital number"},
};

BOOST_DATA_TEST_CASE(the_document_does_not_say, data::make(kUnsaid), c) {
  const std::string text = TextOf(Rendered(Sample(c.sample)).bytes);
  BOOST_TEST(text.find(c.text) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(who_it_is_stands_on_every_page) {
  const std::string text = TextOf(Rendered(Sample("typical")).bytes);
  const std::size_t second = text.find("Page 1 of 2");
  BOOST_REQUIRE(second != std::string::npos);
  BOOST_TEST(text.find("999 000 0018", second) != std::string::npos);
  BOOST_TEST(text.find("Okonkwo-Hughes", second) != std::string::npos);
}

struct Pages {
  const char* sample;
  int pages;
};
std::ostream& operator<<(std::ostream& out, const Pages& c) { return out << c.sample; }
const std::array kPages = {Pages{"typical", 2},  Pages{"amended", 2},   Pages{"doubtful", 3},
                           Pages{"none", 1},     Pages{"one", 2},       Pages{"sixty-days", 2},
                           Pages{"wearable", 2}, Pages{"long-name", 2}, Pages{"right-to-left", 2},
                           Pages{"child", 2},    Pages{"scale-two", 2}, Pages{"limits", 3},
                           Pages{"flapping", 3}, Pages{"bare", 1}};

BOOST_DATA_TEST_CASE(stays_need_two_pages_and_three_where_much_is_doubtful_or_beyond_limits,
                     data::make(kPages), c) {
  const model::Document document = Rendered(Sample(c.sample));
  BOOST_TEST(document.pages == c.pages);
  BOOST_TEST(StructureOf(document.bytes).pages == c.pages);
}

BOOST_DATA_TEST_CASE(every_sample_is_a_sound_pdf_with_its_fonts_inside,
                     data::make(testing::SampleNames()), name) {
  const model::Document document = Rendered(Sample(name));
  BOOST_TEST(document.bytes.substr(0, 5) == "%PDF-");
  const Structure structure = StructureOf(document.bytes);
  BOOST_TEST(structure.warnings == 0);
  BOOST_TEST(!structure.fonts.empty());
  for (const auto& [font, embedded] : structure.fonts) {
    BOOST_TEST(embedded, font << " is embedded");
  }
}

BOOST_DATA_TEST_CASE(every_sample_says_what_it_is_and_when_it_was_made,
                     data::make(testing::SampleNames()), name) {
  const model::Summary summary = Sample(name);
  const model::Document document = Rendered(summary);
  const Structure structure = StructureOf(document.bytes);
  BOOST_TEST(structure.language == "en-GB");
  BOOST_TEST(structure.title == "Virtual Ward Remote Monitoring Summary");
  BOOST_TEST(structure.producer == "Wardbridge");
  BOOST_TEST(structure.created == "D:" + FormatHl7(summary.due, "UTC").substr(0, 14) + "Z");
  BOOST_TEST(structure.marked);
  BOOST_TEST(structure.shows_title);
  BOOST_TEST(document.title == "Virtual Ward Remote Monitoring Summary");
  BOOST_TEST((document.created == summary.due));
}

BOOST_AUTO_TEST_CASE(a_screen_reader_finds_headings_tables_lists_and_figures) {
  Structure structure = StructureOf(Rendered(Sample("doubtful")).bytes);
  BOOST_TEST(structure.tags["/Document"] == 1);
  BOOST_TEST(structure.tags["/H1"] == 1);
  BOOST_TEST(structure.tags["/H2"] == 10);
  BOOST_TEST(structure.tags["/Table"] == 5);
  BOOST_TEST(structure.tags["/TR"] == 9 + 2 + 2 + 9 + 11);
  BOOST_TEST(structure.tags["/TH"] == structure.headings_with_scope);
  BOOST_TEST(structure.tags["/TD"] > 100);
  BOOST_TEST(structure.tags["/L"] == 1);
  BOOST_TEST(structure.tags["/LI"] == 10);
  BOOST_TEST(structure.tags["/Figure"] == 8);
}

BOOST_AUTO_TEST_CASE(every_chart_has_a_text_for_who_cannot_see_it) {
  const Structure structure = StructureOf(Rendered(Sample("typical")).bytes);
  BOOST_REQUIRE_EQUAL(structure.figures.size(), 8U);
  BOOST_TEST(
      structure.figures[0] ==
      "NEWS2 total. 26 totals from 14 Oct 2026 10:30 to 20 Oct 2026 16:30. Lowest 0, highest "
      "16, latest 0.");
  BOOST_TEST(structure.figures[5].find("Pulse, per minute. 26 readings") == 0U);
  for (const std::string& figure : structure.figures) BOOST_TEST(!figure.empty());
}

BOOST_AUTO_TEST_CASE(a_title_of_its_own_is_printed_and_returned) {
  Options options;
  options.title = "Remote Readings (pilot)";
  const auto document = Render(Sample("one"), options);
  BOOST_REQUIRE(document.has_value());
  BOOST_TEST(document->title == "Remote Readings (pilot)");
  BOOST_TEST(TextOf(document->bytes).find("Remote Readings (pilot)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_stay_without_an_end_is_refused) {
  model::Summary summary = Sample("typical");
  summary.stay.end.reset();
  const auto document = Render(summary, Options{});
  BOOST_REQUIRE(document.has_error());
  BOOST_TEST((document.error().code == Code::kMissing));
}

BOOST_AUTO_TEST_CASE(hostile_text_neither_breaks_nor_leaves_the_page) {
  model::Summary summary = Sample("typical");
  std::string endless;
  for (int i = 0; i < 4000; ++i) endless += "abcdefghij ";
  summary.person.family = Phi<std::string>("Bad\xFF\x01 name\n\u202Eterces");
  summary.person.address = Phi<std::vector<std::string>>({endless, endless});
  summary.stay.ward->name = std::string(5000, 'W');
  summary.general_practice = {endless};
  summary.organisation.telecom = "";
  for (int i = 0; i < 300; ++i) {
    summary.notes.push_back(
        {model::Issue::Severity::kWarning, "n", "", "note " + std::to_string(i), ""});
  }
  const model::Document document = Rendered(summary);
  BOOST_TEST(document.pages <= 4);
  const std::string text = TextOf(document.bytes);
  BOOST_TEST(text.find("more notes, which the record of this stay holds") != std::string::npos);
  BOOST_TEST(text.find("terces") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_name_of_megabytes_is_cut_between_two_characters) {
  model::Summary summary = Sample("one");
  std::string name;
  for (int i = 0; i < 1000000; ++i) name += "\u00E9";
  summary.person.family = Phi<std::string>(name);
  const std::string text = TextOf(Rendered(summary).bytes);
  BOOST_TEST(text.find("\u00E9\u00E9\u00E9") != std::string::npos);
  BOOST_TEST(text.find("\uFFFD") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(characters_no_font_has_are_admitted) {
  model::Summary summary = Sample("one");
  summary.person.family = Phi<std::string>("\U0001F600 \u674E");
  const std::string text = TextOf(Rendered(summary).bytes);
  BOOST_TEST(text.find("Some characters of the name or the address cannot be printed here") !=
             std::string::npos);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::document
