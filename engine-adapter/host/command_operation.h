// The commands with which an operator changes something: their words, read into one request.
#pragma once

#include <array>
#include <string>

#include <CLI/CLI.hpp>

#include "engine/offline.h"

namespace wardbridge::host {

// One of them. A value; the parser writes into it, so it must stay where it is while it parses.
struct Operation {
  const char* name;
  const char* help;
  const char* example;
  const char* key;  // what KEY may be; nullptr: --stay instead
  bool on_destinations;
  engine::OperateRequest request;
  std::string destination;
  std::string seen;  // of resolve: "m17"
  std::string timeout = "30s";
};
inline constexpr std::size_t kOperationCount = 7;  // "send" is the last
[[nodiscard]] std::array<Operation, kOperationCount> Operations();

// --config and --brief, which every command has.
void AddConfig(CLI::App& command, std::string& config, bool& brief);

// --reason and --operator.
void AddPerson(CLI::App& command, std::string& reason, std::string& person, bool wanted);

// The command below `parent`; `words` are those before its name in the example.
void AddOperation(CLI::App& parent, const std::string& words, Operation& operation);

// What the parser cannot check by itself, and what is not given. Throws like the parser.
void CheckOperation(Operation& operation, const std::string& login);

// Who is logged in, by name or at least by number.
[[nodiscard]] std::string LoginName();

}  // namespace wardbridge::host
