#include "core/document/time_axis.h"

#include <algorithm>
#include <cstdint>

#include "core/document/words.h"

namespace wardbridge::document {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kHourMs = 60 * kMinuteMs;
constexpr std::int64_t kDayMs = 24 * kHourMs;
constexpr std::int64_t kMostSteps = 7;  // so many labels fit below a chart

Timestamp MidnightOf(Timestamp time) {
  CivilTime day = InZone(time).civil;
  day.hour = day.minute = day.second = day.millisecond = 0;
  return Resolve(day).first;
}

// 26 hours after a midnight it is the next day, even when the clocks go back.
Timestamp NextMidnight(Timestamp midnight) { return MidnightOf(midnight + Millis(26 * kHourMs)); }

std::vector<Tick> DayTicks(Timestamp start, Timestamp end) {
  const std::int64_t days = (end - start).count() / kDayMs;
  std::int64_t step = 1;
  for (const std::int64_t candidate : {1, 2, 3, 5, 7, 10, 14, 21, 28}) {
    step = candidate;
    if (days / step <= kMostSteps - 1) break;
  }
  while (days / step > kMostSteps - 1) step *= 2;
  std::vector<Tick> ticks;
  std::int64_t count = 0;
  for (Timestamp day = MidnightOf(start); day <= end; day = NextMidnight(day)) {
    if (day < start) continue;
    if (count++ % step == 0) ticks.push_back({day, ShortDate(InZone(day).civil)});
  }
  return ticks;
}

std::vector<Tick> HourTicks(Timestamp start, Timestamp end) {
  const std::int64_t span = (end - start).count();
  std::int64_t step = 1;
  for (const std::int64_t minutes : {1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720}) {
    step = minutes * kMinuteMs;
    if (span / step <= kMostSteps - 1) break;
  }
  std::vector<Tick> ticks;
  for (Timestamp time = MidnightOf(start); time <= end; time = time + Millis(step)) {
    if (time < start) continue;
    const CivilTime local = InZone(time).civil;
    const bool midnight = local.hour == 0 && local.minute == 0;
    ticks.push_back({time, midnight ? ShortDate(local) : Clock(local)});
  }
  return ticks;
}

}  // namespace

TimeAxis::TimeAxis(Timestamp start, Timestamp end) : start_(start), end_(end) {
  if (end_ <= start_) {
    start_ = start_ - Millis(kHourMs / 2);
    end_ = start_ + Millis(kHourMs);
  }
  const bool by_days = (end_ - start_).count() >= 3 * kDayMs;
  ticks_ = by_days ? DayTicks(start_, end_) : HourTicks(start_, end_);
}

double TimeAxis::At(Timestamp time) const {
  const double at =
      static_cast<double>((time - start_).count()) / static_cast<double>((end_ - start_).count());
  return std::clamp(at, 0.0, 1.0);
}

}  // namespace wardbridge::document
