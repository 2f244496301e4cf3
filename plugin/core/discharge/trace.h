// Why a message became what it became: the rules of ward detection and stay period, told by the
// code that decides, as it decides (spec/virtual-ward-detection section 8). Nobody asks: nothing is
// made.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"

namespace wardbridge::discharge {

// One rule that was asked. No part names the patient: fields by name, codes of wards, classes,
// discharge methods and destinations, times.
struct TraceStep {
  std::string rule;     // stable: "ward.code"
  std::string subject;  // which of several: "wards[2]", "PV1-6"; may be empty
  std::string input;    // "PV1-3.2 VWRESP, PV1-3.1 RXX"
  std::string verdict;  // "yes: ward VWRESP"
};
using Trace = std::vector<TraceStep>;

// Adds what `make` gives, where somebody asks; else `make` is not called.
template <typename Make>
void Tell(Trace* trace, Make make) {
  if (trace != nullptr) trace->push_back(make());
}

// "PV1-3.2 VWRESP", or "PV1-3.2 empty".
[[nodiscard]] std::string Stated(const std::string& field, const std::string& value);
// "2026-07-06T09:00:00+01:00" in London, or "not stated".
[[nodiscard]] std::string Stated(const std::optional<Timestamp>& time);
// "VWRESP, HAH1"
[[nodiscard]] std::string Listed(const std::vector<std::string>& words);

}  // namespace wardbridge::discharge
