#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(texts)

namespace {

namespace bdata = boost::unit_test::data;
using model::ClinicalText;
using Keys = std::vector<std::string>;

void Save(TestStore& store, const std::string& patient, const ClinicalText& text) {
  store.Change([&](Rows& rows) { return rows.SaveText(patient, text); });
}

std::vector<ClinicalText> Of(TestStore& store, const Keys& patients, Timestamp from = At(0),
                             Timestamp to = At(1000)) {
  return store.In([&](Rows& rows) { return rows.TextsOf(patients, from, to); });
}

std::string WordsOf(const ClinicalText& text) { return text.lines.front().answer.Reveal(); }

ClinicalText Saying(const std::string& key, int seconds, std::int64_t message,
                    const std::string& words) {
  ClinicalText text = MakeText(key, At(seconds), message);
  text.lines.front().answer = Phi<std::string>(words);
  return text;
}

struct Sample {
  const char* name;
  void (*make)(ClinicalText&);
};
std::ostream& operator<<(std::ostream& out, const Sample& c) { return out << c.name; }
const std::array kSamples = {
    Sample{"a note", [](ClinicalText&) {}},
    Sample{"a message", [](ClinicalText& t) { t.kind = model::TextKind::kMessage; }},
    Sample{"an answer of a questionnaire",
           [](ClinicalText& t) {
             t.kind = model::TextKind::kQuestionnaire;
             t.lines = {{Phi<std::string>("More cough?"), Phi<std::string>("yes")}};
           }},
    Sample{"several lines, quotes and line feeds",
           [](ClinicalText& t) {
             t.lines = {{Phi<std::string>("a \"b\""), Phi<std::string>("one\ntwo")},
                        {Phi<std::string>(""), Phi<std::string>("\xC3\xA9\xD8\xA7")}};
           }},
    Sample{"no author, no title, no line",
           [](ClinicalText& t) {
             t.author = Phi<std::string>();
             t.title = Phi<std::string>();
             t.lines.clear();
           }},
    Sample{"corrected, with the time it was said",
           [](ClinicalText& t) {
             t.status = model::ReadingStatus::kCorrected;
             t.stated = At(77);
           }},
};

BOOST_DATA_TEST_CASE(text_comes_back_whole, kEachKind* bdata::make(kSamples), kind, c) {
  TestStore store(kind);
  ClinicalText want = MakeText("k", Timestamp::FromUnixMs(100'123), 8);
  c.make(want);
  Save(store, "N|1", want);
  const auto found = Of(store, {"N|1"});
  BOOST_REQUIRE_EQUAL(found.size(), 1U);
  const ClinicalText& got = found[0];
  BOOST_TEST(got.key == want.key);
  BOOST_TEST(got.source == want.source);
  BOOST_TEST((got.kind == want.kind));
  BOOST_TEST((got.time == want.time));
  BOOST_TEST((got.received == want.received));
  BOOST_TEST((got.stated == want.stated));
  BOOST_TEST(got.message == want.message);
  BOOST_TEST((got.author == want.author));
  BOOST_TEST((got.title == want.title));
  BOOST_TEST((got.lines == want.lines));
  BOOST_TEST((got.status == want.status));
}

BOOST_DATA_TEST_CASE(what_was_said_later_takes_the_place, kEachKind, kind) {
  TestStore store(kind);
  Save(store, "N|1", Saying("k", 100, 8, "first"));
  Save(store, "N|1", Saying("k", 200, 9, "second"));
  Save(store, "N|1", Saying("k", 300, 7, "came before"));
  const auto found = Of(store, {"N|1"});
  BOOST_REQUIRE_EQUAL(found.size(), 1U);
  BOOST_TEST(WordsOf(found[0]) == "second");
  BOOST_TEST((found[0].time == At(200)));
}

BOOST_DATA_TEST_CASE(period_includes_both_of_its_ends_of_text, kEachKind, kind) {
  TestStore store(kind);
  for (const auto& [key, ms] :
       {std::pair{"before", 9'999}, {"first", 10'000}, {"last", 20'000}, {"after", 20'001}}) {
    Save(store, "N|1", MakeText(key, Timestamp::FromUnixMs(ms), 1));
  }
  BOOST_TEST(
      Each(Of(store, {"N|1"}, At(10), At(20)), &ClinicalText::key) == (Keys{"first", "last"}),
      boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(texts_come_by_time_then_as_they_came_and_not_those_of_others, kEachKind,
                     kind) {
  TestStore store(kind);
  Save(store, "N|1", MakeText("late", At(20), 1));
  Save(store, "N|1", MakeText("b", At(10), 1));
  Save(store, "N|1", MakeText("c", At(10), 1));
  Save(store, "N|1", MakeText("a", At(10), 1));
  Save(store, "N|12", MakeText("theirs", At(10), 1));
  BOOST_TEST(Each(Of(store, {"N|1", "L|1"}), &ClinicalText::key) == (Keys{"b", "c", "a", "late"}),
             boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(a_correction_stands_where_its_original_was, kEachKind, kind) {
  TestStore store(kind);
  for (const char* key : {"b", "c", "a"}) Save(store, "N|1", MakeText(key, At(10), 1));
  Save(store, "N|1", Saying("b", 10, 2, "corrected"));
  const auto found = Of(store, {"N|1"});
  BOOST_TEST(Each(found, &ClinicalText::key) == (Keys{"b", "c", "a"}),
             boost::test_tools::per_element());
  BOOST_TEST(WordsOf(found[0]) == "corrected");
}

// A patient who was merged is found by the keys of both.
BOOST_DATA_TEST_CASE(text_under_two_keys_comes_once_in_its_newest_form,
                     kEachKind* bdata::make(std::array{1, 2}), kind, newest) {
  TestStore store(kind);
  Save(store, "N|1", Saying("k", 10, newest == 1 ? 9 : 5, newest == 1 ? "new" : "old"));
  Save(store, "L|1", Saying("k", 10, newest == 2 ? 9 : 5, newest == 2 ? "new" : "old"));
  const auto found = Of(store, {"N|1", "L|1"});
  BOOST_REQUIRE_EQUAL(found.size(), 1U);
  BOOST_TEST(WordsOf(found[0]) == "new");
}

BOOST_DATA_TEST_CASE(a_withdrawn_text_is_not_found_even_when_its_original_comes_late, kEachKind,
                     kind) {
  TestStore store(kind);
  ClinicalText withdrawn = MakeText("a", At(10), 1);
  withdrawn.status = model::ReadingStatus::kWithdrawn;
  Save(store, "N|1", withdrawn);
  Save(store, "N|1", MakeText("a", At(10), 2));
  Save(store, "N|1", MakeText("b", At(10), 2));
  BOOST_TEST(Each(Of(store, {"N|1"}), &ClinicalText::key) == Keys{"b"},
             boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
