// Signals as something one waits for. Made first of all in main, so that every thread inherits the
// blocked mask.
#pragma once

#include <functional>
#include <optional>

#include "base/timestamp.h"

namespace wardbridge::host {

// Blocks SIGTERM, SIGINT and SIGHUP and ignores SIGPIPE for the life of the process. One thread.
class Signals {
 public:
  Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals();

  // Waits for one of the signals, at most `limit` if that is given; its number, 0 when none came.
  int Wait(std::optional<Millis> limit = {});

  // Runs `work` on another thread and waits for its end. False when a signal came first: then
  // `work` still runs, and the only thing left to do is to end the process. `work` must not throw.
  [[nodiscard]] bool RunUnlessSignalled(std::function<void()> work);

 private:
  int file_ = -1;  // signalfd
};

}  // namespace wardbridge::host
