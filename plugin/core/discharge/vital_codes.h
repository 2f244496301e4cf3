// Which vital an OBX speaks of: LOINC, SNOMED CT, or the feed's own table (spec/code-maps section
// 10).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/discharge/options.h"
#include "core/hl7/message.h"
#include "model/reading.h"

namespace wardbridge::discharge {

struct VitalCode {
  model::Vital vital = model::Vital::kRespiration;
  std::string snomed;             // code of the Observation
  std::optional<bool> on_oxygen;  // when the code itself is the statement
  bool is_pressure = false;       // systolic and diastolic in one: the vital says nothing
};

// From OBX-3 (both triplets are tried). Nothing: no vital.
[[nodiscard]] std::optional<VitalCode> VitalOf(const hl7::Element& obx3, const FeedOptions& feed);

// Of a plain code and its system: a name of HL7 table 0396 or a FHIR URI.
[[nodiscard]] std::optional<VitalCode> VitalOf(std::string_view code, std::string_view system,
                                               const FeedOptions& feed);

// The vital of a SNOMED CT code; nothing: it is none.
[[nodiscard]] std::optional<model::Vital> VitalOfSnomed(std::string_view code);

// The SNOMED CT code that a vital is sent with unless the sender names another.
[[nodiscard]] std::string_view DefaultSnomed(model::Vital vital);

// A coded or written answer about consciousness: letter, SNOMED CT answer, or the feed's word.
// "Confused" is no answer.
[[nodiscard]] std::optional<model::Acvpu> AcvpuOf(const hl7::Element& answer,
                                                  const FeedOptions& feed);

// Of one word or code.
[[nodiscard]] std::optional<model::Acvpu> AcvpuOf(std::string_view word, const FeedOptions& feed);

// A coded answer about air or oxygen: true on oxygen.
[[nodiscard]] std::optional<bool> OxygenOf(const hl7::Element& answer);
// Of one SNOMED CT code.
[[nodiscard]] std::optional<bool> OxygenOf(std::string_view code);

}  // namespace wardbridge::discharge
