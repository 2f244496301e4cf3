// Sorting out PV1-36 (discharge method) and PV1-37 (destination), which feeds swap and misuse
// (spec/code-maps sections 4 and 5).
#pragma once

#include <string>
#include <vector>

#include "core/discharge/options.h"
#include "core/discharge/trace.h"
#include "core/hl7/message.h"
#include "model/issue.h"

namespace wardbridge::discharge {

struct Disposition {
  std::string method;       // trimmed, upper-cased, without leading zeros; "" not stated
  std::string destination;  // trimmed, upper-cased; "" not stated
};

// The words of the feed's own table are taken first, wherever they stand, and win over codes. What
// is left is laid out as the feed says; `warnings` gets a line when the two were swapped. A&E
// attendances (class E) have no discharge method: theirs stays "". Rule told: disposition.
[[nodiscard]] Disposition ReadDisposition(const hl7::Message& message, const FeedOptions& feed,
                                          const std::string& patient_class,
                                          std::vector<model::Issue>& warnings,
                                          Trace* trace = nullptr);

// Whether method (4, 5) or destination (79) say that the patient died.
[[nodiscard]] bool SaysDeath(const Disposition& disposition);

}  // namespace wardbridge::discharge
