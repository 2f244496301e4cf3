// Who the summary is about, and who sends it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/phi.h"
#include "model/nhs_number.h"

namespace wardbridge::model {

// As the document shows the patient: decoded, cleaned text. Empty parts are not known.
struct Person {
  std::optional<NhsNumber> nhs_number;
  Phi<std::string> prefix;
  Phi<std::vector<std::string>> given;
  Phi<std::string> family;
  Phi<std::string>
      birth_date;           // "1944-02-29", "1944-02" or "1944"; a calendar date, never with a zone
  Phi<std::string> gender;  // male, female, other, unknown
  Phi<std::vector<std::string>>
      address;                    // lines, the postcode last; empty when location hiding is set
  Phi<std::string> local_number;  // first local patient number
};

// The configured organisation (spec/data-model section 5). Not patient data.
struct Organisation {
  std::string ods;      // "RXX"
  std::string name;     // "Example NHS Foundation Trust"
  std::string telecom;  // "0300 555 0199"; may be empty
};

}  // namespace wardbridge::model
