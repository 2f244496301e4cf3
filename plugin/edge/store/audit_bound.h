// How often the audit tells of what repeats itself: a message that a sender gives again and again,
// the failed attempts of one delivery. Inside of edge/store.
#pragma once

#include <cstdint>

namespace wardbridge::store {

// Whether the n-th time (from 1) is on record: the first eight, then each time the number has
// doubled (16, 32, 64 ...). So n times are 5 + log2(n) rows at most, and the last of them says how
// many there were at that time.
[[nodiscard]] constexpr bool IsOnRecord(std::int64_t n) {
  constexpr std::int64_t kEach = 8;
  return n <= kEach || (n & (n - 1)) == 0;
}

}  // namespace wardbridge::store
