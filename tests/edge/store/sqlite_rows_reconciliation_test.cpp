// Accounts of a period: what came in, what became of it, and what did not go on; alarms that stand.
#include <sqlite3.h>

#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(reconciliation)

namespace {

Reconciliation Reconcile(TestStore& store, Timestamp now = At(1'000)) {
  return store.In([now](Rows& rows) { return rows.Reconcile(now); });
}

// "kind subject state rows" of each.
std::vector<std::string> Lines(const Reconciliation& account) {
  std::vector<std::string> lines;
  for (const Tally& tally : account.tallies) {
    lines.push_back(tally.kind + " " + tally.subject + " " + tally.state + " " +
                    std::to_string(tally.rows));
  }
  return lines;
}

void Expect(const Reconciliation& account, const std::vector<std::string>& want) {
  BOOST_TEST(Lines(account) == want, boost::test_tools::per_element());
}

void Append(TestStore& store, const std::string& control_id) {
  store.In([&](Rows& rows) { return rows.AppendInbox(MakeMessage(control_id)); });
}

// A stay on a ward whose discharge was message `id`.
model::Stay Discharged(const std::string& spell, std::int64_t id) {
  model::Stay stay = MakeStay(spell);
  stay.ward = model::Ward{"VW", "Virtual ward"};
  stay.state = model::StayState::kPending;
  stay.messages = {{id, "A03", "v"}};
  return stay;
}

void Save(TestStore& store, const model::Stay& stay) {
  store.Change([&](Rows& rows) { return rows.SaveStay(stay); });
}

void SaveSummary(TestStore& store, const std::string& stay_key, SummaryState state) {
  SummaryRow summary;
  summary.stay_key = stay_key;
  summary.state = state;
  store.Change([&](Rows& rows) { return rows.SaveSummary(summary); });
}

void Close(TestStore& store, Timestamp now) {
  const Reconciliation account = Reconcile(store, now);
  store.Change([&](Rows& rows) { return rows.SaveReconciliation(account); });
}

BOOST_DATA_TEST_CASE(empty_store_is_balanced, kEachKind, kind) {
  TestStore store(kind);
  const Reconciliation account = Reconcile(store);
  Expect(account, {});
  BOOST_TEST(account.Missing() == 0);
  BOOST_TEST((account.since == Timestamp()));
  BOOST_TEST((account.at == At(1'000)));
}

BOOST_DATA_TEST_CASE(each_message_is_in_one_state, kEachKind, kind) {
  TestStore store(kind);
  for (const char* id : {"c1", "c2", "c3", "c4"}) Append(store, id);
  store.Change([](Rows& rows) { return rows.SetInboxState(1, InboxState::kApplied, {}); });
  store.Change([](Rows& rows) { return rows.SetInboxState(2, InboxState::kIgnored, {}); });
  store.Change([](Rows& rows) { return rows.SetInboxState(3, InboxState::kQuarantined, {}); });
  const Reconciliation account = Reconcile(store);
  Expect(account,
         {"message  applied 1", "message  ignored 1", "message  new 1", "message  quarantined 1"});
  BOOST_TEST(account.All("message") == 4);
  BOOST_TEST(account.Missing() == 0);
}

BOOST_AUTO_TEST_CASE(message_without_a_state_is_missed) {
  const TempFolder folder;
  Options options;
  options.path = folder.Path("store.db");
  {
    auto store = std::move(*Store::Open(options));
    store->Write(
        [](Rows& rows) -> Result<> {
          auto appended = rows.AppendInbox(MakeMessage("c1"));
          if (!appended) return appended.error();
          return {};
        },
        [](const Result<>& fate) { BOOST_TEST(fate.has_value()); });
    store->RunOnce();
  }
  sqlite3* handle = nullptr;
  BOOST_REQUIRE(sqlite3_open(options.path.c_str(), &handle) == SQLITE_OK);
  BOOST_TEST(sqlite3_exec(handle, "DELETE FROM inbox_new", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(handle);
  auto store = std::move(*Store::Open(options));
  const Result<> read = store->Read([](Rows& rows) -> Result<> {
    auto account = rows.Reconcile(At(1));
    if (!account) return account.error();
    Expect(*account, {"message  unaccounted 1"});
    BOOST_TEST(account->Missing() == 1);
    return {};
  });
  BOOST_TEST(read.has_value());
}

BOOST_DATA_TEST_CASE(stays_that_ended_are_told_by_what_they_wait_for, kEachKind, kind) {
  TestStore store(kind);
  for (const char* id : {"c1", "c2", "c3", "c4", "c5", "c6"}) Append(store, id);
  for (std::int64_t id = 1; id <= 6; ++id) {
    store.Change([id](Rows& rows) { return rows.SetInboxState(id, InboxState::kApplied, {}); });
  }
  model::Stay waiting = Discharged("RXX|V|1", 1);
  waiting.due = At(2'000);
  model::Stay summarised = Discharged("RXX|V|2", 2);
  summarised.state = model::StayState::kSent;
  summarised.revision = 1;
  model::Stay quarantined = Discharged("RXX|V|3", 3);
  quarantined.quarantine = TwoIssues();
  model::Stay elsewhere = Discharged("RXX|V|4", 4);
  elsewhere.ward.reset();
  model::Stay open = MakeStay("RXX|V|5");
  open.messages = {{5, "A01", "v"}};
  model::Stay forgotten = Discharged("RXX|V|6", 6);
  for (const model::Stay& stay : {waiting, summarised, quarantined, elsewhere, open, forgotten}) {
    Save(store, stay);
  }
  const Reconciliation account = Reconcile(store);
  Expect(account, {"message  applied 6", "stay  elsewhere 1", "stay  quarantined 1",
                   "stay  summarised 1", "stay  unaccounted 1", "stay  waiting 1"});
  BOOST_TEST(account.Missing() == 1);
}

BOOST_DATA_TEST_CASE(summary_that_should_have_been_made_is_overdue, kEachKind, kind) {
  TestStore store(kind);
  model::Stay stay = Discharged("RXX|V|1", 7);
  stay.due = At(100);
  Save(store, stay);
  Expect(Reconcile(store, At(100 + 15 * 60)), {});
  const Reconciliation late = Reconcile(store, At(101 + 15 * 60));
  Expect(late, {"stay  overdue 1"});
  BOOST_TEST(late.Missing() == 1);
  BOOST_TEST(late.All("stay") == 0);  // it is not of this period
  store.Change([&](Rows& rows) {
    return rows.SetHold({HoldKind::kStay, stay.key, "op", "why", At(1)});
  });
  Expect(Reconcile(store, At(101 + 15 * 60)), {});
}

BOOST_DATA_TEST_CASE(summaries_and_deliveries_of_the_period, kEachKind, kind) {
  TestStore store(kind);
  SaveSummary(store, "a#1", SummaryState::kReady);
  SaveSummary(store, "b#1", SummaryState::kSetAside);
  SaveSummary(store, "c#1", SummaryState::kReady);  // and no delivery
  OutboxRow dead = MakeDelivery("k2", "a#1", 1, "gp");
  dead.state = model::DeliveryState::kDead;
  for (const OutboxRow& row : {MakeDelivery("k1", "a#1", 1), dead}) {
    store.Change([&](Rows& rows) { return rows.AddDelivery(row); });
  }
  const Reconciliation account = Reconcile(store);
  Expect(account, {"summary  ready 1", "summary  set-aside 1", "summary  unaccounted 1",
                   "delivery archive ready 1", "delivery gp dead 1", "standing archive ready 1",
                   "standing gp dead 1", "oldest archive seconds 900"});
  BOOST_TEST(account.Missing() == 1);
}

BOOST_DATA_TEST_CASE(next_account_begins_where_the_last_one_ended, kEachKind, kind) {
  TestStore store(kind);
  Append(store, "c1");
  SaveSummary(store, "a#1", SummaryState::kSetAside);
  Close(store, At(10));
  Append(store, "c2");
  const Reconciliation next = Reconcile(store, At(20));
  Expect(next, {"message  new 1"});
  BOOST_TEST((next.since == At(10)));
  Close(store, At(20));
  Expect(Reconcile(store, At(30)), {});
  const auto saved = store.In([](Rows& rows) { return rows.Reconciliations(10); });
  BOOST_REQUIRE(saved.size() == 2U);
  BOOST_TEST((saved[0].at == At(20)));
  Expect(saved[0], {"message  new 1"});
  Expect(saved[1], {"message  new 1", "summary  set-aside 1"});
  BOOST_TEST(store.In([](Rows& rows) { return rows.Reconciliations(1); }).size() == 1U);
}

// SQLite gives the id of a removed newest row again.
BOOST_DATA_TEST_CASE(what_comes_after_a_removal_is_counted, kEachKind, kind) {
  TestStore store(kind);
  model::Stay stay = Discharged("RXX|V|1", 0);
  stay.state = model::StayState::kSent;
  stay.revision = 1;
  stay.messages.clear();
  Save(store, stay);
  SaveSummary(store, stay.key, SummaryState::kReady);
  OutboxRow row = MakeDelivery("k1", stay.key, 1);
  row.state = model::DeliveryState::kDelivered;
  store.Change([&](Rows& rows) { return rows.AddDelivery(row); });
  Close(store, At(200));
  Expired expired;
  expired.stay_keys = {stay.key};
  const Expiry all = {At(9'000), At(8'000), At(8'000), At(8'000), At(8'000)};
  BOOST_TEST(store.In([&](Rows& rows) { return rows.RemoveExpired(expired, all); }).stays == 1);
  SaveSummary(store, "b#1", SummaryState::kSetAside);
  store.Change([](Rows& rows) { return rows.AddDelivery(MakeDelivery("k2", "b#1", 1)); });
  const Reconciliation next = Reconcile(store, At(9'000));
  BOOST_TEST(next.All("summary") == 1);
  BOOST_TEST(next.All("delivery") == 1);
}

BOOST_DATA_TEST_CASE(alarms_that_stand_are_saved_as_a_whole, kEachKind, kind) {
  TestStore store(kind);
  const model::Alarm held{"destination.held", "gp", "text", 3, At(1), At(2)};
  const model::Alarm full{"store.full", "", "text", 1, At(3), At(4)};
  const auto watched = [&] { return store.In([](Rows& rows) { return rows.Alarms(); }); };
  BOOST_TEST(!watched().at.has_value());  // no host has run yet
  store.Change([&](Rows& rows) { return rows.SaveAlarms({held, full}, At(5)); });
  BOOST_TEST((watched().standing == std::vector{held, full}));
  BOOST_TEST((watched().at == At(5)));
  store.Change([&](Rows& rows) { return rows.SaveAlarms({full}, At(6)); });
  BOOST_TEST((watched().standing == std::vector{full}));
  store.Change([](Rows& rows) { return rows.SaveAlarms({}, At(7)); });
  BOOST_TEST(watched().standing.empty());
  BOOST_TEST((watched().at == At(7)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
