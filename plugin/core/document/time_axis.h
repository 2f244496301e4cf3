// The time axis that all charts of a document share: a stay, with ticks where London's days or
// hours begin.
#pragma once

#include <string>
#include <vector>

#include "base/timestamp.h"

namespace wardbridge::document {

struct Tick {
  Timestamp time;
  std::string label;  // "20 Oct" at midnight, else "17:00"
};

// A value.
class TimeAxis {
 public:
  // A stay without length is widened by half an hour on both sides.
  TimeAxis(Timestamp start, Timestamp end);

  // 0 at the start of the axis, 1 at its end; times outside are moved to the nearer end.
  [[nodiscard]] double At(Timestamp time) const;
  // At most seven, by time.
  [[nodiscard]] const std::vector<Tick>& Ticks() const { return ticks_; }

 private:
  Timestamp start_;
  Timestamp end_;
  std::vector<Tick> ticks_;
};

}  // namespace wardbridge::document
