// The inside of a Message: its bytes and the positions of segments and fields in them. For this
// room only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/hl7/charset.h"
#include "core/hl7/escape.h"

namespace wardbridge::hl7 {

class Message;

// Three bytes of a segment id as one number, for comparing.
[[nodiscard]] constexpr std::uint32_t PackId(std::string_view id) {
  if (id.size() != 3) return 0;
  return static_cast<std::uint32_t>(static_cast<unsigned char>(id[0])) |
         static_cast<std::uint32_t>(static_cast<unsigned char>(id[1])) << 8U |
         static_cast<std::uint32_t>(static_cast<unsigned char>(id[2])) << 16U;
}

inline constexpr std::uint32_t kMshId = PackId("MSH");

// Owns the bytes; never changes once it is built, save `owner`, which follows the Message that
// holds it.
//
// `cuts` has, for each segment in order, the positions of its field separators and then the
// position of its end. So field n of a segment (n - 1 of MSH, whose first separator is field 1)
// lies between cuts[first + n - 1] + 1 and cuts[first + n].
struct MessageIndex {
  struct Entry {
    std::uint32_t id = 0;
    std::uint32_t begin = 0;
    std::uint32_t first_cut = 0;
    std::uint32_t separators = 0;
  };

  std::string bytes;
  Delimiters delimiters;
  // As `delimiters`, but what is off has become the field separator, which no field contains.
  char component = '^';
  char repetition = '~';
  char subcomponent = '&';
  CharsetChoice charset;
  std::string_view declared;  // MSH-18, first repetition, within `bytes`
  bool is_utf8 = true;        // the bytes are valid UTF-8 and read as that: nothing to convert
  bool null_is_absent = false;
  std::vector<std::uint32_t> cuts;
  std::vector<Entry> segments;
  const Message* owner = nullptr;

  [[nodiscard]] std::string_view Slice(std::uint32_t begin, std::uint32_t end) const {
    return {bytes.data() + begin, end - begin};
  }
};

// `text` without spaces and NUL at its end.
[[nodiscard]] inline std::string_view TrimEnd(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
  return text;
}

}  // namespace wardbridge::hl7
