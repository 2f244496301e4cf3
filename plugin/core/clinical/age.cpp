#include "core/clinical/age.h"

#include <compare>
#include <optional>
#include <vector>

#include "base/text.h"

namespace wardbridge::clinical {
namespace {

constexpr int kAdultYears = 16;

struct Day {
  int year = 0;
  int month = 0;
  int day = 0;
  friend auto operator<=>(const Day&, const Day&) = default;
};

// The first and the last day that a birth date may mean.
struct Span {
  Day first;
  Day last;
};

int LastDayOf(int year, int month) {
  for (int day = 31; day > 28; --day) {
    CivilTime date;
    date.year = year;
    date.month = month;
    date.day = day;
    if (IsValid(date)) return day;
  }
  return 28;
}

std::optional<Span> Read(std::string_view birth_date) {
  const std::vector<std::string_view> parts = Split(birth_date, '-');
  if (parts.empty() || parts.size() > 3 || parts[0].size() != 4) return std::nullopt;
  std::vector<int> numbers;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::optional<long long> number = ParseDigits(parts[i]);
    if (!number || (i > 0 && parts[i].size() != 2)) return std::nullopt;
    numbers.push_back(static_cast<int>(*number));
  }
  const int year = numbers[0];
  const int first_month = numbers.size() > 1 ? numbers[1] : 1;
  const int last_month = numbers.size() > 1 ? numbers[1] : 12;
  if (year == 0 || first_month < 1 || first_month > 12) return std::nullopt;
  const int first_day = numbers.size() > 2 ? numbers[2] : 1;
  const int last_day = numbers.size() > 2 ? numbers[2] : LastDayOf(year, last_month);
  if (first_day < 1 || last_day > LastDayOf(year, last_month)) return std::nullopt;
  return Span{{year, first_month, first_day}, {year, last_month, last_day}};
}

}  // namespace

Age AgeAt(std::string_view birth_date, Timestamp when) {
  const std::optional<Span> born = Read(birth_date);
  if (!born) return Age::kUnknown;
  const CivilTime local = InZone(when).civil;
  const Day today{local.year, local.month, local.day};
  if (today < born->first) return Age::kUnknown;  // not born yet: the date is wrong
  const Day born_16_years_ago{today.year - kAdultYears, today.month, today.day};
  if (born->last <= born_16_years_ago) return Age::kFrom16;
  if (born->first > born_16_years_ago) return Age::kUnder16;
  return Age::kUnknown;
}

}  // namespace wardbridge::clinical
