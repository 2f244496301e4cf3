// When a delivery is tried again, and what an attempt makes of it (spec/delivery-and-retry sections
// 2 to 4).
#pragma once

#include "base/timestamp.h"
#include "edge/store/rows.h"
#include "model/delivery.h"

namespace wardbridge::pipeline {

// How one destination is tried. All durations are positive, `base` is at most `cap`.
struct RetryOptions {
  Millis base{1'000};                                    // the longest wait after the first failure
  Millis cap{15 * 60 * 1'000};                           // the longest wait after any failure
  Millis age_limit{std::int64_t{72} * 60 * 60 * 1'000};  // of a delivery that cannot be made
  int breaker_after = 5;                                 // failures in a row that open the circuit
  Millis probe_cap{60 * 1'000};  // the longest wait between probes of an open circuit
  int poison_after = 5;          // server errors in a row for one message, while others succeed
  std::size_t parallel = 4;      // attempts at once, each of another stay
};

// The longest wait after the n-th failed attempt (from 1): base * 2^(n-1), at most cap. Chance
// shortens it (full jitter), so that what failed together does not come back together.
[[nodiscard]] Millis BackOff(const RetryOptions& options, int attempts);

// What surrounds an attempt that has ended.
struct Circumstances {
  Timestamp now;
  Timestamp age_from;     // from when the age of the delivery counts
  double chance = 1.0;    // from 0 to 1: the part of the wait that is taken
  bool poisoned = false;  // the receiver failed on this message again and again, not on others
};

// The next state of `row`, which began the attempt in state kReady or kInDoubt: code, detail,
// evidence, state, next_at and delivered are set.
void Settle(store::OutboxRow& row, const model::Outcome& outcome, const RetryOptions& options,
            const Circumstances& circumstances);

}  // namespace wardbridge::pipeline
