// NEWS2 (Royal College of Physicians 2017, charts 1 and 4; spec/news2): bands, totals and
// observation sets.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "model/decimal.h"
#include "model/reading.h"
#include "model/score.h"

namespace wardbridge::clinical {

// Points of one measured value by the RCP chart, after the rounding rules of spec/news2 section 2
// (temperature to a tenth, half away from zero; the others to a whole number, halves up). Nothing
// when the value is out of the plausible limits, or (scale 2 above 92) when `on_oxygen` is needed
// and not stated.
[[nodiscard]] std::optional<int> RespirationPoints(const model::Decimal& per_minute);
[[nodiscard]] std::optional<int> Spo2Scale1Points(const model::Decimal& percent);
[[nodiscard]] std::optional<int> Spo2Scale2Points(const model::Decimal& percent,
                                                  std::optional<bool> on_oxygen);
[[nodiscard]] std::optional<int> SystolicPoints(const model::Decimal& mm_hg);
[[nodiscard]] std::optional<int> PulsePoints(const model::Decimal& per_minute);
[[nodiscard]] std::optional<int> TemperaturePoints(const model::Decimal& celsius);
[[nodiscard]] int AirOrOxygenPoints(bool on_oxygen);
[[nodiscard]] int ConsciousnessPoints(model::Acvpu answer);

// The band of a total and whether any parameter scored 3 (spec/news2 section 4).
[[nodiscard]] model::Band BandOf(int total, bool any_single_3);

// Whether a measured value lies within the limits outside which it is kept but not scored
// (spec/news2 section 2). The value as measured is compared, not the rounded one. Diastolic
// pressure, which is never scored, has the limits 0 to 350.
[[nodiscard]] bool IsPlausible(model::Vital vital, const model::Decimal& value);

struct ScoreOptions {
  Millis window{15 * 60 * 1000};  // of readings without an order: 1 to 60 minutes from the first
  bool assume_air = false;
  bool assume_alert = false;
  int default_scale = 1;   // the ward's spo2-scale
  std::string birth_date;  // "1944-02-29", "1944-02", "1944" or "": unknown age gets no score
  bool pregnant = false;
};

// The observation sets of `readings`, by time (equal times: by key), each scored as far as it can
// be. `readings` may be in any order; the result does not depend on it.
//
// - Readings of kind kSpo2Scale are statements, not members of a set. The latest one that is not
//   after the set's SpO2 reading counts (without such a reading: not after the set's time).
// - `missing` names what was not measured, not stated or not usable. On scale 2 above 92 without an
//   air or oxygen statement only that is missing, yet SpO2 has no sub-score either.
// - There is no air or oxygen sub-score without the SpO2 reading it refers to: that reading stands
//   first in its `readings` and gives its time.
// - assume_air fills in for a set with SpO2; assume_alert only where it completes a total. The
//   sub-score of an assumed Alert has no `readings`, and the time of the set.
// - A set that may not be scored (`not_scored`) has neither scores nor missing parameters. Its
//   first reading decides whether the patient was under 16.
[[nodiscard]] std::vector<model::ObservationSet> ScoreSets(std::span<const model::Reading> readings,
                                                           const ScoreOptions& options);

}  // namespace wardbridge::clinical
