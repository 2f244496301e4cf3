#include "core/discharge/stay_timer.h"

#include <algorithm>
#include <string>
#include <utility>

namespace wardbridge::discharge {
namespace {

using model::Event;
using model::EventKind;
using model::Stay;
using model::StayState;

constexpr Millis kSettleBound{60 * 60 * 1000};
// What a merge or a moved visit waits for its companions.
constexpr Millis kIdentityHold{15 * 60 * 1000};

class Timer {
 public:
  Timer(const Event& event, const Stay& before, const Options& options, Stay& stay, Trace* trace)
      : event_(event), before_(before), options_(options), stay_(stay), trace_(trace) {}

  void Set(const Told& told) {
    switch (told.phase) {
      case Phase::kCancelled:
        return NotEnded(StayState::kCancelled);
      case Phase::kOpen:
        return NotEnded(OpenState(told));
      case Phase::kEnded:
        break;
    }
    stay_.state = stay_.HasStanding() ? StayState::kSent : StayState::kPending;
    const bool was_ended =
        before_.state == StayState::kPending || before_.state == StayState::kSent;
    if (!was_ended) return Ended();
    if (stay_.state == StayState::kSent) {
      Sent();
    } else {
      Pending();
    }
  }

 private:
  [[nodiscard]] StayState OpenState(const Told& told) const {
    if (stay_.HasStanding()) return StayState::kRetracted;
    return stay_.revision > 0 && !told.opened_by_admission ? StayState::kRetracted
                                                           : StayState::kOpen;
  }

  // No end: nothing is due but the withdrawal of what was sent.
  void NotEnded(StayState state) {
    stay_.state = state;
    stay_.first_discharge.reset();
    stay_.set_aside = false;
    if (!stay_.HasStanding()) return stay_.due.reset();
    if (before_.WithdrawalIsDue()) return;
    Due(event_.received, "a summary was sent: its withdrawal");
  }

  void Ended() {
    stay_.first_discharge = event_.received;
    stay_.set_aside = false;
    Settle();
  }

  // The settle window from now, within its bound; once that has passed it is counted anew.
  void Settle() {
    if (!stay_.first_discharge) stay_.first_discharge = event_.received;
    const Timestamp latest = *stay_.first_discharge + std::max(kSettleBound, options_.settle);
    const Timestamp wanted = event_.received + options_.settle;
    Due(latest <= event_.received ? wanted : std::min(wanted, latest), "");
  }

  [[nodiscard]] bool Changed() const {
    return before_.start != stay_.start || before_.end != stay_.end ||
           before_.patient != stay_.patient || before_.ward != stay_.ward ||
           before_.discharge_method != stay_.discharge_method ||
           before_.discharge_destination != stay_.discharge_destination;
  }

  void Pending() {
    switch (event_.kind) {
      case EventKind::kDischarged: {
        const bool same = !Changed() && before_.due;
        stay_.set_aside = false;
        if (!same) return Settle();
        return Say("the same discharge again", "no: " + Stated(stay_.due));
      }
      case EventKind::kPatientMerged:
      case EventKind::kVisitMoved:
        stay_.set_aside = false;
        if (!stay_.due || *stay_.due < event_.received + kIdentityHold) {
          Due(event_.received + kIdentityHold, "another identity");
        }
        return;
      case EventKind::kAnswered:
        stay_.set_aside = false;
        if (!stay_.due) Due(event_.received, "a person's answer");
        return;
      default:
        if (!stay_.set_aside) return;
        stay_.set_aside = false;
        Amend(options_.settle);
    }
  }

  void Sent() {
    switch (event_.kind) {
      case EventKind::kDischarged:
        stay_.set_aside = false;
        if (Changed() || !before_.due) return Settle();
        return Say("the same discharge again", "no: " + Stated(stay_.due));
      case EventKind::kUpdated:
      case EventKind::kPersonUpdated:
      case EventKind::kPatientMerged:
      case EventKind::kVisitMoved:
        return Amend(options_.amendment_debounce);
      case EventKind::kAnswered:
        if (Changed()) Amend(options_.amendment_debounce);
        return;
      case EventKind::kMoveCancelled:
        if (before_.start != stay_.start || before_.end != stay_.end) {
          Amend(options_.amendment_debounce);
        }
        return;
      default:
        return;
    }
  }

  // An amendment may be due `after` the event arrived; an earlier due time stays.
  void Amend(Millis after) {
    const Timestamp wanted = event_.received + after;
    if (!stay_.due || wanted < *stay_.due) Due(wanted, "new content");
  }

  void Due(Timestamp time, const char* why) {
    stay_.due = time;
    std::string input = "received " + Stated(event_.received) + ", ";
    input += *why == '\0' ? "settle " + std::to_string(options_.settle.count() / 1000) + "s" : why;
    Say(std::move(input), Stated(stay_.due));
  }

  void Say(std::string input, std::string verdict) {
    Tell(trace_, [&] { return TraceStep{"stay.due", "", std::move(input), std::move(verdict)}; });
  }

  // All outlive this object: it lives during one call.
  const Event& event_;
  const Stay& before_;
  const Options& options_;
  Stay& stay_;
  Trace* trace_;
};

}  // namespace

void SetTimer(const Event& event, const Told& told, const Stay& before, const Options& options,
              Stay& stay, Trace* trace) {
  Timer(event, before, options, stay, trace).Set(told);
}

}  // namespace wardbridge::discharge
