// OBX segments to readings and words (spec/code-maps section 10, spec/adt-life-cycle section 7).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "core/discharge/options.h"
#include "core/hl7/date_time.h"
#include "core/hl7/message.h"
#include "model/clinical_text.h"
#include "model/issue.h"
#include "model/reading.h"

namespace wardbridge::discharge {

struct Observed {
  std::vector<model::Reading> readings;
  std::vector<std::size_t> segments;  // of each reading: the place of its OBX, counted from 0
  std::vector<model::ClinicalText> texts;
  std::vector<model::Issue> warnings;  // "OBX[3]-6": places, never values
};

// Reads every OBX that names a vital or stands in the feed's table of texts, and of results the
// notes; other OBX are passed over with their notes. `received` and `inbox_id` go into what is
// read.
[[nodiscard]] Observed ReadObservations(const hl7::Message& message, const FeedOptions& feed,
                                        const hl7::ZoneRules& zone, Timestamp received,
                                        std::int64_t inbox_id);

}  // namespace wardbridge::discharge
