#include "core/clinical/median.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>

namespace wardbridge::clinical {
namespace {

using model::Decimal;

constexpr int kMostPlaces = 9;  // of a Decimal

// Where the mean is exact it is written with as few places as that needs, and with those of the
// longer value at least.
Decimal MeanOf(const Decimal& a, const Decimal& b) {
  const int places = std::max(a.scale(), b.scale());
  const std::int64_t sum = a.RoundTo(places) + b.RoundTo(places);
  if (sum % 2 == 0) return Decimal::FromScaled(sum / 2, places);
  if (places < kMostPlaces) return Decimal::FromScaled(sum * 5, places + 1);
  return Decimal::FromScaled((sum + (sum < 0 ? -1 : 1)) / 2, places);
}

}  // namespace

Decimal MedianOf(std::vector<const Decimal*> values) {
  assert(!values.empty());
  const auto less = [](const Decimal* a, const Decimal* b) { return *a < *b; };
  std::stable_sort(values.begin(), values.end(), less);
  const std::size_t half = values.size() / 2;
  if (values.size() % 2 == 1) return *values[half];
  return MeanOf(*values[half - 1], *values[half]);
}

}  // namespace wardbridge::clinical
