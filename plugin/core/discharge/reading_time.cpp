#include "core/discharge/reading_time.h"

#include <chrono>

#include "base/text.h"

namespace wardbridge::discharge {
namespace {

// Takes a text apart from its front.
class Front {
 public:
  explicit Front(std::string_view text) : text_(text) {}

  [[nodiscard]] bool AtEnd() const { return text_.empty(); }

  bool Take(char wanted) {
    if (text_.empty() || text_.front() != wanted) return false;
    text_.remove_prefix(1);
    return true;
  }

  // Exactly `size` digits.
  bool Number(std::size_t size, int& into) {
    if (text_.size() < size) return false;
    const auto number = ParseDigits(text_.substr(0, size));
    if (!number) return false;
    into = static_cast<int>(*number);
    text_.remove_prefix(size);
    return true;
  }

  // The digits after the point of a second, of which three count.
  bool Fraction(int& milliseconds) {
    std::size_t size = 0;
    while (size < text_.size() && IsDigit(text_[size])) ++size;
    if (size == 0 || size > 12) return false;
    const std::string digits = (std::string(text_.substr(0, size)) + "00").substr(0, 3);
    milliseconds = static_cast<int>(*ParseDigits(digits));
    text_.remove_prefix(size);
    return true;
  }

 private:
  std::string_view text_;
};

bool TakeDate(Front& front, bool day_first, CivilTime& time) {
  if (day_first) {
    return front.Number(2, time.day) && front.Take('/') && front.Number(2, time.month) &&
           front.Take('/') && front.Number(4, time.year);
  }
  return front.Number(4, time.year) && front.Take('-') && front.Number(2, time.month) &&
         front.Take('-') && front.Number(2, time.day);
}

bool TakeClock(Front& front, CivilTime& time) {
  if (!front.Number(2, time.hour) || !front.Take(':') || !front.Number(2, time.minute))
    return false;
  if (!front.Take(':')) return true;
  if (!front.Number(2, time.second)) return false;
  return !front.Take('.') || front.Fraction(time.millisecond);
}

// An offset that may be there; false when what is there is none.
bool TakeOffset(Front& front, std::optional<std::chrono::minutes>& offset) {
  if (front.AtEnd()) return true;
  if (front.Take('Z')) {
    offset = std::chrono::minutes(0);
    return front.AtEnd();
  }
  const bool west = front.Take('-');
  if (!west && !front.Take('+')) return false;
  int hours = 0;
  int minutes = 0;
  if (!front.Number(2, hours)) return false;
  front.Take(':');
  if (!front.Number(2, minutes) || !front.AtEnd()) return false;
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return false;
  offset = std::chrono::minutes((hours * 60 + minutes) * (west ? -1 : 1));
  return true;
}

bool IsDayFirst(std::string_view text) { return text.size() > 2 && text[2] == '/'; }

}  // namespace

std::optional<ReadingTime> ReadTime(std::string_view text, const FeedOptions& feed) {
  text = Trim(text);
  Front front(text);
  CivilTime civil;
  if (!TakeDate(front, IsDayFirst(text), civil)) return std::nullopt;
  if (!front.Take('T') && !front.Take(' ')) return std::nullopt;
  std::optional<std::chrono::minutes> offset;
  if (!TakeClock(front, civil) || !TakeOffset(front, offset) || !IsValid(civil))
    return std::nullopt;
  ReadingTime read;
  if (offset && feed.offset_trust) {
    read.time = AtOffset(civil, *offset);
    read.has_offset = true;
    return read;
  }
  const Resolved resolved = Resolve(civil, feed.timezone);
  read.time = resolved.first;
  read.ambiguous = resolved.kind == Resolved::Kind::kAmbiguous;
  read.gap = resolved.kind == Resolved::Kind::kGap;
  return read;
}

std::string ReadBirthDate(std::string_view text) {
  text = Trim(text);
  CivilTime date;
  Front front(text);
  bool taken = false;
  if (text.size() == 8) {
    taken = front.Number(4, date.year) && front.Number(2, date.month) && front.Number(2, date.day);
  } else {
    taken = TakeDate(front, IsDayFirst(text), date);
  }
  if (!taken || !front.AtEnd() || !IsValid(date)) return {};
  std::string digits = std::to_string(date.year * 10'000 + date.month * 100 + date.day);
  return std::string(8 - digits.size(), '0') + digits;
}

}  // namespace wardbridge::discharge
