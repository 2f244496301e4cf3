// Whether a patient is old enough for NEWS2: 16 years at the time of the reading (spec/news2
// section 5).
#pragma once

#include <string_view>

#include "base/timestamp.h"

namespace wardbridge::clinical {

enum class Age {
  kUnder16,
  kFrom16,
  kUnknown,  // no birth date, one that cannot be, or one too short to tell
};

// The age at `when` by the calendar of London. `birth_date` is "1944-02-29", "1944-02" or "1944";
// of a shorter one every day it may mean must give the same answer. Whoever was born on 29 February
// turns 16 on that day, or on 1 March where the year has none.
[[nodiscard]] Age AgeAt(std::string_view birth_date, Timestamp when);

}  // namespace wardbridge::clinical
