// The tables of limits: how long values were within them, episodes beyond them, what the sender
// flagged.
#pragma once

#include <cstddef>

#include "core/clinical/trend.h"
#include "core/document/canvas.h"
#include "core/document/flow.h"
#include "model/summary.h"

namespace wardbridge::document {

// At most so many rows of the tables below are printed; the rest is counted in words.
inline constexpr std::size_t kMostEpisodes = 10;
inline constexpr std::size_t kMostFlags = 10;

// Whether there is a limit that something was held against: a NEWS2 total, or a reading with
// limits.
[[nodiscard]] bool HasLimits(const clinical::Trend& trend);
// Of NEWS2 and all vitals.
[[nodiscard]] std::size_t CountEpisodes(const clinical::Trend& trend);

// NEWS2 and each vital that has limits: the limits and whose they are, time within, beyond and not
// known, number of episodes. Only where HasLimits.
[[nodiscard]] Block TimeWithinLimits(Canvas& canvas, const model::Summary& summary,
                                     const clinical::Trend& trend);

// The latest episodes, newest first. Only where there are any.
[[nodiscard]] Block LatestEpisodes(Canvas& canvas, const model::Summary& summary,
                                   const clinical::Trend& trend);

// What the sender flagged, by vital. Only where there is any.
[[nodiscard]] Block SenderFlags(Canvas& canvas, const model::Summary& summary,
                                const clinical::Trend& trend);

}  // namespace wardbridge::document
