#include "core/fhir/json_writer.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/base64.h"
#include "base/text.h"

namespace wardbridge::fhir {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

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

// Copies eight bytes; not 0 when one of them is not plain.
inline std::uint64_t CopyWord(const char* from, char* to) {
  std::uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  std::memcpy(to, &word, sizeof word);
  return NotPlain(word);
}

#if defined(__SSE2__)
// Whether one of sixteen bytes is not plain.
inline bool HasSpecial(__m128i bytes) {
  __m128i special = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));  // 80 and above are below zero
  for (const char c : {'"', '\\', '\x7F'}) {
    special = _mm_or_si128(special, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)));
  }
  return _mm_movemask_epi8(special) != 0;
}

// Copies sixteen bytes; whether one of them is not plain.
inline bool CopySixteen(const char* from, char* to) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes);
  return HasSpecial(bytes);
}

// The same of twice eight, which may overlap.
inline bool CopyEights(const char* from, char* to, std::size_t second) {
  const __m128i head = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from));
  const __m128i tail = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from + second));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(to), head);
  _mm_storel_epi64(reinterpret_cast<__m128i*>(to + second), tail);
  return HasSpecial(_mm_unpacklo_epi64(head, tail));
}
#else
inline bool CopyEights(const char* from, char* to, std::size_t second) {
  const std::uint64_t special = CopyWord(from, to);
  return (special | CopyWord(from + second, to + second)) != 0;
}
inline bool CopySixteen(const char* from, char* to) { return CopyEights(from, to, 8); }
#endif

// The same of twice four.
inline bool CopyFours(const char* from, char* to, std::size_t second) {
  std::uint32_t head = 0;
  std::uint32_t tail = 0;
  std::memcpy(&head, from, sizeof head);
  std::memcpy(&tail, from + second, sizeof tail);
  std::memcpy(to, &head, sizeof head);
  std::memcpy(to + second, &tail, sizeof tail);
  return NotPlain(head | std::uint64_t{tail} << 32U) != 0;
}

// Copies a text as most are: plain, and not of blanks only. False when it may be another one; what
// was written then does not count. The last word has some bytes once more that the one before had.
bool CopySimple(std::string_view text, char* to) {
  const std::size_t size = text.size();
  const char* const from = text.data();
  if (size == 0 || from[0] == ' ') return false;
  bool special = false;
  if (size >= 16) {
    for (std::size_t at = 0; at + 16 < size; at += 16) special |= CopySixteen(from + at, to + at);
    special |= CopySixteen(from + size - 16, to + size - 16);
  } else if (size >= 8) {
    special = CopyEights(from, to, size - 8);
  } else if (size >= 4) {
    special = CopyFours(from, to, size - 4);
  } else {
    for (std::size_t at = 0; at < size; ++at) {
      to[at] = from[at];
      special |= !IsPlain(from[at]);
    }
  }
  return !special;
}

// Copies plain bytes from `at` on; how many there were.
std::size_t CopyPlain(std::string_view text, std::size_t at, char* to) {
  const std::size_t start = at;
  for (; at + 8 <= text.size(); at += 8, to += 8) {
    if (CopyWord(text.data() + at, to) != 0) break;
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

JsonWriter::JsonWriter(std::string& out) : out_(out), size_(out.size()) {}

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
  if (mark.depth < levels_.size()) {
    top_ = levels_[mark.depth];
    levels_.resize(mark.depth);
  }
  top_.has_content = mark.comma;
  if (levels_.empty()) out_.resize(size_);
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
