// Values of FHIR R4 elements as texts: value[x], Quantity, CodeableConcept.
#pragma once

#include <string>
#include <string_view>

#include "core/discharge/stated_value.h"
#include "core/fhir/node.h"

namespace wardbridge::discharge {

// A value[x] with the name of its element; a false Node and "" when there is none.
struct FhirChoice {
  fhir::Node value;
  std::string name;  // "valueQuantity"
};
[[nodiscard]] FhirChoice ValueIn(const fhir::Node& element);

// Of an Observation or component. Forms that no vital has (Ratio, SampledData ...) are empty.
[[nodiscard]] StatedValue StatedIn(const FhirChoice& choice);

// Of a Quantity. The code counts where it is UCUM, else the unit as people read it.
[[nodiscard]] StatedValue StatedQuantity(const fhir::Node& quantity);

// The text of a CodeableConcept, else the first display or code of it.
[[nodiscard]] std::string TextOfConcept(const fhir::Node& concept_node);

// Any value[x] as people read it: "yes", "36.60 Cel", "Rarely"; "" when it has no such form.
[[nodiscard]] std::string TextOfValue(const FhirChoice& choice);

}  // namespace wardbridge::discharge
