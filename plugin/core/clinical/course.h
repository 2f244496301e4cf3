// How long values hold, and what that says of a stay: time within and beyond limits, and episodes
// beyond them (docs/clinical-trends.md).
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "base/timestamp.h"
#include "core/clinical/limits.h"

namespace wardbridge::clinical {

// The stay, and how long a value holds at most when no other follows.
struct Course {
  Timestamp start;
  Timestamp end;
  Millis holds{0};
};

// One value, by its time and side. A list of them is by time; of equal times the last holds.
struct Judged {
  Timestamp time;
  Side side = Side::kNotJudged;
};

// The time of the stay in four parts: nothing is counted twice, nothing left out.
struct Shares {
  Millis within{0};
  Millis below{0};
  Millis above{0};
  Millis unknown{0};  // no value holds, or it has no limits

  [[nodiscard]] Millis Beyond() const { return below + above; }
  [[nodiscard]] Millis Whole() const { return within + below + above + unknown; }
};

// Why an episode ended.
enum class Ending {
  kWithin,   // the next value is within its limits
  kOther,    // the next value is beyond the other limit, or has none
  kSilence,  // no other value followed while the last one held
  kStay      // the stay ended
};

// Values one after the other beyond the same limit, each following while the one before it held.
struct Episode {
  Side side = Side::kBelow;  // kBelow or kAbove
  Timestamp start;           // of its first value
  Timestamp end;             // till when its last value held
  Ending ending = Ending::kStay;
  std::size_t first = 0;  // indices of its values
  std::size_t last = 0;
  std::size_t extreme = 0;  // the lowest or the highest of them, the first of equal ones

  [[nodiscard]] std::size_t Count() const { return last - first + 1; }
};

// Whether value `a` is less than value `b`, by their indices.
using IsLess = std::function<bool(std::size_t a, std::size_t b)>;

[[nodiscard]] Shares SharesOf(std::span<const Judged> values, const Course& course);
// By time. The lengths of all episodes make SharesOf(...).Beyond().
[[nodiscard]] std::vector<Episode> EpisodesOf(std::span<const Judged> values, const Course& course,
                                              const IsLess& is_less);

}  // namespace wardbridge::clinical
