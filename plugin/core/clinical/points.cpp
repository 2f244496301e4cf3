// The bands of the RCP chart 1 as integer tables, and the limits of what is scored.
#include <array>
#include <cstdint>
#include <limits>
#include <span>

#include "core/clinical/news2.h"

namespace wardbridge::clinical {
namespace {

using model::Decimal;
using model::Vital;

// Values up to and including `up_to` (and above the row before) score `points`.
struct Row {
  std::int64_t up_to;
  int points;
};

constexpr std::int64_t kNoEnd = std::numeric_limits<std::int64_t>::max();

constexpr std::array kRespiration = {Row{8, 3}, Row{11, 1}, Row{20, 0}, Row{24, 2}, Row{kNoEnd, 3}};
constexpr std::array kSpo2Scale1 = {Row{91, 3}, Row{93, 2}, Row{95, 1}, Row{kNoEnd, 0}};
constexpr std::array kSpo2Scale2Air = {Row{83, 3}, Row{85, 2}, Row{87, 1}, Row{kNoEnd, 0}};
constexpr std::array kSpo2Scale2Oxygen = {Row{83, 3}, Row{85, 2}, Row{87, 1},    Row{92, 0},
                                          Row{94, 1}, Row{96, 2}, Row{kNoEnd, 3}};
constexpr std::array kSystolic = {Row{90, 3}, Row{100, 2}, Row{110, 1}, Row{219, 0},
                                  Row{kNoEnd, 3}};
constexpr std::array kPulse = {Row{40, 3},  Row{50, 1},  Row{90, 0},
                               Row{110, 1}, Row{130, 2}, Row{kNoEnd, 3}};
constexpr std::array kTemperatureTenths = {Row{350, 3}, Row{360, 1}, Row{380, 0}, Row{390, 1},
                                           Row{kNoEnd, 2}};

// On scale 2 both rows agree up to here; above, air or oxygen decides.
constexpr std::int64_t kScale2Agreement = 92;

struct Limits {
  std::int64_t low;
  std::int64_t high;
};

Limits LimitsOf(Vital vital) {
  switch (vital) {
    case Vital::kRespiration:
      return {0, 80};
    case Vital::kOxygenSaturation:
      return {20, 100};
    case Vital::kSystolic:
      return {30, 350};
    case Vital::kDiastolic:
      return {0, 350};
    case Vital::kPulse:
      return {10, 350};
    case Vital::kTemperature:
      return {25, 45};
    case Vital::kAirOrOxygen:
    case Vital::kConsciousness:
    case Vital::kSpo2Scale:
      break;  // statements have no limits
  }
  return {std::numeric_limits<std::int64_t>::min(), kNoEnd};
}

int Lookup(std::span<const Row> rows, std::int64_t value) {
  for (const Row& row : rows) {
    if (value <= row.up_to) return row.points;
  }
  return rows.back().points;
}

std::optional<int> Points(Vital vital, const Decimal& value, int places,
                          std::span<const Row> rows) {
  if (!IsPlausible(vital, value)) return std::nullopt;
  return Lookup(rows, value.RoundTo(places));
}

}  // namespace

bool IsPlausible(Vital vital, const Decimal& value) {
  const Limits limits = LimitsOf(vital);
  if (limits.high == kNoEnd) return true;
  return !(value < Decimal::FromScaled(limits.low, 0)) &&
         !(Decimal::FromScaled(limits.high, 0) < value);
}

std::optional<int> RespirationPoints(const Decimal& per_minute) {
  return Points(Vital::kRespiration, per_minute, 0, kRespiration);
}

std::optional<int> Spo2Scale1Points(const Decimal& percent) {
  return Points(Vital::kOxygenSaturation, percent, 0, kSpo2Scale1);
}

std::optional<int> Spo2Scale2Points(const Decimal& percent, std::optional<bool> on_oxygen) {
  if (!on_oxygen && percent.RoundTo(0) > kScale2Agreement) return std::nullopt;
  if (on_oxygen.value_or(false)) {
    return Points(Vital::kOxygenSaturation, percent, 0, kSpo2Scale2Oxygen);
  }
  return Points(Vital::kOxygenSaturation, percent, 0, kSpo2Scale2Air);
}

std::optional<int> SystolicPoints(const Decimal& mm_hg) {
  return Points(Vital::kSystolic, mm_hg, 0, kSystolic);
}

std::optional<int> PulsePoints(const Decimal& per_minute) {
  return Points(Vital::kPulse, per_minute, 0, kPulse);
}

std::optional<int> TemperaturePoints(const Decimal& celsius) {
  return Points(Vital::kTemperature, celsius, 1, kTemperatureTenths);
}

int AirOrOxygenPoints(bool on_oxygen) { return on_oxygen ? 2 : 0; }

int ConsciousnessPoints(model::Acvpu answer) { return answer == model::Acvpu::kAlert ? 0 : 3; }

model::Band BandOf(int total, bool any_single_3) {
  if (total >= 7) return model::Band::kHigh;
  if (total >= 5) return model::Band::kMedium;
  return any_single_3 ? model::Band::kLowMedium : model::Band::kLow;
}

}  // namespace wardbridge::clinical
