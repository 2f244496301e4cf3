// Finding bytes in messages: separators and line ends sixty-four at a time, single ones near at
// hand. For this room only.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace wardbridge::hl7 {

// What sixty-four bytes hold: bit i is byte i.
struct BlockMarks {
  std::uint64_t separators = 0;
  std::uint64_t ends = 0;  // CR or LF
  bool has_high = false;   // 80 or above
};

inline constexpr std::size_t kBlockBytes = 64;

#if defined(__SSE2__)
[[nodiscard]] inline BlockMarks MarkBlock(const char* bytes, char separator) {
  const __m128i wanted = _mm_set1_epi8(separator);
  const __m128i cr = _mm_set1_epi8('\r');
  const __m128i lf = _mm_set1_epi8('\n');
  const auto bits = [](__m128i lanes) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(lanes)));
  };
  BlockMarks marks;
  __m128i all = _mm_setzero_si128();
  for (unsigned part = 0; part < 4; ++part) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes) + part);
    all = _mm_or_si128(all, block);
    const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(block, cr), _mm_cmpeq_epi8(block, lf));
    marks.separators |= bits(_mm_cmpeq_epi8(block, wanted)) << (16U * part);
    marks.ends |= bits(ends) << (16U * part);
  }
  marks.has_high = _mm_movemask_epi8(all) != 0;
  return marks;
}
#else
[[nodiscard]] inline BlockMarks MarkBlock(const char* bytes, char separator) {
  BlockMarks marks;
  unsigned all = 0;
  for (std::size_t i = 0; i < kBlockBytes; ++i) {
    const char c = bytes[i];
    all |= static_cast<unsigned char>(c);
    marks.separators |= static_cast<std::uint64_t>(c == separator) << i;
    marks.ends |= static_cast<std::uint64_t>(c == '\r' || c == '\n') << i;
  }
  marks.has_high = all >= 0x80U;
  return marks;
}
#endif

// Calls `see(position, marks)` for each block in order until it returns false; bits beyond the end
// are 0 (`separator` is not 0). Returns whether any byte looked at is 80 or above.
template <typename See>
bool ScanBlocks(std::string_view bytes, char separator, See&& see) {
  bool has_high = false;
  std::size_t at = 0;
  for (; at + kBlockBytes <= bytes.size(); at += kBlockBytes) {
    const BlockMarks marks = MarkBlock(bytes.data() + at, separator);
    has_high = has_high || marks.has_high;
    if (!see(at, marks)) return has_high;
  }
  if (at < bytes.size()) {
    std::array<char, kBlockBytes> last{};
    std::memcpy(last.data(), bytes.data() + at, bytes.size() - at);
    const BlockMarks marks = MarkBlock(last.data(), separator);
    has_high = has_high || marks.has_high;
    see(at, marks);
  }
  return has_high;
}

// A character that is looked for again and again, as often as it takes to look at sixteen bytes
// together.
class Lanes {
 public:
  explicit Lanes(char c) { all_.fill(c); }
  operator char() const { return all_.front(); }  // NOLINT(google-explicit-constructor): it is one
#if defined(__SSE2__)
  [[nodiscard]] __m128i Load() const {
    return _mm_load_si128(reinterpret_cast<const __m128i*>(all_.data()));
  }
#endif

 private:
  alignas(16) std::array<char, 16> all_{};
};

#if defined(__SSE2__)
inline constexpr std::size_t kLaneBytes = 16;
inline __m128i LanesOf(char c) { return _mm_set1_epi8(c); }
inline __m128i LanesOf(const Lanes& lanes) { return lanes.Load(); }

// Which of the sixteen bytes from `bytes` on are among `wanted`: bit i is byte i.
template <typename... Chars>
[[nodiscard]] unsigned MarkLanes(const char* bytes, const Chars&... wanted) {
  const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  __m128i found = _mm_setzero_si128();
  ((found = _mm_or_si128(found, _mm_cmpeq_epi8(block, LanesOf(wanted)))), ...);
  return static_cast<unsigned>(_mm_movemask_epi8(found));
}
#endif

// Calls `see(position)` for each of `wanted` (char or Lanes) in `text`, in order, until it returns
// false. `text` lies in a buffer that ends at `buffer_end`, so that sixteen bytes can be looked at
// together although most parts of messages are shorter.
template <typename See, typename... Chars>
void EachAny(std::string_view text, const char* buffer_end, See&& see, const Chars&... wanted) {
  std::size_t at = 0;
#if defined(__SSE2__)
  constexpr auto kLanes = static_cast<std::ptrdiff_t>(kLaneBytes);
  for (; at < text.size() && buffer_end - (text.data() + at) >= kLanes; at += kLaneBytes) {
    for (unsigned bits = MarkLanes(text.data() + at, wanted...); bits != 0; bits &= bits - 1) {
      const std::size_t position = at + static_cast<std::size_t>(std::countr_zero(bits));
      if (position >= text.size() || !see(position)) return;
    }
  }
#else
  static_cast<void>(buffer_end);
#endif
  for (; at < text.size(); ++at) {
    if (((text[at] == wanted) || ...) && !see(at)) return;
  }
}

// Position of the first of `wanted` in `text`, or its size; `buffer_end` as above.
template <typename... Chars>
[[nodiscard]] std::size_t FindAny(std::string_view text, const char* buffer_end,
                                  const Chars&... wanted) {
  std::size_t at = 0;
#if defined(__SSE2__)
  constexpr auto kLanes = static_cast<std::ptrdiff_t>(kLaneBytes);
  for (; at < text.size() && buffer_end - (text.data() + at) >= kLanes; at += kLaneBytes) {
    const unsigned bits = MarkLanes(text.data() + at, wanted...);
    if (bits == 0) continue;
    return std::min(text.size(), at + static_cast<std::size_t>(std::countr_zero(bits)));
  }
#else
  static_cast<void>(buffer_end);
#endif
  for (; at < text.size(); ++at) {
    if (((text[at] == wanted) || ...)) return at;
  }
  return text.size();
}

}  // namespace wardbridge::hl7
