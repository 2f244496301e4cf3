#include "core/discharge/stay_telling.h"

#include <algorithm>
#include <utility>

namespace wardbridge::discharge {
namespace {

using model::Event;
using model::EventKind;
using model::Issue;
using model::Stay;

constexpr Millis kFutureTolerance{5 * 60 * 1000};

}  // namespace

void Telling::Open(bool by_admission) {
  track.phase = Phase::kOpen;
  track.opened_by_admission = by_admission;
  track.stay.end.reset();
  track.stay.end_source.clear();
  track.stay.discharge_method.clear();
  track.stay.discharge_destination.clear();
  std::erase_if(track.stay.notes,
                [](const Issue& note) { return note.code == "stay.end-fallback"; });
  of_discharge.clear();
  by_exit = false;
}

void Telling::Update(const Event& event, const Hearing& hearing) {
  const Phase phase = track.phase;
  if (phase == Phase::kOpen) Locate(event, hearing);
  if (phase != Phase::kEnded) return;
  Stay& s = track.stay;
  if (event.visit.discharged && !by_exit) {
    s.end = event.visit.discharged;
    s.end_source = "PV1-45";
    end_by = event.inbox_id;
  }
  TakeDisposition(event);
}

void Telling::TakeDisposition(const Event& event) {
  if (!event.discharge_method.empty()) track.stay.discharge_method = event.discharge_method;
  if (!event.discharge_destination.empty()) {
    track.stay.discharge_destination = event.discharge_destination;
  }
}

void Telling::Discharge(const Event& event, const Hearing& hearing) {
  if (track.phase == Phase::kCancelled) return;
  if (!track.stay.ward) Locate(event, hearing);
  if (!track.stay.ward) return;
  of_discharge.clear();
  if (event.ward_excluded) {
    if (!hearing.answers->Say("visit.class-conflict", "discharged", event.inbox_id)) {
      of_discharge.push_back(
          {Reason("visit.class-conflict", "PV1-2",
                  "the discharge has a patient class or location that no virtual ward has"),
           event.inbox_id});
      return;
    }
  } else if (!EndsElsewhere(event, hearing)) {
    return;
  }
  SetEnd(event, hearing);
  TakeDisposition(event);
  track.phase = Phase::kEnded;
  end_by = event.inbox_id;
}

bool Telling::EndsElsewhere(const Event& event, const Hearing& hearing) {
  constexpr const char* kCode = "stay.left-ward";
  const bool elsewhere = event.location_stated && !event.ward;
  if (track.stay.left_ward && by_exit && !event.ward) return false;  // there the patient went
  if (!elsewhere && !track.stay.left_ward) return true;
  if (hearing.answers->Say(kCode, "discharged", event.inbox_id)) return true;
  const bool transferred = hearing.answers->Say(kCode, "transferred", event.inbox_id);
  if (transferred && track.stay.left_ward && left_at) {
    track.stay.end = left_at;
    track.stay.end_source = "A02";
    track.phase = Phase::kEnded;
    by_exit = true;
    end_by = event.inbox_id;
    return false;
  }
  of_discharge.push_back(
      {Reason(kCode, "PV1-3",
              "discharged from another ward than the virtual one: did a transfer end the stay?"),
       event.inbox_id, transferred});
  return false;
}

void Telling::SetEnd(const Event& event, const Hearing& hearing) {
  Stay& s = track.stay;
  std::erase_if(s.notes, [](const Issue& note) { return note.code == "stay.end-fallback"; });
  if (event.visit.discharged) {
    s.end = event.visit.discharged;
    s.end_source = "PV1-45";
  } else {
    s.end = event.occurred ? event.occurred : event.sent;
    s.end_source = event.occurred ? "EVN" : "MSH-7";
    AddOnce(Warning("stay.end-fallback", "PV1-45",
                    "there is no discharge time: the time of the event is taken"),
            s.notes);
  }
  Tell(hearing.trace, [&] {
    return TraceStep{"stay.end", "",
                     "PV1-45 " + Stated(event.visit.discharged) + ", EVN " +
                         Stated(event.occurred) + ", MSH-7 " + Stated(event.sent),
                     Stated(s.end) + ", from " + s.end_source};
  });
}

// The location of a message: onto a virtual ward, or off it.
void Telling::Locate(const Event& event, const Hearing& hearing) {
  if (!event.location_stated) return;
  if (event.ward) return Enter(event, hearing);
  const bool leaves = event.kind == EventKind::kMoved && track.stay.ward && !event.ward_excluded;
  if (leaves) Leave(event, hearing);
}

void Telling::Enter(const Event& event, const Hearing& hearing) {
  Stay& s = track.stay;
  const bool first = !s.ward;
  if (s.left_ward) {
    AddOnce(Warning("stay.interrupted", "PV1-3",
                    "the patient was on another ward for a part of the stay"),
            s.notes);
  }
  s.ward = event.ward;
  s.left_ward = false;
  exit_ends = event.a02_exit_ends_stay;
  if (!first) return;
  SetStart(event, hearing);
  start_by = event.inbox_id;
  start_known = event.received;
  if (s.start_source == "PV1-44 fallback" && event.starts_by_transfer) {
    AddOnce(
        Warning("stay.start-fallback", "PV1-44",
                "the transfer to the virtual ward was not seen: the stay is taken from admission"),
        s.notes);
  }
  Tell(hearing.trace, [&] {
    return TraceStep{"stay.start", "",
                     "event " + event.trigger + " at " + Stated(event.occurred) + ", PV1-44 " +
                         Stated(hearing.admitted) + ", stay-start " +
                         (event.starts_by_transfer ? "transfer" : "admit"),
                     Stated(s.start) + ", from " + s.start_source};
  });
}

// Section 5 of virtual-ward-detection: where the stay's start comes from.
void Telling::SetStart(const Event& event, const Hearing& hearing) {
  Stay& s = track.stay;
  s.start = hearing.admitted;
  s.start_source = "PV1-44";
  if (!event.starts_by_transfer && hearing.admitted) return;
  if (event.kind == EventKind::kAdmitted) {
    if (hearing.admitted) return;
    s.start = event.occurred;
    s.start_source = "EVN";
  } else if (event.kind == EventKind::kMoved && event.occurred) {
    s.start = event.occurred;
    s.start_source = "A02";
  } else {
    s.start_source = "PV1-44 fallback";
  }
}

void Telling::Leave(const Event& event, const Hearing& hearing) {
  Stay& s = track.stay;
  s.left_ward = true;
  left_at = event.occurred ? event.occurred : event.sent;
  const bool ends = event.a02_exit_ends_stay || exit_ends;
  if (ends && event.occurred) {
    s.end = event.occurred;
    s.end_source = "A02";
    track.phase = Phase::kEnded;
    by_exit = true;
    end_by = event.inbox_id;
  }
  Tell(hearing.trace, [&] {
    return TraceStep{"stay.exit", "",
                     std::string("a02-exit-ends-stay ") + (ends ? "true" : "false"),
                     by_exit ? "yes: the stay ended at " + Stated(s.end)
                             : "no: the patient left the ward, the stay goes on"};
  });
}

void Telling::CheckEnded(bool has_nhs_number, std::int64_t told, Trace* trace) {
  const Stay& s = track.stay;
  const std::int64_t by = std::max(start_by, end_by);
  const char* verdict = "yes";
  if (!s.start) {
    causes.push_back({Reason("stay.no-start", "PV1-44", "the start of the stay is not known"), by});
    verdict = "no: held, the start is not known";
  } else if (s.end && *s.end < *s.start) {
    causes.push_back(
        {Reason("stay.ends-before-start", "PV1-45", "the stay ends before it starts"), by});
    verdict = "no: held, it ends before it starts";
  } else if (*s.start > start_known + kFutureTolerance) {
    causes.push_back(
        {Reason("stay.starts-in-future", "PV1-44", "the stay starts in the future"), by});
    verdict = "no: held, it starts in the future";
  }
  if (!has_nhs_number) {
    causes.push_back(
        {Reason("nhs-number.missing", "PID-3", "there is no valid NHS number"), end_by});
  }
  Tell(by == told ? trace : nullptr, [&] {
    return TraceStep{"stay.period", "", Stated(s.start) + " to " + Stated(s.end), verdict};
  });
}

Issue Warning(std::string code, std::string path, std::string text) {
  return {Issue::Severity::kWarning, std::move(code), std::move(path), std::move(text), ""};
}

Issue Reason(std::string code, std::string path, std::string text) {
  return {Issue::Severity::kError, std::move(code), std::move(path), std::move(text), ""};
}

void AddOnce(const Issue& issue, std::vector<Issue>& list) {
  const auto same = [&](const Issue& other) {
    return other.code == issue.code && other.path == issue.path;
  };
  if (std::none_of(list.begin(), list.end(), same)) list.push_back(issue);
}

}  // namespace wardbridge::discharge
