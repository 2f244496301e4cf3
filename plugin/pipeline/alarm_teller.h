// Tells alarms to a program or a webhook of the operator's, as they begin and end.
#pragma once

#include <atomic>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/result.h"
#include "base/timestamp.h"
#include "model/alarm.h"
#include "pipeline/alarm_options.h"
#include "pipeline/bell.h"
#include "pipeline/reporter.h"

namespace wardbridge::pipeline {

// Thread-safe but for Run, which runs once on bell().executor(). Hears the reporter from its making
// until its end. What could not be told after three tries is a line of the log; the alarm itself is
// in log, metrics and status whatever happens here.
class AlarmTeller {
 public:
  AlarmTeller(AlarmOptions options, Reporter& reporter, boost::asio::any_io_executor io);
  ~AlarmTeller();
  AlarmTeller(const AlarmTeller&) = delete;
  AlarmTeller& operator=(const AlarmTeller&) = delete;

  // Loops until Stop(): what is in hand then is told, what waits is not (after a restart all that
  // stands is told again).
  boost::asio::awaitable<void> Run();
  void Stop();
  [[nodiscard]] Bell& bell() { return bell_; }

 private:
  struct News {
    model::Alarm alarm;
    bool over = false;
  };
  enum class Way { kCommand, kWebhook };
  void Hear(const model::Alarm& alarm, bool over);
  std::optional<News> Next();
  boost::asio::awaitable<void> Tell(const News& news, const std::string& message, Way way);
  boost::asio::awaitable<Result<>> Call(const std::string& message);
  boost::asio::awaitable<Result<>> Post(const std::string& message);

  AlarmOptions options_;
  Reporter& reporter_;
  boost::asio::any_io_executor io_;
  Bell bell_;
  std::mutex mutex_;
  std::deque<News> waiting_;  // at most kMostWaiting
  std::atomic<bool> stopping_{false};
};

}  // namespace wardbridge::pipeline
