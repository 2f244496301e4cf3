#include "core/discharge/stay_change.h"

#include <algorithm>
#include <utility>

namespace wardbridge::discharge {
namespace {

using model::Event;
using model::EventKind;
using model::Issue;
using model::Stay;
using model::StayState;

constexpr Millis kSettleBound{60 * 60 * 1000};
constexpr Millis kFutureTolerance{5 * 60 * 1000};

void AddOnce(const Issue& issue, std::vector<Issue>& list) {
  const auto same = [&](const Issue& other) {
    return other.code == issue.code && other.path == issue.path;
  };
  if (std::none_of(list.begin(), list.end(), same)) list.push_back(issue);
}

Issue Warning(std::string code, std::string path, std::string text) {
  return {Issue::Severity::kWarning, std::move(code), std::move(path), std::move(text), ""};
}

// Events that correct who the patient is.
bool MayChangeIdentity(const Event& event) { return event.kind == EventKind::kPersonUpdated; }

void MergePatient(const Event& event, Stay& stay) {
  const model::PatientIds& stated = event.patient;
  const bool newest = stay.messages.back().inbox_id == event.inbox_id;
  if (stated.nhs_number) {
    if (stay.patient.nhs_number && *stay.patient.nhs_number != *stated.nhs_number &&
        !MayChangeIdentity(event)) {
      Quarantine("nhs-number.changed", "PID-3", "the NHS number changed within the spell", stay);
    } else if (newest || !stay.patient.nhs_number) {
      stay.patient.nhs_number = stated.nhs_number;
    }
  }
  for (const auto& local : stated.local) {
    auto& known = stay.patient.local;
    if (std::find(known.begin(), known.end(), local) == known.end()) known.push_back(local);
  }
  if (!stated.birth_date.Empty() && (newest || stay.patient.birth_date.Empty())) {
    stay.patient.birth_date = stated.birth_date;
  }
}

struct Start {
  std::optional<Timestamp> time;
  std::string source;
};

// Section 5 of virtual-ward-detection: where the stay's start comes from.
Start StartOf(const Event& event, const Stay& stay) {
  const std::optional<Timestamp> admitted =
      event.visit.admitted ? event.visit.admitted : stay.admitted;
  if (!event.starts_by_transfer && admitted) return {admitted, "PV1-44"};
  if (event.kind == EventKind::kAdmitted) {
    return admitted ? Start{admitted, "PV1-44"} : Start{event.occurred, "EVN"};
  }
  if (event.kind == EventKind::kMoved && event.occurred) return {event.occurred, "A02"};
  return {admitted, "PV1-44 fallback"};
}

void TellStart(const Event& event, const Stay& stay, Trace* trace) {
  Tell(trace, [&] {
    std::string input = "event " + event.trigger + " at " + Stated(event.occurred) + ", PV1-44 " +
                        Stated(event.visit.admitted ? event.visit.admitted : stay.admitted) +
                        ", stay-start " + (event.starts_by_transfer ? "transfer" : "admit");
    return TraceStep{"stay.start", "", std::move(input),
                     Stated(stay.start) + ", from " + stay.start_source};
  });
}

void EnterWard(const Event& event, Stay& stay, Trace* trace) {
  const bool first = !stay.ward;
  stay.ward = event.ward;
  stay.left_ward = false;
  if (!first) return;
  const Start start = StartOf(event, stay);
  stay.start = start.time;
  stay.start_source = start.source;
  TellStart(event, stay, trace);
  if (start.source == "PV1-44 fallback" && event.starts_by_transfer) {
    Note(Warning("stay.start-fallback", "PV1-44",
                 "the transfer to the virtual ward was not seen: the stay is taken from admission"),
         stay);
  }
}

// A transfer that arrives after the discharge still tells when the stay began.
void CorrectStart(const Event& event, Stay& stay, Trace* trace) {
  if (event.kind != EventKind::kMoved || stay.start_source != "PV1-44 fallback") return;
  if (!event.occurred || !event.starts_by_transfer) return;
  stay.start = event.occurred;
  stay.start_source = "A02";
  TellStart(event, stay, trace);
  std::erase_if(stay.notes, [](const Issue& note) { return note.code == "stay.start-fallback"; });
}

void SetEnd(const Event& event, Stay& stay) {
  if (event.visit.discharged) {
    stay.end = event.visit.discharged;
    stay.end_source = "PV1-45";
    return;
  }
  stay.end = event.occurred ? event.occurred : event.sent;
  stay.end_source = event.occurred ? "EVN" : "MSH-7";
  Note(Warning("stay.end-fallback", "PV1-45",
               "there is no discharge time: the time of the event is taken"),
       stay);
}

void CheckPeriod(const Event& event, Stay& stay, Trace* trace) {
  const char* verdict = "yes";
  if (!stay.start) {
    Quarantine("stay.no-start", "PV1-44", "the start of the stay is not known", stay);
    verdict = "no: held, the start is not known";
  } else if (stay.end && *stay.end < *stay.start) {
    Quarantine("stay.ends-before-start", "PV1-45", "the stay ends before it starts", stay);
    verdict = "no: held, it ends before it starts";
  } else if (*stay.start > event.received + kFutureTolerance) {
    Quarantine("stay.starts-in-future", "PV1-44", "the stay starts in the future", stay);
    verdict = "no: held, it starts in the future";
  }
  Tell(trace, [&] {
    return TraceStep{"stay.period", "", Stated(stay.start) + " to " + Stated(stay.end), verdict};
  });
}

void TellEnd(const Event& event, const Stay& stay, Trace* trace) {
  Tell(trace, [&] {
    return TraceStep{"stay.end", "",
                     "PV1-45 " + Stated(event.visit.discharged) + ", EVN " +
                         Stated(event.occurred) + ", MSH-7 " + Stated(event.sent),
                     Stated(stay.end) + ", from " + stay.end_source};
  });
}

}  // namespace

Stay NewStay(const std::string& spell_key, int ordinal, const Event& event) {
  Stay stay;
  stay.spell_key = spell_key;
  stay.ordinal = ordinal;
  stay.key = spell_key + "#" + std::to_string(ordinal);
  stay.feed = event.feed;
  return stay;
}

void Remember(const Event& event, Stay& stay) {
  const model::AppliedMessage message{event.inbox_id, event.trigger, event.version};
  const auto place =
      std::upper_bound(stay.messages.begin(), stay.messages.end(), message,
                       [](const auto& a, const auto& b) { return a.version < b.version; });
  stay.messages.insert(place, message);
  MergePatient(event, stay);
  const bool newest = stay.messages.back().inbox_id == event.inbox_id;
  if (event.visit.admitted && (newest || !stay.admitted)) stay.admitted = event.visit.admitted;
  for (const Issue& warning : event.warnings) Note(warning, stay);
}

bool HasNewer(const Stay& stay, const std::string& trigger, const std::string& version) {
  return std::any_of(stay.messages.begin(), stay.messages.end(), [&](const auto& message) {
    return message.trigger == trigger && message.version > version;
  });
}

void Move(const Event& event, Stay& stay, Trace* trace) {
  if (!event.location_stated) return;
  if (event.ward) {
    if (!stay.ward || !HasNewer(stay, event.trigger, event.version)) EnterWard(event, stay, trace);
    CorrectStart(event, stay, trace);
    return;
  }
  const bool leaves = event.kind == EventKind::kMoved && stay.ward && !event.ward_excluded;
  if (!leaves || HasNewer(stay, event.trigger, event.version)) return;
  stay.left_ward = true;
  if (event.a02_exit_ends_stay && event.occurred && stay.state == StayState::kOpen) {
    stay.end = event.occurred;
    stay.end_source = "A02";
  }
  Tell(trace, [&] {
    return TraceStep{
        "stay.exit", "",
        std::string("a02-exit-ends-stay ") + (event.a02_exit_ends_stay ? "true" : "false"),
        stay.end_source == "A02" ? "yes: the stay ended at " + Stated(stay.end)
                                 : "no: the patient left the ward, the stay goes on"};
  });
}

void Discharge(const Event& event, const Options& options, Stay& stay, Trace* trace) {
  const Stay before = stay;
  if (event.kind == EventKind::kDischarged) {
    SetEnd(event, stay);
    TellEnd(event, stay, trace);
  }
  if (!event.discharge_method.empty()) stay.discharge_method = event.discharge_method;
  if (!event.discharge_destination.empty())
    stay.discharge_destination = event.discharge_destination;
  CheckPeriod(event, stay, trace);
  const bool first = !before.first_discharge.has_value();
  const bool changed = before.end != stay.end || before.patient != stay.patient ||
                       before.discharge_method != stay.discharge_method ||
                       before.discharge_destination != stay.discharge_destination;
  if (first) stay.first_discharge = event.received;
  if (stay.state != StayState::kSent) stay.state = StayState::kPending;
  stay.set_aside = false;
  if (!first && !changed && before.due) {
    Tell(trace, [&] {
      return TraceStep{"stay.due", "", "the same discharge again", "no: " + Stated(stay.due)};
    });
    return;
  }
  const Millis bound = std::max(kSettleBound, options.settle);
  const Timestamp latest = *stay.first_discharge + bound;
  const Timestamp wanted = event.received + options.settle;
  // Once the bound has passed (an amendment after sending) the window is counted anew.
  stay.due = latest < event.received ? wanted : std::min(wanted, latest);
  Tell(trace, [&] {
    return TraceStep{"stay.due", "",
                     "received " + Stated(event.received) + ", settle " +
                         std::to_string(options.settle.count() / 1000) + "s",
                     Stated(stay.due)};
  });
}

void Quarantine(const std::vector<Issue>& reasons, Stay& stay) {
  for (const Issue& reason : reasons) AddOnce(reason, stay.quarantine);
}

void Quarantine(std::string code, std::string path, std::string text, Stay& stay) {
  AddOnce({Issue::Severity::kError, std::move(code), std::move(path), std::move(text), ""},
          stay.quarantine);
}

void Note(const Issue& issue, Stay& stay) { AddOnce(issue, stay.notes); }

void ScheduleAmendment(const Event& event, Millis after, Stay& stay) {
  const Timestamp wanted = event.received + after;
  if (!stay.due || wanted < *stay.due) stay.due = wanted;
}

}  // namespace wardbridge::discharge
