// What sources of readings other than HL7 v2 bring: FHIR JSON and CSV. It comes in as one content
// and is kept as parts, one patient each, because a message is applied or quarantined as a whole.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"
#include "core/discharge/discharge.h"
#include "core/discharge/fhir_reading.h"
#include "core/discharge/options.h"

namespace wardbridge::discharge {

enum class MonitoredForm { kNone, kFhir, kCsv };

// By the first byte that is no blank, and by what the feed brings. HL7 v2 is kNone.
[[nodiscard]] MonitoredForm FormOf(std::string_view content, const FeedOptions& feed);

[[nodiscard]] ReceivedReadings ReceiveMonitored(std::string_view content, const FeedOptions& feed,
                                                Timestamp now);

// What a part means: one event kMeasured. What is wrong in it was told when it came and is only a
// warning now. Rules told: message.patient.
[[nodiscard]] Interpreted InterpretMonitored(const StoredMessage& part, Timestamp received,
                                             const FeedOptions& feed, Trace* trace);

// Where each reading of a part stands in its bytes.
[[nodiscard]] std::vector<ExplainedReading> PlacesOfReadings(const StoredMessage& part,
                                                             const FeedOptions& feed);

}  // namespace wardbridge::discharge
