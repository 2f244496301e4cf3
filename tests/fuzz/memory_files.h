// The files that a configuration finds while it is fuzzed: memory_files.cpp stands in for
// plugin/engine/config_files.cpp, so that nothing of the machine can be opened, whatever the input
// names.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace wardbridge::engine::fuzz {

// Stands in every file that plays a secret.
inline constexpr std::string_view kSecret = "kept-secret";

// By name relative to the working directory; made once.
[[nodiscard]] const std::map<std::string, std::string>& MemoryFiles();

}  // namespace wardbridge::engine::fuzz
