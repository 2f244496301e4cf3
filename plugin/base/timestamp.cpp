#include "base/timestamp.h"

#include <array>
#include <cassert>
#include <cstring>
#include <exception>

#include <date/date.h>
#include <date/tz.h>

#include "base/text.h"

namespace wardbridge {
namespace {

using SysMillis = date::sys_time<Millis>;
using LocalMillis = date::local_time<Millis>;

SysMillis ToSys(Timestamp time) { return SysMillis(Millis(time.UnixMs())); }

Timestamp FromSys(SysMillis time) { return Timestamp::FromUnixMs(time.time_since_epoch().count()); }

// A month or day below zero becomes one that date calls invalid.
date::year_month_day DateOf(const CivilTime& t) {
  return {date::year(t.year), date::month(static_cast<unsigned>(t.month)),
          date::day(static_cast<unsigned>(t.day))};
}

LocalMillis ToLocal(const CivilTime& t) {
  const auto days = date::local_days(DateOf(t));
  return LocalMillis(days.time_since_epoch()) + std::chrono::hours(t.hour) +
         std::chrono::minutes(t.minute) + std::chrono::seconds(t.second) + Millis(t.millisecond);
}

CivilTime ToCivil(LocalMillis local) {
  const auto days = date::floor<date::days>(local);
  const date::year_month_day ymd(days);
  const date::hh_mm_ss<Millis> clock(local - days);
  return CivilTime{static_cast<int>(ymd.year()),
                   static_cast<int>(static_cast<unsigned>(ymd.month())),
                   static_cast<int>(static_cast<unsigned>(ymd.day())),
                   static_cast<int>(clock.hours().count()),
                   static_cast<int>(clock.minutes().count()),
                   static_cast<int>(clock.seconds().count()),
                   static_cast<int>(clock.subseconds().count())};
}

// The zone, looked up once for London: every message asks for it.
const date::time_zone* Zone(std::string_view zone) {
  static const date::time_zone* const kLondonZone = date::locate_zone(std::string(kLondon));
  return zone == kLondon ? kLondonZone : date::locate_zone(std::string(zone));
}

// The offset of a zone at one time. A thread asks again and again for times of this season and of
// the one before, so the last two answers are kept with the spans they are good for.
std::chrono::seconds OffsetAt(const date::time_zone* zone, SysMillis time) {
  struct Known {
    const date::time_zone* zone = nullptr;
    date::sys_seconds begin;
    date::sys_seconds end;
    std::chrono::seconds offset{0};

    [[nodiscard]] bool Holds(const date::time_zone* of, SysMillis at) const {
      return zone == of && at >= begin && at < end;
    }
  };
  static thread_local std::array<Known, 2> known;
  if (known[0].Holds(zone, time)) return known[0].offset;
  if (known[1].Holds(zone, time)) return known[1].offset;
  const date::sys_info info = zone->get_info(time);
  known[1] = known[0];
  known[0] = {zone, info.begin, info.end, info.offset};
  return info.offset;
}

// 00 to 99.
constexpr std::array<std::array<char, 2>, 100> kDigitPairs = [] {
  std::array<std::array<char, 2>, 100> pairs{};
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    pairs[i] = {static_cast<char>('0' + i / 10), static_cast<char>('0' + i % 10)};
  }
  return pairs;
}();

// Numbers of fixed width and the characters between them, one after another: at most what an
// instant with milliseconds and offset takes.
class TimeText {
 public:
  void Number(int value, std::size_t width) {
    assert(value >= 0 && size_ + width <= text_.size());
    auto rest = static_cast<unsigned>(value);
    std::size_t left = width;
    for (; left >= 2; left -= 2, rest /= 100) {
      std::memcpy(text_.data() + size_ + left - 2, kDigitPairs[rest % 100].data(), 2);
    }
    if (left == 1) text_[size_] = static_cast<char>('0' + rest % 10);
    size_ += width;
  }
  void Put(char c) {
    assert(size_ < text_.size());
    text_[size_++] = c;
  }
  // The offset from UTC, with `between` its hours and minutes; '\0': nothing.
  void Offset(std::chrono::minutes offset, char between) {
    const auto minutes = static_cast<int>(offset.count() < 0 ? -offset.count() : offset.count());
    Put(offset.count() < 0 ? '-' : '+');
    Number(minutes / 60, 2);
    if (between != '\0') Put(between);
    Number(minutes % 60, 2);
  }
  [[nodiscard]] std::string Text() const { return {text_.data(), size_}; }

 private:
  std::array<char, 40> text_{};
  std::size_t size_ = 0;
};

std::string Format(const LocalTime& local, bool with_millis) {
  const CivilTime& c = local.civil;
  TimeText text;
  text.Number(c.year, 4);
  text.Put('-');
  text.Number(c.month, 2);
  text.Put('-');
  text.Number(c.day, 2);
  text.Put('T');
  text.Number(c.hour, 2);
  text.Put(':');
  text.Number(c.minute, 2);
  text.Put(':');
  text.Number(c.second, 2);
  if (with_millis) {
    text.Put('.');
    text.Number(c.millisecond, 3);
  }
  text.Offset(local.offset, ':');
  return text.Text();
}

}  // namespace

bool IsValid(const CivilTime& t) {
  if (t.year < 1 || t.year > 9999 || t.month < 1 || t.day < 1) return false;
  const date::year_month_day ymd = DateOf(t);
  return ymd.ok() && t.hour >= 0 && t.hour < 24 && t.minute >= 0 && t.minute < 60 &&
         t.second >= 0 && t.second < 60 && t.millisecond >= 0 && t.millisecond < 1000;
}

bool IsZone(std::string_view zone) {
  try {
    return Zone(zone) != nullptr;
  } catch (const std::exception&) {  // locate_zone throws on an unknown name
    return false;
  }
}

Resolved Resolve(const CivilTime& time, std::string_view zone) {
  assert(IsValid(time));
  const LocalMillis local = ToLocal(time);
  const date::local_info info = Zone(zone)->get_info(local);
  const auto at = [&](const date::sys_info& sys) {
    return FromSys(SysMillis(local.time_since_epoch()) - sys.offset);
  };
  switch (info.result) {
    case date::local_info::ambiguous:
      return {at(info.first), at(info.second), Resolved::Kind::kAmbiguous};
    case date::local_info::nonexistent:
      return {at(info.first), at(info.first), Resolved::Kind::kGap};
    default:
      return {at(info.first), at(info.first), Resolved::Kind::kUnique};
  }
}

Timestamp AtOffset(const CivilTime& time, std::chrono::minutes offset) {
  assert(IsValid(time));
  return FromSys(SysMillis(ToLocal(time).time_since_epoch()) - offset);
}

LocalTime InZone(Timestamp time, std::string_view zone) {
  const SysMillis sys = ToSys(time);
  const std::chrono::seconds offset = OffsetAt(Zone(zone), sys);
  const auto local = LocalMillis((sys + offset).time_since_epoch());
  return {ToCivil(local), std::chrono::duration_cast<std::chrono::minutes>(offset)};
}

std::string FormatDateTime(Timestamp time, std::string_view zone) {
  const LocalTime local = InZone(time, zone);
  return Format(local, local.civil.millisecond != 0);
}

std::string FormatInstant(Timestamp time, std::string_view zone) {
  return Format(InZone(time, zone), true);
}

std::string FormatHl7(Timestamp time, std::string_view zone) {
  const LocalTime local = InZone(time, zone);
  const CivilTime& c = local.civil;
  TimeText text;
  text.Number(c.year, 4);
  for (const int part : {c.month, c.day, c.hour, c.minute, c.second}) text.Number(part, 2);
  text.Offset(local.offset, '\0');
  return text.Text();
}

std::optional<Timestamp> ParseInstant(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:dd";
  if (text.size() <= kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool digit = IsDigit(text[i]);
    if (kShape[i] == 'd' ? !digit : text[i] != kShape[i]) return std::nullopt;
  }
  const auto number = [&](std::size_t at, std::size_t size) {
    return static_cast<int>(*ParseDigits(text.substr(at, size)));
  };
  CivilTime time{
      number(0, 4), number(5, 2), number(8, 2), number(11, 2), number(14, 2), number(17, 2), 0};
  std::string_view rest = text.substr(kShape.size());
  if (rest.front() == '.') {
    const std::size_t end = rest.find_first_not_of("0123456789", 1);
    if (end == std::string_view::npos || end == 1) return std::nullopt;
    const std::string digits = (std::string(rest.substr(1, end - 1)) + "000").substr(0, 3);
    time.millisecond = static_cast<int>(*ParseDigits(digits));
    rest.remove_prefix(end);
  }
  if (!IsValid(time)) return std::nullopt;
  if (rest == "Z") return AtOffset(time, std::chrono::minutes(0));
  if (rest.size() != 6 || rest[3] != ':' || (rest[0] != '+' && rest[0] != '-')) return std::nullopt;
  const auto hours = ParseDigits(rest.substr(1, 2));
  const auto minutes = ParseDigits(rest.substr(4, 2));
  if (!hours || !minutes || *minutes > 59) return std::nullopt;
  const std::chrono::minutes offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  if (offset > std::chrono::hours(14)) return std::nullopt;
  return AtOffset(time, rest[0] == '-' ? -offset : offset);
}

}  // namespace wardbridge
