// The header Retry-After (RFC 9110 section 10.2.3).
#pragma once

#include <optional>
#include <string_view>

#include "base/timestamp.h"

namespace wardbridge::net {

// How long to wait from `now` on: of seconds ("120") or of a date ("Sun, 06 Nov 1994 08:49:37
// GMT"), a day at most. Nothing when it is neither, or asks for no wait: then the usual back-off
// keeps us from coming again and again.
[[nodiscard]] std::optional<Millis> ReadRetryAfter(std::string_view text, Timestamp now);

}  // namespace wardbridge::net
