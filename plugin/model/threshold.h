// Alert thresholds: beyond which values somebody wants to be told about a patient.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "model/decimal.h"
#include "model/reading.h"

namespace wardbridge::model {

// Below `low` or above `high` is beyond the limits; the limits themselves are not.
struct Limits {
  std::optional<Decimal> low;
  std::optional<Decimal> high;

  [[nodiscard]] bool IsStated() const { return low.has_value() || high.has_value(); }
  // No value can lie within them.
  [[nodiscard]] bool Contradict() const { return low && high && *high < *low; }

  friend bool operator==(const Limits&, const Limits&) = default;
};

// What a ward wants for its patients. A value.
struct Thresholds {
  std::map<Vital, Limits> vitals;  // measured vitals only, in Unit(vital)
  int news2_from = 5;              // totals from here on: medium and high of the RCP chart
  // How long a reading holds at most when no other follows, and how long nothing may be measured
  // before it is a gap: by default 12 hours, the longest interval of the RCP chart.
  std::int64_t holds_ms = 12LL * 60 * 60 * 1000;

  friend bool operator==(const Thresholds&, const Thresholds&) = default;
};

// "oxygen-saturation=92..;pulse=50..120;news2=5;holds=43200000": for the store.
[[nodiscard]] std::string TextOf(const Thresholds& thresholds);
// Reads it back; "" is what a ward has that says nothing. Nothing when it is no such text.
[[nodiscard]] std::optional<Thresholds> ThresholdsOf(std::string_view text);

}  // namespace wardbridge::model
