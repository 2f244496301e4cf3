// One instance behind the C contract: the life cycle of wardbridge_plugin.h over one
// engine::Engine.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine-adapter/abi/fill.h"
#include "engine-adapter/abi/host_services.h"
#include "engine-adapter/include/wardbridge_plugin.h"
#include "engine/engine.h"

namespace wardbridge::abi {

// Start, Stop, Reload and the destructor by one control thread at a time; Process and StatusJson by
// any. Exceptions may leave every function but the destructor; the table of functions catches them.
class Instance {
 public:
  // Null with `failure` filled. Faults have been logged to the host then, warnings in any case.
  [[nodiscard]] static std::unique_ptr<Instance> Create(const wb_host& host, wb_str config,
                                                        bool config_is_path, Failure& failure);
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;
  // Stops at once if need be and waits for calls of Process that have not returned.
  ~Instance();

  [[nodiscard]] Failure Start();
  // All of the new configuration, or nothing of it. Faults have been logged to the host then.
  [[nodiscard]] Failure Reload(wb_str config, bool config_is_path);
  [[nodiscard]] Failure Stop(std::int64_t drain_ms);
  // `message` has been checked; `outcome` is whole and empty and stays so with a failure.
  [[nodiscard]] Failure Process(const wb_message& message, wb_outcome& outcome);
  [[nodiscard]] std::string StatusJson() const { return engine_->StatusJson(); }

 private:
  enum class State { kCreated, kStarted, kStopped };
  class Visit;

  explicit Instance(const wb_host& host) : host_(host) {}
  [[nodiscard]] engine::Config Read(wb_str config, bool config_is_path,
                                    std::vector<Fault>& faults) const;
  [[nodiscard]] Failure WrongState(std::string_view call) const;

  HostServices host_;  // before the engine, which uses it
  std::unique_ptr<engine::Engine> engine_;
  mutable std::mutex mutex_;  // guards the two below
  State state_ = State::kCreated;
  int visitors_ = 0;  // calls of Process that have not returned
  std::condition_variable empty_;
};

}  // namespace wardbridge::abi
