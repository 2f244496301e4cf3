#include "pipeline/retry.h"

#include <algorithm>

namespace wardbridge::pipeline {
namespace {

using Kind = model::Outcome::Kind;
using model::DeliveryState;

constexpr const char* kTooOld = "delivery.too-old";
constexpr const char* kPoisoned = "delivery.keeps-failing";

Millis Part(Millis longest, double chance) {
  const auto part = static_cast<std::int64_t>(static_cast<double>(longest.count()) * chance);
  return Millis(std::max<std::int64_t>(part, 1));  // never at once
}

void GiveUp(store::OutboxRow& row, const char* code) {
  row.detail = row.code + (row.detail.empty() ? "" : ": " + row.detail);
  row.code = code;
  row.state = DeliveryState::kDead;
}

}  // namespace

Millis BackOff(const RetryOptions& options, int attempts) {
  Millis wait = options.base;
  for (int i = 1; i < attempts && wait < options.cap; ++i) wait *= 2;
  return std::min(wait, options.cap);
}

void Settle(store::OutboxRow& row, const model::Outcome& outcome, const RetryOptions& options,
            const Circumstances& circumstances) {
  const Timestamp now = circumstances.now;
  row.code = outcome.code;
  row.detail = outcome.detail;
  row.evidence = outcome.evidence;
  switch (outcome.kind) {
    case Kind::kDelivered:
      row.state = DeliveryState::kDelivered;
      row.delivered = now;
      return;
    case Kind::kPermanent:
      row.state = DeliveryState::kDead;
      return;
    case Kind::kConfiguration:
      // The channel is at fault: nothing of this message is used up, it only waits for the channel.
      if (row.state != DeliveryState::kInDoubt) row.state = DeliveryState::kReady;
      row.next_at = now;
      return;
    case Kind::kTransient:
      // What an earlier attempt left in doubt stays so until an attempt settles it.
      if (row.state != DeliveryState::kInDoubt) row.state = DeliveryState::kReady;
      break;
    case Kind::kInDoubt:
      row.state = DeliveryState::kInDoubt;
      break;
  }
  const Millis wait = Part(BackOff(options, row.attempts), circumstances.chance);
  row.next_at = now + std::min(outcome.retry_after.value_or(wait), options.age_limit);
  if (now - circumstances.age_from > options.age_limit) {
    GiveUp(row, kTooOld);
  } else if (circumstances.poisoned) {
    GiveUp(row, kPoisoned);
  }
}

}  // namespace wardbridge::pipeline
