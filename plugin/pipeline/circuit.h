// Whether a destination may be tried now (spec/delivery-and-retry sections 2 and 4): closed while
// it answers; open after failures in a row; held while its configuration is at fault. Open and held
// let one probe through at a time, at growing intervals.
//
//   state    event                  becomes   effect
//   closed   failure, the n-th      open      n = RetryOptions::breaker_after
//   open     failure of the probe   open      the next wait is twice as long, up to probe_cap
//   any      configuration failure  held      the next wait is twice as long, up to probe_cap
//   any      an answer              closed    delivered, or refused for good: the receiver is there
#pragma once

#include <string>

#include "base/timestamp.h"
#include "model/delivery.h"
#include "pipeline/retry.h"

namespace wardbridge::pipeline {

// One thread at a time.
class Circuit {
 public:
  enum class State { kClosed, kOpen, kHeld };

  explicit Circuit(const RetryOptions& options) : options_(options) {}

  // Counts the end of an attempt. True when the state changed.
  bool Ended(const model::Outcome& outcome, Timestamp now);

  // How many more attempts may start now, `running` of them being under way.
  [[nodiscard]] std::size_t Room(Timestamp now, std::size_t running) const;
  // When Room will be more than nothing again, should nothing else happen; `now` when it is.
  [[nodiscard]] Timestamp NextRoom(Timestamp now) const;

  [[nodiscard]] State state() const { return state_; }
  // Code of the failure that opened or held it; "" when closed.
  [[nodiscard]] const std::string& code() const { return code_; }

 private:
  void Wait(const model::Outcome& outcome, Timestamp now);

  RetryOptions options_;
  State state_ = State::kClosed;
  std::string code_;
  int failures_ = 0;  // in a row
  int probes_ = 0;    // failed since it is not closed
  Timestamp probe_at_;
};

}  // namespace wardbridge::pipeline
