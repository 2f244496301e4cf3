// Which words of a patient a summary has.
#include "core/discharge/summary_texts.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(summary_texts)

namespace {

using model::ClinicalText;
using model::ReadingStatus;
using model::TextKind;

constexpr std::int64_t kStart = 1'000'000;
constexpr std::int64_t kEnd = 2'000'000;
constexpr std::int64_t kGrace = 1'000;

ClinicalText Note(const std::string& key, std::int64_t at, const std::string& words,
                  std::int64_t message = 1) {
  ClinicalText text;
  text.key = key;
  text.source = "rpm";
  text.time = Timestamp::FromUnixMs(at);
  text.message = message;
  text.lines = {{Phi<std::string>(), Phi<std::string>(words)}};
  return text;
}

ClinicalText Answer(const std::string& key, const std::string& set, std::int64_t at = 10) {
  ClinicalText text = Note(set + "/" + key, kStart + at, key);
  text.kind = TextKind::kQuestionnaire;
  return text;
}

model::Summary Sorted(std::vector<ClinicalText> texts) {
  model::Summary summary;
  summary.stay.start = Timestamp::FromUnixMs(kStart);
  summary.stay.end = Timestamp::FromUnixMs(kEnd);
  summary.stay.ward = model::Ward{"VW", "VW"};
  summary.stay.ward->grace_ms = kGrace;
  AssembleRequest request;
  request.stay = summary.stay;
  request.texts = std::move(texts);
  SortTexts(request, summary);
  return summary;
}

std::string Words(const ClinicalText& text) {
  std::string all;
  for (const model::TextLine& line : text.lines) all += line.answer.Reveal() + ";";
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(those_of_the_stay_stand_by_time_and_those_outside_do_not) {
  const model::Summary summary =
      Sorted({Note("d", kEnd, "last"), Note("c", kStart, "first"), Note("b", kStart - 1, "before"),
              Note("a", kEnd + kGrace + 1, "after")});
  BOOST_REQUIRE_EQUAL(summary.texts.size(), 2U);
  BOOST_TEST(Words(summary.texts[0]) == "first;");
  BOOST_TEST(Words(summary.texts[1]) == "last;");
  BOOST_TEST(summary.notes.empty());
}

BOOST_AUTO_TEST_CASE(those_of_the_grace_are_told_and_not_shown) {
  const model::Summary summary = Sorted({Note("a", kEnd + 1, "x"), Note("b", kEnd + kGrace, "x")});
  BOOST_TEST(summary.texts.empty());
  BOOST_REQUIRE_EQUAL(summary.notes.size(), 1U);
  BOOST_TEST(summary.notes[0].code == "texts.after-end");
  BOOST_TEST(summary.notes[0].text.starts_with("2 notes or answers came"));
}

BOOST_AUTO_TEST_CASE(one_a_key_and_none_that_was_withdrawn) {
  ClinicalText gone = Note("b", kStart, "gone", 2);
  gone.status = ReadingStatus::kWithdrawn;
  const model::Summary summary = Sorted({Note("a", kStart, "new", 5), Note("a", kStart, "old", 4),
                                         gone, Note("b", kStart, "original", 3)});
  BOOST_REQUIRE_EQUAL(summary.texts.size(), 1U);
  BOOST_TEST(Words(summary.texts[0]) == "new;");
}

BOOST_AUTO_TEST_CASE(answers_of_one_questionnaire_are_together_as_they_came) {
  ClinicalText third = Answer("a", "s1", 9);
  third.author = Phi<std::string>("Ann");
  ClinicalText gone = Answer("x", "s1");
  gone.status = ReadingStatus::kWithdrawn;
  const model::Summary summary = Sorted({Answer("b", "s1"), third, gone, Answer("c", "s1"),
                                         Answer("d", "s2", 20), Note("e", kEnd, "n")});
  BOOST_REQUIRE_EQUAL(summary.texts.size(), 3U);
  BOOST_TEST(Words(summary.texts[0]) == "b;a;c;");
  BOOST_TEST(summary.texts[0].key == "s1");
  BOOST_TEST(summary.texts[0].author.Reveal() == "Ann");
  BOOST_TEST((summary.texts[0].time == Timestamp::FromUnixMs(kStart + 9)));
  BOOST_TEST(Words(summary.texts[1]) == "d;");
  BOOST_TEST(Words(summary.texts[2]) == "n;");
}

BOOST_AUTO_TEST_CASE(a_set_of_another_source_is_another_questionnaire) {
  ClinicalText other = Answer("b", "s1");
  other.source = "other";
  BOOST_TEST(Sorted({Answer("a", "s1"), other}).texts.size() == 2U);
}

BOOST_AUTO_TEST_CASE(the_newest_are_held_and_the_rest_is_counted) {
  std::vector<ClinicalText> texts;
  for (std::size_t i = 0; i < kMostTexts; ++i) {
    texts.push_back(Note("k" + std::to_string(i), kStart + static_cast<std::int64_t>(i), "x"));
  }
  BOOST_TEST(Sorted(texts).texts.size() == kMostTexts);
  BOOST_TEST(Sorted(texts).notes.empty());
  texts.push_back(Note("oldest", kStart, "the oldest"));
  texts.push_back(Note("newest", kEnd, "the newest"));
  const model::Summary summary = Sorted(texts);
  BOOST_TEST(summary.texts.size() == kMostTexts);
  BOOST_TEST(Words(summary.texts.back()) == "the newest;");
  BOOST_REQUIRE_EQUAL(summary.notes.size(), 1U);
  BOOST_TEST(summary.notes[0].code == "texts.left-out");
  BOOST_TEST(summary.notes[0].text.find("2 notes or answers") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
