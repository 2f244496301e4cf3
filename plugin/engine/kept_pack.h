// The mapping of a configuration as rows of the store, and back: what once ran can be run again.
#pragma once

#include <string>

#include "core/discharge/options.h"
#include "edge/store/rows.h"

namespace wardbridge::engine {

// `version` is discharge::Program::MappingVersion().
[[nodiscard]] store::PackRow ToRow(const mapping::PackFiles& pack, const std::string& version,
                                   Timestamp now);
[[nodiscard]] mapping::PackFiles FromRow(const store::PackRow& row);

// The digest at the end of a mapping version, "" when there is none.
[[nodiscard]] std::string DigestOf(const std::string& version);

}  // namespace wardbridge::engine
