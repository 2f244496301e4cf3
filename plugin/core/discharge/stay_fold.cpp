#include "core/discharge/stay_fold.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace wardbridge::discharge {
namespace {

using model::AppliedMessage;
using model::Event;
using model::EventKind;
using model::Issue;
using model::PatientIds;
using model::Stay;

constexpr Millis kFutureTolerance{5 * 60 * 1000};

Issue Warning(std::string code, std::string path, std::string text) {
  return {Issue::Severity::kWarning, std::move(code), std::move(path), std::move(text), ""};
}

Issue Reason(std::string code, std::string path, std::string text) {
  return {Issue::Severity::kError, std::move(code), std::move(path), std::move(text), ""};
}

// A reason to hold, with the message that gives it: a person's answer covers what came before it.
struct Cause {
  Issue reason;
  std::int64_t inbox_id = 0;
};

// A track while it is told.
struct Telling {
  Track track;
  std::vector<Cause> causes;        // of messages, for good
  std::vector<Cause> of_discharge;  // until another discharge, or none
  std::int64_t start_by = 0;        // inbox ids of the messages that gave start and end
  std::int64_t end_by = 0;
  Timestamp start_known;   // when the message that gave the start arrived
  bool by_exit = false;    // ended by the transfer off the ward
  bool exit_ends = false;  // the ward's setting, as the message had it that brought the patient
};

void Append(const std::vector<Phi<std::string>>& more, std::vector<Phi<std::string>>& list) {
  for (const auto& one : more) {
    if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
  }
}

void AddFormer(const std::optional<model::NhsNumber>& number, PatientIds& ids) {
  if (!number || number == ids.nhs_number) return;
  if (std::find(ids.former.begin(), ids.former.end(), *number) == ids.former.end()) {
    ids.former.push_back(*number);
  }
}

bool SharesKey(const PatientIds& one, const std::vector<std::string>& keys) {
  const std::vector<std::string> own = model::PatientKeys(one);
  return std::any_of(own.begin(), own.end(), [&](const std::string& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  });
}

class Teller {
 public:
  Teller(const std::vector<AppliedMessage>& messages, const std::vector<Settled>& settled,
         std::int64_t told, Trace* trace)
      : messages_(messages), settled_(settled), told_(told), all_traced_(trace) {
    tellings_.emplace_back();
  }

  std::vector<Track> Run() {
    FindVoid();
    for (at_ = 0; at_ < messages_.size(); ++at_) {
      const Event& event = *messages_[at_].event;
      trace_ = event.inbox_id == told_ ? all_traced_ : nullptr;
      Identify(event);
      if (event.visit.admitted) admitted_ = event.visit.admitted;
      Take(event);
    }
    FollowMerges();
    std::vector<Track> tracks;
    for (std::size_t i = 0; i < tellings_.size(); ++i) tracks.push_back(Close(i));
    return tracks;
  }

 private:
  Telling& Now() { return tellings_.back(); }
  Stay& stay() { return Now().track.stay; }
  [[nodiscard]] Settled SettledOf(std::size_t index) const {
    return index < settled_.size() ? settled_[index] : Settled();
  }

  // An A12 makes the last transfer before it void, as if it had never been told.
  void FindVoid() {
    void_.assign(messages_.size(), false);
    std::vector<std::size_t> transfers;
    for (std::size_t i = 0; i < messages_.size(); ++i) {
      const EventKind kind = messages_[i].event->kind;
      if (kind == EventKind::kMoved) transfers.push_back(i);
      if (kind != EventKind::kMoveCancelled || transfers.empty()) continue;
      void_[transfers.back()] = true;
      transfers.pop_back();
    }
  }

  // A discharge is told later than the message that is told now.
  [[nodiscard]] bool DischargedLater() const {
    return std::any_of(messages_.begin() + static_cast<std::ptrdiff_t>(at_) + 1, messages_.end(),
                       [](const AppliedMessage& message) {
                         return message.event->kind == EventKind::kDischarged;
                       });
  }

  void Hold(const Event& event, Issue reason) {
    Now().causes.push_back({std::move(reason), event.inbox_id});
  }

  // Who the patient is, for all stays of the spell.
  void Identify(const Event& event) {
    const PatientIds& stated = event.patient;
    if (event.kind == EventKind::kVisitMoved) {
      if (!model::PatientKeys(stated).empty()) ids_ = stated;
      return;
    }
    if (event.kind == EventKind::kPatientMerged) return Merge(event);
    if (stated.nhs_number) {
      const bool changed = ids_.nhs_number && ids_.nhs_number != stated.nhs_number;
      if (changed && event.kind != EventKind::kPersonUpdated) {
        Hold(event,
             Reason("nhs-number.changed", "PID-3", "the NHS number changed within the spell"));
      } else {
        ids_.nhs_number = stated.nhs_number;
      }
    }
    Append(stated.local, ids_.local);
    if (!stated.birth_date.Empty()) ids_.birth_date = stated.birth_date;
  }

  void Merge(const Event& event) {
    std::vector<std::string> both = model::PatientKeys(event.patient);
    for (std::string& key : model::PatientKeys(event.merged)) both.push_back(std::move(key));
    if (!SharesKey(ids_, both) || !event.holds.empty()) return;
    const std::optional<model::NhsNumber> before = ids_.nhs_number;
    if (event.patient.nhs_number) ids_.nhs_number = event.patient.nhs_number;
    AddFormer(before, ids_);
    AddFormer(event.merged.nhs_number, ids_);
    Append(event.patient.local, ids_.local);
    Append(event.merged.local, ids_.local);
    if (!event.patient.birth_date.Empty()) ids_.birth_date = event.patient.birth_date;
  }

  // A patient may be merged into one that was merged before: to the end of the chain.
  void FollowMerges() {
    for (std::size_t round = 0; round < messages_.size(); ++round) {
      const PatientIds before = ids_;
      for (const AppliedMessage& message : messages_) {
        const Event& event = *message.event;
        const bool merge = event.kind == EventKind::kPatientMerged;
        if (merge && event.merged.nhs_number && event.merged.nhs_number == ids_.nhs_number) {
          Merge(event);
        }
      }
      if (ids_ == before) return;
    }
  }

  void Take(const Event& event) {
    const bool comes_back = event.ward && stay().left_ward && Now().by_exit && !void_[at_] &&
                            (event.kind == EventKind::kAdmitted || event.kind == EventKind::kMoved);
    if (comes_back) Begin();
    for (const Issue& warning : event.warnings) AddOnce(warning, stay().notes);
    switch (event.kind) {
      case EventKind::kAdmitted:
        Admitted(event);
        break;
      case EventKind::kMoved:
        if (Now().track.phase == Phase::kOpen && !void_[at_]) Locate(event);
        break;
      case EventKind::kDischarged:
        Discharged(event);
        break;
      case EventKind::kUpdated:
        Updated(event);
        break;
      case EventKind::kAdmissionCancelled:
        Now().track.phase = Phase::kCancelled;
        break;
      case EventKind::kDischargeCancelled:
        DischargeCancelled();
        break;
      case EventKind::kUnhandled:
        Hold(event, Reason("event.unhandled", "MSH-9",
                           "event " + event.trigger + " is not handled by this version"));
        break;
      default:
        break;
    }
    stay().messages.push_back(messages_[at_]);
    if (!stay().ward) return;
    for (const Issue& reason : event.holds) Hold(event, reason);
  }

  // The patient went to a bed, which ended the stay, and comes home again: the next one.
  void Begin() {
    Telling next;
    next.track.stay.messages = stay().messages;
    tellings_.push_back(std::move(next));
  }

  void Admitted(const Event& event) {
    Track& track = Now().track;
    if (track.phase == Phase::kCancelled) {
      AddOnce(Warning("stay.readmitted", "MSH-9",
                      "an admission came after the admission had been cancelled"),
              track.stay.notes);
      Open(true);
    } else if (track.phase == Phase::kEnded) {
      const bool standing = SettledOf(tellings_.size() - 1).has_standing;
      if (standing && !DischargedLater()) return AdmittedAgain(event);
      Open(true);
      AddOnce(Warning("stay.reopened", "MSH-9",
                      "an admission after the discharge cancelled the pending summary"),
              track.stay.notes);
    }
    track.opened_by_admission = true;
    Locate(event);
  }

  void AdmittedAgain(const Event& event) {
    if (!event.visit.admitted || !stay().start || *event.visit.admitted <= *stay().start) return;
    Hold(event, Reason("visit.admitted-again", "PV1-44",
                       "the visit was sent already and is admitted with a later time"));
  }

  void Open(bool by_admission) {
    Telling& now = Now();
    now.track.phase = Phase::kOpen;
    now.track.opened_by_admission = by_admission;
    now.track.stay.end.reset();
    now.track.stay.end_source.clear();
    now.track.stay.discharge_method.clear();
    now.track.stay.discharge_destination.clear();
    std::erase_if(now.track.stay.notes,
                  [](const Issue& note) { return note.code == "stay.end-fallback"; });
    now.of_discharge.clear();
    now.by_exit = false;
  }

  void DischargeCancelled() {
    if (Now().track.phase == Phase::kEnded && !Now().by_exit) return Open(false);
    Now().of_discharge.clear();
  }

  void Updated(const Event& event) {
    const Phase phase = Now().track.phase;
    if (phase == Phase::kOpen) Locate(event);
    if (phase != Phase::kEnded) return;
    Stay& s = stay();
    if (event.visit.discharged && !Now().by_exit) {
      s.end = event.visit.discharged;
      s.end_source = "PV1-45";
      Now().end_by = event.inbox_id;
    }
    TakeDisposition(event);
  }

  void TakeDisposition(const Event& event) {
    if (!event.discharge_method.empty()) stay().discharge_method = event.discharge_method;
    if (!event.discharge_destination.empty()) {
      stay().discharge_destination = event.discharge_destination;
    }
  }

  void Discharged(const Event& event) {
    Telling& now = Now();
    if (now.track.phase == Phase::kCancelled) return;
    if (!stay().ward) Locate(event);
    if (!stay().ward) return;
    now.of_discharge.clear();
    if (event.ward_excluded) {
      now.of_discharge.push_back(
          {Reason("visit.class-conflict", "PV1-2",
                  "the discharge has a patient class or location that no virtual ward has"),
           event.inbox_id});
      return;
    }
    const bool elsewhere = event.location_stated && !event.ward;
    if (stay().left_ward && now.by_exit && !event.ward) return;  // that is where the patient went
    if (elsewhere || stay().left_ward) {
      now.of_discharge.push_back(
          {Reason(
               "stay.left-ward", "PV1-3",
               "discharged from another ward than the virtual one: did a transfer end the stay?"),
           event.inbox_id});
      return;
    }
    SetEnd(event);
    TakeDisposition(event);
    now.track.phase = Phase::kEnded;
    now.end_by = event.inbox_id;
  }

  void SetEnd(const Event& event) {
    Stay& s = stay();
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
    Tell(trace_, [&] {
      return TraceStep{"stay.end", "",
                       "PV1-45 " + Stated(event.visit.discharged) + ", EVN " +
                           Stated(event.occurred) + ", MSH-7 " + Stated(event.sent),
                       Stated(s.end) + ", from " + s.end_source};
    });
  }

  // The location of a message: onto a virtual ward, or off it.
  void Locate(const Event& event) {
    if (!event.location_stated) return;
    if (event.ward) return Enter(event);
    const bool leaves = event.kind == EventKind::kMoved && stay().ward && !event.ward_excluded;
    if (leaves) Leave(event);
  }

  void Enter(const Event& event) {
    Stay& s = stay();
    const bool first = !s.ward;
    if (s.left_ward) {
      AddOnce(Warning("stay.interrupted", "PV1-3",
                      "the patient was on another ward for a part of the stay"),
              s.notes);
    }
    s.ward = event.ward;
    s.left_ward = false;
    Now().exit_ends = event.a02_exit_ends_stay;
    if (!first) return;
    SetStart(event);
    Now().start_by = event.inbox_id;
    Now().start_known = event.received;
    if (s.start_source == "PV1-44 fallback" && event.starts_by_transfer) {
      AddOnce(
          Warning(
              "stay.start-fallback", "PV1-44",
              "the transfer to the virtual ward was not seen: the stay is taken from admission"),
          s.notes);
    }
    Tell(trace_, [&] {
      return TraceStep{"stay.start", "",
                       "event " + event.trigger + " at " + Stated(event.occurred) + ", PV1-44 " +
                           Stated(admitted_) + ", stay-start " +
                           (event.starts_by_transfer ? "transfer" : "admit"),
                       Stated(s.start) + ", from " + s.start_source};
    });
  }

  // Section 5 of virtual-ward-detection: where the stay's start comes from.
  void SetStart(const Event& event) {
    Stay& s = stay();
    s.start = admitted_;
    s.start_source = "PV1-44";
    if (!event.starts_by_transfer && admitted_) return;
    if (event.kind == EventKind::kAdmitted) {
      if (admitted_) return;
      s.start = event.occurred;
      s.start_source = "EVN";
    } else if (event.kind == EventKind::kMoved && event.occurred) {
      s.start = event.occurred;
      s.start_source = "A02";
    } else {
      s.start_source = "PV1-44 fallback";
    }
  }

  void Leave(const Event& event) {
    Stay& s = stay();
    s.left_ward = true;
    const bool exit_ends = event.a02_exit_ends_stay || Now().exit_ends;
    if (exit_ends && event.occurred) {
      s.end = event.occurred;
      s.end_source = "A02";
      Now().track.phase = Phase::kEnded;
      Now().by_exit = true;
      Now().end_by = event.inbox_id;
    }
    Tell(trace_, [&] {
      return TraceStep{"stay.exit", "",
                       std::string("a02-exit-ends-stay ") + (exit_ends ? "true" : "false"),
                       Now().by_exit ? "yes: the stay ended at " + Stated(s.end)
                                     : "no: the patient left the ward, the stay goes on"};
    });
  }

  // Puts together what the whole story says of one stay.
  Track Close(std::size_t index) {
    Telling& telling = tellings_[index];
    const Settled settled = SettledOf(index);
    Track& track = telling.track;
    Stay& s = track.stay;
    s.patient = ids_;
    s.admitted = admitted_;
    NoteMissingAdmission(track);
    if (IsGivenUp(settled.given_up)) track.phase = Phase::kCancelled;
    if (track.phase == Phase::kEnded) CheckEnded(telling);
    for (const auto* list : {&telling.causes, &telling.of_discharge}) {
      for (const Cause& cause : *list) {
        if (cause.inbox_id > settled.answered && s.ward) AddOnce(cause.reason, s.quarantine);
      }
    }
    return std::move(track);
  }

  void NoteMissingAdmission(Track& track) const {
    if (track.phase != Phase::kEnded || !track.stay.ward) return;
    track.stay.no_admit_seen =
        std::none_of(messages_.begin(), messages_.end(), [](const AppliedMessage& message) {
          const EventKind kind = message.event->kind;
          return kind == EventKind::kAdmitted || kind == EventKind::kMoved ||
                 kind == EventKind::kUpdated;
        });
    if (track.stay.no_admit_seen) {
      AddOnce(Warning("stay.no-admit", "MSH-9", "no admission was seen before the discharge"),
              track.stay.notes);
    }
  }

  // Only an admission that came after it brings back what a person gave up.
  [[nodiscard]] bool IsGivenUp(std::int64_t given_up) const {
    return given_up > 0 &&
           std::none_of(messages_.begin(), messages_.end(), [&](const AppliedMessage& message) {
             return message.inbox_id > given_up && message.event->kind == EventKind::kAdmitted;
           });
  }

  void CheckEnded(Telling& telling) {
    const Stay& s = telling.track.stay;
    const std::int64_t by = std::max(telling.start_by, telling.end_by);
    const char* verdict = "yes";
    if (!s.start) {
      telling.causes.push_back(
          {Reason("stay.no-start", "PV1-44", "the start of the stay is not known"), by});
      verdict = "no: held, the start is not known";
    } else if (s.end && *s.end < *s.start) {
      telling.causes.push_back(
          {Reason("stay.ends-before-start", "PV1-45", "the stay ends before it starts"), by});
      verdict = "no: held, it ends before it starts";
    } else if (*s.start > telling.start_known + kFutureTolerance) {
      telling.causes.push_back(
          {Reason("stay.starts-in-future", "PV1-44", "the stay starts in the future"), by});
      verdict = "no: held, it starts in the future";
    }
    if (!ids_.nhs_number) {
      telling.causes.push_back(
          {Reason("nhs-number.missing", "PID-3", "there is no valid NHS number"), telling.end_by});
    }
    Tell(by == told_ ? all_traced_ : nullptr, [&] {
      return TraceStep{"stay.period", "", Stated(s.start) + " to " + Stated(s.end), verdict};
    });
  }

  // All outlive this object: it lives during one call.
  const std::vector<AppliedMessage>& messages_;
  const std::vector<Settled>& settled_;
  std::int64_t told_;
  Trace* all_traced_;
  Trace* trace_ = nullptr;  // of the message that is told now
  std::size_t at_ = 0;
  std::vector<bool> void_;  // of each message: a transfer that was cancelled
  PatientIds ids_;
  std::optional<Timestamp> admitted_;
  std::vector<Telling> tellings_;
};

}  // namespace

std::vector<Track> Fold(const std::vector<AppliedMessage>& messages,
                        const std::vector<Settled>& settled, std::int64_t told, Trace* trace) {
  return Teller(messages, settled, told, trace).Run();
}

bool IsKeptReason(const Issue& reason) {
  constexpr std::array<std::string_view, 3> kKept = {"operator.hold", "patient.birth-date-conflict",
                                                     "visit.two-known"};
  return std::find(kKept.begin(), kKept.end(), reason.code) != kKept.end();
}

void AddOnce(const Issue& issue, std::vector<Issue>& list) {
  const auto same = [&](const Issue& other) {
    return other.code == issue.code && other.path == issue.path;
  };
  if (std::none_of(list.begin(), list.end(), same)) list.push_back(issue);
}

}  // namespace wardbridge::discharge
