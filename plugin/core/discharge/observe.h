// OBX segments to readings (spec/code-maps section 10, spec/adt-life-cycle section 7).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "core/discharge/options.h"
#include "core/hl7/date_time.h"
#include "core/hl7/message.h"
#include "model/issue.h"
#include "model/reading.h"

namespace wardbridge::discharge {

struct Observed {
  std::vector<model::Reading> readings;
  std::vector<std::size_t> segments;   // of each reading: the place of its OBX, counted from 0
  std::vector<model::Issue> warnings;  // "OBX[3]-6": places, never values
};

// Reads every OBX that names a vital; others are passed over. `received` and `inbox_id` go into the
// readings.
[[nodiscard]] Observed ReadObservations(const hl7::Message& message, const FeedOptions& feed,
                                        const hl7::ZoneRules& zone, Timestamp received,
                                        std::int64_t inbox_id);

}  // namespace wardbridge::discharge
