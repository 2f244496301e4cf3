// The rooms of one running engine and their threads, built in the order they need each other.
#pragma once

#include <atomic>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "base/clock.h"
#include "core/discharge/discharge.h"
#include "edge/console/console.h"
#include "edge/net/http_server.h"
#include "edge/net/mllp_listener.h"
#include "edge/store/store.h"
#include "edge/telemetry/log.h"
#include "edge/telemetry/metrics.h"
#include "engine/config.h"
#include "engine/engine.h"
#include "pipeline/hall.h"
#include "pipeline/intake.h"
#include "pipeline/readings_intake.h"
#include "pipeline/reporter.h"

namespace wardbridge::engine {

// Owns everything that runs between Start and Stop. Made by one control thread; Process, Health and
// StatusJson by any.
class Running {
 public:
  // References must outlive it.
  Running(const Config& config, const discharge::Program& program, pipeline::Reporter& reporter,
          telemetry::Metrics& metrics, const Clock& clock);
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running();

  [[nodiscard]] Result<> Start();
  void Stop(Millis drain);
  // Puts a configuration that is about to take over on record, durably. Only between Start and
  // Stop.
  [[nodiscard]] Result<> KeepReloaded(const Config& config, const discharge::Program& program);

  [[nodiscard]] Result<ProcessOutcome> Process(ProcessRequest request);

  [[nodiscard]] console::Health Health() const;
  // Name and port of each listener, in the order of the configuration; and of the console, 0 when
  // there is none.
  [[nodiscard]] std::vector<std::pair<std::string, std::uint16_t>> Ports() const;
  [[nodiscard]] std::uint16_t ConsolePort() const;
  [[nodiscard]] Result<store::Depths> Depths();

 private:
  [[nodiscard]] Result<> OpenStore();
  [[nodiscard]] Result<> Recover();
  [[nodiscard]] store::AuditRow AuditOf(const char* event, const Config& config,
                                        const discharge::Program& program) const;
  void RecordStop();
  void BuildHall();
  void Prepare(const DestinationConfig& destination);
  [[nodiscard]] Result<> BindListeners();
  [[nodiscard]] Result<> BindPosts();
  [[nodiscard]] Result<> BindConsole();
  [[nodiscard]] std::vector<pipeline::AskedSource> AskedSources();
  [[nodiscard]] std::vector<pipeline::DropWatch*> WatchFolders();
  void StartThreads();
  void StopListeners(Millis drain);
  void StopHall(Millis limit);
  void JoinThreads();
  [[nodiscard]] Result<ProcessOutcome> DryRun(const pipeline::Entrance& entrance,
                                              const ProcessRequest& request, Millis timeout);

  const Config& config_;
  const discharge::Program& program_;
  pipeline::Reporter& reporter_;
  telemetry::Metrics& metrics_;
  const Clock& clock_;

  // Destroyed last to first: the contexts hold the frames of coroutines that point at the rooms
  // above them.
  boost::asio::io_context io_;
  boost::asio::thread_pool pool_;
  // One for each destination and each source that is asked or drops files: files, names and
  // connections that hang are waited for by nobody else.
  std::list<boost::asio::thread_pool> ways_out_;
  std::unique_ptr<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<pipeline::Intake> intake_;
  std::unique_ptr<pipeline::ReadingsIntake> readings_intake_;
  std::list<pipeline::DropWatch> drops_;
  std::unique_ptr<pipeline::Hall> hall_;
  std::list<pipeline::Entrance> entrances_;  // addresses must stay: coroutines refer to them
  std::map<std::string, pipeline::Entrance> handed_in_;  // by feed, for Process
  std::vector<std::unique_ptr<net::MllpListener>> listeners_;
  std::vector<std::unique_ptr<net::HttpServer>> posts_;  // in the order of the configuration
  std::unique_ptr<net::HttpServer> console_;
  std::vector<std::thread> threads_;
  std::atomic<bool> stopping_{false};
  bool hall_started_ = false;
};

}  // namespace wardbridge::engine
