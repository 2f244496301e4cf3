// Which limits hold for a reading, and on which side of them it is.
#pragma once

#include "model/reading.h"
#include "model/threshold.h"

namespace wardbridge::clinical {

// Where a value is: beyond a limit is below the lower or above the upper one, never equal to it.
enum class Side { kWithin, kBelow, kAbove, kNotJudged };

// The limits of one reading, and which of them came with it; the others are the ward's.
struct ReadingLimits {
  model::Limits limits;
  bool low_is_own = false;
  bool high_is_own = false;

  friend bool operator==(const ReadingLimits&, const ReadingLimits&) = default;
};

// Each limit that the reading itself states, else that of the ward. A reading whose two limits
// contradict each other states none; a limit of the ward that contradicts one of the reading does
// not count.
[[nodiscard]] ReadingLimits LimitsFor(const model::Reading& reading,
                                      const model::Thresholds& thresholds);

// kNotJudged without a limit or a value.
[[nodiscard]] Side SideOf(const model::Reading& reading, const model::Limits& limits);

}  // namespace wardbridge::clinical
