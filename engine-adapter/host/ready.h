// Where a started plugin listens, told to people and to scripts.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace wardbridge::host {

struct Ports {
  std::vector<std::pair<std::string, int>> listeners;  // by name, in the order of the configuration
  int console = 0;                                     // 0: none
};

// Reads the status of the plugin. What is not understood is left out.
[[nodiscard]] Ports ReadPorts(std::string_view status_json);

// "adt on port 2575, rpm on port 2576, console on port 8025"; "no listener" when there is none.
[[nodiscard]] std::string Sentence(const Ports& ports);
// {"pid":4711,"listeners":{"adt":2575,"rpm":2576},"console":8025}; without "console" when there is
// none.
[[nodiscard]] std::string ReadyJson(const Ports& ports, long pid);

// Writes `text` to a file beside `file` and renames it: a reader sees all of it or nothing. Errors:
// kIo.
[[nodiscard]] Result<> WriteAtomically(const std::string& file, std::string_view text);

}  // namespace wardbridge::host
