#include "core/fhir/json_writer.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cstdint>
#include <cstring>

#include "base/base64.h"
#include "base/text.h"

namespace wardbridge::fhir {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::uint64_t kEightBlanks = 0x2020202020202020U;

unsigned char Byte(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

// Printable ASCII that JSON takes as it is.
bool IsPlain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20U && byte < 0x7FU && c != '"' && c != '\\';
}

// In each byte of `word` that is not plain the highest bit. A byte above one that is not plain may
// be marked for no reason: whoever meets a mark looks at the bytes one by one.
inline std::uint64_t NotPlain(std::uint64_t word) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  constexpr std::uint64_t kHighs = kOnes << 7U;
  const auto zeros = [](std::uint64_t bytes) { return (bytes - kOnes) & ~bytes; };
  const std::uint64_t low = word - kOnes * 0x20U;
  return (low | word | zeros(word ^ (kOnes * '"')) | zeros(word ^ (kOnes * '\\')) |
          zeros(word ^ (kOnes * 0x7FU))) &
         kHighs;
}

// Copies `Size` bytes, at most eight; not 0 when one of them is not plain.
template <std::size_t Size>
inline std::uint64_t CopyWord(const char* from, char* to) {
  std::uint64_t word = kEightBlanks;
  std::memcpy(&word, from, Size);
  std::memcpy(to, &word, Size);
  return NotPlain(word);
}

// Copies a text as most are: plain, and not of blanks only. False when it may be another one; what
// was written then does not count. The last word has some bytes once more that the one before had.
bool CopySimple(std::string_view text, char* to) {
  const std::size_t size = text.size();
  const char* const from = text.data();
  if (size == 0 || from[0] == ' ') return false;
  std::uint64_t special = 0;
  if (size >= 8) {
    for (std::size_t at = 0; at + 8 < size; at += 8) special |= CopyWord<8>(from + at, to + at);
    special |= CopyWord<8>(from + size - 8, to + size - 8);
  } else if (size >= 4) {
    special = CopyWord<4>(from, to) | CopyWord<4>(from + size - 4, to + size - 4);
  } else {
    for (std::size_t at = 0; at < size; ++at) special |= CopyWord<1>(from + at, to + at);
  }
  return special == 0;
}

// Copies plain bytes from `at` on; how many there were.
std::size_t CopyPlain(std::string_view text, std::size_t at, char* to) {
  const std::size_t start = at;
  for (; at + 8 <= text.size(); at += 8, to += 8) {
    if (CopyWord<8>(text.data() + at, to) != 0) break;
  }
  for (; at < text.size() && IsPlain(text[at]); ++at) *to++ = text[at];
  return at - start;
}

// What stands for the ASCII character `c`, which is not plain; "" for what has no place in a FHIR
// string.
std::string_view Escaped(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\t':
      return "\\t";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    default:
      return {};
  }
}

// No byte of a text becomes more than three: U+FFFD stands for one that is no UTF-8.
constexpr std::size_t kMostForOne = 3;

struct Written {
  char* end = nullptr;
  bool is_visible = false;  // there is more than blanks
};

// Writes `text` as the inside of a JSON string.
Written WriteText(std::string_view text, char* to) {
  if (CopySimple(text, to)) return {to + text.size(), true};
  bool visible = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t run = CopyPlain(text, at, to);
    visible = visible || (run > 0 && text[at] != ' ') ||
              text.substr(at, run).find_first_not_of(' ') != std::string_view::npos;
    at += run;
    to += run;
    if (at == text.size()) break;
    if (Byte(text, at) < 0x80U) {
      const std::string_view escaped = Escaped(text[at]);
      to = std::copy(escaped.begin(), escaped.end(), to);
      visible = visible || text[at] == '"' || text[at] == '\\';
      ++at;
      continue;
    }
    const std::size_t size = Utf8Size(text, at);
    const bool control = size == 2 && Byte(text, at) == 0xC2U && Byte(text, at + 1) < 0xA0U;
    if (!control) {
      const std::string_view bytes = size == 0 ? kReplacement : text.substr(at, size);
      to = std::copy(bytes.begin(), bytes.end(), to);
      visible = true;
    }
    at += size == 0 ? 1 : size;
  }
  return {to, visible};
}

}  // namespace

JsonWriter::JsonWriter(std::string& out) : out_(out), size_(out.size()) { levels_.reserve(16); }

void JsonWriter::Grow(std::size_t count) {
  constexpr std::size_t kStep = 512;
  const std::size_t least = size_ + count + kStep;
  // What is reserved is taken step by step: every step is cleared first.
  out_.resize(least <= out_.capacity() ? least : std::max(out_.capacity() * 2, least));
}

void JsonWriter::String(std::string_view text) {
  constexpr std::size_t kAround = 2 + 8;  // the quotes, and what CopyPlain may write behind
  const std::size_t start = Open();
  char* const to = Room(text.size() * kMostForOne + kAround);
  *to = '"';
  const Written written = WriteText(text, to + 1);
  *written.end = '"';
  Took(written.end + 1);
  Close(start, written.is_visible);
}

void JsonWriter::Member(std::initializer_list<std::string_view> parts) {
  assert(!levels_.empty() && levels_.back().object);
  DropKey();
  std::size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  if (size == 0) return;
  char* to = Room(size + 1);
  if (levels_.back().has_content) *to++ = ',';
  for (const std::string_view part : parts) to = Copy(part, to);
  Took(to);
  levels_.back().has_content = true;
}

void JsonWriter::Integer(std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  Number({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

void JsonWriter::Boolean(bool value) { Number(value ? "true" : "false"); }

void JsonWriter::Base64(std::string_view bytes) {
  const std::size_t start = Open();
  Put('"');
  out_.resize(size_);
  AppendBase64(bytes, out_);
  size_ = out_.size();
  Put('"');
  Close(start, !bytes.empty());
}

void JsonWriter::Return(const Mark& mark) {
  assert(mark.depth <= levels_.size() && mark.size <= size_);
  size_ = mark.size;
  levels_.resize(mark.depth);
  if (levels_.empty()) {
    out_.resize(size_);
  } else {
    levels_.back().has_content = mark.comma;
  }
  key_open_ = mark.pending_key != 0;
  if (key_open_) key_start_ = mark.pending_key - 1;
}

std::string_view JsonWriter::Since(const Mark& mark) const {
  assert(mark.depth == levels_.size() && mark.size <= size_);
  std::string_view text(out_.data() + mark.size, size_ - mark.size);
  if (text.starts_with(',')) text.remove_prefix(1);
  return text;
}

}  // namespace wardbridge::fhir
