// HL7 v2 dates and times with their stated precision, and what they mean in a zone (HL7 v2.5.1 ch.
// 2A.21 and 2A.76; spec/hl7v2-and-mllp section 8).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"
#include "core/hl7/message.h"

namespace wardbridge::hl7 {

enum class Precision { kYear, kMonth, kDay, kHour, kMinute, kSecond, kFraction };

// What the text says, before any zone rule. 24:00:00 has become 00:00 of the next day.
struct DateTime {
  CivilTime civil;
  Precision precision = Precision::kDay;
  std::optional<std::chrono::minutes> offset;

  [[nodiscard]] bool HasTime() const { return precision >= Precision::kHour; }
  // "1944-02-29", "1944-02" or "1944": FHIR date of the stated precision (never more than a day).
  [[nodiscard]] std::string FhirDate() const;
};

// `degree`: the second component of TS in v2.3 and v2.4 (Y L D H M S), "" when none; it can only
// lower the precision. A date never keeps an offset. `lenient`: accept "2010-03-31 17:15:00" too,
// and T, Z, +01:00 and up to nine digits of a second (feed setting). Error kMalformed otherwise.
// Never throws.
[[nodiscard]] Result<DateTime> ParseDateTime(std::string_view text, std::string_view degree = {},
                                             bool lenient = false);
// Of an element: its text and its second component.
[[nodiscard]] Result<DateTime> ParseDateTime(const Element& element, bool lenient = false);

struct ZoneRules {
  std::string zone = std::string(kLondon);
  bool offset_trust = true;  // false: offsets in this feed are wrong and not used
  std::optional<std::chrono::minutes> message_offset;  // of MSH-7
  // The instant of MSH-7. With it, an offset of MSH-7 that is just what the zone's clocks showed
  // then is taken as the zone's, not as fixed: a July admission in a November message keeps summer
  // time. Without it the offset counts as is.
  std::optional<Timestamp> message_time;
  bool lenient = false;
};

struct Instant {
  Timestamp time;
  bool ambiguous = false;  // autumn hour without offset: `time` is the first (summer) reading,
                           // `other` the second
  bool gap = false;        // spring gap: one hour was added
  Timestamp other;
  Precision precision = Precision::kSecond;
};

// The instant of a time (precision hour or better; a bare date is its local midnight). Offset: its
// own, else the message's, else the zone's rules. `rules.zone` must be known (IsZone).
[[nodiscard]] Instant ToInstant(const DateTime& time, const ZoneRules& rules);

// The autumn rule: of the readings of `time`, the one that is not later than `not_after` and not
// earlier than `not_before` (either may be absent); when both or neither fit, the first.
// Unambiguous instants come back as they are.
[[nodiscard]] Timestamp Settle(const Instant& time, std::optional<Timestamp> not_before,
                               std::optional<Timestamp> not_after);

}  // namespace wardbridge::hl7
