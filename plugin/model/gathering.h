// What came of asking a source for the readings of a stay that is due.
#pragma once

#include <cstdint>
#include <string>

#include "base/timestamp.h"

namespace wardbridge::model {

struct Gathering {
  std::string source;  // name in the configuration
  Timestamp due;       // of the summary it was made for
  Timestamp at;        // when it came to its end
  Timestamp until;     // the time up to which readings were asked for
  bool is_complete = false;
  // "fhir.fetched", "fhir.no-patient", and of those that are not complete why: "fhir.busy".
  std::string code;
  std::int64_t resources = 0;  // that came; of an incomplete one some may be missing

  friend bool operator==(const Gathering&, const Gathering&) = default;
};

}  // namespace wardbridge::model
