// Reading the files a configuration names. Blocking; sizes are capped, so a wrong name cannot fill
// the memory.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/fault.h"
#include "base/result.h"
#include "base/strict_yaml.h"
#include "core/discharge/discharge.h"

namespace wardbridge::engine {

// The whole content of a regular file. Errors: kIo with the system's reason, or with "larger than
// ..." as detail.
[[nodiscard]] Result<std::string> ReadFile(const std::string& path, std::size_t limit_bytes);

// All *.yaml, *.csv and *.json below `folder`, but for hidden ones and those under its `tests/`.
// `root` is how faults name the folder; `node` is where the configuration names it.
[[nodiscard]] mapping::PackFiles ReadPack(const std::string& folder, const std::string& root,
                                          const YamlNode& node, std::vector<Fault>& faults);

}  // namespace wardbridge::engine
