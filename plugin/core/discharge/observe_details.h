// What a sender says about a reading beside its value: limits, flag, device.
#pragma once

#include <string>
#include <string_view>

#include "core/discharge/options.h"
#include "core/hl7/message.h"
#include "model/reading.h"

namespace wardbridge::discharge {

// OBX-8 (first repetition, HL7 table 0078) and the device of OBX-18.
void ReadFlagAndDevice(const hl7::Segment& obx, model::Reading& reading);

// OBX-7 ("92-96", ">92", "<=120") in the unit of the value. Other text says nothing: the field is
// free text.
void ReadLimits(const hl7::Segment& obx, const FeedOptions& feed, model::Reading& reading);

// The name in an EI: its namespace, else its identifier; of PRT-10 too. At most 64 bytes.
[[nodiscard]] std::string DeviceName(const hl7::Element& equipment);

// The text of a coded field, else its code.
[[nodiscard]] std::string TextOfCoded(const hl7::Element& coded);

// "Nurse Ann Onymous" of an XCN; its first component when it has no name. At most 120 bytes.
[[nodiscard]] std::string PersonName(const hl7::Element& person);

// `text`, or its beginning with an ellipsis: at most so many bytes, no character cut in two.
[[nodiscard]] std::string Bounded(std::string_view text, std::size_t most_bytes);

}  // namespace wardbridge::discharge
