// The daily trigger: a time of day in Europe/London, on every day of the year.
#pragma once

#include <cstddef>

#include "base/result.h"
#include "base/timestamp.h"
#include "edge/store/rows.h"

namespace wardbridge::pipeline {

// The last moment at or before `now`, and the first after it, at which clocks in London show
// `time_of_day` (since midnight, below 24 h). Exactly one a day: of the hour that comes twice in
// autumn the first; a time that the spring change leaves out comes one hour later on the clock.
[[nodiscard]] Timestamp LastDaily(Millis time_of_day, Timestamp now);
[[nodiscard]] Timestamp NextDaily(Millis time_of_day, Timestamp now);

// What the daily trigger of the moment `at` does: every stay that was pending then and waits for a
// later time is due at that moment. Returns how many.
[[nodiscard]] Result<std::size_t> BringForward(store::Rows& rows, Timestamp at);

}  // namespace wardbridge::pipeline
