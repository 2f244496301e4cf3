// Wakes a loop: rung from any thread, waited for by one coroutine.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "base/timestamp.h"

namespace wardbridge::pipeline {

// Must outlive the loop that waits for it, and every thread that rings.
class Bell {
 public:
  explicit Bell(const boost::asio::any_io_executor& executor);

  // Thread-safe. A ring before the wait is not lost; several are one.
  void Ring();

  // Until a ring, at most `limit`. Called on executor() only, one waiter at a time.
  boost::asio::awaitable<void> Wait(Millis limit);

  // Where the loop of this bell has to run.
  [[nodiscard]] boost::asio::any_io_executor executor() const { return strand_; }

 private:
  boost::asio::strand<boost::asio::any_io_executor> strand_;
  boost::asio::steady_timer timer_;
  bool rung_ = false;  // touched on the strand only
};

}  // namespace wardbridge::pipeline
