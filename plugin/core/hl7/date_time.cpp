#include "core/hl7/date_time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

#include "base/text.h"

namespace wardbridge::hl7 {
namespace {

// Takes a date or time apart from the left. Each step says whether it found what it wants.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool AtEnd() const { return text_.empty(); }
  [[nodiscard]] bool AtDigit() const { return !text_.empty() && IsDigit(text_.front()); }
  [[nodiscard]] bool AtSign() const { return text_.starts_with('+') || text_.starts_with('-'); }

  bool Skip(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }

  // Exactly `count` digits.
  bool Number(std::size_t count, int& value) {
    if (text_.size() < count) return false;
    int number = 0;
    for (const char c : text_.substr(0, count)) {
      if (!IsDigit(c)) return false;
      number = number * 10 + (c - '0');
    }
    value = number;
    text_.remove_prefix(count);
    return true;
  }

  // One to `most` digits after the point, cut to milliseconds.
  bool Fraction(std::size_t most, int& millisecond) {
    std::size_t count = 0;
    int value = 0;
    for (; count < text_.size() && IsDigit(text_[count]); ++count) {
      if (count < 3) value = value * 10 + (text_[count] - '0');
    }
    if (count == 0 || count > most) return false;
    for (std::size_t i = count; i < 3; ++i) value *= 10;
    millisecond = value;
    text_.remove_prefix(count);
    return true;
  }

  // "+0100"; `lenient` also "+01:00" and "Z". A sign alone states nothing and is passed over.
  bool Offset(bool lenient, std::optional<std::chrono::minutes>& offset) {
    if (lenient && Skip('Z')) {
      offset = std::chrono::minutes(0);
      return true;
    }
    const bool west = text_.starts_with('-');
    text_.remove_prefix(1);
    if (AtEnd()) return true;
    int hours = 0;
    int minutes = 0;
    if (!Number(2, hours)) return false;
    if (lenient) Skip(':');
    if (!Number(2, minutes) || hours > 14 || minutes > 59) return false;
    const std::chrono::minutes east(hours * 60 + minutes);
    offset = west ? -east : east;
    return true;
  }

 private:
  std::string_view text_;
};

// YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]]
bool ReadCompact(Reader& reader, DateTime& out) {
  CivilTime& civil = out.civil;
  if (!reader.Number(4, civil.year)) return false;
  out.precision = Precision::kYear;
  const std::array<int*, 5> parts = {&civil.month, &civil.day, &civil.hour, &civil.minute,
                                     &civil.second};
  for (std::size_t i = 0; i < parts.size() && reader.AtDigit(); ++i) {
    if (!reader.Number(2, *parts[i])) return false;
    out.precision = static_cast<Precision>(i + 1);
  }
  if (out.precision != Precision::kSecond || !reader.Skip('.')) return true;
  out.precision = Precision::kFraction;
  return reader.Fraction(4, civil.millisecond);
}

// YYYY-MM-DD[( |T)HH:MM[:SS[.S...]]], which no standard of HL7 v2 knows.
bool ReadSpaced(Reader& reader, DateTime& out) {
  CivilTime& civil = out.civil;
  const bool date = reader.Number(4, civil.year) && reader.Skip('-') &&
                    reader.Number(2, civil.month) && reader.Skip('-') &&
                    reader.Number(2, civil.day);
  if (!date) return false;
  out.precision = Precision::kDay;
  if (reader.AtEnd()) return true;
  if (!reader.Skip(' ') && !reader.Skip('T')) return false;
  if (!reader.Number(2, civil.hour) || !reader.Skip(':') || !reader.Number(2, civil.minute)) {
    return false;
  }
  out.precision = Precision::kMinute;
  if (!reader.Skip(':')) return true;
  if (!reader.Number(2, civil.second)) return false;
  out.precision = Precision::kSecond;
  if (!reader.Skip('.')) return true;
  out.precision = Precision::kFraction;
  return reader.Fraction(9, civil.millisecond);
}

int DaysIn(int year, int month) {
  CivilTime last{year, month, 31};
  while (last.day > 28 && !IsValid(last)) --last.day;
  return last.day;
}

// 24:00:00 is 00:00 of the next day.
void CarryMidnight(CivilTime& civil) {
  const bool midnight = civil.hour == 24 && civil.minute == 0 && civil.second == 0 &&
                        civil.millisecond == 0 && civil.month >= 1 && civil.month <= 12;
  if (!midnight || civil.day > DaysIn(civil.year, civil.month)) return;
  civil.hour = 0;
  if (++civil.day <= DaysIn(civil.year, civil.month)) return;
  civil.day = 1;
  if (++civil.month <= 12) return;
  civil.month = 1;
  ++civil.year;
}

// The degree of precision: what lies below it is not to be trusted.
void Lower(DateTime& time, std::string_view degree) {
  constexpr std::string_view kDegrees = "YLDHMS";
  const std::string letter = UpperAscii(Trim(degree));
  if (letter.size() != 1) return;
  const std::size_t at = kDegrees.find(letter);
  if (at == std::string_view::npos || static_cast<Precision>(at) >= time.precision) return;
  time.precision = static_cast<Precision>(at);
  CivilTime& civil = time.civil;
  civil.millisecond = 0;
  if (time.precision < Precision::kSecond) civil.second = 0;
  if (time.precision < Precision::kMinute) civil.minute = 0;
  if (time.precision < Precision::kHour) civil.hour = 0;
  if (time.precision < Precision::kDay) civil.day = 1;
  if (time.precision < Precision::kMonth) civil.month = 1;
}

// Appends a number with zeros before it; one that has more digits keeps them.
void AppendPadded(int number, std::size_t size, std::string& text) {
  std::array<char, 12> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  const auto count = static_cast<std::size_t>(end - digits.data());
  text.append(size - std::min(size, count), '0').append(digits.data(), count);
}

Error Malformed() { return {Code::kMalformed, "DTM", "not a date and time of HL7 v2"}; }

}  // namespace

std::string DateTime::FhirDate() const {
  std::string date;
  AppendPadded(civil.year, 4, date);
  if (precision >= Precision::kMonth) AppendPadded(civil.month, 2, date.append(1, '-'));
  if (precision >= Precision::kDay) AppendPadded(civil.day, 2, date.append(1, '-'));
  return date;
}

Result<DateTime> ParseDateTime(std::string_view text, std::string_view degree, bool lenient) {
  DateTime out;
  text = Trim(text);
  Reader reader(text);
  const bool spaced = lenient && text.size() > 7 && text[4] == '-' && text[7] == '-';
  if (!(spaced ? ReadSpaced(reader, out) : ReadCompact(reader, out))) return Malformed();
  if (!reader.AtEnd()) {
    const bool zulu = lenient && text.back() == 'Z';
    if (!reader.AtSign() && !zulu) return Malformed();
    if (!reader.Offset(lenient, out.offset) || !reader.AtEnd()) return Malformed();
  }
  CarryMidnight(out.civil);
  if (!IsValid(out.civil)) return Malformed();
  Lower(out, degree);
  if (!out.HasTime()) out.offset.reset();
  return out;
}

Result<DateTime> ParseDateTime(const Element& element, bool lenient) {
  return ParseDateTime(element.Text(), element.Component(2).Text(), lenient);
}

namespace {

// The offset that a time without one inherits from its message, if any.
std::optional<std::chrono::minutes> Inherited(const ZoneRules& rules) {
  if (!rules.message_offset || !rules.message_time) return rules.message_offset;
  const bool is_zones = InZone(*rules.message_time, rules.zone).offset == *rules.message_offset;
  return is_zones ? std::nullopt : rules.message_offset;
}

}  // namespace

Instant ToInstant(const DateTime& time, const ZoneRules& rules) {
  Instant instant;
  instant.precision = time.precision;
  std::optional<std::chrono::minutes> offset;
  if (time.HasTime() && rules.offset_trust) offset = time.offset ? time.offset : Inherited(rules);
  if (offset) {
    instant.time = AtOffset(time.civil, *offset);
    instant.other = instant.time;
    return instant;
  }
  const Resolved resolved = Resolve(time.civil, rules.zone);
  instant.time = resolved.first;
  instant.other = resolved.second;
  instant.ambiguous = resolved.kind == Resolved::Kind::kAmbiguous;
  instant.gap = resolved.kind == Resolved::Kind::kGap;
  return instant;
}

Timestamp Settle(const Instant& time, std::optional<Timestamp> not_before,
                 std::optional<Timestamp> not_after) {
  if (!time.ambiguous) return time.time;
  const auto fits = [&](Timestamp reading) {
    return (!not_before || *not_before <= reading) && (!not_after || reading <= *not_after);
  };
  return fits(time.other) && !fits(time.time) ? time.other : time.time;
}

}  // namespace wardbridge::hl7
