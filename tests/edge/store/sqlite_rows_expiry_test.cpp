// What retention removes, and above all what it does not.
#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(sqlite_rows_expiry)

namespace {

using model::DeliveryState;
using model::StayState;

constexpr std::int64_t kDay = 86'400;

// Everything happened at day 0; it is day 40, and things are kept for 30 days.
Timestamp Day(std::int64_t day) { return At(1'790'000'000 + day * kDay); }
Expiry AtDay(std::int64_t day) {
  const Timestamp limit = Day(day - 30);
  return {Day(day), limit, limit, limit, limit};
}

// A stay that was sent and delivered, with one message and one reading.
class Finished {
 public:
  explicit Finished(TestStore& store) : store_(store) {
    InboxRow message = MakeMessage("c1");
    message.received = Day(0);
    message_id = store_.In([&](Rows& rows) { return rows.AppendInbox(message); }).id;
    store_.Change(
        [&](Rows& rows) { return rows.SetInboxState(message_id, InboxState::kApplied, {}); });
    stay = MakeStay();
    stay.ward = model::Ward{"VW", "VW"};
    stay.state = StayState::kSent;
    stay.revision = 1;
    stay.messages = {{message_id, "A03", "v1"}};
    summary.stay_key = stay.key;
    summary.bundle = "{}";
    summary.built = Day(0);
    delivery = MakeDelivery("k1", stay.key, 1);
    delivery.created = Day(0);
    delivery.state = DeliveryState::kDelivered;
    delivery.delivered = Day(0);
  }
  void Save() {
    store_.Change([&](Rows& rows) { return rows.SaveStay(stay); });
    store_.Change([&](Rows& rows) { return rows.SaveSummary(summary); });
    store_.Change([&](Rows& rows) { return rows.AddDelivery(delivery); });
    store_.Change([&](Rows& rows) {
      return rows.SaveReading("N|9990000018", MakeReading("r1", Day(0), message_id));
    });
  }
  // Looks and removes until nothing more is found.
  Removed Remove(std::int64_t day) {
    Removed all;
    Expired expired;
    do {
      const std::string after = expired.patients_looked_at;
      expired = store_.In([&](Rows& rows) { return rows.FindExpired(AtDay(day), after, 3); });
      const Removed part =
          store_.In([&](Rows& rows) { return rows.RemoveExpired(expired, AtDay(day)); });
      all.stays += part.stays;
      all.messages += part.messages;
      all.readings += part.readings;
      all.texts += part.texts;
      all.fragments += part.fragments;
      if (part.stays > 0) expired.more = true;
      if (part.stays > 0) expired.patients_looked_at.clear();
    } while (expired.more);
    return all;
  }

  model::Stay stay;
  SummaryRow summary;
  OutboxRow delivery;
  std::int64_t message_id = 0;

 private:
  TestStore& store_;
};

BOOST_DATA_TEST_CASE(finished_stay_goes_with_all_that_belongs_to_it, kEachKind, kind) {
  TestStore store(kind);
  Finished finished(store);
  finished.Save();
  const Removed removed = finished.Remove(40);
  BOOST_TEST(removed.stays == 1);
  BOOST_TEST(removed.messages == 1);
  BOOST_TEST(removed.readings == 1);
  const std::string key = finished.stay.key;
  BOOST_TEST(!store.In([&](Rows& rows) { return rows.FindStay(key); }));
  BOOST_TEST(!store.In([&](Rows& rows) { return rows.FindSummary(key, 1); }));
  BOOST_TEST(!store.In([&](Rows& rows) { return rows.FindDelivery("k1"); }));
  BOOST_TEST(store.In([&](Rows& rows) { return rows.Messages({finished.message_id}); })
                 .at(0)
                 .bytes.empty());
  BOOST_TEST(store.In([&](Rows& rows) { return rows.Count(); }).readings == 0);
  BOOST_TEST(store.In([&](Rows& rows) { return rows.WasRemoved(model::StayReference(key)); }));
}

BOOST_DATA_TEST_CASE(readings_given_to_a_stay_go_when_it_is_gone, kEachKind, kind) {
  TestStore store(kind);
  Finished finished(store);
  finished.stay.due = Day(60);  // something is to be made of it: it does not go
  finished.Save();
  store.Change([&](Rows& rows) {
    return rows.SaveReading(finished.stay.ReadingKey(), MakeReading("r2", Day(0), 1));
  });
  const auto kept = [&] {
    return store
        .In([&](Rows& rows) {
          return rows.ReadingsOf({finished.stay.ReadingKey()}, Day(0), Day(1));
        })
        .size();
  };
  finished.Remove(40);
  BOOST_TEST(kept() == 1U);
  finished.stay.due.reset();
  store.Change([&](Rows& rows) { return rows.SaveStay(finished.stay); });
  BOOST_TEST(finished.Remove(40).stays == 1);
  BOOST_TEST(kept() == 0U);
}

BOOST_DATA_TEST_CASE(what_people_answered_goes_with_it, kEachKind, kind) {
  TestStore store(kind);
  Finished finished(store);
  finished.stay.answers = {{1, "patient.sensitive", "send-sensitive", 1, Day(0), ""}};
  finished.Save();
  store.Change([&](Rows& rows) {
    return rows.AddMessageAnswer(
        finished.message_id,
        {1, "visit.missing", "of-stay", finished.message_id, Day(0), finished.stay.key});
  });
  BOOST_TEST(finished.Remove(40).stays == 1);
  BOOST_TEST(
      store.In([&](Rows& rows) { return rows.MessageAnswers(finished.message_id); }).empty());
  finished.stay.answers.clear();
  store.Change([&](Rows& rows) { return rows.SaveStay(finished.stay); });  // under the same id
  BOOST_TEST(store.In([&](Rows& rows) { return rows.FindStay(finished.stay.key); })
                 .value()
                 .answers.empty());
}

// Patients with readings, with texts, and with both: each goes by its own time.
BOOST_DATA_TEST_CASE(old_texts_go_with_and_without_readings, kEachKind, kind) {
  TestStore store(kind);
  const auto text = [&](const char* patient, const char* key, std::int64_t day) {
    store.Change([&](Rows& rows) { return rows.SaveText(patient, MakeText(key, Day(day), 1)); });
  };
  text("L|1", "old", 0);
  text("N|2", "old", 0);
  text("N|2", "young", 20);
  text("N|4", "old", 0);
  text("Z|9", "old", 0);
  store.Change([&](Rows& rows) { return rows.SaveReading("N|2", MakeReading("r", Day(0), 1)); });
  store.Change([&](Rows& rows) { return rows.SaveReading("N|3", MakeReading("r", Day(0), 1)); });
  Finished finished(store);
  const Removed removed = finished.Remove(40);
  BOOST_TEST(removed.texts == 4);
  BOOST_TEST(removed.readings == 2);
  BOOST_TEST(removed.Total() == 7);  // and the message that Finished made
  const auto left = store.In([](Rows& rows) {
    return rows.TextsOf({"L|1", "N|2", "N|4", "Z|9"}, Day(0), Day(40));
  });
  BOOST_TEST(Each(left, &model::ClinicalText::key) == std::vector<std::string>{"young"},
             boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(texts_of_a_patient_with_a_stay_are_kept, kEachKind, kind) {
  TestStore store(kind);
  Finished finished(store);
  finished.stay.due = Day(50);
  finished.Save();
  store.Change([&](Rows& rows) { return rows.SaveText("N|9990000018", MakeText("t", Day(0), 1)); });
  BOOST_TEST(finished.Remove(40).Total() == 0);
  finished.stay.due.reset();
  store.Change([&](Rows& rows) { return rows.SaveStay(finished.stay); });
  BOOST_TEST(finished.Remove(40).texts == 1);
}

BOOST_DATA_TEST_CASE(what_is_removed_stays_on_record, kEachKind, kind) {
  TestStore store(kind);
  Finished finished(store);
  finished.Save();
  const auto before = store.In([](Rows& rows) { return rows.AuditAfter(0, 100); });
  finished.Remove(40);
  const auto after = store.In([](Rows& rows) { return rows.AuditAfter(0, 100); });
  BOOST_TEST(after.size() == before.size() + 1);
  BOOST_TEST(after.back().event == "stay.removed");
  BOOST_TEST(after.front().hash == before.front().hash);
}

BOOST_DATA_TEST_CASE(removed_message_is_still_known_as_a_duplicate, kEachKind, kind) {
  TestStore store(kind);
  Finished finished(store);
  finished.Save();
  Expiry soon = AtDay(40);
  soon.stays = soon.messages = Day(2);  // kept for less than the window of duplicates
  Expired expired;
  for (int look = 0; look < 2; ++look) {
    expired = store.In([&](Rows& rows) { return rows.FindExpired(soon, "", 10); });
    store.In([&](Rows& rows) { return rows.RemoveExpired(expired, soon); });
  }
  BOOST_REQUIRE(store.In([&](Rows& rows) { return rows.Messages({finished.message_id}); })
                    .at(0)
                    .bytes.empty());
  InboxRow again = MakeMessage("c1");
  again.received = Day(29);
  const auto appended = store.In([&](Rows& rows) { return rows.AppendInbox(again); });
  BOOST_TEST(appended.duplicate);
  BOOST_TEST(appended.id == finished.message_id);
}

BOOST_DATA_TEST_CASE(young_stay_is_kept, kEachKind, kind) {
  TestStore store(kind);
  Finished finished(store);
  finished.Save();
  BOOST_TEST(finished.Remove(29).Total() == 0);
}

struct Keeper {
  const char* name;
  void (*change)(Finished&);
};
std::ostream& operator<<(std::ostream& out, const Keeper& keeper) { return out << keeper.name; }
const std::array kKeepers = {
    Keeper{"open", [](Finished& f) { f.stay.state = StayState::kOpen; }},
    Keeper{"pending", [](Finished& f) { f.stay.state = StayState::kPending; }},
    Keeper{"due", [](Finished& f) { f.stay.due = Day(50); }},
    Keeper{"set aside", [](Finished& f) { f.stay.set_aside = true; }},
    Keeper{"in quarantine", [](Finished& f) { f.stay.quarantine = TwoIssues(); }},
    Keeper{"ready to be sent", [](Finished& f) { f.delivery.state = DeliveryState::kReady; }},
    Keeper{"in doubt", [](Finished& f) { f.delivery.state = DeliveryState::kInDoubt; }},
    Keeper{"dead", [](Finished& f) { f.delivery.state = DeliveryState::kDead; }},
    Keeper{"held", [](Finished& f) { f.delivery.state = DeliveryState::kHeld; }},
    Keeper{"waiting for an answer",
           [](Finished& f) { f.delivery.state = DeliveryState::kWaitAck; }},
    Keeper{"delivered lately", [](Finished& f) { f.delivery.delivered = Day(20); }},
    Keeper{"built lately", [](Finished& f) { f.summary.built = Day(20); }},
};

BOOST_DATA_TEST_CASE(nothing_of_an_unfinished_stay_is_removed,
                     boost::unit_test::data::make(kKeepers), keeper) {
  TestStore store(kKinds[0]);
  Finished finished(store);
  keeper.change(finished);
  finished.Save();
  BOOST_TEST(finished.Remove(40).Total() == 0);
  BOOST_TEST(!store.In([&](Rows& rows) { return rows.Messages({finished.message_id}); })
                  .at(0)
                  .bytes.empty());
}

BOOST_DATA_TEST_CASE(message_of_no_stay_goes_unless_it_waits_for_somebody, kEachKind, kind) {
  TestStore store(kind);
  std::vector<std::int64_t> ids;
  for (const char* control_id : {"new", "ignored", "quarantined", "late"}) {
    InboxRow message = MakeMessage(control_id);
    message.received = std::string(control_id) == "late" ? Day(20) : Day(0);
    ids.push_back(store.In([&](Rows& rows) { return rows.AppendInbox(message); }).id);
  }
  const std::array states = {InboxState::kNew, InboxState::kIgnored, InboxState::kQuarantined,
                             InboxState::kIgnored};
  for (std::size_t i = 1; i < ids.size(); ++i) {
    store.Change([&](Rows& rows) { return rows.SetInboxState(ids[i], states[i], {}); });
  }
  Finished nothing(store);  // only for its way of removing; its message is one more, not ignored
  BOOST_TEST(nothing.Remove(40).messages == 1 + 0);
  const auto left = store.In([&](Rows& rows) { return rows.Messages(ids); });
  BOOST_TEST(!left[0].bytes.empty());
  BOOST_TEST(left[1].bytes.empty());
  BOOST_TEST(!left[2].bytes.empty());
  BOOST_TEST(!left[3].bytes.empty());
  // Once nobody needs it any more, it is looked at again.
  store.Change([&](Rows& rows) { return rows.SetInboxState(ids[2], InboxState::kDiscarded, {}); });
  BOOST_TEST(nothing.Remove(40).messages == 1);
}

BOOST_DATA_TEST_CASE(message_about_a_person_goes_after_the_last_stay, kEachKind, kind) {
  TestStore store(kind);
  Finished finished(store);
  finished.stay.due = Day(50);
  finished.Save();
  InboxRow message = MakeMessage("person");
  message.received = Day(0);
  const auto id = store.In([&](Rows& rows) { return rows.AppendInbox(message); }).id;
  store.Change([&](Rows& rows) { return rows.SetInboxState(id, InboxState::kApplied, {}); });
  store.Change([&](Rows& rows) {
    return rows.RememberPerson({"N|9990000018"}, {id, "A31", "v2"});
  });
  BOOST_TEST(finished.Remove(40).Total() == 0);
  finished.stay.due.reset();
  store.Change([&](Rows& rows) { return rows.SaveStay(finished.stay); });
  BOOST_TEST(finished.Remove(40).messages == 2);
  BOOST_TEST(store.In([](Rows& rows) { return rows.PersonMessages({"N|9990000018"}); }).empty());
}

BOOST_DATA_TEST_CASE(spell_without_a_summary_may_come_again, kEachKind, kind) {
  TestStore store(kind);
  model::Stay spell = MakeStay();
  store.Change([&](Rows& rows) { return rows.SaveStay(spell); });
  Finished other(store);
  BOOST_TEST(other.Remove(40).stays == 1);
  BOOST_TEST(!store.In([&](Rows& rows) { return rows.FindStay(spell.key); }));
  BOOST_TEST(!store.In([&](Rows& rows) { return rows.WasRemoved(spell.Reference()); }));
}

BOOST_DATA_TEST_CASE(old_fragments_go_and_young_ones_stay, kEachKind, kind) {
  TestStore store(kind);
  for (const std::int64_t day : {0, 1, 20}) {
    store.Change([&](Rows& rows) {
      return rows.KeepFragment({"adt", "timeout", Day(day), "bytes"});
    });
  }
  const Expired nothing;
  const Removed removed =
      store.In([&](Rows& rows) { return rows.RemoveExpired(nothing, AtDay(40)); });
  BOOST_TEST(removed.fragments == 2);
  BOOST_TEST(store.In([](Rows& rows) { return rows.Count(); }).fragments == 1);
}

BOOST_DATA_TEST_CASE(mark_is_remembered, kEachKind, kind) {
  TestStore store(kind);
  BOOST_TEST(!store.In([](Rows& rows) { return rows.Mark("daily"); }));
  store.Change([](Rows& rows) { return rows.SetMark("daily", At(1)); });
  store.Change([](Rows& rows) { return rows.SetMark("daily", At(2)); });
  BOOST_TEST((store.In([](Rows& rows) { return rows.Mark("daily"); }) == At(2)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
