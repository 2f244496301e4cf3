// What the hall does beside the way of the messages: requests of operators, the daily trigger, and
// the removal of what is no longer needed.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/clock.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "edge/store/store.h"
#include "pipeline/bell.h"
#include "pipeline/daily_mark.h"
#include "pipeline/operate.h"
#include "pipeline/reporter.h"
#include "pipeline/upkeep_options.h"

namespace wardbridge::pipeline {

struct UpkeepParts {
  store::Store& store;
  const discharge::Program& program;
  Reporter& reporter;
  const Clock& clock;
  boost::asio::any_io_executor io;
  boost::asio::any_io_executor pool;
  std::vector<std::string> destinations;
};

// Which of the hall's loops has something new to look at; each may be called from any thread.
struct UpkeepBells {
  std::function<void()> inbox;
  std::function<void()> stays;
  std::function<void()> deliveries;
};

// Thread-safe but for the loops, which run once each on their bell's executor. Parts must outlive
// it.
class Upkeep {
 public:
  Upkeep(UpkeepParts parts, UpkeepOptions options, UpkeepBells bells);

  // Loops until Stop(): requests of operators, seen within a second; daily trigger; removal, once
  // an hour.
  boost::asio::awaitable<void> ServeOperators();
  boost::asio::awaitable<void> KeepTime();
  void Stop();

  [[nodiscard]] Bell& operator_bell() { return operator_bell_; }
  [[nodiscard]] Bell& time_bell() { return time_bell_; }

  // One step of each, for the loops and for tests. True: at once again.
  boost::asio::awaitable<bool> ApplyOpen();
  boost::asio::awaitable<void> FireDaily();
  boost::asio::awaitable<void> RemoveOld();

 private:
  boost::asio::awaitable<Result<Decision>> ApplyOne(store::OperatorRequest request);
  void Tell(const store::OperatorRequest& request, const Decision& decision);
  // One part of a removal; what was found and what was removed is put into both.
  boost::asio::awaitable<Result<>> RemovePart(const store::Expiry& expiry, store::Expired& expired,
                                              store::Removed& removed);

  UpkeepParts parts_;
  UpkeepOptions options_;
  UpkeepBells bells_;
  Bell operator_bell_;
  Bell time_bell_;
  // Touched by the loop of time only.
  std::optional<DailyMark> daily_;
  std::optional<Timestamp> removed_at_;  // of the last removal
  std::atomic<bool> stopping_{false};
};

}  // namespace wardbridge::pipeline
