// Times as sources of readings write them: ISO 8601 (FHIR dateTime and instant), and the day first
// as people in the United Kingdom do.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.h"
#include "core/discharge/options.h"

namespace wardbridge::discharge {

struct ReadingTime {
  Timestamp time;
  bool has_offset = false;  // else the clocks of the feed's timezone counted
  bool ambiguous = false;   // in the hour that comes twice in autumn: the first was taken
  bool gap = false;         // in the hour that is skipped in spring: one hour was added
};

// "2026-10-20T17:16[:00[.5]][Z|+01:00]" (or a blank for the T) or "20/10/2026 17:16[:00]". Without
// an offset, or where the feed's are not trusted, it is a time of the feed's zone. Nothing when it
// is anything else, a date alone too.
[[nodiscard]] std::optional<ReadingTime> ReadTime(std::string_view text, const FeedOptions& feed);

// YYYYMMDD of "1944-02-29", "29/02/1944" or "19440229"; "" when it is none.
[[nodiscard]] std::string ReadBirthDate(std::string_view text);

}  // namespace wardbridge::discharge
