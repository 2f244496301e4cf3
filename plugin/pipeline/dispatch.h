// Outbox to channel: one loop for each destination (spec/delivery-and-retry).
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <random>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/clock.h"
#include "base/timestamp.h"
#include "edge/channel/channel.h"
#include "edge/store/store.h"
#include "pipeline/bell.h"
#include "pipeline/reporter.h"

namespace wardbridge::pipeline {

struct RetryOptions {
  Millis base{1000};
  Millis cap{15 * 60 * 1000};
  Millis age_limit{std::int64_t{72} * 60 * 60 * 1000};
  int breaker_after = 5;  // consecutive failures of the transport: then one probe at a time
};

// The wait after the n-th failed attempt (from 1), before it is shortened by chance: base *
// 2^(n-1), at most cap.
[[nodiscard]] Millis BackOff(const RetryOptions& options, int attempts);

// Thread-safe. What it is made with must outlive it and its loop.
class Dispatcher {
 public:
  Dispatcher(std::string destination, std::unique_ptr<channel::Channel> channel,
             store::Store& store, Reporter& reporter, const Clock& clock,
             boost::asio::any_io_executor io, boost::asio::any_io_executor pool,
             RetryOptions options = {});

  // Runs until Stop(); on bell().executor().
  boost::asio::awaitable<void> Run();
  void Stop();
  [[nodiscard]] Bell& bell() { return bell_; }

  [[nodiscard]] const std::string& destination() const { return destination_; }
  // Code of the configuration failure that holds the channel, "" when it runs. Thread-safe.
  [[nodiscard]] std::string HeldBy() const;

 private:
  boost::asio::awaitable<bool> Round();
  boost::asio::awaitable<void> Deliver(store::OutboxRow row);
  enum class Begun { kYes, kNotWanted, kFailed };
  boost::asio::awaitable<Begun> Begin(store::OutboxRow& row, model::Delivery& delivery);
  void Settle(store::OutboxRow& row, const model::Outcome& outcome);
  [[nodiscard]] Millis Wait(const store::OutboxRow& row, const model::Outcome& outcome);
  boost::asio::awaitable<Millis> UntilNext();
  void SetHeld(const std::string& code);

  std::string destination_;
  std::unique_ptr<channel::Channel> channel_;
  store::Store& store_;
  Reporter& reporter_;
  const Clock& clock_;
  boost::asio::any_io_executor pool_;
  RetryOptions options_;
  Bell bell_;
  std::atomic<bool> stopping_{false};
  int failures_in_a_row_ = 0;  // touched by the loop only
  std::mt19937_64 random_;     // likewise
  mutable std::mutex held_mutex_;
  std::string held_by_;
};

}  // namespace wardbridge::pipeline
