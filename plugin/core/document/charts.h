// The charts of a summary: NEWS2 and each vital sign.
#pragma once

#include <vector>

#include "core/clinical/trend.h"
#include "core/document/chart.h"
#include "model/summary.h"

namespace wardbridge::document {

// Eight charts, NEWS2 first; those of vitals without readings say so. Bands of points only where
// the patient is scored.
[[nodiscard]] std::vector<Chart> ChartsOf(const model::Summary& summary,
                                          const clinical::Trend& trend);

}  // namespace wardbridge::document
