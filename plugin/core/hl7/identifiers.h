// Recognising the NHS number and local numbers among the identifiers of a patient (spec/hl7v2-and-mllp section 9).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/phi.h"
#include "core/hl7/message.h"
#include "model/nhs_number.h"

namespace wardbridge::hl7 {

// Whether a CX (one repetition of PID-3) is an NHS number: right check digit and an NHS authority (CX-4: NHS, NHSNBR,
// NHSNMBR, the OID, the URL) or type (CX-5: NH, NHS, NHSNMBR, HN, NI).
[[nodiscard]] bool IsNhsNumber(const Element& cx);

// A CX that claims to be an NHS number by authority or type, whatever its check digit.
[[nodiscard]] bool ClaimsNhsNumber(const Element& cx);

struct LocalNumber {
  Phi<std::string> number;
  std::string assigner;  // CX-4.1, trimmed; "" when not stated
  std::string type;      // CX-5
};

struct PatientNumbers {
  std::vector<model::NhsNumber> nhs_numbers;  // different ones, in order; two or more are a conflict
  bool invalid_nhs_number = false;            // something claims to be one and fails the check
  std::vector<LocalNumber> local;
};

// From PID-3; PID-2, PID-4 and PID-19 only when PID-3 has no NHS number.
[[nodiscard]] PatientNumbers FindPatientNumbers(const Message& message);

}  // namespace wardbridge::hl7
