#include "core/discharge/units.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace wardbridge::discharge {
namespace {

using model::Decimal;
using model::Vital;

// Spellings seen in feeds, upper case, and the UCUM code they mean.
constexpr std::array<std::pair<std::string_view, std::string_view>, 30> kSpellings = {{
    {"/MIN", "/min"},
    {"1/MIN", "/min"},
    {"PER MIN", "/min"},
    {"PER MINUTE", "/min"},
    {"BPM", "/min"},
    {"BEATS/MIN", "/min"},
    {"BEATS/MINUTE", "/min"},
    {"{BEATS}/MIN", "/min"},
    {"BREATHS/MIN", "/min"},
    {"BREATHS/MINUTE", "/min"},
    {"BR/MIN", "/min"},
    {"RPM", "/min"},
    {"{BREATHS}/MIN", "/min"},
    {"%", "%"},
    {"PERCENT", "%"},
    {"MM[HG]", "mm[Hg]"},
    {"MMHG", "mm[Hg]"},
    {"MM HG", "mm[Hg]"},
    {"KPA", "kPa"},
    {"CEL", "Cel"},
    {"C", "Cel"},
    {"DEGC", "Cel"},
    {"DEG C", "Cel"},
    {"\xC2\xB0"
     "C",
     "Cel"},
    {"CELSIUS", "Cel"},
    {"[DEGF]", "[degF]"},
    {"F", "[degF]"},
    {"DEGF", "[degF]"},
    {"DEG F", "[degF]"},
    {"\xC2\xB0"
     "F",
     "[degF]"},
}};

std::string Ucum(std::string_view unit, const std::map<std::string, std::string>& local_units) {
  const std::string upper = UpperAscii(Trim(unit));
  if (const auto own = local_units.find(upper); own != local_units.end()) return own->second;
  for (const auto& [spelling, code] : kSpellings) {
    if (spelling == upper) return std::string(code);
  }
  return {};
}

// (F - 32) * 5 / 9 to one decimal: the precision that is scored, rounded once.
Decimal FahrenheitToCelsius(const Decimal& fahrenheit) {
  std::int64_t offset = 32;
  for (int i = 0; i < fahrenheit.scale(); ++i) offset *= 10;
  return Decimal::FromScaled(fahrenheit.mantissa() - offset, fahrenheit.scale()).Scaled(5, 9, 0, 1);
}

}  // namespace

std::optional<Decimal> Convert(Vital vital, const Decimal& value, std::string_view unit,
                               const std::map<std::string, std::string>& local_units) {
  const std::string code = Ucum(unit, local_units);
  if (code.empty()) return std::nullopt;
  if (code == Unit(vital)) return value;
  if (vital == Vital::kTemperature && code == "[degF]") return FahrenheitToCelsius(value);
  const bool pressure = vital == Vital::kSystolic || vital == Vital::kDiastolic;
  // 1 kPa = 7.50062 mm[Hg].
  if (pressure && code == "kPa") return value.Scaled(750'062, 100'000, 0, 0);
  return std::nullopt;
}

}  // namespace wardbridge::discharge
