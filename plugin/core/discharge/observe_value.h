// What an OBX says in numbers and codes: OBX-5 with its type and unit (spec/code-maps section 10).
#pragma once

#include <string>

#include "core/discharge/observation_source.h"
#include "core/discharge/vital_codes.h"
#include "core/hl7/message.h"
#include "model/reading.h"

namespace wardbridge::discharge {

// OBX-6, else the feed's unit for what has none.
[[nodiscard]] std::string UnitOfObx(const hl7::Segment& obx, const FeedOptions& feed,
                                    model::Vital vital);

// The value of one vital into `reading`. False: there is none, with a warning when something was
// stated.
[[nodiscard]] bool ReadValue(const hl7::Segment& obx, const VitalCode& code,
                             const FeedOptions& feed, Remarks& remarks, model::Reading& reading);

// Both values of a blood pressure, "120/80" or the same as SN. False: as above, of both.
[[nodiscard]] bool ReadPressures(const hl7::Segment& obx, const FeedOptions& feed, Remarks& remarks,
                                 model::Reading& systolic, model::Reading& diastolic);

}  // namespace wardbridge::discharge
