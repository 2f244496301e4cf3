// The patient as the summary knows them and the document shows them, read from the merged view of
// the stay (spec/code-maps section 9).
#pragma once

#include <string>
#include <vector>

#include "core/hl7/view.h"
#include "model/person.h"

namespace wardbridge::discharge {

// The numbers: what decides whether a summary may go out.
[[nodiscard]] model::Person ReadIdentity(const hl7::View& view);
// "1944-02-29", or as much as PID-7 says; "" when PID-32 calls it unknown. Scores depend on it.
[[nodiscard]] Phi<std::string> ReadBirthDate(const hl7::View& view);
// What a document shows beside the numbers: name, birth date, gender, address.
void ReadPortrait(const hl7::View& view, model::Person& person);

// Name and code lines of the general practice (PD1-3, PD1-4), for the document. Empty when hidden
// or not stated.
[[nodiscard]] std::vector<std::string> ReadGeneralPractice(const hl7::View& view);

// ZU8-4 (table ZU057) 1 or 2: address, telecom, contacts and GP details stay out.
[[nodiscard]] bool HidesLocation(const hl7::View& view);

}  // namespace wardbridge::discharge
