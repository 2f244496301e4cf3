#include "core/clinical/limits.h"

#include <utility>

namespace wardbridge::clinical {

ReadingLimits LimitsFor(const model::Reading& reading, const model::Thresholds& thresholds) {
  model::Limits own{reading.low, reading.high};
  if (own.Contradict()) own = {};
  ReadingLimits chosen{own, own.low.has_value(), own.high.has_value()};
  const auto of_ward = thresholds.vitals.find(reading.vital);
  if (of_ward == thresholds.vitals.end()) return chosen;
  model::Limits both = own;
  if (!both.low) both.low = of_ward->second.low;
  if (!both.high) both.high = of_ward->second.high;
  if (!both.Contradict()) chosen.limits = std::move(both);
  return chosen;
}

Side SideOf(const model::Reading& reading, const model::Limits& limits) {
  if (!reading.value || !limits.IsStated()) return Side::kNotJudged;
  if (limits.low && *reading.value < *limits.low) return Side::kBelow;
  if (limits.high && *limits.high < *reading.value) return Side::kAbove;
  return Side::kWithin;
}

}  // namespace wardbridge::clinical
