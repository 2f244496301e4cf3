#include "pipeline/circuit.h"

#include <algorithm>

namespace wardbridge::pipeline {
namespace {

using Kind = model::Outcome::Kind;

}  // namespace

bool Circuit::Ended(const model::Outcome& outcome, Timestamp now) {
  const State before = state_;
  switch (outcome.kind) {
    case Kind::kDelivered:
    case Kind::kPermanent:
      failures_ = 0;
      probes_ = 0;
      state_ = State::kClosed;
      code_.clear();
      break;
    case Kind::kConfiguration:
      state_ = State::kHeld;
      Wait(outcome, now);
      break;
    case Kind::kTransient:
    case Kind::kInDoubt:
      ++failures_;
      if (state_ == State::kClosed && failures_ < options_.breaker_after) break;
      // A held channel that is now not even reached stays held: the person still has to act.
      if (state_ == State::kClosed) state_ = State::kOpen;
      Wait(outcome, now);
      break;
  }
  return state_ != before;
}

void Circuit::Wait(const model::Outcome& outcome, Timestamp now) {
  if (state_ == State::kOpen || outcome.kind == Kind::kConfiguration) code_ = outcome.code;
  RetryOptions probing = options_;
  probing.cap = std::max(options_.probe_cap, options_.base);
  const Millis wait = BackOff(probing, ++probes_);
  probe_at_ = now + std::max(wait, std::min(outcome.retry_after.value_or(Millis(0)), options_.cap));
}

std::size_t Circuit::Room(Timestamp now, std::size_t running) const {
  if (state_ == State::kClosed) return options_.parallel - std::min(running, options_.parallel);
  return running == 0 && NextRoom(now) <= now ? 1 : 0;
}

Timestamp Circuit::NextRoom(Timestamp now) const {
  if (state_ == State::kClosed) return now;
  // A clock that was set back must not keep the channel closed for the time that it lost.
  const Millis longest = std::max(options_.cap, options_.probe_cap);
  return probe_at_ - now > longest ? now : std::max(probe_at_, now);
}

}  // namespace wardbridge::pipeline
