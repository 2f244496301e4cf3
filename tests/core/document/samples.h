// Summaries for the tests, the benchmark and the eye: one for each thing a document must get right.
// Nobody's data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/summary.h"

namespace wardbridge::document::testing {

// "typical", "none", "one", "sixty-days" ...
[[nodiscard]] const std::vector<std::string>& SampleNames();

// `name` is one of SampleNames.
[[nodiscard]] model::Summary Sample(std::string_view name);

}  // namespace wardbridge::document::testing
