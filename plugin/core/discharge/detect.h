// Whether a location is a virtual ward (spec/virtual-ward-detection sections 2 to 4).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/discharge/options.h"
#include "core/discharge/trace.h"
#include "core/hl7/message.h"
#include "model/stay.h"

namespace wardbridge::discharge {

// A location as PV1-3 or PV1-6 states it (data type PL), each part trimmed and upper-cased.
struct Location {
  std::string component1;
  std::string component2;
  std::string site;  // PL-4.1
  bool stated = false;
  std::string field = "PV1-3";  // for traces
};
[[nodiscard]] Location ReadLocation(const hl7::Element& pl, std::string field = "PV1-3");

// The first row of `wards` that matches, with the code that did. Rule 1 (ward code, within the
// row's site where it has one) is asked over all rows before rule 4 (a row with a site and no
// codes). Rules told: ward.code, ward.site, each with its row of `wards`.
struct WardMatch {
  const WardOptions* row = nullptr;
  std::string code;
};
[[nodiscard]] std::optional<WardMatch> MatchWard(const Location& location,
                                                 const std::string& sender,
                                                 const std::vector<WardOptions>& wards,
                                                 Trace* trace = nullptr);

// Negative rules that beat a match: the patient class is none of the row's, or the location is
// excluded. Rules told: ward.class, ward.exclude.
[[nodiscard]] bool IsExcluded(const WardMatch& match, const Location& location,
                              const std::string& patient_class, Trace* trace = nullptr);

// What the stay keeps of a match.
[[nodiscard]] model::Ward MakeWard(const WardMatch& match);

}  // namespace wardbridge::discharge
