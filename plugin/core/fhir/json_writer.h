// Writes FHIR JSON straight into bytes: no tree between, numbers keep their text, and what turns
// out empty was never there (FHIR R4 json.html: no empty objects, arrays or strings).
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <boost/container/small_vector.hpp>

namespace wardbridge::fhir {

// Appends to a string that must outlive it, and which is whole when the outermost value is; until
// then it has room at its end. One thread. Misuse (a value without a key in an object) is an
// assert.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out);

  // Containers. End* returns false and takes back everything since the matching Begin* (its key
  // included) when nothing was written inside.
  void BeginObject() { Begin('{'); }
  bool EndObject() { return End('}'); }
  void BeginArray() { Begin('['); }
  bool EndArray() { return End(']'); }

  // The key of the next value in an object. A key that gets no value disappears.
  void Key(std::string_view key);

  // Values. Text is escaped as JSON wants, invalid UTF-8 becomes U+FFFD and control characters are
  // dropped, save tab, LF and CR (FHIR R4 string); a text that is empty or blank by then writes
  // nothing and drops its key.
  void String(std::string_view text);
  void TextMember(std::string_view key, std::string_view text) {
    Key(key);
    String(text);
  }
  // A number whose text is legal JSON already: 36.60 stays 36.60. An empty text writes nothing and
  // drops its key.
  void Number(std::string_view text) { Value(text); }
  void Integer(std::int64_t value);
  void Boolean(bool value);
  // base64 of bytes, without an intermediate string; no bytes write nothing and drop the key.
  void Base64(std::string_view bytes);

  // What this class has written before, elsewhere: a value, or key and value of the object that is
  // open. No text writes nothing; a key that is open disappears.
  void Value(std::string_view json);
  void Member(std::string_view json) { Parts(json); }
  // A member in three parts, one after the other: the second, which no writer has written, needs no
  // escapes, as a UUID.
  void Member(std::string_view before, std::string_view text, std::string_view behind) {
    Parts(before, text, behind);
  }

  // A mark to return to: everything written after it disappears. Marks nest and must be of the same
  // depth.
  struct Mark {
    std::size_t size = 0;
    bool comma = false;
    std::size_t depth = 0;
    std::size_t pending_key = 0;  // 0: no key is open; else 1 + where it begins
  };
  [[nodiscard]] Mark Here() const;
  void Return(const Mark& mark);
  // What was written since a mark of the same container, without the comma before it. Valid until
  // the next write.
  [[nodiscard]] std::string_view Since(const Mark& mark) const;
  // `size` bytes of what is written, from `begin` on. Valid until the next write.
  [[nodiscard]] std::string_view Part(std::size_t begin, std::size_t size) const {
    assert(begin + size <= size_);
    return {out_.data() + begin, size};
  }

  [[nodiscard]] std::size_t Depth() const { return levels_.size(); }

 private:
  struct Level {
    std::size_t start = 0;  // where to cut when it stays empty
    bool object = false;
    bool has_content = false;
  };
  void Begin(char bracket);
  bool End(char bracket);
  // Where the next value (with its key and comma) begins; writes the comma of an array item.
  std::size_t Open();
  // Ends a value that began at `start`: keeps it, or takes it back with its key.
  void Close(std::size_t start, bool keep);
  void DropKey() {
    if (!key_open_) return;
    size_ = key_start_;
    key_open_ = false;
  }
  // Where the next byte goes; at least `count` of them may be put there.
  char* Room(std::size_t count) {
    if (out_.size() - size_ < count) Grow(count);
    return out_.data() + size_;
  }
  void Grow(std::size_t count);
  // Copies a text, most of which are short, without a call; what is behind it.
  static char* Copy(std::string_view text, char* to) {
    const char* const from = text.data();
    const std::size_t size = text.size();
    if (size > 16) {
      std::memcpy(to, from, size);
    } else if (size >= 8) {
      std::memcpy(to, from, 8);
      std::memcpy(to + size - 8, from + size - 8, 8);
    } else if (size >= 4) {
      std::memcpy(to, from, 4);
      std::memcpy(to + size - 4, from + size - 4, 4);
    } else {
      for (std::size_t at = 0; at < size; ++at) to[at] = from[at];
    }
    return to + size;
  }
  template <typename... Texts>
  void Parts(const Texts&... parts);
  // What was put there ends at `end`.
  void Took(const char* end) { size_ = static_cast<std::size_t>(end - out_.data()); }
  void Put(char c) {
    *Room(1) = c;
    ++size_;
  }

  std::string& out_;      // outlives this writer, see the class comment
  std::size_t size_ = 0;  // of what is written; behind it out_ has room
  Level top_;             // the container that is open; outside of all, an array without an end
  boost::container::small_vector<Level, 16> levels_;  // those around it
  std::size_t key_start_ = 0;
  bool key_open_ = false;
};

// What every element of a Bundle passes is here, so that it can become a part of what calls it.

inline void JsonWriter::Key(std::string_view key) {
  assert(top_.object);
  DropKey();
  key_start_ = size_;
  char* to = Room(key.size() + 4);
  if (top_.has_content) *to++ = ',';
  *to++ = '"';
  to = Copy(key, to);
  *to++ = '"';
  *to++ = ':';
  Took(to);
  key_open_ = true;
}

inline std::size_t JsonWriter::Open() {
  if (top_.object) {
    assert(key_open_);
    key_open_ = false;
    return key_start_;
  }
  const std::size_t start = size_;
  if (top_.has_content) Put(',');
  return start;
}

inline void JsonWriter::Close(std::size_t start, bool keep) {
  if (!keep) size_ = start;
  if (levels_.empty()) {
    out_.resize(size_);
  } else if (keep) {
    top_.has_content = true;
  }
}

inline void JsonWriter::Begin(char bracket) {
  const std::size_t start = Open();
  levels_.push_back(top_);
  top_ = {start, bracket == '{', false};
  Put(bracket);
}

inline bool JsonWriter::End(char bracket) {
  assert(!levels_.empty() && top_.object == (bracket == '}'));
  DropKey();
  const Level level = top_;
  top_ = levels_.back();
  levels_.pop_back();
  if (level.has_content) Put(bracket);
  Close(level.start, level.has_content);
  return level.has_content;
}

inline void JsonWriter::Value(std::string_view json) {
  const std::size_t start = Open();
  Took(Copy(json, Room(json.size())));
  Close(start, !json.empty());
}

template <typename... Texts>
inline void JsonWriter::Parts(const Texts&... parts) {
  assert(top_.object);
  DropKey();
  const std::size_t size = (parts.size() + ...);
  if (size == 0) return;
  char* to = Room(size + 1);
  if (top_.has_content) *to++ = ',';
  ((to = Copy(parts, to)), ...);
  Took(to);
  top_.has_content = true;
}

inline JsonWriter::Mark JsonWriter::Here() const {
  return {size_, top_.has_content, levels_.size(), key_open_ ? key_start_ + 1 : 0};
}

}  // namespace wardbridge::fhir
