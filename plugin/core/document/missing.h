// The lines of the list "What is missing or doubtful, and why".
#pragma once

#include <string>
#include <vector>

#include "core/clinical/trend.h"
#include "model/summary.h"

namespace wardbridge::document {

// What the readings show, the days and times without any, then the notes of the summary and of the
// stay; each text once, at most twenty lines.
[[nodiscard]] std::vector<std::string> MissingLines(const model::Summary& summary,
                                                    const clinical::Trend& trend);

}  // namespace wardbridge::document
