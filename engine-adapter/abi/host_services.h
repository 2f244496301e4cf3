// What the host gives, copied and dressed as the engine wants it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine-adapter/include/wardbridge_plugin.h"
#include "engine/engine.h"

namespace wardbridge::abi {

// Owns a copy of wb_host and of its names. Functions beyond the host's struct_size count as NULL.
// Must outlive the engine that uses Services(). Thread-safe after Allow().
class HostServices {
 public:
  // Whether `host` is large enough to say what it is, and asks for nothing unknown.
  [[nodiscard]] static bool IsWhole(const wb_host& host);

  // `host` must be whole.
  explicit HostServices(const wb_host& host);
  HostServices(const HostServices&) = delete;
  HostServices& operator=(const HostServices&) = delete;
  ~HostServices() = default;

  // Sink, clock and lookup for the engine; they point here.
  [[nodiscard]] engine::Services Services() const;
  // ${NAME}: nothing when the host does not set it.
  [[nodiscard]] std::optional<std::string> Get(const std::string& name) const;

  void Log(telemetry::Level level, std::string_view component, std::string_view line) const;
  // Every fault as one line of the component "config", without source lines.
  void LogFaults(const std::vector<Fault>& faults) const;
  // Lines below `least` are dropped from now on. Before the engine starts.
  void Allow(telemetry::Level least) { least_ = least; }

 private:
  class HostClock;

  wb_host host_{};
  std::string name_;
  std::string version_;
  std::shared_ptr<const Clock> clock_;  // null: the system's
  telemetry::Level least_ = telemetry::Level::kTrace;
};

}  // namespace wardbridge::abi
