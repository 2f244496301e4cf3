#include "model/score.h"

namespace wardbridge::model {

std::string_view SnomedCode(Parameter parameter) {
  switch (parameter) {
    case Parameter::kRespiration:
      return "1104301000000104";
    case Parameter::kSpo2Scale1:
      return "1104311000000102";
    case Parameter::kSpo2Scale2:
      return "1104321000000108";
    case Parameter::kAirOrOxygen:
      return "1104331000000105";
    case Parameter::kSystolic:
      return "1104341000000101";
    case Parameter::kPulse:
      return "1104351000000103";
    case Parameter::kConsciousness:
      return "1104361000000100";
    case Parameter::kTemperature:
      return "1104371000000107";
  }
  return "";
}

std::string_view Name(Band band) {
  switch (band) {
    case Band::kLow:
      return "low";
    case Band::kLowMedium:
      return "low-medium";
    case Band::kMedium:
      return "medium";
    case Band::kHigh:
      return "high";
  }
  return "";
}

}  // namespace wardbridge::model
