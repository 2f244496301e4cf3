// What the sender flagged (HL7 table 0078).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/reading.h"

namespace wardbridge::clinical {

// Readings of one vital with the same flag.
struct Flagged {
  model::Vital vital = model::Vital::kRespiration;
  std::string flag;  // "HH", trimmed and in upper case
  std::size_t count = 0;
  std::size_t latest = 0;  // index of its latest reading
};

// By vital, then by flag. Readings without a flag, and those flagged N (normal), say nothing.
// `order` are indices into `readings`, by time.
[[nodiscard]] std::vector<Flagged> FlagsOf(const std::vector<model::Reading>& readings,
                                           const std::vector<std::size_t>& order);

}  // namespace wardbridge::clinical
