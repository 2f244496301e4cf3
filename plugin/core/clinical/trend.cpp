#include "core/clinical/trend.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <tuple>
#include <utility>

#include "core/clinical/limits.h"
#include "core/clinical/median.h"

namespace wardbridge::clinical {
namespace {

using model::Reading;
using model::Summary;
using model::Vital;

constexpr std::int64_t kHourMs = 60LL * 60 * 1000;
constexpr Vital kMeasured[] = {Vital::kRespiration, Vital::kOxygenSaturation,
                               Vital::kSystolic,    Vital::kDiastolic,
                               Vital::kPulse,       Vital::kTemperature};

CivilTime DayOf(Timestamp time) {
  const CivilTime local = InZone(time).civil;
  CivilTime day;
  day.year = local.year;
  day.month = local.month;
  day.day = local.day;
  return day;
}

CivilTime NextDay(CivilTime day) {
  ++day.day;
  if (IsValid(day)) return day;
  day.day = 1;
  ++day.month;
  if (day.month <= 12) return day;
  day.month = 1;
  ++day.year;
  return day;
}

// Indices of the readings by time, then by arrival.
std::vector<std::size_t> InOrder(const std::vector<Reading>& readings) {
  std::vector<std::size_t> order(readings.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto earlier = [&readings](std::size_t a, std::size_t b) {
    const Reading& x = readings[a];
    const Reading& y = readings[b];
    return std::tie(x.time, x.message, x.key) < std::tie(y.time, y.message, y.key);
  };
  if (!std::is_sorted(order.begin(), order.end(), earlier)) {
    std::sort(order.begin(), order.end(), earlier);
  }
  return order;
}

// Median, time and episodes of the points of `series`.
void Judge(const std::vector<Reading>& readings, const Course& course,
           const model::Thresholds& thresholds, Series& series) {
  std::vector<const model::Decimal*> values;
  std::vector<Judged> judged;
  ReadingLimits former;
  for (const Point& point : series.points) {
    const Reading& reading = readings[point.reading];
    ReadingLimits limits = LimitsFor(reading, thresholds);
    judged.push_back({point.time, SideOf(reading, limits.limits)});
    series.has_limits = series.has_limits || limits.limits.IsStated();
    series.limits_vary = series.limits_vary || (!values.empty() && limits != former);
    values.push_back(&*reading.value);
    former = std::move(limits);
  }
  series.time = SharesOf(judged, course);
  series.episodes = EpisodesOf(
      judged, course, [&values](std::size_t a, std::size_t b) { return *values[a] < *values[b]; });
  series.median = MedianOf(std::move(values));
}

Series SeriesOf(Vital vital, const std::vector<Reading>& readings,
                const std::vector<std::size_t>& order) {
  Series series;
  series.vital = vital;
  for (const std::size_t i : order) {
    const Reading& reading = readings[i];
    if (reading.vital != vital || !reading.value || !reading.IsUsable()) continue;
    series.points.push_back({reading.time, reading.value->ToDouble(), i});
    const auto value_of = [&](std::size_t point) -> const model::Decimal& {
      return *readings[series.points[point].reading].value;
    };
    const std::size_t newest = series.points.size() - 1;
    if (*reading.value < value_of(series.lowest)) series.lowest = newest;
    if (value_of(series.highest) < *reading.value) series.highest = newest;
  }
  return series;
}

void AddStatements(const std::vector<Reading>& readings, const std::vector<std::size_t>& order,
                   Trend& trend) {
  for (const std::size_t i : order) {
    const Reading& reading = readings[i];
    if (!reading.IsUsable()) {
      trend.unscored.push_back(i);
    } else if (reading.vital == Vital::kAirOrOxygen && reading.on_oxygen) {
      trend.oxygen.push_back(i);
    } else if (reading.vital == Vital::kConsciousness && reading.acvpu) {
      trend.answers.push_back(i);
    }
  }
}

void AddTotals(const std::vector<model::ObservationSet>& sets, Trend& trend) {
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (!sets[i].total || !sets[i].band) continue;
    trend.totals.push_back({sets[i].time, *sets[i].total, *sets[i].band, i, 0});
    trend.totals.back().change = *sets[i].total - trend.totals.front().total;
    const std::size_t newest = trend.totals.size() - 1;
    if (*sets[i].total < trend.totals[trend.lowest_total].total) trend.lowest_total = newest;
    if (*sets[i].total > trend.totals[trend.highest_total].total) trend.highest_total = newest;
  }
}

void JudgeTotals(const Course& course, int from, Trend& trend) {
  std::vector<Judged> judged;
  for (const TotalPoint& point : trend.totals) {
    judged.push_back({point.time, point.total >= from ? Side::kAbove : Side::kWithin});
  }
  trend.total_time = SharesOf(judged, course);
  trend.total_episodes = EpisodesOf(judged, course, [&trend](std::size_t a, std::size_t b) {
    return trend.totals[a].total < trend.totals[b].total;
  });
}

void AddSilences(const std::vector<Reading>& readings, const std::vector<std::size_t>& order,
                 const Course& course, Trend& trend) {
  Timestamp since = course.start;
  const auto add = [&](Timestamp until) {
    if (until - since > course.holds) trend.silences.push_back({since, until});
    since = until;
  };
  for (const std::size_t i : order) {
    if (readings[i].vital != Vital::kSpo2Scale) add(readings[i].time);
  }
  add(course.end);
}

void AddGaps(const Summary& summary, Trend& trend) {
  std::set<CivilTime> seen;
  std::int64_t hour = -1;  // London's days begin on full hours: one look-up for each is enough
  for (const Reading& reading : summary.readings) {
    const std::int64_t its_hour = reading.time.UnixMs() / kHourMs;
    if (reading.vital == Vital::kSpo2Scale || its_hour == hour) continue;
    hour = its_hour;
    seen.insert(DayOf(reading.time));
  }
  const CivilTime last = DayOf(*summary.stay.end);
  bool in_gap = false;
  for (CivilTime day = DayOf(*summary.stay.start); day <= last; day = NextDay(day)) {
    ++trend.days;
    if (seen.count(day) != 0) {
      ++trend.days_with_readings;
      in_gap = false;
      continue;
    }
    if (!in_gap) trend.gaps.push_back({day, day});
    trend.gaps.back().last = day;
    in_gap = true;
  }
}

}  // namespace

const Series* Trend::Find(Vital vital) const {
  for (const Series& one : series) {
    if (one.vital == vital) return &one;
  }
  return nullptr;
}

model::Thresholds ThresholdsOf(const Summary& summary) {
  return summary.stay.ward ? summary.stay.ward->thresholds : model::Thresholds{};
}

Trend TrendOf(const Summary& summary) {
  Trend trend;
  const model::Thresholds thresholds = ThresholdsOf(summary);
  const Course course{*summary.stay.start, *summary.stay.end, Millis(thresholds.holds_ms)};
  const std::vector<std::size_t> order = InOrder(summary.readings);
  for (const Vital vital : kMeasured) {
    Series series = SeriesOf(vital, summary.readings, order);
    if (series.points.empty()) continue;
    Judge(summary.readings, course, thresholds, series);
    trend.series.push_back(std::move(series));
  }
  AddStatements(summary.readings, order, trend);
  AddTotals(summary.sets, trend);
  JudgeTotals(course, thresholds.news2_from, trend);
  trend.flags = FlagsOf(summary.readings, order);
  AddSilences(summary.readings, order, course, trend);
  AddGaps(summary, trend);
  return trend;
}

}  // namespace wardbridge::clinical
