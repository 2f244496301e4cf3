// NEWS2 results as values (spec/news2). How they come about is core/clinical.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"
#include "model/reading.h"

namespace wardbridge::model {

// The seven scored items; oxygen saturation has two scales, of which one set uses one.
enum class Parameter {
  kRespiration,
  kSpo2Scale1,
  kSpo2Scale2,
  kAirOrOxygen,
  kSystolic,
  kPulse,
  kConsciousness,
  kTemperature,
};

inline constexpr Parameter kAllParameters[] = {Parameter::kRespiration,   Parameter::kSpo2Scale1,
                                               Parameter::kSpo2Scale2,    Parameter::kAirOrOxygen,
                                               Parameter::kSystolic,      Parameter::kPulse,
                                               Parameter::kConsciousness, Parameter::kTemperature};

// SNOMED CT code of the sub-score (spec/data-model 8.1): "1104301000000104".
[[nodiscard]] std::string_view SnomedCode(Parameter parameter);
inline constexpr std::string_view kTotalSnomedCode = "1104051000000101";

enum class Band { kLow, kLowMedium, kMedium, kHigh };
[[nodiscard]] std::string_view Name(Band band);  // "low-medium"

struct SubScore {
  Parameter parameter = Parameter::kRespiration;
  int points = 0;  // 0 to 3; air or oxygen 0 or 2; consciousness 0 or 3
  Timestamp time;  // that of the reading it is derived from
  std::vector<std::string>
      readings;  // keys of the readings it is derived from; the first is the one scored
};

// One observation set: what was measured together.
struct ObservationSet {
  std::string key;                    // OBR identity, or made from the time of its first reading
  Timestamp time;                     // of the latest reading used
  std::vector<std::string> readings;  // keys of all readings in the set, scored or not
  std::vector<SubScore> scores;       // in the order of Parameter
  std::vector<Parameter> missing;     // of the seven (kSpo2Scale1 stands for either scale)
  int spo2_scale = 1;
  std::optional<int> total;  // only when nothing is missing
  std::optional<Band> band;  // with total
  bool any_single_3 = false;
  bool assumed_air = false;    // by the feed's setting; said in a note
  bool assumed_alert = false;  // likewise
  // Why there is no score at all: "under-16", "age-unknown", "pregnancy"; "" otherwise.
  std::string not_scored;
};

}  // namespace wardbridge::model
