#include "pipeline/timetable.h"

namespace wardbridge::pipeline {
namespace {

constexpr Millis kDay{86'400'000};
// Later than any timer.
constexpr Timestamp kEndOfTime = Timestamp::FromUnixMs(std::int64_t{253'402'300'799'000});

// That time on the day that `noon` lies in. From noon to noon it is 23 to 25 hours, so whole days
// added to a noon never leave out or repeat a date.
Timestamp OnDayOf(Timestamp noon, Millis time_of_day) {
  CivilTime civil = InZone(noon).civil;
  const auto minutes = static_cast<int>(time_of_day.count() / 60'000);
  civil.hour = minutes / 60;
  civil.minute = minutes % 60;
  civil.second = 0;
  civil.millisecond = 0;
  return Resolve(civil).first;
}

Timestamp NoonOf(Timestamp now) {
  CivilTime civil = InZone(now).civil;
  civil.hour = 12;
  civil.minute = 0;
  civil.second = 0;
  civil.millisecond = 0;
  return Resolve(civil).first;
}

}  // namespace

Timestamp LastDaily(Millis time_of_day, Timestamp now) {
  const Timestamp today = OnDayOf(NoonOf(now), time_of_day);
  return today <= now ? today : OnDayOf(NoonOf(now) - kDay, time_of_day);
}

Timestamp NextDaily(Millis time_of_day, Timestamp now) {
  const Timestamp today = OnDayOf(NoonOf(now), time_of_day);
  return today > now ? today : OnDayOf(NoonOf(now) + kDay, time_of_day);
}

Result<std::size_t> BringForward(store::Rows& rows, Timestamp at) {
  constexpr std::size_t kMostStays = 100'000;
  auto keys = rows.DueStays(kEndOfTime, kMostStays);
  if (!keys) return keys.error();
  std::size_t moved = 0;
  for (const std::string& key : *keys) {
    auto stay = rows.FindStay(key);
    if (!stay) return stay.error();
    if (!*stay || (*stay)->state != model::StayState::kPending || *(*stay)->due <= at) continue;
    if ((*stay)->first_discharge > at) continue;  // it came after that moment, which is a while ago
    (*stay)->due = at;
    if (auto saved = rows.SaveStay(**stay); !saved) return saved.error();
    ++moved;
  }
  return moved;
}

}  // namespace wardbridge::pipeline
