// The audit: what writes itself into it, and that nothing is ever taken out.
#include "base/digest.h"
#include "edge/store/audit_chain.h"
#include "edge/store/migration.h"
#include "edge/store/sqlite_rows.h"
#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(sqlite_rows_audit)

namespace {

using model::DeliveryState;

std::vector<AuditRow> All(TestStore& store) {
  return store.In([](Rows& rows) { return rows.AuditAfter(0, 1000); });
}

AuditRow MakeAudit(const std::string& subject) {
  AuditRow row;
  row.at = At(5);
  row.event = "engine.started";
  row.subject = subject;
  row.person = "jo";
  row.reason = "because, of: this";
  return row;
}

BOOST_DATA_TEST_CASE(each_row_hangs_on_the_one_before, kEachKind, kind) {
  TestStore store(kind);
  for (const char* subject : {"a", "b", "c"}) {
    store.Change([&](Rows& rows) { return rows.AppendAudit(MakeAudit(subject)); });
  }
  const auto rows = All(store);
  BOOST_REQUIRE_EQUAL(rows.size(), 3U);
  std::string previous(kAuditStart);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    BOOST_TEST(rows[i].id == static_cast<std::int64_t>(i + 1));
    BOOST_TEST(rows[i].hash == AuditHash(previous, rows[i]));
    previous = rows[i].hash;
  }
}

BOOST_AUTO_TEST_CASE(hash_is_the_documented_one) {
  AuditRow row;
  row.id = 1;
  row.at = Timestamp::FromUnixMs(5000);
  row.event = "engine.started";
  row.subject = "engine";
  const std::string content =
      "18:wardbridge audit 1,1:1,4:5000,14:engine.started,6:engine,0:,0:,0:,0:,0:,0:,";
  BOOST_TEST(AuditHash(kAuditStart, row) == Hex(Sha256(content)));
}

BOOST_AUTO_TEST_CASE(moving_text_from_field_to_field_changes_the_hash) {
  AuditRow one;
  one.subject = "ab";
  one.stay = "c";
  AuditRow other;
  other.subject = "a";
  other.stay = "bc";
  BOOST_TEST(AuditHash("", one) != AuditHash("", other));
}

BOOST_DATA_TEST_CASE(job_that_fails_leaves_no_row_and_no_gap, kEachKind, kind) {
  TestStore store(kind);
  const Result<> fate = store.Do([](Rows& rows) -> Result<> {
    if (auto added = rows.AppendAudit(MakeAudit("lost")); !added) return added;
    return Error{Code::kConflict, "test", "on purpose"};
  });
  BOOST_TEST(!fate);
  store.Change([](Rows& rows) { return rows.AppendAudit(MakeAudit("kept")); });
  const auto rows = All(store);
  BOOST_REQUIRE_EQUAL(rows.size(), 1U);
  BOOST_TEST(rows[0].id == 1);
  BOOST_TEST(rows[0].subject == "kept");
}

BOOST_AUTO_TEST_CASE(rows_are_neither_changed_nor_removed) {
  auto opened = Connection::Open(":memory:", Connection::Mode::kMemory);
  BOOST_REQUIRE(opened);
  BOOST_REQUIRE(Migrate(**opened));
  BOOST_REQUIRE(SqliteRows(**opened).AppendAudit(MakeAudit("a")));
  BOOST_TEST(!(*opened)->Execute("UPDATE audit SET event = 'other'"));
  BOOST_TEST(!(*opened)->Execute("DELETE FROM audit"));
  BOOST_TEST(
      (*opened)->Number("SELECT count(*) FROM audit WHERE event = 'engine.started'").value() == 1);
}

BOOST_DATA_TEST_CASE(message_received_is_on_record_with_its_digest, kEachKind, kind) {
  TestStore store(kind);
  const InboxRow message = MakeMessage("c1");
  const auto appended = store.In([&](Rows& rows) { return rows.AppendInbox(message); });
  const auto rows = All(store);
  BOOST_REQUIRE_EQUAL(rows.size(), 1U);
  BOOST_TEST(rows[0].event == "message.received");
  BOOST_TEST(rows[0].subject == "m" + std::to_string(appended.id));
  BOOST_TEST(rows[0].digest == Hex(Sha256(message.bytes)));
  BOOST_TEST((rows[0].at == message.received));
}

using Details = std::vector<std::string>;

// The end of the detail of each row of this event, from its last comma on.
Details EndsOf(TestStore& store, const std::string& event) {
  Details ends;
  for (const AuditRow& row : All(store)) {
    if (row.event == event) ends.push_back(row.detail.substr(row.detail.rfind(", ") + 2));
  }
  return ends;
}

BOOST_DATA_TEST_CASE(duplicate_is_on_record_under_the_message_it_repeats, kEachKind, kind) {
  TestStore store(kind);
  InboxRow message = MakeMessage("c1");
  const auto first = store.In([&](Rows& rows) { return rows.AppendInbox(message); });
  message.received = At(1'790'000'060);
  message.bytes += "sent again";  // MSH-7 may differ
  BOOST_TEST(store.In([&](Rows& rows) { return rows.AppendInbox(message); }).duplicate);
  const auto rows = All(store);
  BOOST_REQUIRE_EQUAL(rows.size(), 2U);
  BOOST_TEST(rows[1].event == "message.duplicate");
  BOOST_TEST(rows[1].subject == "m" + std::to_string(first.id));
  BOOST_TEST(rows[1].digest == Hex(Sha256(message.bytes)));
  BOOST_TEST((rows[1].at == message.received));
}

BOOST_DATA_TEST_CASE(sender_without_end_adds_ever_fewer_rows, kEachKind, kind) {
  TestStore store(kind);
  for (int time = 0; time < 101; ++time) {
    store.In([](Rows& rows) { return rows.AppendInbox(MakeMessage("c1")); });
  }
  const Details want = {"repeat 1", "repeat 2", "repeat 3",  "repeat 4",  "repeat 5", "repeat 6",
                        "repeat 7", "repeat 8", "repeat 16", "repeat 32", "repeat 64"};
  BOOST_TEST(EndsOf(store, "message.duplicate") == want, boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(duplicate_whose_commit_fails_is_not_counted, kEachKind, kind) {
  TestStore store(kind);
  store.In([](Rows& rows) { return rows.AppendInbox(MakeMessage("c1")); });
  const Result<> fate = store.Do([](Rows& rows) -> Result<> {
    if (auto again = rows.AppendInbox(MakeMessage("c1")); !again) return again.error();
    return Error{Code::kConflict, "test", "on purpose"};
  });
  BOOST_TEST(!fate);
  store.In([](Rows& rows) { return rows.AppendInbox(MakeMessage("c1")); });
  BOOST_TEST(EndsOf(store, "message.duplicate") == Details{"repeat 1"},
             boost::test_tools::per_element());
}

// One more attempt at the delivery, which ends in `state`.
void Try(TestStore& store, OutboxRow& row, DeliveryState state, std::int64_t seconds) {
  store.Change([&](Rows& rows) { return rows.BeginAttempt(row.key, At(seconds)); });
  row.state = state;
  store.Change([&](Rows& rows) { return rows.FinishAttempt(row, At(seconds + 1)); });
}

BOOST_DATA_TEST_CASE(failed_attempts_are_on_record_ever_more_rarely, kEachKind, kind) {
  TestStore store(kind);
  OutboxRow row = MakeDelivery("k1", "s1", 1);
  store.Change([&](Rows& rows) { return rows.AddDelivery(row); });
  row.code = "fhir.busy";
  for (int attempt = 1; attempt <= 40; ++attempt) {
    Try(store, row, attempt == 2 ? DeliveryState::kInDoubt : DeliveryState::kReady, attempt * 10);
  }
  Try(store, row, DeliveryState::kDead, 1000);
  const auto rows = All(store);
  BOOST_REQUIRE_EQUAL(rows.size(), 11U);
  BOOST_TEST(rows[0].event == "delivery.attempt-failed");
  BOOST_TEST(rows[0].subject == "k1");
  BOOST_TEST(rows[0].destination == "archive");
  BOOST_TEST(rows[0].stay == model::StayReference("s1"));
  BOOST_TEST(rows[0].detail == "revision 1, attempt 1, fhir.busy");
  BOOST_TEST((rows[0].at == At(11)));
  BOOST_TEST(rows[1].event == "delivery.in-doubt");
  BOOST_TEST(rows[7].detail == "revision 1, attempt 8, fhir.busy");
  BOOST_TEST(rows[8].detail == "revision 1, attempt 16, fhir.busy");
  BOOST_TEST(rows[9].detail == "revision 1, attempt 32, fhir.busy");
  BOOST_TEST(rows[10].event == "delivery.dead");
  BOOST_TEST(rows[10].detail == "revision 1, attempt 41, fhir.busy");
}

BOOST_DATA_TEST_CASE(attempt_that_a_restart_ended_is_on_record, kEachKind, kind) {
  TestStore store(kind);
  store.Change([](Rows& rows) { return rows.AddDelivery(MakeDelivery("k1", "s1", 1)); });
  store.Change([](Rows& rows) { return rows.BeginAttempt("k1", At(8)); });
  store.In([](Rows& rows) { return rows.RecoverSending(At(9)); });
  const auto rows = All(store);
  BOOST_REQUIRE_EQUAL(rows.size(), 1U);
  BOOST_TEST(rows[0].event == "delivery.in-doubt");
  BOOST_TEST(rows[0].detail == "revision 1, attempt 1, restart");
}

BOOST_DATA_TEST_CASE(summary_and_delivery_are_on_record, kEachKind, kind) {
  TestStore store(kind);
  SummaryRow summary;
  summary.stay_key = "s1";
  summary.bundle = "{}";
  summary.built = At(7);
  store.Change([&](Rows& rows) { return rows.SaveSummary(summary); });
  summary.revision = 2;
  summary.state = SummaryState::kSetAside;
  summary.issues = TwoIssues();
  store.Change([&](Rows& rows) { return rows.SaveSummary(summary); });
  OutboxRow row = MakeDelivery("k1", "s1", 1);
  store.Change([&](Rows& rows) { return rows.AddDelivery(row); });
  store.Change([&](Rows& rows) { return rows.BeginAttempt("k1", At(8)); });
  row.state = DeliveryState::kReady;
  store.Change([&](Rows& rows) { return rows.FinishAttempt(row, At(9)); });
  store.Change([&](Rows& rows) { return rows.BeginAttempt("k1", At(10)); });
  row.state = DeliveryState::kDelivered;
  row.evidence = "folder k1";
  store.Change([&](Rows& rows) { return rows.FinishAttempt(row, At(11)); });
  const auto rows = All(store);
  BOOST_REQUIRE_EQUAL(rows.size(), 4U);
  BOOST_TEST(rows[0].event == "summary.built");
  BOOST_TEST(rows[0].digest == Hex(Sha256("{}")));
  BOOST_TEST(rows[0].stay == model::StayReference("s1"));
  BOOST_TEST(rows[1].event == "summary.set-aside");
  BOOST_TEST(rows[1].detail.find("nhs-number.missing") != std::string::npos);
  BOOST_TEST(rows[2].event == "delivery.attempt-failed");
  BOOST_TEST(rows[3].event == "delivery.delivered");
  BOOST_TEST(rows[3].subject == "k1");
  BOOST_TEST(rows[3].destination == "archive");
  BOOST_TEST(rows[3].detail.find("folder k1") != std::string::npos);
  BOOST_TEST((rows[3].at == At(11)));
  const auto of_stay = store.In([](Rows& r) { return r.AuditOfStay(model::StayReference("s1")); });
  BOOST_TEST(of_stay.size() == 4U);
}

BOOST_DATA_TEST_CASE(replaced_deliveries_are_on_record, kEachKind, kind) {
  TestStore store(kind);
  store.Change([](Rows& rows) { return rows.AddDelivery(MakeDelivery("k1", "s1", 1)); });
  store.Change([](Rows& rows) { return rows.ReplaceOlder("s1", "archive", 2, At(20)); });
  const auto rows = All(store);
  BOOST_REQUIRE_EQUAL(rows.size(), 1U);
  BOOST_TEST(rows[0].event == "delivery.replaced");
  BOOST_TEST(rows[0].subject == "k1");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
