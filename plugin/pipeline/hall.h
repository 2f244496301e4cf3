// The hall at work: loops that move rows on, each on its own bell. project -> sweep (prepare) ->
// dispatch.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/clock.h"
#include "core/discharge/discharge.h"
#include "edge/store/store.h"
#include "pipeline/account.h"
#include "pipeline/alarm_teller.h"
#include "pipeline/bell.h"
#include "pipeline/dispatch.h"
#include "pipeline/drop.h"
#include "pipeline/gather.h"
#include "pipeline/prepare.h"
#include "pipeline/project.h"
#include "pipeline/reporter.h"
#include "pipeline/upkeep.h"

namespace wardbridge::pipeline {

struct HallParts {
  store::Store& store;
  const discharge::Program& program;
  Reporter& reporter;
  const Clock& clock;
  boost::asio::any_io_executor io;
  boost::asio::any_io_executor pool;
  UpkeepOptions upkeep = {};
  AlarmOptions alarms = {};
};

// Thread-safe but for Start and Stop. All parts must outlive it.
class Hall {
 public:
  // One route for each destination, in the order of the configuration; sources that are asked when
  // a summary is due; watches over folders, which must outlive the hall.
  Hall(const HallParts& parts, std::vector<Route> routes, std::vector<AskedSource> sources = {},
       std::vector<DropWatch*> drops = {});
  Hall(const Hall&) = delete;
  Hall& operator=(const Hall&) = delete;
  ~Hall();

  // Starts the loops.
  void Start();
  // Asks the loops to end after what they have in hand; `left` is called once, on an io thread,
  // when all have.
  void Stop(std::function<void()> left);

  // Something was stored: rings the projector. Thread-safe.
  void NewMessages();

  // Destinations that wait for a person or a repair, with the reason's code. Thread-safe.
  [[nodiscard]] std::map<std::string, std::string> HeldDestinations() const;

 private:
  boost::asio::awaitable<void> ProjectLoop();
  boost::asio::awaitable<bool> ProjectBatch();
  // `batch` must outlive the call.
  boost::asio::awaitable<Result<>> ApplyBatch(const std::vector<Projected>& batch);
  boost::asio::awaitable<bool> ApplyOneByOne(std::vector<Projected> batch);
  boost::asio::awaitable<void> SweepLoop();
  boost::asio::awaitable<bool> PrepareDue();
  boost::asio::awaitable<bool> PrepareOne(std::string stay_key);
  boost::asio::awaitable<void> GaugeLoop();
  boost::asio::awaitable<Millis> UntilNextDue();
  void Launch(Bell& bell, boost::asio::awaitable<void> loop, const char* name);
  void Left();
  void DueChanged();  // on any thread
  [[nodiscard]] UpkeepBells BellsForUpkeep();

  HallParts parts_;
  std::vector<Recipient> recipients_;
  Bell project_bell_;
  Bell sweep_bell_;
  Bell gauge_bell_;
  std::vector<std::unique_ptr<Dispatcher>> dispatchers_;
  std::unique_ptr<Gatherer> gatherer_;  // null where no source is asked
  std::vector<DropWatch*> drops_;
  std::unique_ptr<Upkeep> upkeep_;
  Account account_;
  AlarmTeller alarm_teller_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> running_{0};
  std::function<void()> left_;
};

}  // namespace wardbridge::pipeline
