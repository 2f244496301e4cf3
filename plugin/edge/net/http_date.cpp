#include "edge/net/http_date.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "base/text.h"

namespace wardbridge::net {
namespace {

constexpr Millis kLongest{std::int64_t{24} * 60 * 60 * 1000};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<int> Number(std::string_view text, std::size_t at, std::size_t size) {
  const auto value = ParseDigits(text.substr(at, size));
  if (!value) return std::nullopt;
  return static_cast<int>(*value);
}

// IMF-fixdate, the only form that is made today: "Sun, 06 Nov 1994 08:49:37 GMT".
std::optional<Timestamp> ReadDate(std::string_view text) {
  constexpr std::size_t kSize = 29;
  if (text.size() != kSize || !text.ends_with(" GMT") || text.substr(3, 2) != ", ") {
    return std::nullopt;
  }
  if (text[19] != ':' || text[22] != ':') return std::nullopt;
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const auto day = Number(text, 5, 2);
  const auto year = Number(text, 12, 4);
  const auto hour = Number(text, 17, 2);
  const auto minute = Number(text, 20, 2);
  const auto second = Number(text, 23, 2);
  if (month == kMonths.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
  const CivilTime time{
      *year, static_cast<int>(month - kMonths.begin()) + 1, *day, *hour, *minute, *second, 0};
  if (!IsValid(time)) return std::nullopt;
  return AtOffset(time, std::chrono::minutes(0));
}

}  // namespace

std::optional<Millis> ReadRetryAfter(std::string_view text, Timestamp now) {
  text = Trim(text);
  std::optional<Millis> wait;
  if (const auto seconds = ParseDigits(text)) {
    wait = Millis(std::min<long long>(*seconds, kLongest.count() / 1000) * 1000);
  } else if (const auto date = ReadDate(text)) {
    wait = *date - now;
  }
  if (!wait || wait->count() <= 0) return std::nullopt;
  return std::min(*wait, kLongest);
}

}  // namespace wardbridge::net
