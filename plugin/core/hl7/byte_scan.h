// Finding separators and line ends sixteen bytes at a time. For this room only.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace wardbridge::hl7 {

// What sixteen bytes hold: bit i is byte i.
struct BlockMarks {
  std::uint32_t hits = 0;  // the separator, CR or LF
  std::uint32_t high = 0;  // 80 and above
};

[[nodiscard]] inline BlockMarks MarkBytes(const char* bytes, std::size_t size, char separator) {
  BlockMarks marks;
  for (std::size_t i = 0; i < size; ++i) {
    const char c = bytes[i];
    if (c == separator || c == '\r' || c == '\n') marks.hits |= 1U << i;
    if (static_cast<unsigned char>(c) >= 0x80U) marks.high |= 1U << i;
  }
  return marks;
}

#if defined(__SSE2__)
[[nodiscard]] inline BlockMarks MarkBlock(const char* bytes, char separator) {
  const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('\r')),
                                    _mm_cmpeq_epi8(block, _mm_set1_epi8('\n')));
  const __m128i hits = _mm_or_si128(ends, _mm_cmpeq_epi8(block, _mm_set1_epi8(separator)));
  return {static_cast<std::uint32_t>(_mm_movemask_epi8(hits)),
          static_cast<std::uint32_t>(_mm_movemask_epi8(block))};
}
#else
[[nodiscard]] inline BlockMarks MarkBlock(const char* bytes, char separator) {
  return MarkBytes(bytes, 16, separator);
}
#endif

// Calls `hit(position)` for each separator, CR and LF in order until it returns false. Returns
// whether any byte looked at is 80 or above.
template <typename Hit>
bool ScanBytes(std::string_view bytes, char separator, Hit&& hit) {
  constexpr std::size_t kBlock = 16;
  std::uint32_t high = 0;
  for (std::size_t at = 0; at < bytes.size(); at += kBlock) {
    const std::size_t size = bytes.size() - at;
    const BlockMarks marks = size >= kBlock ? MarkBlock(bytes.data() + at, separator)
                                            : MarkBytes(bytes.data() + at, size, separator);
    high |= marks.high;
    for (std::uint32_t left = marks.hits; left != 0; left &= left - 1) {
      if (!hit(at + static_cast<std::size_t>(std::countr_zero(left)))) return high != 0;
    }
  }
  return high != 0;
}

}  // namespace wardbridge::hl7
