// The log of `wardbridge run` on standard error: the lines of the plugin with time and level.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace spdlog {
class logger;
}

namespace wardbridge::host {

// "2026-10-20T16:16:00.250Z info  net connected listener=adt", or the same as one JSON object a
// line.
enum class LogFormat { kText, kJson };

// The content of a log line behind its time. Control characters become blanks, so one event is one
// line.
[[nodiscard]] std::string FormatLine(LogFormat format, std::int32_t level,
                                     std::string_view component, std::string_view line);

// Owns the sink. Thread-safe.
class LogOutput {
 public:
  explicit LogOutput(LogFormat format);
  LogOutput(const LogOutput&) = delete;
  LogOutput& operator=(const LogOutput&) = delete;
  ~LogOutput();

  // `level` is WB_LOG_*.
  void Write(std::int32_t level, std::string_view component, std::string_view line);

  // Faults of the configuration come before the plugin is created and are shown in another form
  // where that fails: their lines are kept until one of the two below is called.
  void HoldConfiguration();
  void WriteHeld();
  void DropHeld();

 private:
  void WriteNow(std::int32_t level, std::string_view component, std::string_view line);

  LogFormat format_;
  std::unique_ptr<spdlog::logger> logger_;
  std::mutex mutex_;  // guards the two below
  bool holding_ = false;
  std::vector<std::pair<std::int32_t, std::string>> held_;
};

}  // namespace wardbridge::host
