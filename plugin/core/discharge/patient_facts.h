// What a message (or the merged view of a stay) says about the patient that decides whether
// anything may go out: identifiers, holds, signs of death (spec/adt-life-cycle sections 8 and 9,
// spec/virtual-ward-detection section 2).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/discharge/disposition.h"
#include "core/hl7/identifiers.h"
#include "core/hl7/message.h"
#include "model/issue.h"
#include "model/stay.h"

namespace wardbridge::discharge {

// Identifiers for the stay book, with the birth date of PID-7.
[[nodiscard]] model::PatientIds ReadPatientIds(const hl7::Message& message,
                                               const hl7::PatientNumbers& numbers);

// A merge whose MRG-1 names nobody, or a number that has no partner of the same assigner among
// those of PID-3 (spec/adt-life-cycle sections 9 and 10).
void HoldForPartners(const model::PatientIds& surviving, const model::PatientIds& merged,
                     std::vector<model::Issue>& holds);

// Conflicts about the NHS number itself; `test_mode` accepts ten equal digits. A missing number is
// no hold yet: another message of the stay may have it.
void HoldForNumbers(const hl7::PatientNumbers& numbers, bool test_mode,
                    std::vector<model::Issue>& holds);

// The fields that hold a stay for a person, as one message or the merged view has them.
struct Flags {
  hl7::Element identity_unknown;  // PID-31
  hl7::Element death_time;        // PID-29
  hl7::Element death_indicator;   // PID-30
  hl7::Element sensitivity;       // PV1-16
};
void HoldForFlags(const Flags& flags, const Disposition& disposition,
                  std::vector<model::Issue>& holds);

}  // namespace wardbridge::discharge
