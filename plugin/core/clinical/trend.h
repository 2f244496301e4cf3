// What a stay's readings show over time: one series for each vital, the NEWS2 totals, time and
// episodes beyond limits, times without readings, and in plain words what is missing and why. Made
// for the document; every rule in words: docs/clinical-trends.md.
#pragma once

#include <cstddef>
#include <map>
#include <string_view>
#include <vector>

#include "base/timestamp.h"
#include "core/clinical/course.h"
#include "core/clinical/flags.h"
#include "model/decimal.h"
#include "model/issue.h"
#include "model/reading.h"
#include "model/score.h"
#include "model/summary.h"

namespace wardbridge::clinical {

// One usable reading of a measured vital.
struct Point {
  Timestamp time;
  double value = 0;         // for drawing only; what is printed is the reading's own Decimal
  std::size_t reading = 0;  // index into Summary::readings
};

// The usable readings of one measured vital, by time.
struct Series {
  model::Vital vital = model::Vital::kRespiration;
  std::vector<Point> points;
  // Indices into `points`; meaningless without points. Of several equal values the first.
  std::size_t lowest = 0;
  std::size_t highest = 0;
  model::Decimal median;
  bool has_limits = false;   // some reading was judged
  bool limits_vary = false;  // not all readings had the same
  Shares time;
  std::vector<Episode> episodes;  // indices into `points`

  [[nodiscard]] const Point& First() const { return points.front(); }
  [[nodiscard]] const Point& Lowest() const { return points[lowest]; }
  [[nodiscard]] const Point& Highest() const { return points[highest]; }
  [[nodiscard]] const Point& Latest() const { return points.back(); }
};

// A set with a total.
struct TotalPoint {
  Timestamp time;
  int total = 0;
  model::Band band = model::Band::kLow;
  std::size_t set = 0;  // index into Summary::sets
  int change = 0;       // from the baseline: the first total of the stay
};

// Days of London without any reading, `first` and `last` included; only the calendar part counts.
struct Gap {
  CivilTime first;
  CivilTime last;
};

// A time longer than a reading holds (Thresholds::holds_ms) in which nothing was measured or
// stated.
struct Silence {
  Timestamp from;
  Timestamp to;

  [[nodiscard]] Millis Length() const { return to - from; }
};

// Views nothing: its indices are good as long as the Summary does not change.
struct Trend {
  std::vector<Series>
      series;  // each measured vital that has a usable reading, in the order of Vital
  std::vector<std::size_t>
      oxygen;  // usable air or oxygen statements, by time: indices into Summary::readings
  std::vector<std::size_t> answers;  // usable consciousness answers, likewise
  std::vector<std::size_t>
      unscored;  // readings that are shown and not scored: implausible or with a comparator
  std::vector<TotalPoint> totals;  // by time
  std::size_t lowest_total = 0;    // indices into `totals`, the first of equal ones
  std::size_t highest_total = 0;
  Shares total_time;                    // kAbove: from Thresholds::news2_from on
  std::vector<Episode> total_episodes;  // indices into `totals`
  std::vector<Flagged> flags;           // indices into Summary::readings
  std::vector<Silence> silences;        // by time
  std::vector<Gap> gaps;
  int days = 0;  // calendar days the stay touches
  int days_with_readings = 0;

  [[nodiscard]] const Series* Find(model::Vital vital) const;
};

// What the ward of the stay wants to be told of; what a ward has that says nothing when there is
// none.
[[nodiscard]] model::Thresholds ThresholdsOf(const model::Summary& summary);

// `summary.stay.start` and `.end` must be set.
[[nodiscard]] Trend TrendOf(const model::Summary& summary);

// How often each parameter was missing in the sets that have no total for it.
[[nodiscard]] std::map<model::Parameter, int> MissingCounts(
    const std::vector<model::ObservationSet>& sets);

// What is missing or doubtful, one Issue for each kind, the weightiest first. Texts hold counts and
// names of parameters, never a measured value.
[[nodiscard]] std::vector<model::Issue> DescribeMissing(const model::Summary& summary,
                                                        const Trend& trend);

// "respiration rate", "oxygen saturation" (either scale), "air or oxygen": in the middle of a
// sentence.
[[nodiscard]] std::string_view PlainName(model::Parameter parameter);

}  // namespace wardbridge::clinical
