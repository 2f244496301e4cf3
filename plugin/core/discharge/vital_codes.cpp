#include "core/discharge/vital_codes.h"

#include <array>

#include "base/text.h"

namespace wardbridge::discharge {
namespace {

using model::Acvpu;
using model::Vital;

constexpr std::string_view kAir = "722742002";
constexpr std::string_view kOxygen = "371825009";
constexpr std::string_view kAcvpu = "1104441000000107";
constexpr std::string_view kAcvpuMistyped = "104441000000107";  // erratum C21

// A blood pressure as one value: LOINC panels, the observable of UK Core, and the finding of
// older records.
constexpr std::array<std::string_view, 2> kLoincPressure = {"85354-9", "55284-4"};
constexpr std::array<std::string_view, 2> kSnomedPressure = {"75367002", "163020007"};

struct Row {
  std::string_view code;
  Vital vital;
};

constexpr std::array kLoinc = {
    Row{"9279-1", Vital::kRespiration},       Row{"2708-6", Vital::kOxygenSaturation},
    Row{"59408-5", Vital::kOxygenSaturation}, Row{"8480-6", Vital::kSystolic},
    Row{"8462-4", Vital::kDiastolic},         Row{"8867-4", Vital::kPulse},
    Row{"8310-5", Vital::kTemperature}};

constexpr std::array kSnomed = {Row{"86290005", Vital::kRespiration},
                                Row{"447755005", Vital::kOxygenSaturation},
                                Row{"103228002", Vital::kOxygenSaturation},
                                Row{"431314004", Vital::kOxygenSaturation},
                                Row{"72313002", Vital::kSystolic},
                                Row{"1091811000000102", Vital::kDiastolic},
                                Row{"78564009", Vital::kPulse},
                                Row{"364075005", Vital::kPulse},
                                Row{"276885007", Vital::kTemperature},
                                Row{"386725007", Vital::kTemperature},
                                Row{"415974002", Vital::kTemperature},
                                Row{"415945006", Vital::kTemperature},
                                Row{"415882003", Vital::kTemperature},
                                Row{kAcvpu, Vital::kConsciousness},
                                Row{kAcvpuMistyped, Vital::kConsciousness},
                                Row{kAir, Vital::kAirOrOxygen},
                                Row{kOxygen, Vital::kAirOrOxygen}};

bool IsLoinc(std::string_view system) {
  return system == "LN" || system == "LOINC" || system == "HTTP://LOINC.ORG";
}

bool IsSnomed(std::string_view system) {
  return system == "SCT" || system == "SNM" || system == "SNOMED" || system == "SNOMED-CT" ||
         system == "SNOMED CT" || system == "HTTP://SNOMED.INFO/SCT";
}

template <typename Table>
std::optional<Vital> InTable(const Table& table, std::string_view code) {
  for (const Row& row : table) {
    if (row.code == code) return row.vital;
  }
  return std::nullopt;
}

// Temperature keeps the site it was measured at; the others are sent with the vital's own code.
std::string SentCode(Vital vital, std::string_view snomed) {
  return std::string(vital == Vital::kTemperature ? snomed : DefaultSnomed(vital));
}

VitalCode Pressure() {
  VitalCode pressure;
  pressure.is_pressure = true;
  return pressure;
}

std::optional<VitalCode> FromTriplet(const hl7::Element& obx3, std::size_t first,
                                     const FeedOptions& feed) {
  return VitalOf(obx3.Component(first).Text(), obx3.Component(first + 2).Text(), feed);
}

}  // namespace

std::optional<VitalCode> VitalOf(std::string_view stated_code, std::string_view stated_system,
                                 const FeedOptions& feed) {
  const std::string code = UpperAscii(Trim(stated_code));
  const std::string system = UpperAscii(Trim(stated_system));
  if (code.empty()) return std::nullopt;
  if (const auto own = feed.local_codes.find(code); own != feed.local_codes.end()) {
    const LocalCode& local = own->second;
    if (local.is_pressure) return Pressure();
    return VitalCode{local.vital,
                     local.snomed.empty() ? std::string(DefaultSnomed(local.vital)) : local.snomed,
                     std::nullopt};
  }
  if (IsLoinc(system)) {
    if (code == kLoincPressure[0] || code == kLoincPressure[1]) return Pressure();
    const auto vital = InTable(kLoinc, code);
    if (!vital) return std::nullopt;
    return VitalCode{*vital, std::string(DefaultSnomed(*vital)), std::nullopt};
  }
  if (!IsSnomed(system)) return std::nullopt;
  if (code == kSnomedPressure[0] || code == kSnomedPressure[1]) return Pressure();
  const auto vital = VitalOfSnomed(code);
  if (!vital) return std::nullopt;
  VitalCode found{*vital, SentCode(*vital, code), std::nullopt};
  if (*vital == Vital::kAirOrOxygen) {
    found.on_oxygen = code == kOxygen;
    found.snomed = code;
  }
  return found;
}

std::optional<VitalCode> VitalOf(const hl7::Element& obx3, const FeedOptions& feed) {
  if (auto found = FromTriplet(obx3, 1, feed)) return found;
  return FromTriplet(obx3, 4, feed);
}

std::optional<Vital> VitalOfSnomed(std::string_view code) { return InTable(kSnomed, code); }

std::string_view DefaultSnomed(Vital vital) {
  switch (vital) {
    case Vital::kRespiration:
      return "86290005";
    case Vital::kOxygenSaturation:
      return "447755005";
    case Vital::kSystolic:
      return "72313002";
    case Vital::kDiastolic:
      return "1091811000000102";
    case Vital::kPulse:
      return "78564009";
    case Vital::kTemperature:
      return "276885007";
    case Vital::kConsciousness:
      return kAcvpu;
    default:
      return "";
  }
}

std::optional<Acvpu> AcvpuOf(const hl7::Element& answer, const FeedOptions& feed) {
  for (const std::size_t component : {std::size_t{1}, std::size_t{4}, std::size_t{2}}) {
    if (const auto acvpu = AcvpuOf(answer.Component(component).Text(), feed)) return acvpu;
  }
  return std::nullopt;
}

std::optional<Acvpu> AcvpuOf(std::string_view stated, const FeedOptions& feed) {
  const std::string word = UpperAscii(Trim(stated));
  if (word.empty()) return std::nullopt;
  const auto own = feed.local_consciousness.find(word);
  if (own != feed.local_consciousness.end()) return own->second;
  if (word.size() == 1) return model::AcvpuOf(word.front());
  if (word == "248234008") return Acvpu::kAlert;
  if (word == "130987000") return Acvpu::kConfusion;
  if (word == "300202002") return Acvpu::kVoice;
  if (word == "450847001") return Acvpu::kPain;
  if (word == "422768004") return Acvpu::kUnresponsive;
  return std::nullopt;
}

std::optional<bool> OxygenOf(const hl7::Element& answer) {
  for (const std::size_t component : {std::size_t{1}, std::size_t{4}}) {
    if (const auto on_oxygen = OxygenOf(answer.Component(component).Text())) return on_oxygen;
  }
  return std::nullopt;
}

std::optional<bool> OxygenOf(std::string_view code) {
  if (Trim(code) == kAir) return false;
  if (Trim(code) == kOxygen) return true;
  return std::nullopt;
}

}  // namespace wardbridge::discharge
