#include "base/clock.h"

#include <chrono>

namespace wardbridge {

Timestamp SystemClock::Now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp::FromUnixMs(std::chrono::duration_cast<Millis>(since_epoch).count());
}

}  // namespace wardbridge
