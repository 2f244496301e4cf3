#include "tests/engine-adapter/abi/fake_engine.h"

#include <memory>
#include <pthread.h>
#include <stdexcept>
#include <utility>

namespace wardbridge::engine {
namespace {

FakeScript script;

class FakeEngine final : public Engine {
 public:
  ~FakeEngine() override { script.destroyed = true; }

  Result<> Start() override {
    ++script.starts;
    pthread_sigmask(SIG_SETMASK, nullptr, &script.start_mask);
    if (script.start_error) return *script.start_error;
    return {};
  }
  Result<> Reload(Config, std::vector<Fault>& faults) override {
    ++script.reloads;
    if (script.reload_error) return *script.reload_error;
    if (script.reload_fault) AddFault(faults, *script.reload_fault);
    return {};
  }
  Result<> Stop(Millis drain) override {
    ++script.stops;
    script.drain = drain;
    if (script.on_stop) script.on_stop();
    if (script.stop_error) return *script.stop_error;
    return {};
  }
  Result<ProcessOutcome> Process(ProcessRequest request) override {
    script.request = std::move(request);
    if (script.process) return script.process(script.request);
    return ProcessOutcome{Disposition::kAccepted, "MSH|ack\r", "", "{}"};
  }
  [[nodiscard]] std::string StatusJson() const override { return script.status; }
};

Config Read(std::string_view config, bool is_path, const Lookup& lookup,
            std::vector<Fault>& faults) {
  script.config = config;
  script.config_was_path = is_path;
  for (const std::string& name : script.variables) script.values.push_back(lookup(name));
  faults.insert(faults.end(), script.config_faults.begin(), script.config_faults.end());
  Config read;
  read.log_level = script.log_level;
  return read;
}

}  // namespace

FakeScript& FakeScript::Now() { return script; }
void FakeScript::Reset() { script = FakeScript{}; }

Config LoadConfigFile(const std::string& path, const Lookup& lookup, std::vector<Fault>& faults) {
  return Read(path, true, lookup, faults);
}
Config LoadConfigText(std::string_view yaml, const Lookup& lookup, std::vector<Fault>& faults) {
  return Read(yaml, false, lookup, faults);
}

std::unique_ptr<Engine> Engine::Create(Config, Services services, std::vector<Fault>& faults) {
  if (script.create_throws) throw std::runtime_error("a text that must not get out");
  script.services = std::move(services);
  faults.insert(faults.end(), script.create_faults.begin(), script.create_faults.end());
  if (HasErrors(faults)) return nullptr;
  return std::make_unique<FakeEngine>();
}

}  // namespace wardbridge::engine
