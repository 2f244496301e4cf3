// Wardbridge running: the only place that builds rooms and threads. What the C ABI offers, in C++.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/fault.h"
#include "base/result.h"
#include "edge/telemetry/log.h"
#include "engine/config.h"

namespace wardbridge::engine {

// What the host gives. `log` may be empty: nothing is logged. `clock` must outlive the Engine;
// null: the system's.
struct Services {
  telemetry::LogSink log;
  const Clock* clock = nullptr;
  Lookup lookup;  // empty: the environment only
};

// How a message handed in was dealt with; the numbers are those of WB_D_* in wardbridge_plugin.h.
enum class Disposition : std::int32_t {
  kAccepted = 1,
  kIgnored = 3,
  kRejected = 4,
  kFailed = 5,
  kDuplicate = 6
};

struct ProcessRequest {
  std::string body;    // HL7 bytes without framing
  std::string feed;    // "": the only feed
  Timestamp received;  // 0: now
  Millis timeout{0};   // 0: 30 s
  bool dry_run = false;
};

struct ProcessOutcome {
  Disposition disposition = Disposition::kFailed;
  std::string ack;     // empty with kFailed
  std::string bundle;  // dry run only
  std::string report;  // JSON: {"issues":[...],"mapping":"..."}
};

// Life cycle: created -> Start -> Stop -> destroyed. Start, Reload and Stop by one control thread;
// the rest by any.
class Engine {
 public:
  // Loads and compiles everything, opens nothing. Faults as in LoadConfig; null when one is an
  // error.
  [[nodiscard]] static std::unique_ptr<Engine> Create(Config config, Services services,
                                                      std::vector<Fault>& faults);
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;  // stops first if need be

  // Opens the store, recovers, binds listeners, makes threads. Errors leave nothing running.
  [[nodiscard]] virtual Result<> Start() = 0;
  // Puts another configuration in the place of this one: its core, that is organisation, feeds,
  // wards, mapping, summary and document. It is compiled beside, the tests of its packs are run,
  // and it is on record before it is used; then every step that begins is done by it. With an error
  // among `faults` everything stays as it was. Errors: kConflict after Stop, those of the store.
  virtual Result<> Reload(Config config, std::vector<Fault>& faults) = 0;
  // Stops taking messages, finishes those in hand, at most `drain`; idempotent. The store keeps
  // everything.
  virtual Result<> Stop(Millis drain) = 0;

  // Between Start and Stop. Errors: kNotFound (unknown feed), kBusy (back pressure), kTimeout
  // (outcome unknown).
  [[nodiscard]] virtual Result<ProcessOutcome> Process(ProcessRequest request) = 0;

  // Health and counters as JSON:
  // {"state":"started","health":{...},"listeners":[{"name":..,"port":..}],...}
  [[nodiscard]] virtual std::string StatusJson() const = 0;
};

}  // namespace wardbridge::engine
