// Settings of what the hall does by the clock.
#pragma once

#include <cstdint>
#include <optional>

#include "base/timestamp.h"

namespace wardbridge::pipeline {

// How long data is kept, counted from the last thing that happened to it.
struct Retention {
  static constexpr Millis kDefault{std::int64_t{30} * 86'400'000};
  Millis stays = kDefault;
  Millis messages = kDefault;
  Millis readings = kDefault;
  Millis fragments = kDefault;
};

struct UpkeepOptions {
  std::optional<Millis> daily_at;  // since midnight in London; nothing: no daily trigger
  Millis account_at{0};            // when a day's account is closed; since midnight in London
  Retention retention;
};

}  // namespace wardbridge::pipeline
