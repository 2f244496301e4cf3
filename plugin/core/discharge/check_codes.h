// The codes a care record summary may carry (spec/data-model 8.1, spec/code-maps): fixed lists,
// because a check digit alone lets the guidance's own misprints through.
#pragma once

#include <optional>
#include <string_view>

#include "model/reading.h"
#include "model/score.h"

namespace wardbridge::discharge {

inline constexpr std::string_view kSnomedSystem = "http://snomed.info/sct";
inline constexpr std::string_view kUcumSystem = "http://unitsofmeasure.org";
inline constexpr std::string_view kUkCore = "https://fhir.hl7.org.uk/StructureDefinition/";
inline constexpr std::string_view kUkCodeSystems = "https://fhir.hl7.org.uk/CodeSystem/";

// What an Observation of a summary is, by its SNOMED CT code.
struct CodeMeaning {
  enum class Level { kTotal, kSubScore, kReading };
  std::string_view code;
  Level level = Level::kReading;
  std::optional<model::Parameter> parameter;  // of a sub-score
  std::optional<model::Vital> vital;          // of a reading
  std::optional<bool> on_oxygen;              // of the two inspired-oxygen statements
};

// Null when `code` is not on the allow-list. The result lives for ever.
[[nodiscard]] const CodeMeaning* MeaningOf(std::string_view code);

// The reading a sub-score is calculated from (data-model 8.2); air or oxygen refers to the
// saturation reading.
[[nodiscard]] model::Vital ScoredVital(model::Parameter parameter);

// The answer of a code of ValueSet UKCore-ACVPU.
[[nodiscard]] std::optional<model::Acvpu> AcvpuOfSnomed(std::string_view code);

// Six to eighteen digits, no leading zero, right Verhoeff check digit.
[[nodiscard]] bool IsSnomedId(std::string_view code);

// Whether a summary may use this UCUM code at all, and for this vital (statements: a flow).
[[nodiscard]] bool IsKnownUnit(std::string_view ucum);
[[nodiscard]] bool IsUnitOf(model::Vital vital, std::string_view ucum);

// False when `system` is a national code system that we know and `code` is not in it.
[[nodiscard]] bool IsNationalCode(std::string_view system, std::string_view code);

}  // namespace wardbridge::discharge
