// What the tables of a summary hold.
#pragma once

#include <cstddef>
#include <vector>

#include "core/clinical/trend.h"
#include "core/document/canvas.h"
#include "core/document/flow.h"
#include "model/summary.h"

namespace wardbridge::document {

// First, lowest, highest, median and latest of each vital, with the time of the latest and the
// number of readings.
[[nodiscard]] Block KeyReadings(Canvas& canvas, const model::Summary& summary,
                                const clinical::Trend& trend);

// At most so many rows of the two tables below are printed; the rest is counted in words.
inline constexpr std::size_t kMostSets = 8;
inline constexpr std::size_t kMostUnscored = 10;

// The latest observation sets, newest first: the total with its change from the first one of the
// stay, each value with its points. Only where there are sets.
[[nodiscard]] Block LatestSets(Canvas& canvas, const model::Summary& summary,
                               const clinical::Trend& trend);

// Readings that are shown and not scored, with the reason: implausible, with a comparator, after
// the end of the stay. Only where there are any.
[[nodiscard]] Block UnscoredReadings(Canvas& canvas, const model::Summary& summary,
                                     const clinical::Trend& trend);

}  // namespace wardbridge::document
