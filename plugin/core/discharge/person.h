// The patient as the document shows them, read from the merged view of the stay (spec/code-maps
// section 9).
#pragma once

#include <string>
#include <vector>

#include "core/hl7/view.h"
#include "model/person.h"

namespace wardbridge::discharge {

[[nodiscard]] model::Person ReadPerson(const hl7::View& view);

// Name and code lines of the general practice (PD1-3, PD1-4), for the document. Empty when hidden
// or not stated.
[[nodiscard]] std::vector<std::string> ReadGeneralPractice(const hl7::View& view);

// ZU8-4 (table ZU057) 1 or 2: address, telecom, contacts and GP details stay out.
[[nodiscard]] bool HidesLocation(const hl7::View& view);

}  // namespace wardbridge::discharge
