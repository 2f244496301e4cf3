#include "engine-adapter/abi/instance.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine-adapter/abi/signal_block.h"

namespace wardbridge::abi {
namespace {

// Larger drains and timeouts than any host means; keeps arithmetic with time points safe.
constexpr std::int64_t kLongestMs = 365LL * 86'400'000LL;

engine::ProcessRequest RequestOf(const wb_message& message) {
  engine::ProcessRequest request;
  request.body = View(message.body);
  if (WB_HAS(wb_message, &message, source)) request.feed = View(message.source);
  if (WB_HAS(wb_message, &message, received_wall_ms)) {
    request.received = Timestamp::FromUnixMs(message.received_wall_ms);
  }
  if (WB_HAS(wb_message, &message, timeout_ms)) {
    request.timeout = Millis(std::min(message.timeout_ms, kLongestMs));
  }
  request.dry_run = (message.flags & WB_MSG_DRY_RUN) != 0;
  return request;
}

}  // namespace

// Counts one call of Process while the instance is started.
class Instance::Visit {
 public:
  explicit Visit(Instance& instance) : instance_(instance) {
    const std::lock_guard lock(instance_.mutex_);
    entered_ = instance_.state_ == State::kStarted;
    if (entered_) ++instance_.visitors_;
  }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;
  ~Visit() {
    if (!entered_) return;
    const std::lock_guard lock(instance_.mutex_);
    if (--instance_.visitors_ == 0) instance_.empty_.notify_all();
  }
  [[nodiscard]] bool Entered() const { return entered_; }

 private:
  Instance& instance_;  // outlives the visit: its destructor waits
  bool entered_ = false;
};

engine::Config Instance::Read(wb_str config, bool config_is_path,
                              std::vector<Fault>& faults) const {
  const engine::Lookup lookup = host_.Services().lookup;
  return config_is_path ? engine::LoadConfigFile(std::string(View(config)), lookup, faults)
                        : engine::LoadConfigText(View(config), lookup, faults);
}

std::unique_ptr<Instance> Instance::Create(const wb_host& host, wb_str config, bool config_is_path,
                                           Failure& failure) {
  const SignalBlock block;
  std::unique_ptr<Instance> instance(new Instance(host));
  std::vector<Fault> faults;
  engine::Config read = instance->Read(config, config_is_path, faults);
  instance->host_.Allow(read.log_level);
  if (!HasErrors(faults)) {
    instance->engine_ = engine::Engine::Create(std::move(read), instance->host_.Services(), faults);
  }
  instance->host_.LogFaults(faults);
  if (instance->engine_ && !HasErrors(faults)) return instance;
  failure = FailureOf(faults);
  return nullptr;
}

Instance::~Instance() {
  if (!engine_) return;
  try {
    const SignalBlock block;
    if (state_ == State::kStarted) (void)Stop(0);
    std::unique_lock lock(mutex_);
    empty_.wait(lock, [this] { return visitors_ == 0; });
    lock.unlock();
    engine_.reset();
  } catch (...) {
    // Nobody is left to be told; the store keeps what was acknowledged.
    host_.Log(telemetry::Level::kError, "abi", "destroy-failed");
  }
}

Failure Instance::WrongState(std::string_view call) const {
  static constexpr std::string_view kNames[] = {"created", "started", "stopped"};
  const std::string state(kNames[static_cast<std::size_t>(state_)]);
  host_.Log(telemetry::Level::kMisuse, "abi",
            "wrong-state call=" + std::string(call) + " state=" + state);
  return {WB_E_STATE, "state", std::string(call), "not allowed while the instance is " + state};
}

Failure Instance::Start() {
  {
    const std::lock_guard lock(mutex_);
    if (state_ != State::kCreated) return WrongState("start");
  }
  const SignalBlock block;
  if (const Result<> started = engine_->Start(); !started) return FailureOf(started.error());
  const std::lock_guard lock(mutex_);
  state_ = State::kStarted;
  return {};
}

Failure Instance::Reload(wb_str config, bool config_is_path) {
  {
    const std::lock_guard lock(mutex_);
    if (state_ == State::kStopped) return WrongState("reload");
  }
  const SignalBlock block;
  std::vector<Fault> faults;
  engine::Config read = Read(config, config_is_path, faults);
  const Result<> reloaded = engine_->Reload(std::move(read), faults);
  host_.LogFaults(faults);
  if (!reloaded) return FailureOf(reloaded.error());
  return HasErrors(faults) ? FailureOf(faults) : Failure{};
}

Failure Instance::Stop(std::int64_t drain_ms) {
  if (drain_ms < 0) return Misuse("drain_ms", "must not be negative");
  {
    const std::lock_guard lock(mutex_);
    if (state_ == State::kStopped) return {};
    if (state_ == State::kCreated) return WrongState("stop");
    state_ = State::kStopped;  // no new call of Process gets in from here on
  }
  const SignalBlock block;
  const Result<> stopped = engine_->Stop(Millis(std::min(drain_ms, kLongestMs)));
  return stopped ? Failure{} : FailureOf(stopped.error());
}

Failure Instance::Process(const wb_message& message, wb_outcome& outcome) {
  const Visit visit(*this);
  if (!visit.Entered()) {
    const std::lock_guard lock(mutex_);
    return WrongState("process");
  }
  auto result = engine_->Process(RequestOf(message));
  if (result) {
    Put(std::move(*result), outcome);
    return {};
  }
  Failure failure = FailureOf(result.error());
  if (failure.status != WB_E_IO) return failure;
  // A store that fails is no failure of the call (see wb_disposition): nothing was taken, the
  // sender comes again.
  Put(engine::ProcessOutcome{}, outcome);
  return {};
}

}  // namespace wardbridge::abi
