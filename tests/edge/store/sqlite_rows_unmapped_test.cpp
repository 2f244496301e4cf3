// Codes without a row are counted, bounded and forgotten.
#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(unmapped)

namespace {

void Note(TestStore& store, const std::string& table, const std::string& code, std::int64_t at,
          const std::string& stay = "s1") {
  store.Change([&](Rows& rows) { return rows.NoteUnmapped({table, code}, stay, At(at)); });
}

std::vector<UnmappedRow> All(TestStore& store) {
  return store.In([](Rows& rows) { return rows.UnmappedCodes(20'000); });
}

BOOST_DATA_TEST_CASE(a_code_is_one_row_however_often_it_is_met, kEachKind, kind) {
  TestStore store(kind);
  Note(store, "sex", "X", 10);
  Note(store, "discharge", "9A", 11);
  Note(store, "sex", "Z", 12);
  Note(store, "sex", "X", 13, "s2");
  const auto rows = All(store);
  BOOST_REQUIRE(rows.size() == 3U);
  BOOST_TEST((rows[0].unmapped == model::UnmappedCode{"discharge", "9A"}));
  BOOST_TEST((rows[1].unmapped == model::UnmappedCode{"sex", "X"}));
  BOOST_TEST(rows[1].summaries == 2);
  BOOST_TEST((rows[1].first == At(10)));
  BOOST_TEST((rows[1].last == At(13)));
  BOOST_TEST(rows[1].stay == "s2");
  BOOST_TEST(rows[2].unmapped.code == "Z");
  BOOST_TEST(store.In([](Rows& r) { return r.UnmappedCodes(1); }).size() == 1U);
}

BOOST_DATA_TEST_CASE(free_text_is_no_code, kEachKind, kind) {
  TestStore store(kind);
  Note(store, "sex", std::string(64, 'a'), 1);
  Note(store, "sex", std::string(65, 'a'), 1);
  BOOST_TEST(All(store).size() == 1U);
}

BOOST_AUTO_TEST_CASE(only_so_many_are_kept_and_those_go_on_counting) {
  TestStore store(kKinds[0]);
  store.Change([](Rows& rows) -> Result<> {
    for (int i = 0; i < 10'001; ++i) {
      auto noted = rows.NoteUnmapped({"sex", "c" + std::to_string(i)}, "s", At(1));
      if (!noted) return noted;
    }
    return rows.NoteUnmapped({"sex", "c5"}, "s", At(2));
  });
  const auto rows = All(store);
  BOOST_TEST(rows.size() == 10'000U);
  BOOST_TEST(rows.front().unmapped.code == "c5");
  BOOST_TEST(rows.front().summaries == 2);
}

BOOST_DATA_TEST_CASE(what_is_not_met_any_more_is_forgotten_with_the_messages, kEachKind, kind) {
  TestStore store(kind);
  Note(store, "sex", "X", 10);
  Note(store, "sex", "Y", 30);
  const Expiry expiry = {At(40), At(0), At(20), At(0), At(0)};
  store.In([&](Rows& rows) { return rows.RemoveExpired({}, expiry); });
  const auto rows = All(store);
  BOOST_REQUIRE(rows.size() == 1U);
  BOOST_TEST(rows[0].unmapped.code == "Y");
}

BOOST_DATA_TEST_CASE(a_part_of_a_removal_with_more_behind_it_forgets_nothing, kEachKind, kind) {
  TestStore store(kind);
  Note(store, "sex", "X", 10);
  const Expiry expiry = {At(40), At(0), At(20), At(0), At(0)};
  Expired part;
  part.more = true;
  store.In([&](Rows& rows) { return rows.RemoveExpired(part, expiry); });
  BOOST_TEST(All(store).size() == 1U);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
