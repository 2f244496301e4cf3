// The parts below the front matter, as blocks: scores, tables, what is missing, charts.
#pragma once

#include <vector>

#include "core/clinical/trend.h"
#include "core/document/canvas.h"
#include "core/document/flow.h"
#include "model/summary.h"

namespace wardbridge::document {

// NEWS2 in figures, what it means and what it does not.
[[nodiscard]] std::vector<Block> ScoreBlocks(Canvas& canvas, const model::Summary& summary,
                                             const clinical::Trend& trend);

// The table of key readings, and how many readings were held and shown.
[[nodiscard]] std::vector<Block> ReadingBlocks(Canvas& canvas, const model::Summary& summary,
                                               const clinical::Trend& trend);

// What is missing or doubtful and why, as a list.
[[nodiscard]] std::vector<Block> MissingBlocks(Canvas& canvas, const model::Summary& summary,
                                               const clinical::Trend& trend);

// Time within limits, episodes beyond them, and what the sender flagged.
[[nodiscard]] std::vector<Block> LimitBlocks(Canvas& canvas, const model::Summary& summary,
                                             const clinical::Trend& trend);

// The charts, two in a row.
[[nodiscard]] std::vector<Block> ChartBlocks(Canvas& canvas, const model::Summary& summary,
                                             const clinical::Trend& trend);

// The latest sets, then the readings that are shown and not scored.
[[nodiscard]] std::vector<Block> DetailBlocks(Canvas& canvas, const model::Summary& summary,
                                              const clinical::Trend& trend);

}  // namespace wardbridge::document
