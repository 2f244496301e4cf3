// Readings for the tests of core/clinical, made in one line each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/timestamp.h"
#include "core/clinical/news2.h"
#include "model/reading.h"
#include "model/score.h"

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

inline const Timestamp kMorning = At("2026-10-20T08:00:00+01:00");

inline ScoreOptions Adult() {
  ScoreOptions options;
  options.birth_date = "1944-02-29";
  return options;
}

inline Timestamp After(std::int64_t minutes) { return kMorning + Millis(minutes * 60 * 1000); }

inline std::vector<model::Reading> FullSet(const std::string& set = "one",
                                           Timestamp time = kMorning) {
  return {Make(model::Vital::kRespiration, "21", time, set),
          Make(model::Vital::kOxygenSaturation, "93", time, set),
          Make(model::Vital::kAirOrOxygen, "air", time, set),
          Make(model::Vital::kSystolic, "120", time, set),
          Make(model::Vital::kDiastolic, "70", time, set),
          Make(model::Vital::kPulse, "95", time, set),
          Make(model::Vital::kConsciousness, "A", time, set),
          Make(model::Vital::kTemperature, "38.5", time, set)};
}

inline std::vector<model::Reading> Without(std::vector<model::Reading> readings,
                                           model::Vital vital) {
  std::erase_if(readings,
                [vital](const model::Reading& reading) { return reading.vital == vital; });
  return readings;
}

inline const model::SubScore* Find(const model::ObservationSet& set, model::Parameter parameter) {
  for (const model::SubScore& score : set.scores) {
    if (score.parameter == parameter) return &score;
  }
  return nullptr;
}

}  // namespace wardbridge::clinical::testing
