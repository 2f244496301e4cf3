// Units of readings: from what senders write to the one UCUM unit a vital has (spec/code-maps
// section 10, spec/news2 section 2).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "model/decimal.h"
#include "model/reading.h"

namespace wardbridge::discharge {

// `value` in Unit(vital), or nothing when `unit` is unknown or does not belong to the vital. `unit`
// is the UCUM code or a spelling of `local_units` (keys upper case) or of the usual ones (bpm,
// mmHg, degC ...).
[[nodiscard]] std::optional<model::Decimal> Convert(
    model::Vital vital, const model::Decimal& value, std::string_view unit,
    const std::map<std::string, std::string>& local_units);

}  // namespace wardbridge::discharge
