#include "core/clinical/course.h"

#include <algorithm>

namespace wardbridge::clinical {
namespace {

// Till when value `i` holds: the next one, its time, the end of the stay, whichever comes first.
Timestamp HoldsUntil(std::span<const Judged> values, std::size_t i, const Course& course) {
  Timestamp until = std::min(values[i].time + course.holds, course.end);
  if (i + 1 < values.size()) until = std::min(until, values[i + 1].time);
  return std::max(until, values[i].time);
}

// Whether another value comes while value `i` still holds.
bool IsFollowed(std::span<const Judged> values, std::size_t i, const Course& course) {
  return i + 1 < values.size() && values[i + 1].time <= values[i].time + course.holds;
}

bool IsBeyond(Side side) { return side == Side::kBelow || side == Side::kAbove; }

Ending EndingOf(std::span<const Judged> values, std::size_t last, const Course& course) {
  if (IsFollowed(values, last, course)) {
    return values[last + 1].side == Side::kWithin ? Ending::kWithin : Ending::kOther;
  }
  return values[last].time + course.holds < course.end ? Ending::kSilence : Ending::kStay;
}

}  // namespace

Shares SharesOf(std::span<const Judged> values, const Course& course) {
  Shares shares;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Millis length = HoldsUntil(values, i, course) - values[i].time;
    switch (values[i].side) {
      case Side::kWithin:
        shares.within += length;
        break;
      case Side::kBelow:
        shares.below += length;
        break;
      case Side::kAbove:
        shares.above += length;
        break;
      case Side::kNotJudged:
        break;
    }
  }
  shares.unknown = (course.end - course.start) - shares.within - shares.Beyond();
  return shares;
}

std::vector<Episode> EpisodesOf(std::span<const Judged> values, const Course& course,
                                const IsLess& is_less) {
  std::vector<Episode> episodes;
  bool is_open = false;  // the episode before takes the next value beyond the same limit
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Side side = values[i].side;
    if (!IsBeyond(side)) {
      is_open = false;
      continue;
    }
    if (!is_open || episodes.back().side != side) {
      Episode begun;
      begun.side = side;
      begun.start = values[i].time;
      begun.first = begun.extreme = i;
      episodes.push_back(begun);
    }
    Episode& episode = episodes.back();
    const std::size_t extreme = episode.extreme;
    if (side == Side::kBelow ? is_less(i, extreme) : is_less(extreme, i)) episode.extreme = i;
    episode.last = i;
    episode.end = HoldsUntil(values, i, course);
    episode.ending = EndingOf(values, i, course);
    is_open = IsFollowed(values, i, course);
  }
  return episodes;
}

}  // namespace wardbridge::clinical
