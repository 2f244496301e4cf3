// Wakes a loop: rung from any thread, waited for by one coroutine.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "base/timestamp.h"

namespace wardbridge::pipeline {

// How long a loop waits at most: a clock that jumps must not make it sleep through something.
inline constexpr Millis kLongestWait{30'000};
// Before a loop goes on after an error of the store.
inline constexpr Millis kRetryWait{1'000};

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
