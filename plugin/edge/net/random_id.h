// Ids of which no two are ever the same.
#pragma once

#include <string>

namespace wardbridge::net {

// A version 4 UUID (RFC 4122 section 4.4), lower case with hyphens. Thread-safe.
[[nodiscard]] std::string RandomUuid();

}  // namespace wardbridge::net
