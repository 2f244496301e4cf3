// An account of what came in and what became of it, since the account before
// (spec/delivery-and-retry section 8).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"

namespace wardbridge::store {

// How many of a kind are in a state. Kinds and their states:
//   message   each message received in the period: states of InboxState
//   stay      each stay with a discharge (A03) in the period: "summarised", "waiting",
//             "quarantined", "set-aside", "open", "cancelled", "retracted", "elsewhere" (on no
//             virtual ward)
//   summary   each revision built in the period: states of SummaryState
//   delivery  each delivery made in the period; subject is its destination: states of DeliveryState
//   standing  all that is not settled now, of whatever period; subject is the destination
//   oldest    age in seconds of the oldest of those, state "seconds"
// and wherever something should have gone on and did not:
//   "unaccounted"  a message without a state, a stay that waits for nothing, a summary without a
//                  delivery
//   "overdue"      a stay whose summary should have been made, of whatever period
struct Tally {
  std::string kind;
  std::string subject;
  std::string state;
  std::int64_t rows = 0;

  friend bool operator==(const Tally&, const Tally&) = default;
};

// The period is counted in ids, not by the clock: each row belongs to exactly one account, however
// clocks jump.
struct Reconciliation {
  Timestamp since;  // when the account before was made; the epoch for the first
  Timestamp at;
  std::int64_t last_message = 0;
  std::int64_t last_summary = 0;
  std::int64_t last_delivery = 0;
  std::vector<Tally> tallies;  // by kind in the order above; none is zero

  // How many things did not go on as they should: zero when the account is balanced.
  [[nodiscard]] std::int64_t Missing() const;
  [[nodiscard]] std::int64_t Count(std::string_view kind, std::string_view state) const;
  // All of a kind, over subjects and states.
  [[nodiscard]] std::int64_t All(std::string_view kind) const;
};

}  // namespace wardbridge::store
