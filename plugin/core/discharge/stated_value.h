// The value of a reading as a source states it, whatever its form, and what it is as a Reading. The
// rules are those of an OBX (spec/code-maps section 10).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/discharge/options.h"
#include "core/discharge/told_problems.h"
#include "core/discharge/vital_codes.h"
#include "model/reading.h"

namespace wardbridge::discharge {

// Patient data.
struct StatedValue {
  std::string number;              // a number's own digits; "" when there is none
  std::string comparator;          // "<", "<=", ">", ">=" or ""
  std::string unit;                // as stated: a UCUM code or a spelling
  std::vector<std::string> words;  // codes and texts of an answer, the best first
  std::optional<bool> yes;

  [[nodiscard]] bool Empty() const { return number.empty() && words.empty() && !yes; }
};

// Whether `value` is one of `code`; it is then in `reading`, converted to the unit of the vital.
// What is wrong is told of `place`.
[[nodiscard]] bool TakeValue(const VitalCode& code, const StatedValue& value,
                             const FeedOptions& feed, const std::string& place,
                             model::Reading& reading, ToldProblems& problems);

// A limit in the unit of the vital; nothing when there is none or it is in no such unit.
[[nodiscard]] std::optional<model::Decimal> LimitOf(model::Vital vital, const StatedValue& value,
                                                    const FeedOptions& feed);

// Whether `code` may be one of HL7 table 0078, which are short words: "HH", "<", "A".
[[nodiscard]] bool IsFlag(std::string_view code);

// `text` up to 32 KiB, whole characters of it; what is left out is told.
[[nodiscard]] std::string Bounded(std::string text, const std::string& place,
                                  ToldProblems& problems);

}  // namespace wardbridge::discharge
