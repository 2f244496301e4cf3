// The inside of a Message: its bytes and the positions of segments and fields in them. For this
// room only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/hl7/byte_scan.h"
#include "core/hl7/charset.h"
#include "core/hl7/escape.h"
#include "core/hl7/read_log.h"

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

// Positions in the order they are found. Grows like a vector, but its room is not cleared before it
// is written to.
class Cuts {
 public:
  // Room for `count` more behind what is there. What is written there counts once Took() says so.
  [[nodiscard]] std::uint32_t* Room(std::size_t count) {
    if (size_ + count > capacity_) Grow(size_ + count);
    return data_.get() + size_;
  }
  void Took(std::size_t count) { size_ += count; }

  [[nodiscard]] std::size_t Size() const { return size_; }
  [[nodiscard]] const std::uint32_t* From(std::size_t position) const {
    return data_.get() + position;
  }

 private:
  void Grow(std::size_t least) {
    capacity_ = std::max<std::size_t>({least, capacity_ * 2, 512});
    std::unique_ptr<std::uint32_t[]> more(new std::uint32_t[capacity_]);
    std::copy_n(data_.get(), size_, more.get());
    data_ = std::move(more);
  }

  std::unique_ptr<std::uint32_t[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

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
  Lanes component{'^'};
  Lanes repetition{'~'};
  Lanes subcomponent{'&'};
  Lanes escape{'\\'};
  CharsetChoice charset;
  bool is_utf8 = true;  // the bytes are valid UTF-8 and read as that: nothing to convert
  bool null_is_absent = false;
  Cuts cuts;
  std::vector<Entry> segments;
  const Message* owner = nullptr;
  ReadLog* reads = nullptr;  // ParseOptions::reads

  [[nodiscard]] std::string_view Slice(std::uint32_t begin, std::uint32_t end) const {
    return {bytes.data() + begin, end - begin};
  }
  [[nodiscard]] const char* BytesEnd() const { return bytes.data() + bytes.size(); }
};

// MSH-18, first repetition, "" when it has no value: a view of the message's bytes.
[[nodiscard]] std::string_view DeclaredCharset(const Message& message);

// `text` without spaces and NUL at its end.
[[nodiscard]] inline std::string_view TrimEnd(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
  return text;
}

}  // namespace wardbridge::hl7
