// Keeps account: what came in and what became of it, once a day; and which alarms stand, for those
// who read the store.
#pragma once

#include <atomic>
#include <optional>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/clock.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "edge/store/store.h"
#include "model/alarm.h"
#include "pipeline/bell.h"
#include "pipeline/daily_mark.h"
#include "pipeline/reporter.h"

namespace wardbridge::pipeline {

struct AccountParts {
  store::Store& store;
  Reporter& reporter;
  const Clock& clock;
  boost::asio::any_io_executor io;
  boost::asio::any_io_executor pool;
  Millis daily_at{0};  // when the day's account is made: a time of day in London
};

// Thread-safe but for Run, which runs once on bell().executor(). Parts must outlive it.
class Account {
 public:
  explicit Account(AccountParts parts);

  boost::asio::awaitable<void> Run();
  void Stop();
  [[nodiscard]] Bell& bell() { return bell_; }

  // One step of each, for the loop and for tests.
  boost::asio::awaitable<void> RecallAlarms();  // once, at the start
  boost::asio::awaitable<void> SaveAlarms();    // when they have changed, else once a minute
  boost::asio::awaitable<void> Look();          // now and then: whether anything did not go on
  boost::asio::awaitable<void> CloseDay();      // when the day is over

 private:
  boost::asio::awaitable<Result<store::Reconciliation>> Reconcile();
  template <typename T>
  void Tell(const Result<T>& done);

  AccountParts parts_;
  Bell bell_;
  // Touched by the loop only.
  DailyMark day_;
  std::vector<model::Alarm> saved_;
  Timestamp saved_at_;
  std::optional<Timestamp> looked_at_;
  bool failing_ = false;
  std::atomic<bool> stopping_{false};
};

}  // namespace wardbridge::pipeline
