// The state table of spec/adt-life-cycle section 5, event by event.
#include "core/discharge/stay_book.h"

#include <algorithm>
#include <memory>

#include <boost/test/unit_test.hpp>

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(stay_book)

namespace {

using model::Event;
using model::EventKind;
using model::Stay;
using model::StayState;

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kAdmission = 1'792'000'000'000;  // an October in 2026

Timestamp At(std::int64_t after_admission_ms) {
  return Timestamp::FromUnixMs(kAdmission + after_admission_ms);
}

model::Ward VirtualWard() {
  model::Ward ward;
  ward.code = "VW1";
  ward.name = "Respiratory virtual ward";
  return ward;
}

// A hospital stay told by its events: each call makes the next message.
class Story {
 public:
  Event Make(EventKind kind, const std::string& trigger, std::int64_t at_ms) {
    Event event;
    event.kind = kind;
    event.trigger = trigger;
    event.inbox_id = ++messages_;
    event.feed = "pas";
    event.received = At(at_ms);
    event.occurred = At(at_ms);
    event.version = std::to_string(kAdmission + at_ms) + "." + std::to_string(messages_);
    event.patient.nhs_number = model::NhsNumber::Parse("9990000018");
    event.patient.local.emplace_back("L1|RXX");
    event.patient.birth_date = Phi<std::string>("19440229");
    event.visit.spell_keys = {"RXX|V|V1|RXX"};
    event.visit.admitted = At(0);
    return event;
  }

  Event Admit(std::int64_t at_ms, bool to_virtual) {
    Event event = Make(EventKind::kAdmitted, "A01", at_ms);
    Place(event, to_virtual);
    return event;
  }
  Event Transfer(std::int64_t at_ms, bool to_virtual) {
    Event event = Make(EventKind::kMoved, "A02", at_ms);
    Place(event, to_virtual);
    return event;
  }
  Event Discharge(std::int64_t at_ms, bool from_virtual = true) {
    Event event = Make(EventKind::kDischarged, "A03", at_ms);
    Place(event, from_virtual);
    event.visit.discharged = At(at_ms);
    event.discharge_method = "1";
    event.discharge_destination = "19";
    return event;
  }

  static void Place(Event& event, bool virtual_ward) {
    event.location_stated = true;
    if (virtual_ward) event.ward = VirtualWard();
  }

  // Applies and keeps what changed.
  BookChange Play(const Event& event) {
    Known known;
    for (const Stay& stay : stays_) {
      known.patient.push_back(stay);
      if (stay.spell_key == Spell(event)) known.spell.push_back(stay);
    }
    known.person = person_;
    BookChange change = ApplyEvent(event, known, options_);
    if (change.remember_person) {
      person_.push_back(
          {event.inbox_id, event.trigger, event.version, std::make_shared<const Event>(event)});
    }
    for (const Stay& stay : change.stays) {
      const auto known = std::find_if(stays_.begin(), stays_.end(),
                                      [&](const Stay& other) { return other.key == stay.key; });
      if (known == stays_.end()) {
        stays_.push_back(stay);
      } else {
        *known = stay;
      }
    }
    return change;
  }

  // The key of the event's spell, "" when it names none.
  static std::string Spell(const Event& event) {
    return event.visit.spell_keys.empty() ? "" : event.visit.spell_keys.front();
  }

  // As the sweep does after a summary was made.
  void Sent() {
    stays_.back().state = StayState::kSent;
    stays_.back().due.reset();
    stays_.back().revision = 1;
  }

  [[nodiscard]] const Stay& stay() const { return stays_.back(); }
  [[nodiscard]] std::size_t count() const { return stays_.size(); }
  Options& options() { return options_; }
  std::vector<Stay>& stays() { return stays_; }

 private:
  std::vector<Stay> stays_;
  std::vector<model::AppliedMessage> person_;
  Options options_;
  std::int64_t messages_ = 0;
};

bool Holds(const std::vector<model::Issue>& issues, const std::string& code) {
  return std::any_of(issues.begin(), issues.end(),
                     [&](const model::Issue& issue) { return issue.code == code; });
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_admission_opens_a_stay_that_is_nowhere_virtual) {
  Story story;
  story.Play(story.Admit(0, false));
  BOOST_TEST((story.stay().state == StayState::kOpen));
  BOOST_TEST(!story.stay().ward.has_value());
  BOOST_TEST(story.stay().key == "RXX|V|V1|RXX#1");
}

BOOST_AUTO_TEST_CASE(a_transfer_to_the_virtual_ward_starts_the_stay_at_its_own_time) {
  Story story;
  story.Play(story.Admit(0, false));
  story.Play(story.Transfer(kDay, true));
  BOOST_REQUIRE(story.stay().start.has_value());
  BOOST_TEST((*story.stay().start == At(kDay)));
  BOOST_TEST(story.stay().start_source == "A02");
}

BOOST_AUTO_TEST_CASE(an_admission_to_the_virtual_ward_starts_the_stay_at_admission) {
  Story story;
  story.Play(story.Admit(5 * 60'000, true));
  BOOST_TEST((story.stay().start == At(0)));
  BOOST_TEST(story.stay().start_source == "PV1-44");
}

BOOST_AUTO_TEST_CASE(a_discharge_ends_the_stay_and_starts_the_settle_timer) {
  Story story;
  story.Play(story.Admit(0, true));
  story.Play(story.Discharge(5 * kDay));
  BOOST_TEST((story.stay().state == StayState::kPending));
  BOOST_TEST((story.stay().end == At(5 * kDay)));
  BOOST_TEST((story.stay().due == At(5 * kDay + 15 * 60'000)));
  BOOST_TEST(story.stay().discharge_method == "1");
  BOOST_TEST(story.stay().discharge_destination == "19");
  BOOST_TEST(!story.stay().IsQuarantined());
}

BOOST_AUTO_TEST_CASE(a_discharge_without_any_admission_is_pending_and_says_so) {
  Story story;
  story.Play(story.Discharge(5 * kDay));
  BOOST_TEST((story.stay().state == StayState::kPending));
  BOOST_TEST(story.stay().no_admit_seen);
  BOOST_TEST(Holds(story.stay().notes, "stay.no-admit"));
  BOOST_TEST(Holds(story.stay().notes, "stay.start-fallback"));
  BOOST_TEST((story.stay().start == At(0)));
}

BOOST_AUTO_TEST_CASE(a_late_transfer_still_tells_when_the_pending_stay_began) {
  Story story;
  const Event transfer = story.Transfer(kDay, true);
  story.Play(story.Discharge(5 * kDay));
  story.Play(transfer);
  BOOST_TEST((story.stay().start == At(kDay)));
  BOOST_TEST(!Holds(story.stay().notes, "stay.start-fallback"));
  BOOST_TEST((story.stay().state == StayState::kPending));
}

BOOST_AUTO_TEST_CASE(a_changed_discharge_restarts_the_timer_but_never_beyond_the_bound) {
  Story story;
  story.Play(story.Admit(0, true));
  story.Play(story.Discharge(5 * kDay));
  Event again = story.Discharge(5 * kDay);
  again.visit.discharged = At(5 * kDay - kHour);
  again.received = At(5 * kDay + 10 * 60'000);
  story.Play(again);
  BOOST_TEST((story.stay().end == At(5 * kDay - kHour)));
  BOOST_TEST((story.stay().due == At(5 * kDay + 25 * 60'000)));
  Event late = story.Discharge(5 * kDay);
  late.received = At(5 * kDay + 55 * 60'000);
  story.Play(late);
  BOOST_TEST((story.stay().due == At(5 * kDay + 60 * 60'000)));
}

BOOST_AUTO_TEST_CASE(the_same_discharge_again_does_not_restart_the_timer) {
  Story story;
  story.Play(story.Admit(0, true));
  story.Play(story.Discharge(5 * kDay));
  Event again = story.Discharge(5 * kDay);
  again.received = At(5 * kDay + 10 * 60'000);
  story.Play(again);
  BOOST_TEST((story.stay().due == At(5 * kDay + 15 * 60'000)));
}

BOOST_AUTO_TEST_CASE(an_older_discharge_that_arrives_late_changes_nothing) {
  Story story;
  story.Play(story.Admit(0, true));
  const Event older = story.Discharge(4 * kDay);
  story.Play(story.Discharge(5 * kDay));
  story.Play(older);
  BOOST_TEST((story.stay().end == At(5 * kDay)));
}

BOOST_AUTO_TEST_CASE(a_newer_admission_cancels_the_pending_discharge_and_an_older_one_does_not) {
  Story story;
  const Event older = story.Admit(0, true);
  story.Play(story.Discharge(5 * kDay));
  story.Play(older);
  BOOST_TEST((story.stay().state == StayState::kPending));
  story.Play(story.Admit(5 * kDay + kHour, true));
  BOOST_TEST((story.stay().state == StayState::kOpen));
  BOOST_TEST(!story.stay().due.has_value());
  BOOST_TEST(!story.stay().end.has_value());
  BOOST_TEST(Holds(story.stay().notes, "stay.reopened"));
}

BOOST_AUTO_TEST_CASE(a_discharge_from_an_ordinary_ward_is_kept_for_state_only) {
  Story story;
  story.Play(story.Admit(0, false));
  story.Play(story.Discharge(kDay, false));
  BOOST_TEST((story.stay().state == StayState::kOpen));
  BOOST_TEST(!story.stay().due.has_value());
  BOOST_TEST(!story.stay().IsQuarantined());
}

BOOST_AUTO_TEST_CASE(a_transfer_off_the_ward_does_not_end_the_stay_unless_the_ward_says_so) {
  Story story;
  story.Play(story.Admit(0, true));
  story.Play(story.Transfer(kDay, false));
  BOOST_TEST(story.stay().left_ward);
  BOOST_TEST(!story.stay().due.has_value());
  story.Play(story.Discharge(2 * kDay, false));
  BOOST_TEST(Holds(story.stay().quarantine, "stay.left-ward"));
}

BOOST_AUTO_TEST_CASE(a_transfer_off_the_ward_ends_the_stay_where_the_ward_says_so) {
  Story story;
  story.Play(story.Admit(0, true));
  Event exit = story.Transfer(kDay, false);
  exit.a02_exit_ends_stay = true;
  story.Play(exit);
  BOOST_TEST((story.stay().state == StayState::kPending));
  BOOST_TEST((story.stay().end == At(kDay)));
  BOOST_TEST((story.stay().due == At(kDay + 15 * 60'000)));
  story.Play(story.Discharge(2 * kDay, false));
  BOOST_TEST((story.stay().end == At(kDay)));
  BOOST_TEST(!story.stay().IsQuarantined());
}

BOOST_AUTO_TEST_CASE(coming_home_again_is_the_next_stay_of_the_same_spell) {
  Story story;
  story.Play(story.Admit(0, true));
  Event exit = story.Transfer(kDay, false);
  exit.a02_exit_ends_stay = true;
  story.Play(exit);
  story.Play(story.Transfer(2 * kDay, true));
  BOOST_TEST(story.count() == 2U);
  BOOST_TEST(story.stay().key == "RXX|V|V1|RXX#2");
  BOOST_TEST((story.stay().start == At(2 * kDay)));
  BOOST_TEST(story.stay().messages.size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_missing_discharge_time_falls_back_to_the_event_and_says_so) {
  Story story;
  story.Play(story.Admit(0, true));
  Event discharge = story.Discharge(5 * kDay);
  discharge.visit.discharged.reset();
  story.Play(discharge);
  BOOST_TEST((story.stay().end == At(5 * kDay)));
  BOOST_TEST(story.stay().end_source == "EVN");
  BOOST_TEST(Holds(story.stay().notes, "stay.end-fallback"));
}

BOOST_AUTO_TEST_CASE(an_end_before_the_start_is_held) {
  Story story;
  story.Play(story.Admit(0, true));
  Event discharge = story.Discharge(kDay);
  discharge.visit.discharged = At(-kDay);
  story.Play(discharge);
  BOOST_TEST(Holds(story.stay().quarantine, "stay.ends-before-start"));
}

BOOST_AUTO_TEST_CASE(a_discharge_without_an_nhs_number_anywhere_is_held) {
  Story story;
  Event admission = story.Admit(0, true);
  admission.patient.nhs_number.reset();
  story.Play(admission);
  BOOST_TEST(!story.stay().IsQuarantined());
  Event discharge = story.Discharge(kDay);
  discharge.patient.nhs_number.reset();
  story.Play(discharge);
  BOOST_TEST(Holds(story.stay().quarantine, "nhs-number.missing"));
}

BOOST_AUTO_TEST_CASE(an_nhs_number_that_changes_within_the_spell_is_held_but_not_by_a31) {
  Story story;
  story.Play(story.Admit(0, true));
  Event person = story.Make(EventKind::kPersonUpdated, "A31", kHour);
  person.patient.nhs_number = model::NhsNumber::Parse("9990000026");
  story.Play(person);
  BOOST_TEST(!story.stay().IsQuarantined());
  Event update = story.Make(EventKind::kUpdated, "A08", 2 * kHour);
  story.Play(update);
  BOOST_TEST(Holds(story.stay().quarantine, "nhs-number.changed"));
}

BOOST_AUTO_TEST_CASE(a_known_nhs_number_with_another_birth_date_in_another_spell_is_held) {
  Story story;
  story.Play(story.Admit(0, true));
  Event other = story.Admit(kDay, true);
  other.visit.spell_keys = {"RXX|V|V2|RXX"};
  other.patient.birth_date = Phi<std::string>("19500101");
  const BookChange change = ApplyEvent(other, {{}, {}, story.stays(), {}}, story.options());
  BOOST_REQUIRE(change.stays.size() == 1U);
  BOOST_TEST(Holds(change.stays.front().quarantine, "patient.birth-date-conflict"));
}

BOOST_AUTO_TEST_CASE(holds_of_a_message_quarantine_a_virtual_stay_only) {
  Story story;
  Event admission = story.Admit(0, false);
  admission.holds.push_back(
      {model::Issue::Severity::kError, "patient.sensitive", "PV1-16", "x", ""});
  story.Play(admission);
  BOOST_TEST(!story.stay().IsQuarantined());
  Event transfer = story.Transfer(kHour, true);
  transfer.holds = admission.holds;
  story.Play(transfer);
  BOOST_TEST(Holds(story.stay().quarantine, "patient.sensitive"));
}

BOOST_AUTO_TEST_CASE(an_unhandled_event_quarantines_its_stay_by_name) {
  Story story;
  story.Play(story.Admit(0, true));
  story.Play(story.Make(EventKind::kUnhandled, "A35", kHour));
  BOOST_REQUIRE(Holds(story.stay().quarantine, "event.unhandled"));
  BOOST_TEST(story.stay().quarantine.front().text == "event A35 is not handled by this version");
}

BOOST_AUTO_TEST_CASE(an_unhandled_event_without_a_visit_quarantines_all_stays_of_the_patient) {
  Story story;
  story.Play(story.Admit(0, true));
  Event merge = story.Make(EventKind::kUnhandled, "A35", kHour);
  merge.visit.spell_keys.clear();
  const BookChange change = ApplyEvent(merge, {{}, {}, story.stays(), {}}, story.options());
  BOOST_REQUIRE(change.stays.size() == 1U);
  BOOST_TEST(Holds(change.stays.front().quarantine, "event.unhandled"));
}

BOOST_AUTO_TEST_CASE(an_unhandled_event_of_nobody_known_quarantines_the_message) {
  Story story;
  Event merge = story.Make(EventKind::kUnhandled, "A35", kHour);
  merge.visit.spell_keys.clear();
  BOOST_TEST(Holds(story.Play(merge).quarantine, "event.unhandled"));
}

BOOST_AUTO_TEST_CASE(a_visit_event_without_a_visit_quarantines_the_message) {
  Story story;
  Event discharge = story.Discharge(kDay);
  discharge.visit.spell_keys.clear();
  const BookChange change = story.Play(discharge);
  BOOST_TEST(change.stays.empty());
  BOOST_TEST(Holds(change.quarantine, "visit.missing"));
}

BOOST_AUTO_TEST_CASE(a_person_update_is_remembered_and_reaches_every_stay) {
  Story story;
  story.Play(story.Admit(0, true));
  Event person = story.Make(EventKind::kPersonUpdated, "A31", kHour);
  person.visit.spell_keys.clear();
  const BookChange change = story.Play(person);
  BOOST_TEST(change.remember_person);
  BOOST_REQUIRE(change.stays.size() == 1U);
  BOOST_TEST(change.stays.front().messages.size() == 2U);
}

BOOST_AUTO_TEST_CASE(an_update_after_sending_schedules_one_amendment_after_the_debounce) {
  Story story;
  story.Play(story.Admit(0, true));
  story.Play(story.Discharge(kDay));
  story.Sent();
  story.Play(story.Make(EventKind::kUpdated, "A08", 2 * kDay));
  BOOST_TEST((story.stay().due == At(2 * kDay + 5 * 60'000)));
  story.Play(story.Make(EventKind::kUpdated, "A08", 2 * kDay + 60'000));
  BOOST_TEST((story.stay().due == At(2 * kDay + 5 * 60'000)));
}

BOOST_AUTO_TEST_CASE(a_discharge_after_sending_is_looked_at_after_a_new_settle_window) {
  Story story;
  story.Play(story.Admit(0, true));
  story.Play(story.Discharge(kDay));
  story.Sent();
  Event again = story.Discharge(kDay);
  again.visit.discharged = At(kDay - kHour);
  again.received = At(3 * kDay);
  story.Play(again);
  BOOST_TEST((story.stay().state == StayState::kSent));
  BOOST_TEST((story.stay().due == At(3 * kDay + 15 * 60'000)));
}

BOOST_AUTO_TEST_CASE(an_admission_after_sending_with_a_later_time_is_held_and_an_old_one_ignored) {
  Story story;
  const Event old_admission = story.Admit(0, true);
  story.Play(story.Discharge(kDay));
  story.Sent();
  story.Play(old_admission);
  BOOST_TEST(!story.stay().IsQuarantined());
  Event later = story.Admit(2 * kDay, true);
  later.visit.admitted = At(2 * kDay);
  story.Play(later);
  BOOST_TEST(Holds(story.stay().quarantine, "visit.admitted-again"));
}

BOOST_AUTO_TEST_CASE(a_late_reading_makes_one_amendment_at_the_end_of_the_late_window) {
  Story story;
  story.Play(story.Admit(0, true));
  story.Play(story.Discharge(kDay));
  story.Sent();
  Event measured = story.Make(EventKind::kMeasured, "R01", kDay + kHour);
  model::Reading reading;
  reading.time = At(kHour);
  measured.readings = {reading, reading};
  const BookChange change = story.Play(measured);
  BOOST_REQUIRE(change.stays.size() == 1U);
  BOOST_TEST((story.stay().due == At(kDay + 15 * 60'000 + kDay)));
  Event too_late = measured;
  too_late.received = At(3 * kDay);
  story.stays().back().due.reset();
  BOOST_TEST(story.Play(too_late).stays.empty());
}

BOOST_AUTO_TEST_CASE(a_reading_that_two_stays_hold_quarantines_its_message) {
  Story story;
  story.Play(story.Admit(0, true));
  Stay second = story.stay();
  second.key = "RXX|V|V2|RXX#1";
  story.stays().push_back(second);
  Event measured = story.Make(EventKind::kMeasured, "R01", kHour);
  model::Reading reading;
  reading.time = At(kHour);
  measured.readings = {reading};
  BOOST_TEST(Holds(story.Play(measured).quarantine, "reading.two-stays"));
}

BOOST_AUTO_TEST_CASE(readings_with_another_birth_date_are_not_used) {
  Story story;
  story.Play(story.Admit(0, true));
  Event measured = story.Make(EventKind::kMeasured, "R01", kHour);
  measured.patient.birth_date = Phi<std::string>("19550505");
  BOOST_TEST(Holds(story.Play(measured).quarantine, "reading.birth-date-conflict"));
  measured.patient.birth_date = Phi<std::string>();
  BOOST_TEST(story.Play(measured).quarantine.empty());
}

BOOST_AUTO_TEST_CASE(a_set_aside_summary_is_made_again_after_an_update) {
  Story story;
  story.Play(story.Admit(0, true));
  story.Play(story.Discharge(kDay));
  story.stays().back().set_aside = true;
  story.stays().back().due.reset();
  story.Play(story.Make(EventKind::kUpdated, "A08", 2 * kDay));
  BOOST_TEST(!story.stay().set_aside);
  BOOST_TEST((story.stay().due == At(2 * kDay + 15 * 60'000)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
