// Where time comes from, for the rooms that may ask: edges, pipeline, engine. Core never does; it
// is told.
#pragma once

#include <atomic>

#include "base/timestamp.h"

namespace wardbridge {

// Thread-safe.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  // The time of day, which may jump.
  [[nodiscard]] virtual Timestamp Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Timestamp Now() const override;
};

// A clock that stands until it is set: `convert`'s virtual time, and tests.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start) : now_ms_(start.UnixMs()) {}
  [[nodiscard]] Timestamp Now() const override { return Timestamp::FromUnixMs(now_ms_.load()); }
  void Set(Timestamp now) { now_ms_.store(now.UnixMs()); }

 private:
  std::atomic<std::int64_t> now_ms_;
};

}  // namespace wardbridge
