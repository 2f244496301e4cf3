// The middle of measured values.
#pragma once

#include <vector>

#include "model/decimal.h"

namespace wardbridge::clinical {

// The middle one by value; of an even number the mean of the two middle ones, exact: 36.9 and 37.0
// give 36.95. Beyond nine places it is rounded half away from zero. `values` must not be empty.
[[nodiscard]] model::Decimal MedianOf(std::vector<const model::Decimal*> values);

}  // namespace wardbridge::clinical
