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

// A folder of a mapping: a pack or an overlay.
struct PackFolder {
  std::string path;  // where it is
  std::string root;  // how faults name it
};

// All *.yaml, *.csv and *.json below the folder, but for hidden ones and those under its `tests/`,
// and the folders beside it that hold the packs it uses. `node` is where the configuration names
// it.
[[nodiscard]] mapping::PackFiles ReadPack(const PackFolder& folder, const YamlNode& node,
                                          std::vector<Fault>& faults);
// The same files of an overlay.
[[nodiscard]] mapping::PackFiles ReadOverlay(const PackFolder& folder, const YamlNode& node,
                                             std::vector<Fault>& faults);

}  // namespace wardbridge::engine
