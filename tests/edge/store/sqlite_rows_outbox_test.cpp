#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(outbox)

namespace {

namespace bdata = boost::unit_test::data;
using Keys = std::vector<std::string>;
using State = model::DeliveryState;

void Add(TestStore& store, const OutboxRow& row) {
  store.Change([&](Rows& rows) { return rows.AddDelivery(row); });
}

void Begin(TestStore& store, const std::string& key, std::int64_t seconds) {
  store.Change([&](Rows& rows) { return rows.BeginAttempt(key, At(seconds)); });
}

OutboxRow Find(TestStore& store, const std::string& key) {
  auto found = store.In([&](Rows& rows) { return rows.FindDelivery(key); });
  BOOST_REQUIRE(found.has_value());
  return *found;
}

// The delivery as an attempt left it.
void Finish(TestStore& store, const std::string& key, State state,
            std::int64_t next_seconds = 100) {
  OutboxRow row = Find(store, key);
  row.state = state;
  row.next_at = At(next_seconds);
  store.Change([&](Rows& rows) { return rows.FinishAttempt(row, At(150)); });
}

Keys Due(TestStore& store, std::int64_t seconds = 1000, std::size_t limit = 100) {
  const auto rows =
      store.In([&](Rows& rows) { return rows.DueDeliveries("archive", At(seconds), limit); });
  return Each(rows, &OutboxRow::key);
}

void CheckSame(const OutboxRow& got, const OutboxRow& want) {
  BOOST_TEST(got.key == want.key);
  BOOST_TEST(got.stay_key == want.stay_key);
  BOOST_TEST(got.revision == want.revision);
  BOOST_TEST(got.destination == want.destination);
  BOOST_TEST((got.form == want.form));
  BOOST_TEST((got.state == want.state));
  BOOST_TEST(got.attempts == want.attempts);
  BOOST_TEST((got.created == want.created));
  BOOST_TEST((got.next_at == want.next_at));
  BOOST_TEST((got.delivered == want.delivered));
  BOOST_TEST(got.code == want.code);
  BOOST_TEST(got.detail == want.detail);
  BOOST_TEST(got.evidence == want.evidence);
}

BOOST_DATA_TEST_CASE(delivery_comes_back_whole, kEachKind, kind) {
  TestStore store(kind);
  OutboxRow row = MakeDelivery("k", "a#1", 3);
  row.form = model::PayloadForm::kTransaction;
  row.state = State::kDelivered;
  row.attempts = 4;
  row.next_at = At(101);
  row.delivered = At(102);
  row.code = "folder.written";
  row.detail = "detail";
  row.evidence = "sha256:00";
  Add(store, row);
  CheckSame(Find(store, "k"), row);
}

BOOST_DATA_TEST_CASE(existing_delivery_stays_as_it_is, kEachKind, kind) {
  TestStore store(kind);
  const OutboxRow row = MakeDelivery("k", "a#1", 1);
  Add(store, row);
  OutboxRow other = row;
  other.state = State::kDead;
  other.next_at = At(999);
  Add(store, other);
  CheckSame(Find(store, "k"), row);
}

struct Older {
  State state;
  State want;
};
std::ostream& operator<<(std::ostream& out, const Older& c) { return out << model::Name(c.state); }
// What may have left already is resolved first (spec/delivery-and-retry section 2).
const std::array kOlder = {
    Older{State::kReady, State::kReplaced},  Older{State::kHeld, State::kReplaced},
    Older{State::kSending, State::kSending}, Older{State::kInDoubt, State::kInDoubt},
    Older{State::kWaitAck, State::kWaitAck}, Older{State::kDelivered, State::kDelivered},
    Older{State::kDead, State::kDead},       Older{State::kReplaced, State::kReplaced}};

BOOST_DATA_TEST_CASE(newer_revision_replaces_what_has_not_left, kEachKind* bdata::make(kOlder),
                     kind, c) {
  TestStore store(kind);
  OutboxRow older = MakeDelivery("k1", "a#1", 1);
  older.state = c.state;
  Add(store, older);
  store.Change([](Rows& rows) { return rows.ReplaceOlder("a#1", "archive", 2, At(200)); });
  BOOST_TEST((Find(store, "k1").state == c.want));
}

BOOST_DATA_TEST_CASE(replacing_spares_other_stays_destinations_and_revisions, kEachKind, kind) {
  TestStore store(kind);
  Add(store, MakeDelivery("other stay", "b#1", 1));
  Add(store, MakeDelivery("other destination", "a#1", 1, "gp"));
  Add(store, MakeDelivery("same revision", "a#1", 2));
  Add(store, MakeDelivery("newer revision", "a#1", 3));
  store.Change([](Rows& rows) { return rows.ReplaceOlder("a#1", "archive", 2, At(200)); });
  for (const OutboxRow& row : store.In([](Rows& rows) { return rows.Deliveries(10); })) {
    BOOST_TEST((row.state == State::kReady), row.key);
  }
}

BOOST_DATA_TEST_CASE(due_deliveries_come_oldest_first_up_to_now, kEachKind, kind) {
  TestStore store(kind);
  const auto add = [&](const char* key, const char* stay, std::int64_t next) {
    OutboxRow row = MakeDelivery(key, stay, 1);
    row.next_at = At(next);
    Add(store, row);
  };
  add("k1", "a#1", 30);
  add("k2", "b#1", 10);
  add("k3", "c#1", 31);
  Add(store, MakeDelivery("elsewhere", "d#1", 1, "gp"));
  BOOST_TEST(Due(store, 30) == (Keys{"k2", "k1"}), boost::test_tools::per_element());
  BOOST_TEST(Due(store, 30, 1) == Keys{"k2"}, boost::test_tools::per_element());
  BOOST_TEST((store.In([](Rows& rows) { return rows.NextDelivery("archive"); }) == At(10)));
}

struct Waits {
  State first;
  bool first_due;
  bool second_due;
};
std::ostream& operator<<(std::ostream& out, const Waits& c) { return out << model::Name(c.first); }
const std::array kWaits = {
    Waits{State::kReady, true, false},    Waits{State::kInDoubt, true, false},
    Waits{State::kSending, false, false}, Waits{State::kWaitAck, false, false},
    Waits{State::kHeld, false, false},    Waits{State::kDelivered, false, true},
    Waits{State::kDead, false, true},     Waits{State::kReplaced, false, true}};

BOOST_DATA_TEST_CASE(newer_revision_waits_for_an_unfinished_older_one,
                     kEachKind* bdata::make(kWaits), kind, c) {
  TestStore store(kind);
  OutboxRow first = MakeDelivery("first", "a#1", 1);
  first.state = c.first;
  first.next_at = At(200);
  Add(store, first);
  Add(store, MakeDelivery("second", "a#1", 2));
  const Keys want = c.first_due ? Keys{"first"} : (c.second_due ? Keys{"second"} : Keys{});
  BOOST_TEST(Due(store) == want, boost::test_tools::per_element());
  const auto next = store.In([](Rows& rows) { return rows.NextDelivery("archive"); });
  BOOST_TEST((next == (c.first_due ? std::optional(At(200))
                                   : (c.second_due ? std::optional(At(100)) : std::nullopt))));
}

BOOST_DATA_TEST_CASE(attempt_is_recorded_before_and_after, kEachKind, kind) {
  TestStore store(kind);
  Add(store, MakeDelivery("k", "a#1", 1));
  Begin(store, "k", 110);
  BOOST_TEST((Find(store, "k").state == State::kSending));
  BOOST_TEST(Find(store, "k").attempts == 1);
  OutboxRow row = Find(store, "k");
  row.state = State::kReady;
  row.code = "folder.no-space";
  row.detail = "no space";
  row.next_at = At(120);
  store.Change([&](Rows& rows) { return rows.FinishAttempt(row, At(111)); });
  CheckSame(Find(store, "k"), row);
  Begin(store, "k", 121);
  const auto attempts = store.In([](Rows& rows) { return rows.Attempts("k"); });
  BOOST_REQUIRE_EQUAL(attempts.size(), 2U);
  BOOST_TEST(attempts[0].number == 1);
  BOOST_TEST((attempts[0].started == At(110)));
  BOOST_TEST((attempts[0].finished == At(111)));
  BOOST_TEST(attempts[0].code == "folder.no-space");
  BOOST_TEST(attempts[0].detail == "no space");
  BOOST_TEST(attempts[1].number == 2);
  BOOST_TEST((attempts[1].started == At(121)));
  BOOST_TEST(!attempts[1].finished.has_value());
}

BOOST_DATA_TEST_CASE(success_is_stored_with_its_evidence, kEachKind, kind) {
  TestStore store(kind);
  Add(store, MakeDelivery("k", "a#1", 1));
  Begin(store, "k", 110);
  OutboxRow row = Find(store, "k");
  row.state = State::kDelivered;
  row.delivered = At(111);
  row.evidence = "folder/k";
  store.Change([&](Rows& rows) { return rows.FinishAttempt(row, At(111)); });
  CheckSame(Find(store, "k"), row);
}

BOOST_DATA_TEST_CASE(what_was_being_sent_at_the_end_is_in_doubt_at_the_start, kEachKind, kind) {
  TestStore store(kind);
  Add(store, MakeDelivery("k1", "a#1", 1));
  Add(store, MakeDelivery("k2", "b#1", 1));
  Begin(store, "k1", 110);
  BOOST_TEST(store.In([](Rows& rows) { return rows.RecoverSending(At(130)); }) == 1);
  BOOST_TEST((Find(store, "k1").state == State::kInDoubt));
  BOOST_TEST((Find(store, "k1").next_at == At(130)));
  BOOST_TEST((Find(store, "k2").state == State::kReady));
  const auto attempts = store.In([](Rows& rows) { return rows.Attempts("k1"); });
  BOOST_REQUIRE_EQUAL(attempts.size(), 1U);
  BOOST_TEST((attempts[0].finished == At(130)));
  BOOST_TEST(attempts[0].code == "restart");
  BOOST_TEST(store.In([](Rows& rows) { return rows.RecoverSending(At(140)); }) == 0);
}

BOOST_DATA_TEST_CASE(deliveries_of_a_stay_come_by_revision_and_destination, kEachKind, kind) {
  TestStore store(kind);
  Add(store, MakeDelivery("k1", "a#1", 2, "gp"));
  Add(store, MakeDelivery("k2", "a#1", 2, "archive"));
  Add(store, MakeDelivery("k3", "a#1", 1, "gp"));
  Add(store, MakeDelivery("k4", "b#1", 1, "gp"));
  const auto found = store.In([](Rows& rows) { return rows.DeliveriesOf("a#1"); });
  BOOST_TEST(Each(found, &OutboxRow::key) == (Keys{"k3", "k2", "k1"}),
             boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(deliveries_come_newest_first, kEachKind, kind) {
  TestStore store(kind);
  for (const char* key : {"k1", "k2", "k3"}) Add(store, MakeDelivery(key, key, 1));
  const auto found = store.In([](Rows& rows) { return rows.Deliveries(2); });
  BOOST_TEST(Each(found, &OutboxRow::key) == (Keys{"k3", "k2"}), boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(unknown_delivery_is_not_found_and_not_begun, kEachKind, kind) {
  TestStore store(kind);
  BOOST_TEST(!store.In([](Rows& rows) { return rows.FindDelivery("k"); }).has_value());
  BOOST_TEST(store.In([](Rows& rows) { return rows.Attempts("k"); }).empty());
  const Result<> begun = store.Do([](Rows& rows) { return rows.BeginAttempt("k", At(1)); });
  BOOST_REQUIRE(!begun);
  BOOST_TEST((begun.error().code == Code::kInternal));
  const Result<> finished =
      store.Do([](Rows& rows) { return rows.FinishAttempt(MakeDelivery("k", "a", 1), At(1)); });
  BOOST_REQUIRE(!finished);
  BOOST_TEST((finished.error().code == Code::kInternal));
}

BOOST_DATA_TEST_CASE(finished_attempt_moves_the_delivery_out_of_the_queue, kEachKind, kind) {
  TestStore store(kind);
  Add(store, MakeDelivery("k", "a#1", 1));
  Begin(store, "k", 110);
  BOOST_TEST(Due(store).empty());
  Finish(store, "k", State::kReady, 500);
  BOOST_TEST(Due(store, 499).empty());
  BOOST_TEST(Due(store, 500) == Keys{"k"}, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
