#include "core/hl7/split.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "base/text.h"
#include "core/hl7/byte_scan.h"

namespace wardbridge::hl7 {
namespace {

enum class LineKind { kMessage, kEnvelope, kOther };

bool IsSeparator(char c) {
  const bool letter_or_digit =
      (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return c > ' ' && c < '\x7f' && !letter_or_digit;
}

std::string_view SkipNoise(std::string_view text) {
  constexpr std::string_view kNoise(" \t\r\n\0", 5);
  while (true) {
    const std::size_t start = text.find_first_not_of(kNoise);
    text.remove_prefix(start == std::string_view::npos ? text.size() : start);
    if (!text.starts_with(kByteOrderMark)) return text;
    text.remove_prefix(kByteOrderMark.size());
  }
}

// `separator` 0: that of the line itself.
LineKind KindOf(std::string_view line, char separator) {
  if (line.size() < 4 || !IsSeparator(line[3])) return LineKind::kOther;
  const std::string_view id = line.substr(0, 3);
  if (id == "MSH" && (separator == '\0' || line[3] == separator)) return LineKind::kMessage;
  if (id == "FHS" || id == "BHS" || id == "BTS" || id == "FTS") return LineKind::kEnvelope;
  return LineKind::kOther;
}

class Splitter {
 public:
  explicit Splitter(bool any_separator) : any_separator_(any_separator) {}

  SplitMessages Run(std::string_view content) {
    const std::string_view text = SkipNoise(content);
    out_.leading_noise = text.size() != content.size();
    if (KindOf(text, '\0') == LineKind::kOther) {
      out_.leading_noise = false;
      return std::move(out_);
    }
    std::size_t begin = 0;
    ScanBlocks(text, '\r', [&](std::size_t position, const BlockMarks& marks) {
      for (std::uint64_t ends = marks.ends; ends != 0; ends &= ends - 1) {
        const std::size_t end = position + static_cast<std::size_t>(std::countr_zero(ends));
        Line(text, begin, end);
        begin = end + 1;
      }
      return true;
    });
    Line(text, begin, text.size());
    Close(text, text.size());
    return std::move(out_);
  }

 private:
  void Line(std::string_view text, std::size_t begin, std::size_t end) {
    const std::string_view line = text.substr(begin, end - begin);
    switch (KindOf(line, any_separator_ ? '\0' : separator_)) {
      case LineKind::kMessage:
        Close(text, begin);
        open_ = begin;
        separator_ = line[3];
        break;
      case LineKind::kEnvelope:
        Close(text, begin);
        out_.envelope = true;
        if (line.starts_with("BTS")) Count(line);
        break;
      case LineKind::kOther:
        break;
    }
  }

  void Close(std::string_view text, std::size_t end) {
    if (open_ != std::string_view::npos) out_.messages.push_back(text.substr(open_, end - open_));
    open_ = std::string_view::npos;
  }

  // BTS-1; several batches of one file add up.
  void Count(std::string_view line) {
    std::string_view field = line.substr(4);
    field = Trim(field.substr(0, field.find(line[3])));
    if (const std::optional<long long> count = ParseDigits(field)) {
      constexpr long long kMost = 1'000'000'000;
      out_.stated_count = std::min(kMost, out_.stated_count.value_or(0) + std::min(kMost, *count));
    }
  }

  bool any_separator_;
  char separator_ = '\0';
  std::size_t open_ = std::string_view::npos;
  SplitMessages out_;
};

}  // namespace

SplitMessages Split(std::string_view content) { return Splitter(false).Run(content); }

std::vector<std::string> SplitFile(std::string_view bytes) {
  constexpr char kStart = '\x0b';
  constexpr char kEnd = '\x1c';
  std::vector<std::string> messages;
  const auto add = [&](std::string_view content) {
    for (const std::string_view message : Splitter(true).Run(content).messages) {
      messages.emplace_back(message);
    }
  };
  if (!SkipNoise(bytes).starts_with(kStart)) {
    add(bytes);
    return messages;
  }
  std::size_t begin = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const char next = at + 1 < bytes.size() ? bytes[at + 1] : '\r';
    const bool ends = bytes[at] == kEnd && (next == '\r' || next == '\n' || next == kStart);
    if (bytes[at] != kStart && !ends) continue;
    add(bytes.substr(begin, at - begin));
    begin = at + 1;
  }
  add(bytes.substr(begin));
  return messages;
}

}  // namespace wardbridge::hl7
