#include "model/reading.h"

namespace wardbridge::model {

std::string_view Name(Vital vital) {
  switch (vital) {
    case Vital::kRespiration:
      return "respiratory-rate";
    case Vital::kOxygenSaturation:
      return "oxygen-saturation";
    case Vital::kAirOrOxygen:
      return "air-or-oxygen";
    case Vital::kSystolic:
      return "systolic-pressure";
    case Vital::kDiastolic:
      return "diastolic-pressure";
    case Vital::kPulse:
      return "pulse";
    case Vital::kConsciousness:
      return "consciousness";
    case Vital::kTemperature:
      return "temperature";
    case Vital::kSpo2Scale:
      return "spo2-scale";
  }
  return "";
}

std::optional<Vital> VitalOf(std::string_view name) {
  for (const Vital vital : kAllVitals) {
    if (Name(vital) == name) return vital;
  }
  return std::nullopt;
}

std::string_view Unit(Vital vital) {
  switch (vital) {
    case Vital::kRespiration:
    case Vital::kPulse:
      return "/min";
    case Vital::kOxygenSaturation:
      return "%";
    case Vital::kSystolic:
    case Vital::kDiastolic:
      return "mm[Hg]";
    case Vital::kTemperature:
      return "Cel";
    default:
      return "";
  }
}

bool TakesPlaceOf(const Reading& one, const Reading& other) {
  const auto rank = [](const Reading& reading) {
    switch (reading.status) {
      case ReadingStatus::kPreliminary:
        return 0;
      case ReadingStatus::kFinal:
        return 1;
      case ReadingStatus::kCorrected:
        return 2;
      case ReadingStatus::kWithdrawn:
        return 3;
    }
    return 0;
  };
  if (rank(one) != rank(other)) return rank(one) > rank(other);
  if (one.stated && other.stated && *one.stated != *other.stated)
    return *one.stated > *other.stated;
  return one.message >= other.message;
}

char Letter(Acvpu answer) {
  constexpr std::string_view kLetters = "ACVPU";
  return kLetters[static_cast<std::size_t>(answer)];
}

std::optional<Acvpu> AcvpuOf(char letter) {
  switch (letter) {
    case 'A':
      return Acvpu::kAlert;
    case 'C':
      return Acvpu::kConfusion;
    case 'V':
      return Acvpu::kVoice;
    case 'P':
      return Acvpu::kPain;
    case 'U':
      return Acvpu::kUnresponsive;
    default:
      return std::nullopt;
  }
}

}  // namespace wardbridge::model
