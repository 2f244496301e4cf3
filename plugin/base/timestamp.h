// Points in time, and the civil time of a place. Sources: FHIR R4 dateTime and instant; HL7 v2 ch.
// 2A DTM.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wardbridge {

using Millis = std::chrono::milliseconds;

// For metrics.
[[nodiscard]] constexpr double Seconds(Millis span) {
  return static_cast<double>(span.count()) / 1000.0;
}

// An instant in milliseconds since 1970-01-01T00:00:00Z. A value.
class Timestamp {
 public:
  constexpr Timestamp() = default;
  [[nodiscard]] static constexpr Timestamp FromUnixMs(std::int64_t ms) { return Timestamp(ms); }
  [[nodiscard]] constexpr std::int64_t UnixMs() const { return ms_; }

  friend constexpr auto operator<=>(Timestamp, Timestamp) = default;
  friend constexpr Timestamp operator+(Timestamp t, Millis d) {
    return Timestamp(t.ms_ + d.count());
  }
  friend constexpr Timestamp operator-(Timestamp t, Millis d) {
    return Timestamp(t.ms_ - d.count());
  }
  friend constexpr Millis operator-(Timestamp a, Timestamp b) { return Millis(a.ms_ - b.ms_); }

 private:
  explicit constexpr Timestamp(std::int64_t ms) : ms_(ms) {}
  std::int64_t ms_ = 0;
};

// What a wall clock shows, without saying where. month 1-12, day 1-31, hour 0-23, millisecond
// 0-999.
struct CivilTime {
  int year = 0;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millisecond = 0;

  friend auto operator<=>(const CivilTime&, const CivilTime&) = default;
};

// Whether the date exists (29 February included) and every part is in range.
[[nodiscard]] bool IsValid(const CivilTime& time);

// The zone of every NHS organisation, and the default of every feed.
inline constexpr std::string_view kLondon = "Europe/London";

// Whether the zone database knows `zone`.
[[nodiscard]] bool IsZone(std::string_view zone);

// What a civil time means in a zone.
struct Resolved {
  enum class Kind {
    kUnique,     // one instant: `first` == `second`
    kAmbiguous,  // clocks went back: `first` is the earlier (summer) reading, `second` the later
    kGap,        // clocks went forward over it: both are that time plus the length of the gap
  };
  Timestamp first;
  Timestamp second;
  Kind kind = Kind::kUnique;
};

// `time` must be valid and `zone` known (assert). Thread-safe.
[[nodiscard]] Resolved Resolve(const CivilTime& time, std::string_view zone = kLondon);

// A civil time with a stated offset from UTC.
[[nodiscard]] Timestamp AtOffset(const CivilTime& time, std::chrono::minutes offset);

// The wall clock of `zone` at an instant, and its offset from UTC.
struct LocalTime {
  CivilTime civil;
  std::chrono::minutes offset{0};
};
[[nodiscard]] LocalTime InZone(Timestamp time, std::string_view zone = kLondon);

// "2026-10-20T17:16:00+01:00"; ".250" stands before the offset only when there are milliseconds.
[[nodiscard]] std::string FormatDateTime(Timestamp time, std::string_view zone = kLondon);
// "2026-10-20T17:16:00.000+01:00", always with milliseconds: FHIR instant.
[[nodiscard]] std::string FormatInstant(Timestamp time, std::string_view zone = kLondon);
// "20261020171600+0100": HL7 v2 DTM.
[[nodiscard]] std::string FormatHl7(Timestamp time, std::string_view zone = kLondon);

// Reads "2026-10-20T17:16:00[.fff](Z|+hh:mm)", the forms above included. Nothing when it is
// anything else.
[[nodiscard]] std::optional<Timestamp> ParseInstant(std::string_view text);

}  // namespace wardbridge
