#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(inbox)

namespace {

namespace bdata = boost::unit_test::data;
using Ids = std::vector<std::int64_t>;

constexpr Millis kThirtyDays = std::chrono::hours(24 * 30);

BOOST_DATA_TEST_CASE(message_comes_back_byte_for_byte, kEachKind, kind) {
  TestStore store(kind);
  const InboxRow row = MakeMessage("c1");
  const auto appended = store.In([&](Rows& rows) { return rows.AppendInbox(row); });
  BOOST_TEST(!appended.duplicate);
  BOOST_TEST(!appended.control_id_reused);
  const auto found = store.In([&](Rows& rows) { return rows.Messages({appended.id}); });
  BOOST_REQUIRE_EQUAL(found.size(), 1U);
  BOOST_TEST(found[0].id == appended.id);
  BOOST_TEST(found[0].feed == row.feed);
  BOOST_TEST(found[0].sender_application == row.sender_application);
  BOOST_TEST(found[0].sender_facility == row.sender_facility);
  BOOST_TEST(found[0].control_id == row.control_id);
  BOOST_TEST(found[0].body_hash == row.body_hash);
  BOOST_TEST(found[0].type == row.type);
  BOOST_TEST((found[0].received == row.received));
  BOOST_TEST((found[0].bytes == row.bytes));
  BOOST_TEST((found[0].state == InboxState::kNew));
}

struct Resend {
  const char* name;
  void (*change)(InboxRow&);
  bool duplicate;
  bool reused;
};
std::ostream& operator<<(std::ostream& out, const Resend& c) { return out << c.name; }
const std::array kResends = {
    Resend{"the same again", [](InboxRow&) {}, true, false},
    Resend{"other body", [](InboxRow& r) { r.body_hash = "bb22"; }, false, true},
    Resend{"a hash that begins alike", [](InboxRow& r) { r.body_hash = "aa11aa11aa11aa11-2"; },
           false, true},
    Resend{"other feed", [](InboxRow& r) { r.feed = "rpm"; }, false, false},
    Resend{"other application", [](InboxRow& r) { r.sender_application = "EPR"; }, false, false},
    Resend{"other facility", [](InboxRow& r) { r.sender_facility = "RYY"; }, false, false},
    Resend{"other control id", [](InboxRow& r) { r.control_id = "c2"; }, false, false},
    Resend{"other bytes with the same hash", [](InboxRow& r) { r.bytes = "MSH|new time"; }, true,
           false},
    Resend{"just 30 days later", [](InboxRow& r) { r.received = r.received + kThirtyDays; }, true,
           false},
    Resend{"a millisecond more than 30 days later",
           [](InboxRow& r) { r.received = r.received + kThirtyDays + Millis(1); }, false, false},
    Resend{"other body after more than 30 days",
           [](InboxRow& r) {
             r.body_hash = "bb22";
             r.received = r.received + kThirtyDays + Millis(1);
           },
           false, false},
    Resend{"a clock that went back", [](InboxRow& r) { r.received = r.received - Millis(5000); },
           true, false},
};

BOOST_DATA_TEST_CASE(second_message_is_told_from_a_resend, kEachKind* bdata::make(kResends), kind,
                     c) {
  TestStore store(kind);
  const auto first = store.In(
      [](Rows& rows) { return rows.AppendInbox(MakeMessage("c1", "aa11aa11aa11aa11-1")); });
  InboxRow again = MakeMessage("c1", "aa11aa11aa11aa11-1");
  c.change(again);
  const auto second = store.In([&](Rows& rows) { return rows.AppendInbox(again); });
  BOOST_TEST(second.duplicate == c.duplicate);
  BOOST_TEST(second.control_id_reused == c.reused);
  BOOST_TEST((second.id == first.id) == c.duplicate);
  BOOST_TEST(store.In([](Rows& rows) { return rows.Count(); }).inbox_total ==
             (c.duplicate ? 1 : 2));
}

BOOST_DATA_TEST_CASE(resend_in_the_same_transaction_is_a_duplicate, kEachKind, kind) {
  TestStore store(kind);
  Appended first;
  Appended second;
  const auto append = [](Appended& into) {
    return [&into](Rows& rows) -> Result<> {
      auto appended = rows.AppendInbox(MakeMessage("c1"));
      if (!appended) return appended.error();
      into = *appended;
      return {};
    };
  };
  store->Write(append(first), nullptr);
  store->Write(append(second), nullptr);
  store->RunOnce();
  BOOST_TEST(second.duplicate);
  BOOST_TEST(second.id == first.id);
}

BOOST_DATA_TEST_CASE(first_body_is_still_a_duplicate_after_its_control_id_was_reused, kEachKind,
                     kind) {
  TestStore store(kind);
  const auto first = store.In([](Rows& rows) { return rows.AppendInbox(MakeMessage("c1", "aa")); });
  store.In([](Rows& rows) { return rows.AppendInbox(MakeMessage("c1", "bb")); });
  const auto again = store.In([](Rows& rows) { return rows.AppendInbox(MakeMessage("c1", "aa")); });
  BOOST_TEST(again.duplicate);
  BOOST_TEST(again.id == first.id);
}

Ids AppendThree(TestStore& store) {
  Ids ids;
  for (const char* control_id : {"c1", "c2", "c3"}) {
    ids.push_back(
        store.In([&](Rows& rows) { return rows.AppendInbox(MakeMessage(control_id)); }).id);
  }
  return ids;
}

BOOST_DATA_TEST_CASE(ids_grow, kEachKind, kind) {
  TestStore store(kind);
  const Ids ids = AppendThree(store);
  BOOST_TEST(ids[0] < ids[1]);
  BOOST_TEST(ids[1] < ids[2]);
}

BOOST_DATA_TEST_CASE(messages_come_in_the_order_asked_for, kEachKind, kind) {
  TestStore store(kind);
  const Ids ids = AppendThree(store);
  const auto found = store.In([&](Rows& rows) { return rows.Messages({ids[2], ids[0], ids[1]}); });
  BOOST_TEST(Each(found, &InboxRow::id) == (Ids{ids[2], ids[0], ids[1]}),
             boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(new_messages_are_the_oldest_without_an_outcome, kEachKind, kind) {
  TestStore store(kind);
  const Ids ids = AppendThree(store);
  store.Change([&](Rows& rows) { return rows.SetInboxState(ids[0], InboxState::kApplied, {}); });
  const auto one = store.In([](Rows& rows) { return rows.NewMessages(1); });
  BOOST_TEST(Each(one, &InboxRow::id) == Ids{ids[1]}, boost::test_tools::per_element());
  const auto all = store.In([](Rows& rows) { return rows.NewMessages(100); });
  BOOST_TEST(Each(all, &InboxRow::id) == (Ids{ids[1], ids[2]}), boost::test_tools::per_element());
}

struct State {
  InboxState state;
};
std::ostream& operator<<(std::ostream& out, const State& c) { return out << Name(c.state); }
const std::array kStates = {State{InboxState::kNew}, State{InboxState::kApplied},
                            State{InboxState::kIgnored}, State{InboxState::kQuarantined}};

BOOST_DATA_TEST_CASE(state_is_kept_and_can_go_back_to_new, kEachKind* bdata::make(kStates), kind,
                     c) {
  TestStore store(kind);
  const std::int64_t id = AppendThree(store)[1];
  const auto state = [&] {
    return store.In([&](Rows& rows) { return rows.Messages({id}); }).front().state;
  };
  store.Change([&](Rows& rows) { return rows.SetInboxState(id, c.state, {}); });
  BOOST_TEST((state() == c.state));
  store.Change([&](Rows& rows) { return rows.SetInboxState(id, InboxState::kNew, {}); });
  BOOST_TEST((state() == InboxState::kNew));
  BOOST_TEST(store.In([](Rows& rows) { return rows.Count(); }).inbox_new == 3);
}

BOOST_DATA_TEST_CASE(message_can_be_stored_with_its_outcome, kEachKind* bdata::make(kStates), kind,
                     c) {
  TestStore store(kind);
  InboxRow row = MakeMessage("c1");
  row.state = c.state;
  const auto appended = store.In([&](Rows& rows) { return rows.AppendInbox(row); });
  BOOST_TEST((store.In([&](Rows& rows) { return rows.Messages({appended.id}); }).front().state ==
              c.state));
}

BOOST_DATA_TEST_CASE(issues_are_kept_in_order_and_replaced, kEachKind, kind) {
  TestStore store(kind);
  const std::int64_t id = AppendThree(store)[0];
  store.Change(
      [&](Rows& rows) { return rows.SetInboxState(id, InboxState::kQuarantined, TwoIssues()); });
  BOOST_TEST((store.In([&](Rows& rows) { return rows.InboxIssues(id); }) == TwoIssues()));
  store.Change([&](Rows& rows) { return rows.SetInboxState(id, InboxState::kApplied, {}); });
  BOOST_TEST(store.In([&](Rows& rows) { return rows.InboxIssues(id); }).empty());
}

BOOST_DATA_TEST_CASE(state_of_an_unknown_message_is_an_error, kEachKind, kind) {
  TestStore store(kind);
  const Result<> fate =
      store.Do([](Rows& rows) { return rows.SetInboxState(7, InboxState::kApplied, {}); });
  BOOST_REQUIRE(!fate);
  BOOST_TEST((fate.error().code == Code::kInternal));
}

BOOST_DATA_TEST_CASE(quarantine_lists_the_newest_first_without_bytes, kEachKind, kind) {
  TestStore store(kind);
  const Ids ids = AppendThree(store);
  store.Change([&](Rows& rows) {
    return rows.SetInboxState(ids[0], InboxState::kQuarantined, TwoIssues());
  });
  store.Change([&](Rows& rows) {
    return rows.SetInboxState(ids[2], InboxState::kQuarantined, TwoIssues());
  });
  const auto found = store.In([](Rows& rows) { return rows.QuarantinedMessages(10); });
  BOOST_TEST(Each(found, &InboxRow::id) == (Ids{ids[2], ids[0]}), boost::test_tools::per_element());
  BOOST_TEST(found[0].bytes.empty());
  BOOST_TEST(store.In([](Rows& rows) { return rows.QuarantinedMessages(1); }).size() == 1U);
}

BOOST_DATA_TEST_CASE(fragments_beyond_a_thousand_push_out_the_oldest, kEachKind, kind) {
  TestStore store(kind);
  const auto keep = [](Rows& rows) -> Result<> {
    for (int i = 0; i < 1003; ++i) {
      if (auto kept = rows.KeepFragment({"adt", "peer-closed", At(i), "MSH|half"}); !kept)
        return kept;
    }
    return {};
  };
  store.Change(keep);
  BOOST_TEST(store.In([](Rows& rows) { return rows.Count(); }).fragments == 1000);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
