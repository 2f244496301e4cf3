// The commands with which an analyst writes and tries a mapping, and how messages are given to
// those that play some.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "engine/offline.h"

namespace wardbridge::host {

// Their values. The parser writes into it, so it must stay where it is while it parses.
struct AnalystWords {
  engine::TestRequest test;
  engine::DiffRequest diff;
  std::vector<std::string> diff_configs;
  std::string diff_now;
  engine::ExplainRequest explain;
  std::string explain_now;
  bool no_values = false;
  engine::WhyRequest why;
  std::string why_now;
  engine::ImportTableRequest import_table;
};

// The commands test, diff, explain, why and import-table.
void AddAnalyst(CLI::App& app, AnalystWords& words);

// What the parser cannot check by itself. Throws like the parser.
void CheckAnalyst(const CLI::App& app, AnalystWords& words);

// The messages of a command that plays them, and how they arrive. `required`: some must be given.
void AddReplay(CLI::App& command, engine::ReplayRequest& replay, std::string& now,
               bool required = true);

// The time that an option states, if it does. Throws like the parser.
[[nodiscard]] std::optional<Timestamp> ReadTime(const std::string& option, const std::string& text);

}  // namespace wardbridge::host
