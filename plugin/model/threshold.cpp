#include "model/threshold.h"

#include <utility>

#include "base/text.h"

namespace wardbridge::model {
namespace {

constexpr std::string_view kNews2 = "news2";
constexpr std::string_view kHolds = "holds";
constexpr std::string_view kTo = "..";

std::string TextOf(const std::optional<Decimal>& limit) { return limit ? limit->Text() : ""; }

// "50..120", "92..", "..38.5"
std::optional<Limits> LimitsOf(std::string_view text) {
  const std::size_t to = text.find(kTo);
  if (to == std::string_view::npos) return std::nullopt;
  const std::string_view low = text.substr(0, to);
  const std::string_view high = text.substr(to + kTo.size());
  Limits limits{Decimal::Parse(low), Decimal::Parse(high)};
  if (limits.low.has_value() == low.empty() || limits.high.has_value() == high.empty()) {
    return std::nullopt;
  }
  if (!limits.IsStated()) return std::nullopt;
  return limits;
}

// Puts one "name=value" into `into`; false when it is none.
bool Take(std::string_view part, Thresholds& into) {
  const std::size_t equals = part.find('=');
  if (equals == std::string_view::npos) return false;
  const std::string_view name = part.substr(0, equals);
  const std::string_view value = part.substr(equals + 1);
  if (name == kNews2 || name == kHolds) {
    const std::optional<long long> number = ParseDigits(value);
    if (!number) return false;
    if (name == kHolds) {
      into.holds_ms = *number;
    } else {
      into.news2_from = static_cast<int>(*number);
    }
    return true;
  }
  const std::optional<Vital> vital = VitalOf(name);
  std::optional<Limits> limits = LimitsOf(value);
  if (!vital || !limits) return false;
  into.vitals[*vital] = std::move(*limits);
  return true;
}

}  // namespace

std::string TextOf(const Thresholds& thresholds) {
  std::string text;
  for (const auto& [vital, limits] : thresholds.vitals) {
    text.append(Name(vital)).append("=").append(TextOf(limits.low));
    text.append(kTo).append(TextOf(limits.high)).append(";");
  }
  text.append(kNews2).append("=").append(std::to_string(thresholds.news2_from)).append(";");
  return text.append(kHolds).append("=").append(std::to_string(thresholds.holds_ms));
}

std::optional<Thresholds> ThresholdsOf(std::string_view text) {
  Thresholds thresholds;
  if (text.empty()) return thresholds;
  for (const std::string_view part : Split(text, ';')) {
    if (!Take(part, thresholds)) return std::nullopt;
  }
  return thresholds;
}

}  // namespace wardbridge::model
