// What was fetched for stays that are due.
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(sqlite_rows_gathering)

namespace {

using Keys = std::vector<std::string>;

struct GatheringFixture {
  GatheringFixture() {
    stay = MakeStay();
    stay.due = At(1'000);
    Save();
  }
  void Save() {
    store.Change([&](Rows& rows) { return rows.SaveStay(stay); });
  }
  void Mark(std::int64_t due) {
    store.Change([&](Rows& rows) { return rows.MarkGathered(stay.key, At(due)); });
  }
  Keys Gathered(std::int64_t now) {
    return store.In([&](Rows& rows) { return rows.GatheredStays(At(now), 10); });
  }
  Keys ToGather(std::int64_t now) {
    return store.In([&](Rows& rows) { return rows.StaysToGather(At(now), 10); });
  }
  std::optional<Timestamp> Next(std::int64_t now) {
    return store.In([&](Rows& rows) { return rows.NextToGather(At(now)); });
  }

  TestStore store{{"memory", true}};
  model::Stay stay;
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_stay_is_gathered_for_one_due_time, GatheringFixture) {
  BOOST_TEST((Next(999) == At(1'000)));
  BOOST_TEST(ToGather(999).empty());
  BOOST_TEST(ToGather(1'000) == Keys{stay.key});
  BOOST_TEST((Next(1'000) == std::nullopt));
  BOOST_TEST(Gathered(1'000).empty());
  Mark(1'000);
  BOOST_TEST(ToGather(1'000).empty());
  BOOST_TEST(Gathered(1'000) == Keys{stay.key});
  stay.due = At(2'000);
  Save();
  BOOST_TEST(Gathered(2'000).empty());
  BOOST_TEST(ToGather(2'000) == Keys{stay.key});
}

BOOST_FIXTURE_TEST_CASE(a_mark_for_a_time_that_has_changed_is_none, GatheringFixture) {
  Mark(999);
  BOOST_TEST(ToGather(1'000) == Keys{stay.key});
}

BOOST_FIXTURE_TEST_CASE(what_is_not_due_or_held_is_not_asked_for, GatheringFixture) {
  stay.quarantine = TwoIssues();
  Save();
  BOOST_TEST(ToGather(1'000).empty());
  BOOST_TEST((Next(0) == std::nullopt));
  stay.quarantine.clear();
  stay.due.reset();
  Save();
  BOOST_TEST(ToGather(1'000).empty());
}

BOOST_FIXTURE_TEST_CASE(what_came_of_it_is_kept_by_source_and_due_time, GatheringFixture) {
  model::Gathering first{"a", At(1'000), At(1'001), At(900), false, "fhir.busy", 3};
  model::Gathering again{"a", At(1'000), At(1'002), At(900), true, "fhir.fetched", 7};
  model::Gathering later{"a", At(2'000), At(2'001), At(1'900), false, "fhir.no-answer", 0};
  for (const model::Gathering& gathering : {first, again, later}) {
    store.Change([&](Rows& rows) { return rows.SaveGathering(stay.key, gathering); });
  }
  const auto kept = store.In([&](Rows& rows) { return rows.GatheringsOf(stay.key); });
  BOOST_REQUIRE(kept.size() == 2U);
  BOOST_TEST((kept[0] == again));
  BOOST_TEST((kept[1] == later));
  BOOST_TEST(store.In([&](Rows& rows) { return rows.GatheringsOf("another"); }).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
