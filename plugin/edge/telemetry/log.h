// Structured log lines: "event key=value ...". Patient data cannot get here: Phi does not convert
// to text.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

namespace wardbridge::telemetry {

// The numbers of the C ABI (WB_LOG_*).
enum class Level : std::int32_t {
  kTrace = 0,
  kDebug = 1,
  kInfo = 2,
  kWarn = 3,
  kError = 4,
  kMisuse = 5
};

struct Field {
  std::string_view name;
  std::string value;
};

// One finished line without time and level. Called from any thread.
using LogSink = std::function<void(Level, std::string_view component, std::string_view line)>;

// Thread-safe if its sink is.
class Log {
 public:
  explicit Log(LogSink sink, Level least = Level::kInfo);

  // `event` first, then the fields; values with blanks, quotes or "=" are quoted, control
  // characters escaped as \xhh.
  void Write(Level level, std::string_view component, std::string_view event,
             std::initializer_list<Field> fields) const;

  // The line of an event, for tests and for the audit record.
  [[nodiscard]] static std::string Format(std::string_view event,
                                          std::initializer_list<Field> fields);

 private:
  LogSink sink_;
  Level least_;
};

}  // namespace wardbridge::telemetry
