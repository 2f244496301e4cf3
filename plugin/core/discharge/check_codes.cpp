#include "core/discharge/check_codes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>

namespace wardbridge::discharge {
namespace {

using Level = CodeMeaning::Level;
using model::Parameter;
using model::Vital;

constexpr CodeMeaning SubScore(std::string_view code, Parameter parameter) {
  return {code, Level::kSubScore, parameter, std::nullopt, std::nullopt};
}
constexpr CodeMeaning Reading(std::string_view code, Vital vital,
                              std::optional<bool> on_oxygen = std::nullopt) {
  return {code, Level::kReading, std::nullopt, vital, on_oxygen};
}

// Written out here and not taken from the model, so that the check does not share its tables with
// what it checks.
constexpr std::array kMeanings = {
    CodeMeaning{"1104051000000101", Level::kTotal, std::nullopt, std::nullopt, std::nullopt},
    SubScore("1104301000000104", Parameter::kRespiration),
    SubScore("1104311000000102", Parameter::kSpo2Scale1),
    SubScore("1104321000000108", Parameter::kSpo2Scale2),
    SubScore("1104331000000105", Parameter::kAirOrOxygen),
    SubScore("1104341000000101", Parameter::kSystolic),
    SubScore("1104351000000103", Parameter::kPulse),
    SubScore("1104361000000100", Parameter::kConsciousness),
    SubScore("1104371000000107", Parameter::kTemperature),
    Reading("86290005", Vital::kRespiration),
    Reading("447755005", Vital::kOxygenSaturation),
    Reading("103228002", Vital::kOxygenSaturation),
    Reading("72313002", Vital::kSystolic),
    Reading("1091811000000102", Vital::kDiastolic),
    Reading("78564009", Vital::kPulse),
    Reading("276885007", Vital::kTemperature),
    Reading("386725007", Vital::kTemperature),
    Reading("415974002", Vital::kTemperature),
    Reading("415945006", Vital::kTemperature),
    Reading("415882003", Vital::kTemperature),
    Reading("1104441000000107", Vital::kConsciousness),
    Reading("722742002", Vital::kAirOrOxygen, false),
    Reading("371825009", Vital::kAirOrOxygen, true)};

struct Answer {
  std::string_view code;
  model::Acvpu acvpu;
};
constexpr std::array kAnswers = {
    Answer{"248234008", model::Acvpu::kAlert}, Answer{"130987000", model::Acvpu::kConfusion},
    Answer{"300202002", model::Acvpu::kVoice}, Answer{"450847001", model::Acvpu::kPain},
    Answer{"422768004", model::Acvpu::kUnresponsive}};

constexpr std::array<std::string_view, 6> kUnits = {"/min", "%", "mm[Hg]", "Cel", "l/min", "L/min"};

// spec/code-maps sections 3 to 8.
constexpr std::array<std::string_view, 8> kVerificationStatus = {"01", "02", "03", "04",
                                                                 "05", "06", "07", "08"};
constexpr std::array<std::string_view, 8> kDischargeMethod = {"1", "3", "4", "5",
                                                              "6", "7", "8", "9"};
constexpr std::array<std::string_view, 21> kDischargeDestination = {
    "19", "29", "30", "37", "38", "48", "49", "50", "51", "52", "53",
    "54", "65", "66", "79", "84", "85", "87", "88", "98", "99"};
constexpr std::array<std::string_view, 20> kAdmissionMethod = {
    "11", "12", "13", "21", "22", "23", "24", "25", "2A", "2B",
    "2C", "2D", "28", "31", "32", "81", "82", "83", "98", "99"};
constexpr std::array<std::string_view, 16> kAdmissionSource = {
    "19", "29", "39", "49", "51", "52", "53", "54", "65", "66", "79", "85", "87", "88", "98", "99"};
constexpr std::array<std::string_view, 18> kEthnicCategory = {
    "A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "Z", "99"};

struct NationalSystem {
  std::string_view name;
  std::span<const std::string_view> codes;
};
const std::array kNationalSystems = {
    NationalSystem{"UKCore-NHSNumberVerificationStatusEngland", kVerificationStatus},
    NationalSystem{"UKCore-DischargeMethodEngland", kDischargeMethod},
    NationalSystem{"UKCore-DischargeDestinationEngland", kDischargeDestination},
    NationalSystem{"UKCore-AdmissionMethodEngland", kAdmissionMethod},
    NationalSystem{"UKCore-SourceOfAdmissionEngland", kAdmissionSource},
    NationalSystem{"UKCore-EthnicCategoryEngland", kEthnicCategory}};

// Verhoeff's check over the dihedral group D5: elements 0-4 are rotations, 5-9 reflections.
constexpr unsigned Multiply(unsigned a, unsigned b) {
  const unsigned turn = b % 5;
  if (a < 5) return b < 5 ? (a + turn) % 5 : 5 + (a + turn) % 5;
  return b < 5 ? 5 + (a - 5 + 5 - turn) % 5 : (a - 5 + 5 - turn) % 5;
}

constexpr std::array<unsigned, 10> kPermutation = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

}  // namespace

const CodeMeaning* MeaningOf(std::string_view code) {
  const auto* const found = std::find_if(kMeanings.begin(), kMeanings.end(),
                                         [&](const CodeMeaning& m) { return m.code == code; });
  return found == kMeanings.end() ? nullptr : found;
}

model::Vital ScoredVital(model::Parameter parameter) {
  switch (parameter) {
    case Parameter::kRespiration:
      return Vital::kRespiration;
    case Parameter::kSpo2Scale1:
    case Parameter::kSpo2Scale2:
    case Parameter::kAirOrOxygen:
      return Vital::kOxygenSaturation;
    case Parameter::kSystolic:
      return Vital::kSystolic;
    case Parameter::kPulse:
      return Vital::kPulse;
    case Parameter::kConsciousness:
      return Vital::kConsciousness;
    case Parameter::kTemperature:
      return Vital::kTemperature;
  }
  return Vital::kSpo2Scale;  // not reached: the list above is complete
}

std::optional<model::Acvpu> AcvpuOfSnomed(std::string_view code) {
  for (const Answer& answer : kAnswers) {
    if (answer.code == code) return answer.acvpu;
  }
  return std::nullopt;
}

bool IsSnomedId(std::string_view code) {
  if (code.size() < 6 || code.size() > 18 || code.front() == '0') return false;
  if (code.find_first_not_of("0123456789") != std::string_view::npos) return false;
  unsigned check = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    auto digit = static_cast<unsigned>(code[code.size() - 1 - i] - '0');
    for (std::size_t turn = 0; turn < i % 8; ++turn) digit = kPermutation[digit];
    check = Multiply(check, digit);
  }
  return check == 0;
}

bool IsKnownUnit(std::string_view ucum) {
  return std::find(kUnits.begin(), kUnits.end(), ucum) != kUnits.end();
}

bool IsUnitOf(model::Vital vital, std::string_view ucum) {
  switch (vital) {
    case Vital::kRespiration:
    case Vital::kPulse:
      return ucum == "/min";
    case Vital::kOxygenSaturation:
      return ucum == "%";
    case Vital::kSystolic:
    case Vital::kDiastolic:
      return ucum == "mm[Hg]";
    case Vital::kTemperature:
      return ucum == "Cel";
    case Vital::kAirOrOxygen:
      return ucum == "l/min" || ucum == "L/min";
    default:
      return false;
  }
}

bool IsNationalCode(std::string_view system, std::string_view code) {
  if (!system.starts_with(kUkCodeSystems)) return true;
  system.remove_prefix(kUkCodeSystems.size());
  for (const NationalSystem& known : kNationalSystems) {
    if (known.name != system) continue;
    return std::find(known.codes.begin(), known.codes.end(), code) != known.codes.end();
  }
  return true;
}

}  // namespace wardbridge::discharge
