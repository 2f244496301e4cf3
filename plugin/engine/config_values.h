// The small values of the configuration file: durations, sizes, addresses. Pure functions of text.
//
//   duration = digits ( "ms" | "s" | "min" | "h" | "d" )
//   time     = two digits ":" two digits
//   size     = digits ( "B" | "KiB" | "MiB" | "GiB" )
//   address  = ( IPv4 | "[" IPv6 "]" | "localhost" ) ":" port
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.h"

namespace wardbridge::engine {

// Nothing when `text` is not a duration as above, or longer than 100 years.
[[nodiscard]] std::optional<Millis> ParseDuration(std::string_view text);
// The shortest text that ParseDuration reads back: "15min".
[[nodiscard]] std::string FormatDuration(Millis duration);

// A time of day since midnight, "00:00" to "23:59". Nothing when `text` is none.
[[nodiscard]] std::optional<Millis> ParseTimeOfDay(std::string_view text);

// Bytes. Nothing when `text` is not a size as above, or larger than 1024 GiB.
[[nodiscard]] std::optional<std::size_t> ParseSize(std::string_view text);
// The shortest text that ParseSize reads back: "16MiB".
[[nodiscard]] std::string FormatSize(std::size_t bytes);

// Where to listen. Host names are not resolved: a listener binds to an address, not to whatever a
// name server says.
struct Address {
  std::string host;  // "127.0.0.1" or "::1"; "localhost" has become "127.0.0.1"
  std::uint16_t port = 0;
  bool loopback = false;  // 127.0.0.0/8 or ::1

  // "127.0.0.1:2575", "[::1]:2575"
  [[nodiscard]] std::string Text() const;
};
[[nodiscard]] std::optional<Address> ParseAddress(std::string_view text);

// Whether `text` is an absolute URI (RFC 3986 section 4.3: scheme, ":", something; no spaces or
// controls).
[[nodiscard]] bool IsAbsoluteUri(std::string_view text);

// Whether `text` is a SNOMED CT identifier: 6 to 18 digits, no leading zero, right Verhoeff check
// digit.
[[nodiscard]] bool IsSnomedId(std::string_view text);

}  // namespace wardbridge::engine
