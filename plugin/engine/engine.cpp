#include "engine/engine.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/discharge/discharge.h"
#include "edge/telemetry/metrics.h"
#include "engine/live_program.h"
#include "engine/reload.h"
#include "engine/running.h"
#include "pipeline/reporter.h"

namespace wardbridge::engine {
namespace {

enum class State { kCreated, kStarted, kStopped };

std::string_view Name(State state) {
  switch (state) {
    case State::kCreated:
      return "created";
    case State::kStarted:
      return "started";
    case State::kStopped:
      return "stopped";
  }
  return "";
}

class ConfiguredEngine final : public Engine {
 public:
  ConfiguredEngine(Config config, Services services,
                   std::shared_ptr<const discharge::Program> program)
      : config_(std::move(config)),
        services_(std::move(services)),
        program_(std::move(program)),
        log_(services_.log),
        reporter_(log_, metrics_) {}

  ~ConfiguredEngine() override {
    if (running_) running_->Stop(Millis(0));
  }

  Result<> Start() override {
    if (state_ != State::kCreated) return Error{Code::kConflict, "engine", "was started before"};
    auto running = std::make_unique<Running>(config_, program_, reporter_, metrics_, clock());
    if (auto started = running->Start(); !started) return started;
    {
      const std::lock_guard lock(mutex_);
      running_ = std::move(running);
    }
    state_ = State::kStarted;
    return {};
  }

  Result<> Reload(Config next, std::vector<Fault>& faults) override {
    if (state_ == State::kStopped) return Error{Code::kConflict, "engine", "was stopped"};
    const auto refused = [&] {
      const auto first = std::find_if(faults.begin(), faults.end(), [](const Fault& fault) {
        return fault.severity == Fault::Severity::kError;
      });
      reporter_.ReloadRefused(first->code, program_.MappingVersion());
      return Result<>();
    };
    if (HasErrors(faults)) return refused();
    Loaded loaded;
    loaded.program = discharge::Program::Compile(next.core, faults);
    loaded.config = std::move(next);
    RefuseWhatNeedsARestart(config_, loaded.config, faults);
    if (!loaded.program || HasErrors(faults)) return refused();
    if (auto fonts = loaded.program->CheckFonts(); !fonts) return fonts;
    RefuseFailedTests(loaded, faults);
    if (HasErrors(faults)) return refused();
    if (state_ == State::kStarted) {
      auto kept = running_->KeepReloaded(loaded.config, *loaded.program);
      if (!kept) return kept;
    }
    config_.digest = loaded.config.digest;
    config_.core = std::move(loaded.config.core);  // a start that is still to come keeps its pack
    program_.Swap(loaded.program);
    reporter_.Reloaded(program_.MappingVersion());
    return {};
  }

  Result<> Stop(Millis drain) override {
    if (state_ == State::kCreated) return Error{Code::kConflict, "engine", "was not started"};
    state_ = State::kStopped;
    running_->Stop(drain);
    return {};
  }

  Result<ProcessOutcome> Process(ProcessRequest request) override {
    if (state_ != State::kStarted) return Error{Code::kConflict, "engine", "is not started"};
    return running_->Process(std::move(request));
  }

  std::string StatusJson() const override {
    nlohmann::ordered_json status;
    const State state = state_;
    status["state"] = Name(state);
    status["version"] = WARDBRIDGE_VERSION;
    status["mapping"] = program_.MappingVersion();
    if (state == State::kStarted) AddRunning(status);
    return status.dump();
  }

 private:
  [[nodiscard]] const Clock& clock() const {
    return services_.clock != nullptr ? *services_.clock : system_clock_;
  }

  void AddRunning(nlohmann::ordered_json& status) const {
    const std::lock_guard lock(mutex_);
    const console::Health health = running_->Health();
    status["health"] = {{"status", health.status}, {"reasons", health.reasons}};
    status["listeners"] = nlohmann::ordered_json::array();
    for (const auto& [name, port] : running_->Ports()) {
      status["listeners"].push_back({{"name", name}, {"port", port}});
    }
    status["console"] = running_->ConsolePort();
    const auto depths = running_->Depths();
    if (!depths) return;
    status["inbox"] = {{"new", depths->inbox_new},
                       {"total", depths->inbox_total},
                       {"quarantined", depths->inbox_quarantined}};
    status["stays"] = {{"open", depths->stays_open},
                       {"quarantined", depths->stays_quarantined},
                       {"set_aside", depths->set_aside}};
    status["outbox"] = depths->outbox;
  }

  Config config_;
  Services services_;
  LiveProgram program_;
  SystemClock system_clock_;
  telemetry::Metrics metrics_;
  telemetry::Log log_;
  pipeline::Reporter reporter_;
  std::atomic<State> state_{State::kCreated};
  mutable std::mutex mutex_;  // guards the making of running_ against status readers
  std::unique_ptr<Running> running_;
};

}  // namespace

std::unique_ptr<Engine> Engine::Create(Config config, Services services,
                                       std::vector<Fault>& faults) {
  auto program = discharge::Program::Compile(config.core, faults);
  if (!program || HasErrors(faults)) return nullptr;
  return std::make_unique<ConfiguredEngine>(std::move(config), std::move(services),
                                            std::move(program));
}

}  // namespace wardbridge::engine
