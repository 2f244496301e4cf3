// Ids of which no two are ever the same. Inside of edge/channel.
#pragma once

#include <string>

namespace wardbridge::channel {

// A version 4 UUID (RFC 4122 section 4.4), lower case with hyphens. Thread-safe.
[[nodiscard]] std::string RandomUuid();

}  // namespace wardbridge::channel
