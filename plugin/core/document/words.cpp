#include "core/document/words.h"

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/text.h"

namespace wardbridge::document {
namespace {

constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

constexpr std::int64_t kMsOfMinute = 60'000;
constexpr std::int64_t kDayMinutes = std::int64_t{24} * 60;

std::string Two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string Month(int month) { return kMonths.at(static_cast<std::size_t>(month - 1)); }

// Length of the UTF-8 sequence that starts with `lead`; 1 for what starts none.
std::size_t SequenceLength(unsigned char lead) {
  if (lead >= 0xF0) return 4;
  if (lead >= 0xE0) return 3;
  return lead >= 0xC0 ? 2 : 1;
}

std::uint32_t CodePoint(std::string_view sequence) {
  const auto lead = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) return lead;
  std::uint32_t code = lead & (0xFFU >> (sequence.size() + 1));
  for (const char c : sequence.substr(1))
    code = code << 6U | (static_cast<unsigned char>(c) & 0x3FU);
  return code;
}

bool IsControl(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029;
}

// Unicode's explicit directional characters: marks stay, they only help.
bool IsDirectional(std::uint32_t code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

}  // namespace

std::string Clean(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    std::string_view sequence =
        text.substr(0, SequenceLength(static_cast<unsigned char>(text.front())));
    if (!IsUtf8(sequence)) {
      sequence = text.substr(0, 1);
      clean += "\uFFFD";
    } else if (const std::uint32_t code = CodePoint(sequence); IsControl(code)) {
      clean += ' ';
    } else if (!IsDirectional(code)) {
      clean += sequence;
    }
    text.remove_prefix(sequence.size());
  }
  return std::string(Trim(clean));
}

std::string Clock(const CivilTime& time) { return Two(time.hour) + ":" + Two(time.minute); }

std::string ShortDate(const CivilTime& day) {
  return std::to_string(day.day) + " " + Month(day.month);
}

std::string Date(const CivilTime& day) { return ShortDate(day) + " " + std::to_string(day.year); }

std::string DateAndTime(Timestamp time) {
  const CivilTime local = InZone(time).civil;
  return Date(local) + " " + Clock(local);
}

std::string BirthDate(std::string_view iso) {
  const std::vector<std::string_view> parts = Split(iso, '-');
  std::vector<int> numbers;
  for (const std::string_view part : parts) {
    const std::optional<long long> number = ParseDigits(part);
    if (!number || part.size() > 4) return Clean(iso);
    numbers.push_back(static_cast<int>(*number));
  }
  if (numbers.empty() || numbers.size() > 3) return Clean(iso);
  if (numbers.size() > 1 && (numbers[1] < 1 || numbers[1] > 12)) return Clean(iso);
  std::string text;
  if (numbers.size() > 2) text += std::to_string(numbers[2]) + " ";
  if (numbers.size() > 1) text += Month(numbers[1]) + " ";
  return text + std::to_string(numbers[0]);
}

std::string FullName(const model::Person& person) {
  std::string given;
  for (const std::string& name : person.given.Reveal()) {
    const std::string clean = Clean(name);
    if (!given.empty() && !clean.empty()) given += " ";
    given += clean;
  }
  std::string name = Clean(person.family.Reveal());
  if (!name.empty() && !given.empty()) name += ", ";
  name += given;
  if (name.empty()) return "name not known";
  const std::string prefix = Clean(person.prefix.Reveal());
  return prefix.empty() ? name : name + " (" + prefix + ")";
}

std::string NhsNumber(const model::Person& person) {
  if (!person.nhs_number) return "not known";
  const std::string& digits = person.nhs_number->Reveal();
  return digits.substr(0, 3) + " " + digits.substr(3, 3) + " " + digits.substr(6);
}

std::string_view Label(model::Vital vital) {
  switch (vital) {
    case model::Vital::kRespiration:
      return "Respiration rate";
    case model::Vital::kOxygenSaturation:
      return "Oxygen saturation (SpO2)";
    case model::Vital::kAirOrOxygen:
      return "Air or oxygen";
    case model::Vital::kSystolic:
      return "Systolic blood pressure";
    case model::Vital::kDiastolic:
      return "Diastolic blood pressure";
    case model::Vital::kPulse:
      return "Pulse";
    case model::Vital::kConsciousness:
      return "Consciousness (ACVPU)";
    case model::Vital::kTemperature:
      return "Temperature";
    case model::Vital::kSpo2Scale:
      return "SpO2 scale prescribed";
  }
  return "";
}

std::string_view UnitText(model::Vital vital) {
  switch (vital) {
    case model::Vital::kRespiration:
    case model::Vital::kPulse:
      return "per minute";
    case model::Vital::kOxygenSaturation:
      return "%";
    case model::Vital::kSystolic:
    case model::Vital::kDiastolic:
      return "mmHg";
    case model::Vital::kTemperature:
      return "\u00B0C";
    case model::Vital::kAirOrOxygen:
    case model::Vital::kConsciousness:
    case model::Vital::kSpo2Scale:
      break;
  }
  return "";
}

std::string LabelWithUnit(model::Vital vital) {
  const std::string unit(UnitText(vital));
  return std::string(Label(vital)) + (unit.empty() ? "" : ", " + unit);
}

std::string_view Answer(model::Acvpu answer) {
  switch (answer) {
    case model::Acvpu::kAlert:
      return "Alert";
    case model::Acvpu::kConfusion:
      return "New confusion";
    case model::Acvpu::kVoice:
      return "Voice";
    case model::Acvpu::kPain:
      return "Pain";
    case model::Acvpu::kUnresponsive:
      return "Unresponsive";
  }
  return "";
}

std::string AirOrOxygen(const model::Reading& reading) {
  if (!reading.on_oxygen.value_or(false)) return "air";
  return reading.flow ? "oxygen " + reading.flow->Text() + " l/min" : "oxygen";
}

std::string ValueOf(const model::Reading& reading) {
  std::string text = reading.comparator.empty() ? "" : Clean(reading.comparator) + " ";
  if (reading.acvpu) return text + std::string(Answer(*reading.acvpu));
  if (reading.on_oxygen) return text + AirOrOxygen(reading);
  if (reading.spo2_scale) return text + "scale " + std::to_string(*reading.spo2_scale);
  return reading.value ? text + reading.value->Text() : text;
}

std::string Span(Millis length) {
  const std::int64_t ms = length.count();
  const std::int64_t minutes = (ms + kMsOfMinute / 2) / kMsOfMinute;
  if (ms > 0 && minutes == 0) return "less than 1 min";
  if (minutes < 60) return std::to_string(minutes) + " min";
  if (minutes < kDayMinutes) {
    const std::string hours = std::to_string(minutes / 60) + " h";
    return minutes % 60 == 0 ? hours : hours + " " + std::to_string(minutes % 60) + " min";
  }
  const std::int64_t hours = (minutes + 30) / 60;
  const std::string days = std::to_string(hours / 24) + " d";
  return hours % 24 == 0 ? days : days + " " + std::to_string(hours % 24) + " h";
}

std::string Percent(Millis part, Millis whole) {
  const std::int64_t rounded = (200 * part.count() + whole.count()) / (2 * whole.count());
  if (rounded == 0 && part.count() > 0) return "<1%";
  if (rounded == 100 && part < whole) return ">99%";
  return std::to_string(rounded) + "%";
}

std::string Change(int change) {
  if (change < 0) return "\u2212" + std::to_string(-change);
  return (change > 0 ? "+" : "") + std::to_string(change);
}

std::string FlagText(std::string_view flag) {
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"L", "low"},
      {"H", "high"},
      {"LL", "critically low"},
      {"HH", "critically high"},
      {"<", "below what can be measured"},
      {">", "above what can be measured"},
      {"A", "abnormal"},
      {"AA", "critically abnormal"},
      {"U", "significantly up"},
      {"D", "significantly down"},
      {"B", "better"},
      {"W", "worse"}};
  std::string text = Clean(flag);
  for (const auto& [code, words] : kWords) {
    if (code == flag) text.append(", ").append(words);
  }
  return text;
}

std::string Count(std::size_t number, std::string_view noun) {
  std::string text = std::to_string(number) + " " + std::string(noun);
  if (number != 1) text += "s";
  return text;
}

}  // namespace wardbridge::document
