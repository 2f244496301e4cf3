// Recognising the NHS number and local numbers among the identifiers of a patient
// (spec/hl7v2-and-mllp section 9).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/phi.h"
#include "core/hl7/message.h"
#include "model/nhs_number.h"

namespace wardbridge::hl7 {

// Whether a CX (one repetition of PID-3) is an NHS number: right check digit and an NHS authority
// (CX-4: NHS, NHSNBR, NHSNMBR, the OID, the URL) or type (CX-5: NH, NHS, NHSNMBR, HN, NI).
[[nodiscard]] bool IsNhsNumber(const Element& cx);

// A CX that claims to be an NHS number by authority or type, whatever its check digit.
[[nodiscard]] bool ClaimsNhsNumber(const Element& cx);

struct LocalNumber {
  Phi<std::string> number;
  std::string assigner;  // CX-4.1, trimmed; "" when not stated
  std::string type;      // CX-5
};

struct PatientNumbers {
  std::vector<model::NhsNumber>
      nhs_numbers;  // different ones, in order, at most 16; two or more are a conflict
  bool invalid_nhs_number =
      false;  // something claims to be one and fails the check; it is in no list
  std::vector<LocalNumber> local;
};

// From the repetitions of one field: PID-3 of a merged view, MRG-1.
[[nodiscard]] PatientNumbers FindNumbers(const Element& field);

// From PID-3; NHS numbers of PID-2, PID-4 and PID-19 only when PID-3 neither has one nor claims an
// invalid one. There a bare number with a right check digit is enough; one that states another
// authority or type is not.
[[nodiscard]] PatientNumbers FindPatientNumbers(const Message& message);

}  // namespace wardbridge::hl7
