// Readings for the tests of core/clinical, made in one line each.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.h"
#include "model/reading.h"

namespace wardbridge::clinical::testing {

inline Timestamp At(std::string_view instant) { return ParseInstant(instant).value(); }

// A reading of `vital` at `time`: a decimal, "air" or "oxygen", one letter of ACVPU, or the scale.
inline model::Reading Make(model::Vital vital, std::string_view value, Timestamp time,
                           std::string set = "") {
  model::Reading reading;
  reading.vital = vital;
  reading.time = time;
  reading.received = time;
  reading.set = std::move(set);
  reading.key = std::string(model::Name(vital)) + "@" + FormatInstant(time, "UTC") + reading.set;
  switch (vital) {
    case model::Vital::kAirOrOxygen:
      reading.on_oxygen = value == "oxygen";
      break;
    case model::Vital::kConsciousness:
      reading.acvpu = model::AcvpuOf(value.front());
      break;
    case model::Vital::kSpo2Scale:
      reading.spo2_scale = value == "2" ? 2 : 1;
      break;
    default:
      reading.value = model::Decimal::Parse(value);
      break;
  }
  return reading;
}

}  // namespace wardbridge::clinical::testing
