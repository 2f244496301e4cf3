#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(count)

namespace {

Depths Count(TestStore& store) {
  return store.In([](Rows& rows) { return rows.Count(); });
}

BOOST_DATA_TEST_CASE(empty_store_counts_nothing, kEachKind, kind) {
  TestStore store(kind);
  const Depths depths = Count(store);
  BOOST_TEST(depths.inbox_new == 0);
  BOOST_TEST(depths.inbox_total == 0);
  BOOST_TEST(depths.inbox_quarantined == 0);
  BOOST_TEST(depths.stays_open == 0);
  BOOST_TEST(depths.stays_quarantined == 0);
  BOOST_TEST(depths.set_aside == 0);
  BOOST_TEST(depths.readings == 0);
  BOOST_TEST(depths.fragments == 0);
  BOOST_TEST(depths.outbox.empty());
  BOOST_TEST(depths.oldest_undelivered.empty());
}

BOOST_DATA_TEST_CASE(messages_count_by_state, kEachKind, kind) {
  TestStore store(kind);
  for (const char* control_id : {"c1", "c2", "c3", "c4"}) {
    store.In([&](Rows& rows) { return rows.AppendInbox(MakeMessage(control_id)); });
  }
  store.Change([](Rows& rows) { return rows.SetInboxState(1, InboxState::kQuarantined, {}); });
  store.Change([](Rows& rows) { return rows.SetInboxState(2, InboxState::kApplied, {}); });
  const Depths depths = Count(store);
  BOOST_TEST(depths.inbox_total == 4);
  BOOST_TEST(depths.inbox_new == 2);
  BOOST_TEST(depths.inbox_quarantined == 1);
}

BOOST_DATA_TEST_CASE(open_stays_are_those_on_a_ward_and_not_yet_sent, kEachKind, kind) {
  TestStore store(kind);
  const auto save = [&](const char* spell, bool ward, model::StayState state) {
    model::Stay stay = MakeStay(spell);
    if (ward) stay.ward = model::Ward{};
    stay.state = state;
    store.Change([&](Rows& rows) { return rows.SaveStay(stay); });
  };
  save("a", true, model::StayState::kOpen);
  save("b", true, model::StayState::kPending);
  save("c", true, model::StayState::kSent);
  save("d", true, model::StayState::kCancelled);
  save("e", false, model::StayState::kOpen);
  BOOST_TEST(Count(store).stays_open == 2);
}

BOOST_DATA_TEST_CASE(quarantined_and_set_aside_stays_count_until_they_are_cleared, kEachKind,
                     kind) {
  TestStore store(kind);
  model::Stay stay = MakeStay();
  stay.quarantine = TwoIssues();
  stay.set_aside = true;
  store.Change([&](Rows& rows) { return rows.SaveStay(stay); });
  BOOST_TEST(Count(store).stays_quarantined == 1);
  BOOST_TEST(Count(store).set_aside == 1);
  stay.quarantine.clear();
  stay.set_aside = false;
  store.Change([&](Rows& rows) { return rows.SaveStay(stay); });
  BOOST_TEST(Count(store).stays_quarantined == 0);
  BOOST_TEST(Count(store).set_aside == 0);
}

BOOST_DATA_TEST_CASE(deliveries_count_by_destination_and_state, kEachKind, kind) {
  TestStore store(kind);
  for (const char* key : {"k1", "k2", "k3"}) {
    store.Change([&](Rows& rows) { return rows.AddDelivery(MakeDelivery(key, key, 1)); });
  }
  store.Change([](Rows& rows) { return rows.AddDelivery(MakeDelivery("k4", "a", 1, "gp")); });
  store.Change([](Rows& rows) { return rows.BeginAttempt("k2", At(1)); });
  const Depths depths = Count(store);
  const std::map<std::string, std::map<std::string, std::int64_t>> want = {
      {"archive", {{"ready", 2}, {"sending", 1}}}, {"gp", {{"ready", 1}}}};
  BOOST_TEST((depths.outbox == want));
}

BOOST_DATA_TEST_CASE(oldest_undelivered_passes_over_what_is_final, kEachKind, kind) {
  TestStore store(kind);
  const auto add = [&](const char* key, model::DeliveryState state, std::int64_t created) {
    OutboxRow row = MakeDelivery(key, key, 1);
    row.state = state;
    row.created = At(created);
    store.Change([&](Rows& rows) { return rows.AddDelivery(row); });
  };
  add("k1", model::DeliveryState::kDelivered, 1);
  add("k2", model::DeliveryState::kDead, 2);
  add("k3", model::DeliveryState::kReplaced, 3);
  add("k4", model::DeliveryState::kHeld, 5);
  add("k5", model::DeliveryState::kReady, 4);
  const std::map<std::string, Timestamp> want = {{"archive", At(4)}};
  BOOST_TEST((Count(store).oldest_undelivered == want));
}

BOOST_DATA_TEST_CASE(job_that_is_undone_does_not_count, kEachKind, kind) {
  TestStore store(kind);
  const Result<> fate = store.Do([](Rows& rows) -> Result<> {
    if (auto appended = rows.AppendInbox(MakeMessage("c1")); !appended) return appended.error();
    if (auto saved = rows.SaveReading("N|1", MakeReading("k", At(1), 1)); !saved) return saved;
    return Error{Code::kInternal, "test", "on purpose"};
  });
  BOOST_TEST(!fate);
  BOOST_TEST(Count(store).inbox_total == 0);
  BOOST_TEST(Count(store).readings == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
