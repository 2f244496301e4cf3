#include "core/discharge/stay_book.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "core/discharge/stay_change.h"

namespace wardbridge::discharge {
namespace {

using model::Event;
using model::EventKind;
using model::Issue;
using model::Stay;
using model::StayState;

Issue Problem(std::string code, std::string path, std::string text) {
  return {Issue::Severity::kError, std::move(code), std::move(path), std::move(text), ""};
}

bool IsVirtual(const Stay& stay) { return stay.ward.has_value(); }

// A stay that holds an instant, its end with grace included; an open one has no end yet.
bool Covers(const Stay& stay, Timestamp time) {
  if (!IsVirtual(stay) || !stay.start || time < *stay.start) return false;
  return !stay.end || time <= *stay.end + Millis(stay.ward->grace_ms);
}

// The NHS number is known with another birth date in another spell (section 9).
void HoldForBirthDate(const Event& event, const std::vector<Stay>& patient, Stay& stay) {
  const std::string& stated = event.patient.birth_date.Reveal();
  if (stated.size() != 8 || !event.patient.nhs_number) return;
  for (const Stay& other : patient) {
    const std::string& known = other.patient.birth_date.Reveal();
    const bool same_number = other.patient.nhs_number == event.patient.nhs_number;
    if (other.spell_key != stay.spell_key && same_number && known.size() == 8 && known != stated) {
      Quarantine("patient.birth-date-conflict", "PID-7",
                 "the NHS number is known with another birth date", stay);
    }
  }
}

class Book {
 public:
  Book(const Event& event, const std::vector<Stay>& spell, const std::vector<Stay>& patient,
       const Options& options, Trace* trace)
      : event_(event), spell_(spell), patient_(patient), options_(options), trace_(trace) {}

  BookChange Run() {
    switch (event_.kind) {
      case EventKind::kMeasured:
        Measured();
        break;
      case EventKind::kPersonUpdated:
        PersonUpdated();
        break;
      case EventKind::kUnhandled:
        Unhandled();
        break;
      default:
        VisitEvent();
        break;
    }
    for (const Stay& stay : change_.stays) TellStay(stay);
    return std::move(change_);
  }

 private:
  // What the event does, and why nothing where it does nothing.
  void TellEvent(const char* input, const char* verdict) {
    Tell(trace_, [&] { return TraceStep{"stay.event", event_.trigger, input, verdict}; });
  }

  void TellKnown(const Stay& stay, bool comes_back) {
    Tell(trace_, [&] {
      const std::size_t messages = stay.messages.size();
      std::string verdict = "new";
      if (comes_back) verdict = "the patient comes back: the next stay of the spell";
      if (messages > 0 && !comes_back) {
        verdict =
            std::string(model::Name(stay.state)) + ", messages before: " + std::to_string(messages);
      }
      return TraceStep{"stay.known", stay.Reference(),
                       "stays of the spell: " + std::to_string(spell_.size()), std::move(verdict)};
    });
  }

  void TellStay(const Stay& stay) {
    Tell(trace_, [&] {
      std::string input = stay.ward ? "ward " + Visible(stay.ward->code) : "on no virtual ward";
      if (stay.ward) input += ", " + Stated(stay.start) + " to " + Stated(stay.end);
      std::string verdict(model::Name(stay.state));
      if (stay.due) verdict += ", summary due " + Stated(stay.due);
      for (const Issue& reason : stay.quarantine) verdict += ", held " + reason.code;
      return TraceStep{"stay", stay.Reference(), std::move(input), std::move(verdict)};
    });
  }

  // Two stays that both hold a reading: never a guess. Late readings schedule one amendment.
  void Measured() {
    std::vector<Stay> late;
    for (const model::Reading& reading : event_.readings) {
      std::size_t holding = 0;
      for (const Stay& stay : patient_) {
        if (!Covers(stay, reading.time)) continue;
        ++holding;
        if (stay.state == StayState::kSent) late.push_back(stay);
      }
      if (holding > 1) {
        change_.quarantine.push_back(Problem(
            "reading.two-stays", "PV1-19", "two stays of the patient hold the time of a reading"));
        TellEvent("readings", "no: two stays hold the time of one");
        return;
      }
    }
    if (ContradictsBirthDate()) return TellEvent("readings", "no: another birth date");
    TellEvent("readings", late.empty() ? "yes: kept for the patient" : "yes: an amendment is due");
    for (Stay& stay : late) AmendForLateReading(stay);
  }

  bool ContradictsBirthDate() {
    const std::string& stated = event_.patient.birth_date.Reveal();
    if (stated.size() != 8) return false;
    for (const Stay& stay : patient_) {
      const std::string& known = stay.patient.birth_date.Reveal();
      if (known.size() == 8 && known != stated) {
        change_.quarantine.push_back(Problem("reading.birth-date-conflict", "PID-7",
                                             "the birth date is not that of the known patient"));
        return true;
      }
    }
    return false;
  }

  // Section 7: collected for the late window after the summary was sent, then one amendment.
  void AmendForLateReading(Stay& stay) {
    if (!stay.first_discharge) return;
    const Timestamp window_end = *stay.first_discharge + options_.settle + options_.late_readings;
    const bool known = std::any_of(change_.stays.begin(), change_.stays.end(),
                                   [&](const Stay& other) { return other.key == stay.key; });
    if (known || event_.received > window_end || stay.due) return;
    stay.due = window_end;
    change_.stays.push_back(stay);
  }

  void PersonUpdated() {
    change_.remember_person = true;
    TellEvent("the person", "yes: kept for the patient and each of the stays");
    const bool names_visit = !event_.visit.spell_keys.empty() && !spell_.empty();
    std::vector<Stay> touched = patient_;
    if (names_visit) {
      for (const Stay& stay : spell_) {
        const bool known = std::any_of(touched.begin(), touched.end(),
                                       [&](const Stay& other) { return other.key == stay.key; });
        if (!known) touched.push_back(stay);
      }
    }
    for (Stay& stay : touched) {
      if (stay.state == StayState::kCancelled) continue;
      Remember(event_, stay);
      if (IsVirtual(stay)) Quarantine(event_.holds, stay);
      Refresh(stay);
      change_.stays.push_back(std::move(stay));
    }
  }

  // New content for a stay that waits or was sent.
  void Refresh(Stay& stay) {
    if (stay.state == StayState::kSent) {
      ScheduleAmendment(event_, options_.amendment_debounce, stay);
    } else if (stay.state == StayState::kPending && stay.set_aside) {
      stay.set_aside = false;
      ScheduleAmendment(event_, options_.settle, stay);
    }
  }

  void Unhandled() {
    const std::string text = "event " + event_.trigger + " is not handled by this version";
    TellEvent("an event that this version does not handle", "no: its stays are held");
    std::vector<Stay> touched = spell_;
    if (event_.visit.spell_keys.empty()) touched = patient_;
    if (touched.empty() && !event_.visit.spell_keys.empty()) {
      touched.push_back(NewStay(event_.visit.spell_keys.front(), 1, event_));
    }
    for (Stay& stay : touched) {
      const model::AppliedMessage message{event_.inbox_id, event_.trigger, event_.version};
      stay.messages.insert(
          std::upper_bound(stay.messages.begin(), stay.messages.end(), message,
                           [](const auto& a, const auto& b) { return a.version < b.version; }),
          message);
      Quarantine("event.unhandled", "MSH-9", text, stay);
      change_.stays.push_back(std::move(stay));
    }
    if (change_.stays.empty()) {
      change_.quarantine.push_back(Problem("event.unhandled", "MSH-9", text));
    }
  }

  void VisitEvent() {
    if (event_.visit.spell_keys.empty() && spell_.empty()) {
      change_.quarantine.push_back(
          Problem("visit.missing", "PV1-19",
                  "neither visit number, episode nor local number with admission time is stated"));
      TellEvent("nothing names the visit", "no: the message is quarantined");
      return;
    }
    Stay stay =
        spell_.empty() ? NewStay(event_.visit.spell_keys.front(), 1, event_) : spell_.back();
    const bool comes_back = event_.ward && stay.left_ward &&
                            !HasNewer(stay, event_.trigger, event_.version) &&
                            event_.kind != EventKind::kUpdated;
    if (comes_back) stay = NextStay(stay);
    TellKnown(stay, comes_back);
    const bool unknown = stay.messages.empty();
    Remember(event_, stay);
    HoldForBirthDate(event_, patient_, stay);
    switch (event_.kind) {
      case EventKind::kAdmitted:
        Admitted(stay);
        break;
      case EventKind::kMoved:
        Moved(stay);
        break;
      case EventKind::kDischarged:
        Discharged(stay, unknown);
        break;
      default:
        Updated(stay);
        break;
    }
    if (IsVirtual(stay)) Quarantine(event_.holds, stay);
    change_.stays.push_back(std::move(stay));
  }

  // The patient went to a bed and comes home again: the next stay of the same spell.
  [[nodiscard]] Stay NextStay(const Stay& former) const {
    Stay next = NewStay(former.spell_key, former.ordinal + 1, event_);
    next.patient = former.patient;
    next.admitted = former.admitted;
    next.messages = former.messages;
    return next;
  }

  void Admitted(Stay& stay) {
    const bool late = HasNewer(stay, "A03", event_.version);
    if (stay.state == StayState::kSent) {
      const bool later_admit =
          event_.visit.admitted && stay.start && *event_.visit.admitted > *stay.start && !late;
      if (later_admit) {
        Quarantine("visit.admitted-again", "PV1-44",
                   "the visit was sent already and is admitted with a later time", stay);
      }
      return TellEvent("an admission after the summary was sent",
                       later_admit ? "no: held, the admission is later" : "no: it is an old one");
    }
    if (stay.state == StayState::kPending && !late) Reopen(stay);
    if (stay.state == StayState::kCancelled) stay.state = StayState::kOpen;
    TellEvent("an admission", "yes");
    Move(event_, stay, trace_);
  }

  void Reopen(Stay& stay) {
    stay.state = StayState::kOpen;
    stay.end.reset();
    stay.end_source.clear();
    stay.due.reset();
    stay.first_discharge.reset();
    stay.discharge_method.clear();
    stay.discharge_destination.clear();
    Note({Issue::Severity::kWarning, "stay.reopened", "MSH-9",
          "an admission after the discharge cancelled the pending summary", ""},
         stay);
  }

  void Moved(Stay& stay) {
    if (stay.state != StayState::kOpen && stay.state != StayState::kPending) {
      return TellEvent("a transfer", "no: the stay is neither open nor pending");
    }
    TellEvent("a transfer", "yes");
    Move(event_, stay, trace_);
    const bool ended_by_exit = stay.state == StayState::kOpen && stay.left_ward && stay.end;
    if (ended_by_exit) Discharge(event_, options_, stay, trace_);
  }

  void Updated(Stay& stay) {
    if (stay.state == StayState::kCancelled) return TellEvent("an update", "no: cancelled");
    TellEvent("an update", "yes");
    if (stay.state != StayState::kSent) Move(event_, stay, trace_);
    const bool ended = stay.state == StayState::kPending || stay.state == StayState::kSent;
    if (ended && !HasNewer(stay, "A08", event_.version)) {
      if (event_.visit.discharged && stay.end_source != "A02") stay.end = event_.visit.discharged;
      if (!event_.discharge_method.empty()) stay.discharge_method = event_.discharge_method;
      if (!event_.discharge_destination.empty()) {
        stay.discharge_destination = event_.discharge_destination;
      }
    }
    Refresh(stay);
  }

  void Discharged(Stay& stay, bool unknown) {
    if (stay.state == StayState::kCancelled) return TellEvent("a discharge", "no: cancelled");
    const bool stale = HasNewer(stay, "A03", event_.version);
    if (unknown || !IsVirtual(stay)) Move(event_, stay, trace_);
    if (unknown && IsVirtual(stay)) {
      stay.no_admit_seen = true;
      Note({Issue::Severity::kWarning, "stay.no-admit", "MSH-9",
            "no admission was seen before the discharge", ""},
           stay);
    }
    if (!IsVirtual(stay)) {
      return TellEvent("a discharge from no virtual ward", "no: kept for state tracking only");
    }
    if (event_.ward_excluded) {
      TellEvent("a discharge with a class or location that no virtual ward has", "no: held");
      Quarantine("visit.class-conflict", "PV1-2",
                 "the discharge has a patient class or location that no virtual ward has", stay);
      return;
    }
    const bool elsewhere = event_.location_stated && !event_.ward;
    if (elsewhere || (!event_.location_stated && stay.left_ward)) {
      if (stay.end_source == "A02") {
        return TellEvent("a discharge from another ward", "no: the stay ended by its transfer");
      }
      TellEvent("a discharge from another ward", "no: held");
      Quarantine("stay.left-ward", "PV1-3",
                 "discharged from another ward than the virtual one: did a transfer end the stay?",
                 stay);
      return;
    }
    if (!stay.patient.nhs_number) {
      Quarantine("nhs-number.missing", "PID-3", "there is no valid NHS number", stay);
    }
    const bool counts = !stale || !stay.end;
    TellEvent("a discharge from the virtual ward", counts ? "yes" : "no: a newer one was applied");
    if (counts) Discharge(event_, options_, stay, trace_);
  }

  // All outlive this object: it lives during one call.
  const Event& event_;
  const std::vector<Stay>& spell_;
  const std::vector<Stay>& patient_;
  const Options& options_;
  Trace* trace_;
  BookChange change_;
};

}  // namespace

BookChange ApplyEvent(const Event& event, const std::vector<Stay>& spell,
                      const std::vector<Stay>& patient, const Options& options, Trace* trace) {
  return Book(event, spell, patient, options, trace).Run();
}

}  // namespace wardbridge::discharge
