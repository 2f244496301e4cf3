// A scripted engine behind the C contract, so that the contract is tested without any room of the
// plugin.
#pragma once

#include <atomic>
#include <csignal>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.h"

namespace wardbridge::engine {

// What the fake does and what it saw. One at a time; Reset() at the beginning of each test.
struct FakeScript {
  std::vector<Fault> config_faults;
  std::vector<Fault> create_faults;
  bool create_throws = false;
  std::optional<Error> start_error;
  std::optional<Error> stop_error;
  std::optional<Error> reload_error;
  std::optional<Fault> reload_fault;
  std::function<Result<ProcessOutcome>(const ProcessRequest&)> process;
  std::function<void()> on_stop;
  std::string status = R"({"state":"fake"})";
  telemetry::Level log_level = telemetry::Level::kInfo;
  std::vector<std::string> variables;  // asked from the lookup when the configuration is read

  // Seen.
  std::string config;  // the text or path it was created with
  bool config_was_path = false;
  std::vector<std::optional<std::string>> values;  // of `variables`
  Services services;
  int starts = 0;
  int stops = 0;
  int reloads = 0;
  Millis drain{-1};
  sigset_t start_mask{};
  ProcessRequest request;
  bool destroyed = false;

  static FakeScript& Now();
  static void Reset();
};

}  // namespace wardbridge::engine
