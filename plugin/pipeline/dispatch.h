// Outbox to channel: one loop for each destination (spec/delivery-and-retry). Deliveries of
// different stays run beside each other, those of one stay in the order of their revisions.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/clock.h"
#include "base/timestamp.h"
#include "core/discharge/discharge.h"
#include "edge/channel/channel.h"
#include "edge/store/store.h"
#include "pipeline/bell.h"
#include "pipeline/circuit.h"
#include "pipeline/reporter.h"
#include "pipeline/retry.h"

namespace wardbridge::pipeline {

// A way out: the name of the destination, the channel that leads there, and how it is tried.
struct Route {
  std::string destination;
  std::unique_ptr<channel::Channel> channel;
  RetryOptions retry;
  discharge::Spo2Code spo2_code = discharge::Spo2Code::kAsMapped;  // which the receiver wants
  model::PayloadFormat format = model::PayloadFormat::kJson;       // likewise
};

// Thread-safe. What it is made with must outlive it and its loop.
class Dispatcher {
 public:
  Dispatcher(Route route, store::Store& store, Reporter& reporter, const Clock& clock,
             const boost::asio::any_io_executor& io, boost::asio::any_io_executor pool);

  // Runs until Stop(), and until the attempts under way have ended; on bell().executor().
  boost::asio::awaitable<void> Run();
  void Stop();
  [[nodiscard]] Bell& bell() { return bell_; }

  [[nodiscard]] const std::string& destination() const { return route_.destination; }
  // Code of the configuration failure that holds the channel, "" when it runs. Thread-safe.
  [[nodiscard]] std::string HeldBy() const;

 private:
  // An attempt under way, from its begin on record to its end.
  struct Attempt {
    store::OutboxRow row;
    model::Delivery delivery;
  };
  // Failures of one message that came from the receiver itself, and how many other deliveries had
  // succeeded when they began. Forgotten at a restart.
  struct Streak {
    int errors = 0;
    std::int64_t successes_before = 0;
  };

  boost::asio::awaitable<bool> Round();
  boost::asio::awaitable<Result<>> Begin(std::size_t room, std::vector<Attempt>& begun);
  boost::asio::awaitable<void> Carry(Attempt attempt);
  // On the pool where there is something to do. `delivery` must outlive the wait.
  [[nodiscard]] boost::asio::awaitable<Result<>> MakePayload(model::Delivery& delivery) const;
  boost::asio::awaitable<void> Finish(const store::OutboxRow& row, model::Outcome::Kind kind,
                                      std::optional<Timestamp>& discharged);
  void Settle(store::OutboxRow& row, const model::Outcome& outcome);
  [[nodiscard]] bool IsPoisoned(const std::string& key, const model::Outcome& outcome);
  void TellCircuit();
  boost::asio::awaitable<Millis> UntilNext();

  Route route_;
  store::Store& store_;
  Reporter& reporter_;
  const Clock& clock_;
  boost::asio::any_io_executor pool_;
  Bell bell_;
  std::atomic<bool> stopping_{false};

  // Touched on the bell's strand only.
  Circuit circuit_;
  std::size_t running_ = 0;
  std::int64_t successes_ = 0;
  std::map<std::string, Streak> streaks_;  // by delivery key
  std::mt19937_64 random_;

  mutable std::mutex held_mutex_;
  std::string held_by_;
};

}  // namespace wardbridge::pipeline
