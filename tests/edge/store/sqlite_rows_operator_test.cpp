// Requests of operators, holds, and what operators do to deliveries.
#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(sqlite_rows_operator)

namespace {

using model::DeliveryState;

OperatorRequest MakeRequest(const std::string& operation = "retry") {
  OperatorRequest request;
  request.operation = operation;
  request.target = "0123456789abcdef";
  request.person = "jo";
  request.reason = "folder repaired";
  request.asked = At(100);
  return request;
}

std::vector<OperatorRequest> Open(TestStore& store) {
  return store.In([](Rows& rows) { return rows.OpenRequests(10); });
}

DeliveryState StateOf(TestStore& store, const std::string& key) {
  return store.In([&](Rows& rows) { return rows.FindDelivery(key); }).value().state;
}

std::size_t Due(TestStore& store, const std::string& destination = "archive") {
  return store.In([&](Rows& rows) { return rows.DueDeliveries(destination, At(1000), 10); }).size();
}

void AddTwoDestinations(TestStore& store) {
  store.Change([](Rows& rows) { return rows.AddDelivery(MakeDelivery("k1", "s1", 1)); });
  store.Change([](Rows& rows) { return rows.AddDelivery(MakeDelivery("k2", "s2", 1)); });
  store.Change([](Rows& rows) { return rows.AddDelivery(MakeDelivery("k3", "s1", 1, "gp")); });
}

BOOST_DATA_TEST_CASE(request_is_open_until_it_is_closed, kEachKind, kind) {
  TestStore store(kind);
  const std::int64_t id = store.In([](Rows& rows) { return rows.AddRequest(MakeRequest()); });
  BOOST_REQUIRE_EQUAL(Open(store).size(), 1U);
  const OperatorRequest open = Open(store).front();
  BOOST_TEST(open.id == id);
  BOOST_TEST(open.operation == "retry");
  BOOST_TEST(open.person == "jo");
  BOOST_TEST(open.reason == "folder repaired");
  BOOST_TEST((open.asked == At(100)));
  BOOST_TEST(!open.closed);
  store.Change([&](Rows& rows) { return rows.CloseRequest(id, true, "is tried", At(200)); });
  BOOST_TEST(Open(store).empty());
  const auto closed = store.In([&](Rows& rows) { return rows.FindRequest(id); });
  BOOST_REQUIRE(closed);
  BOOST_TEST(closed->applied);
  BOOST_TEST(closed->detail == "is tried");
  BOOST_TEST((closed->closed == At(200)));
}

BOOST_DATA_TEST_CASE(request_keeps_the_answer_that_it_gives, kEachKind, kind) {
  TestStore store(kind);
  OperatorRequest request = MakeRequest("resolve");
  request.answer = "of-stay";
  request.chosen = "fedcba9876543210";
  request.seen = 17;
  store.In([&](Rows& rows) { return rows.AddRequest(request); });
  const OperatorRequest open = Open(store).at(0);
  BOOST_TEST(open.answer == "of-stay");
  BOOST_TEST(open.chosen == "fedcba9876543210");
  BOOST_TEST(open.seen == 17);
}

BOOST_DATA_TEST_CASE(answers_about_a_message_are_in_the_order_they_were_given, kEachKind, kind) {
  TestStore store(kind);
  const std::int64_t id =
      store.In([](Rows& rows) { return rows.AppendInbox(MakeMessage("c1")); }).id;
  const model::Answer first{1, "reading.birth-date-conflict", "same-patient", id, At(5), ""};
  const model::Answer second{1, "reading.two-stays", "of-stay", id, At(6), "s1"};
  store.Change([&](Rows& rows) { return rows.AddMessageAnswer(id, first); });
  store.Change([&](Rows& rows) { return rows.AddMessageAnswer(id, second); });
  const auto found = store.In([&](Rows& rows) { return rows.MessageAnswers(id); });
  BOOST_TEST_REQUIRE(found.size() == 2U);
  BOOST_TEST((found[0] == first));
  BOOST_TEST((found[1] == second));
  BOOST_TEST(store.In([&](Rows& rows) { return rows.MessageAnswers(id + 1); }).empty());
}

BOOST_DATA_TEST_CASE(request_is_closed_once_only, kEachKind, kind) {
  TestStore store(kind);
  const std::int64_t id = store.In([](Rows& rows) { return rows.AddRequest(MakeRequest()); });
  store.Change([&](Rows& rows) { return rows.CloseRequest(id, false, "no", At(200)); });
  BOOST_TEST(!store.Do([&](Rows& rows) { return rows.CloseRequest(id, true, "yes", At(300)); }));
  BOOST_TEST(store.In([&](Rows& rows) { return rows.FindRequest(id); })->detail == "no");
}

BOOST_DATA_TEST_CASE(held_destination_has_nothing_due_and_others_go_on, kEachKind, kind) {
  TestStore store(kind);
  AddTwoDestinations(store);
  store.Change([](Rows& rows) {
    return rows.SetHold({HoldKind::kDestination, "archive", "jo", "moved", At(150)});
  });
  BOOST_TEST(Due(store) == 0U);
  BOOST_TEST(Due(store, "gp") == 1U);
  BOOST_TEST((StateOf(store, "k1") == DeliveryState::kHeld));
  BOOST_TEST((StateOf(store, "k3") == DeliveryState::kReady));
  const auto next = store.In([](Rows& rows) { return rows.NextDelivery("archive"); });
  BOOST_TEST(!next);
  const Depths depths = store.In([](Rows& rows) { return rows.Count(); });
  BOOST_TEST(depths.outbox.at("archive").at("held") == 2);
  BOOST_TEST(depths.outbox.at("archive").count("ready") == 0U);
  BOOST_TEST(store.In(
      [](Rows& rows) { return rows.RemoveHold(HoldKind::kDestination, "archive", At(400)); }));
  BOOST_TEST(Due(store) == 2U);
  BOOST_TEST((StateOf(store, "k1") == DeliveryState::kReady));
}

BOOST_DATA_TEST_CASE(held_stay_has_nothing_due_at_any_destination, kEachKind, kind) {
  TestStore store(kind);
  AddTwoDestinations(store);
  store.Change([](Rows& rows) {
    return rows.SetHold({HoldKind::kStay, "s1", "jo", "asked", At(150)});
  });
  BOOST_TEST(Due(store) == 1U);
  BOOST_TEST(Due(store, "gp") == 0U);
  BOOST_TEST((StateOf(store, "k3") == DeliveryState::kHeld));
}

BOOST_DATA_TEST_CASE(hold_that_is_not_there_cannot_be_removed, kEachKind, kind) {
  TestStore store(kind);
  BOOST_TEST(!store.In([](Rows& rows) { return rows.RemoveHold(HoldKind::kStay, "s1", At(400)); }));
}

BOOST_DATA_TEST_CASE(hold_of_a_stay_is_not_one_of_a_destination_of_the_same_name, kEachKind, kind) {
  TestStore store(kind);
  AddTwoDestinations(store);
  store.Change([](Rows& rows) {
    return rows.SetHold({HoldKind::kStay, "archive", "jo", "x", At(150)});
  });
  BOOST_TEST(Due(store) == 2U);
}

BOOST_DATA_TEST_CASE(dead_delivery_is_due_again_and_young_again, kEachKind, kind) {
  TestStore store(kind);
  OutboxRow dead = MakeDelivery("k1", "s1", 1);
  dead.state = DeliveryState::kDead;
  store.Change([&](Rows& rows) { return rows.AddDelivery(dead); });
  BOOST_TEST(Due(store) == 0U);
  store.Change([](Rows& rows) { return rows.Requeue("k1", At(900)); });
  BOOST_TEST(Due(store) == 1U);
  const auto row = store.In([](Rows& rows) { return rows.FindDelivery("k1"); });
  BOOST_TEST((row->created == At(900)));
  BOOST_TEST((row->next_at == At(900)));
}

BOOST_DATA_TEST_CASE(doubt_outlives_a_retry, kEachKind, kind) {
  TestStore store(kind);
  OutboxRow doubtful = MakeDelivery("k1", "s1", 1);
  doubtful.state = DeliveryState::kInDoubt;
  store.Change([&](Rows& rows) { return rows.AddDelivery(doubtful); });
  store.Change([](Rows& rows) { return rows.Requeue("k1", At(900)); });
  BOOST_TEST((StateOf(store, "k1") == DeliveryState::kInDoubt));
}

BOOST_DATA_TEST_CASE(cancelled_delivery_is_never_due, kEachKind, kind) {
  TestStore store(kind);
  AddTwoDestinations(store);
  store.Change([](Rows& rows) { return rows.CancelDelivery("k1"); });
  BOOST_TEST(Due(store) == 1U);
  BOOST_TEST((StateOf(store, "k1") == DeliveryState::kCancelled));
  BOOST_TEST(!store.Do([](Rows& rows) { return rows.CancelDelivery("nothing"); }));
}

BOOST_DATA_TEST_CASE(held_by_itself_is_released_by_destination, kEachKind, kind) {
  TestStore store(kind);
  for (const char* destination : {"archive", "gp"}) {
    OutboxRow held = MakeDelivery(std::string("k-") + destination, "s1", 1, destination);
    held.state = DeliveryState::kHeld;
    store.Change([&](Rows& rows) { return rows.AddDelivery(held); });
  }
  BOOST_TEST(store.In([](Rows& rows) { return rows.ReleaseHeld("gp", At(500)); }) == 1);
  BOOST_TEST((StateOf(store, "k-gp") == DeliveryState::kReady));
  BOOST_TEST((StateOf(store, "k-archive") == DeliveryState::kHeld));
}

BOOST_DATA_TEST_CASE(delivery_is_found_by_the_beginning_of_its_key, kEachKind, kind) {
  TestStore store(kind);
  for (const char* key : {"abcdef0011", "abcdef0012", "abcdef9999"}) {
    store.Change([&](Rows& rows) { return rows.AddDelivery(MakeDelivery(key, key, 1)); });
  }
  const auto find = [&](const char* prefix) {
    return store.In([&](Rows& rows) { return rows.DeliveriesByPrefix(prefix); }).size();
  };
  BOOST_TEST(find("abcdef99") == 1U);
  BOOST_TEST(find("abcdef00") == 2U);
  BOOST_TEST(find("abcdef0011") == 1U);
  BOOST_TEST(find("abcdef") == 0U);  // too short to be meant
  BOOST_TEST(find("00000000") == 0U);
}

void SetHold(TestStore& store, HoldKind hold, const std::string& target, std::int64_t seconds) {
  store.Change([&](Rows& rows) { return rows.SetHold({hold, target, "jo", "why", At(seconds)}); });
}
void Release(TestStore& store, HoldKind hold, const std::string& target, std::int64_t seconds) {
  BOOST_TEST(store.In([&](Rows& rows) { return rows.RemoveHold(hold, target, At(seconds)); }));
}
std::int64_t HeldSeconds(TestStore& store, const std::string& key) {
  return store.In([&](Rows& rows) { return rows.FindDelivery(key); }).value().held.count() / 1000;
}

BOOST_DATA_TEST_CASE(time_under_a_hold_is_counted_when_it_is_over, kEachKind, kind) {
  TestStore store(kind);
  AddTwoDestinations(store);  // created at 100
  SetHold(store, HoldKind::kDestination, "archive", 150);
  SetHold(store, HoldKind::kDestination, "archive", 300);  // said again: it stands since 150
  OutboxRow late = MakeDelivery("late", "s3", 1);
  late.created = At(350);
  store.Change([&](Rows& rows) { return rows.AddDelivery(late); });
  BOOST_TEST(HeldSeconds(store, "k1") == 0);
  Release(store, HoldKind::kDestination, "archive", 400);
  BOOST_TEST(HeldSeconds(store, "k1") == 250);
  BOOST_TEST(HeldSeconds(store, "k2") == 250);
  BOOST_TEST(HeldSeconds(store, "late") == 50);
  BOOST_TEST(HeldSeconds(store, "k3") == 0);
  SetHold(store, HoldKind::kStay, "s1", 1000);
  Release(store, HoldKind::kStay, "s1", 1010);
  BOOST_TEST(HeldSeconds(store, "k1") == 260);
  BOOST_TEST(HeldSeconds(store, "k2") == 250);
  BOOST_TEST(HeldSeconds(store, "k3") == 10);
}

BOOST_DATA_TEST_CASE(a_moment_under_several_holds_counts_once, kEachKind, kind) {
  TestStore store(kind);
  AddTwoDestinations(store);
  SetHold(store, HoldKind::kDestination, "archive", 150);
  SetHold(store, HoldKind::kStay, "s1", 200);
  SetHold(store, HoldKind::kChannel, "archive", 250);
  Release(store, HoldKind::kDestination, "archive", 400);
  Release(store, HoldKind::kChannel, "archive", 450);
  Release(store, HoldKind::kStay, "s1", 500);
  BOOST_TEST(HeldSeconds(store, "k1") == 500 - 150);
  BOOST_TEST(HeldSeconds(store, "k2") == 450 - 150);
  BOOST_TEST(HeldSeconds(store, "k3") == 500 - 200);
}

BOOST_DATA_TEST_CASE(a_clock_that_was_set_back_takes_nothing_off, kEachKind, kind) {
  TestStore store(kind);
  AddTwoDestinations(store);
  SetHold(store, HoldKind::kDestination, "archive", 500);
  Release(store, HoldKind::kDestination, "archive", 200);
  BOOST_TEST(HeldSeconds(store, "k1") == 0);
}

BOOST_DATA_TEST_CASE(what_is_finished_is_not_counted_and_what_is_sent_again_is_new, kEachKind,
                     kind) {
  TestStore store(kind);
  OutboxRow done = MakeDelivery("done", "s1", 1);
  done.state = DeliveryState::kDead;
  store.Change([&](Rows& rows) { return rows.AddDelivery(done); });
  store.Change([&](Rows& rows) { return rows.AddDelivery(MakeDelivery("k1", "s2", 1)); });
  SetHold(store, HoldKind::kDestination, "archive", 150);
  Release(store, HoldKind::kDestination, "archive", 400);
  BOOST_TEST(HeldSeconds(store, "done") == 0);
  BOOST_TEST(HeldSeconds(store, "k1") == 250);
  store.Change([](Rows& rows) { return rows.Requeue("k1", At(600)); });
  BOOST_TEST(HeldSeconds(store, "k1") == 0);
}

BOOST_DATA_TEST_CASE(hold_of_a_channel_is_probed_not_listed_and_ends_at_the_start, kEachKind,
                     kind) {
  TestStore store(kind);
  AddTwoDestinations(store);
  SetHold(store, HoldKind::kChannel, "archive", 150);
  BOOST_TEST(Due(store) == 2U);
  BOOST_TEST((StateOf(store, "k1") == DeliveryState::kReady));
  BOOST_TEST(store.In([](Rows& rows) { return rows.Holds(); }).empty());
  store.In([](Rows& rows) { return rows.RecoverSending(At(400)); });
  BOOST_TEST(HeldSeconds(store, "k1") == 250);
  BOOST_TEST(HeldSeconds(store, "k3") == 0);
  BOOST_TEST(!store.In(
      [](Rows& rows) { return rows.RemoveHold(HoldKind::kChannel, "archive", At(500)); }));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
