// Every key of the configuration at once, and a JSON Schema for editors made of them.
#pragma once

#include <map>
#include <string>

#include "engine/config_keys.h"

namespace wardbridge::engine {

// What the reader of the configuration asks for when it reads samples that have every section. A
// new key shows by itself; a new section needs a place in the samples.
[[nodiscard]] std::map<std::string, ConfigKey> AllConfigKeys();

// JSON Schema (draft 7). Ends with a newline.
[[nodiscard]] std::string ConfigSchema();

}  // namespace wardbridge::engine
