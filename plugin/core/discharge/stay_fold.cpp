#include "core/discharge/stay_fold.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <utility>

#include "core/discharge/answers.h"
#include "core/discharge/stay_identity.h"

namespace wardbridge::discharge {
namespace {

using model::AppliedMessage;
using model::Event;
using model::EventKind;
using model::Issue;
using model::Stay;

class Teller {
 public:
  Teller(const std::vector<AppliedMessage>& messages, const std::vector<Settled>& settled,
         const Answers& answers, std::int64_t told, Trace* trace)
      : messages_(messages),
        settled_(settled),
        answers_(answers),
        told_(told),
        trace_(trace),
        identity_(answers) {
    hearing_.answers = &answers;
    tellings_.emplace_back();
  }

  std::vector<Track> Run() {
    FindVoid();
    for (at_ = 0; at_ < messages_.size(); ++at_) {
      const Event& event = *messages_[at_].event;
      hearing_.trace = event.inbox_id == told_ ? trace_ : nullptr;
      if (Hear(event)) {
        Take(event);
      } else {
        stay().messages.push_back(messages_[at_]);
      }
    }
    identity_.FollowMerges(messages_);
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

  // A discharge is told later than the message that is told now; only of those that had come when
  // message `upto` had.
  [[nodiscard]] bool DischargedLater(
      std::int64_t upto = std::numeric_limits<std::int64_t>::max()) const {
    return std::any_of(messages_.begin() + static_cast<std::ptrdiff_t>(at_) + 1, messages_.end(),
                       [upto](const AppliedMessage& message) {
                         return message.inbox_id <= upto &&
                                message.event->kind == EventKind::kDischarged;
                       });
  }

  void Hold(const Event& event, Issue reason) {
    Now().causes.push_back({std::move(reason), event.inbox_id});
  }

  // Whether the message counts at all.
  bool Hear(const Event& event) {
    const Heard heard = identity_.Hear(event);
    if (heard == Heard::kLeftOut) return false;
    if (event.visit.admitted) hearing_.admitted = event.visit.admitted;
    if (heard == Heard::kAnotherNumber) {
      Hold(event, Reason("nhs-number.changed", "PID-3", "the NHS number changed within the spell"));
    }
    return true;
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
        if (Now().track.phase == Phase::kOpen && !void_[at_]) {
          Now().Locate(event, hearing_);
        }
        break;
      case EventKind::kDischarged:
        Now().Discharge(event, hearing_);
        break;
      case EventKind::kUpdated:
        Now().Update(event, hearing_);
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
    if (BeginsNext(event)) Begin();
    Track& track = Now().track;
    if (track.phase == Phase::kCancelled) {
      AddOnce(Warning("stay.readmitted", "MSH-9",
                      "an admission came after the admission had been cancelled"),
              track.stay.notes);
      Now().Open(true);
    } else if (track.phase == Phase::kEnded) {
      const bool standing = SettledOf(tellings_.size() - 1).has_standing;
      if (standing && !DischargedLater()) return AdmittedAgain(event);
      Now().Open(true);
      AddOnce(Warning("stay.reopened", "MSH-9",
                      "an admission after the discharge cancelled the pending summary"),
              track.stay.notes);
    }
    track.opened_by_admission = true;
    Now().Locate(event, hearing_);
  }

  [[nodiscard]] bool IsLaterAdmission(const Event& event) {
    return event.visit.admitted && stay().start && *event.visit.admitted > *stay().start;
  }

  // A person said so, when no discharge of the next stay had come yet.
  [[nodiscard]] bool BeginsNext(const Event& event) {
    const model::Answer* answer = answers_.Find("visit.admitted-again", event.inbox_id);
    return answer != nullptr && answer->word == "new-stay" && Now().track.phase == Phase::kEnded &&
           IsLaterAdmission(event) && !DischargedLater(answer->upto);
  }

  void AdmittedAgain(const Event& event) {
    if (!IsLaterAdmission(event)) return;
    Hold(event, Reason("visit.admitted-again", "PV1-44",
                       "the visit was sent already and is admitted with a later time"));
  }

  void DischargeCancelled() {
    if (Now().track.phase == Phase::kEnded && !Now().by_exit) return Now().Open(false);
    Now().of_discharge.clear();
  }

  // Puts together what the whole story says of one stay.
  Track Close(std::size_t index) {
    Telling& telling = tellings_[index];
    const Settled settled = SettledOf(index);
    const int ordinal = static_cast<int>(index) + 1;
    Track& track = telling.track;
    Stay& s = track.stay;
    const model::PatientIds& ids = identity_.ids();
    s.patient = ids;
    s.admitted = hearing_.admitted;
    NoteMissingAdmission(track);
    if (IsGivenUp(settled.given_up)) track.phase = Phase::kCancelled;
    if (track.phase == Phase::kEnded) {
      telling.CheckEnded(ids.nhs_number.has_value(), told_, trace_);
    }
    for (const auto* list : {&telling.causes, &telling.of_discharge}) {
      for (const Cause& cause : *list) {
        if (cause.inbox_id <= settled.answered || !s.ward) continue;
        const bool covered = answers_.Cover(ordinal, cause.reason.code, cause.inbox_id);
        if (!covered || cause.unsettled) AddOnce(cause.reason, s.quarantine);
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

  // All outlive this object: it lives during one call.
  const std::vector<AppliedMessage>& messages_;
  const std::vector<Settled>& settled_;
  const Answers& answers_;
  std::int64_t told_;
  Trace* trace_;
  std::size_t at_ = 0;
  std::vector<bool> void_;  // of each message: a transfer that was cancelled
  Identity identity_;
  Hearing hearing_;
  std::vector<Telling> tellings_;
};

}  // namespace

std::vector<Track> Fold(const std::vector<AppliedMessage>& messages,
                        const std::vector<Settled>& settled,
                        const std::vector<model::Answer>& answers, std::int64_t told,
                        Trace* trace) {
  return Teller(messages, settled, Answers(answers), told, trace).Run();
}

bool IsKeptReason(const Issue& reason) {
  constexpr std::array<std::string_view, 3> kKept = {"operator.hold", "patient.birth-date-conflict",
                                                     "visit.two-known"};
  return std::find(kKept.begin(), kKept.end(), reason.code) != kKept.end();
}

}  // namespace wardbridge::discharge
