// An HL7 v2 message as an index of positions over its bytes; values are decoded when they are asked
// for (HL7 v2.5.1 ch. 2; spec/hl7v2-and-mllp sections 6 and 7).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "core/hl7/charset.h"
#include "core/hl7/escape.h"
#include "core/hl7/read_log.h"

namespace wardbridge::hl7 {

// The four states of a place in a message. HL7 v2 ch. 2.5.3: absent and empty both mean "keep", ""
// means "delete".
enum class Presence { kMissing, kEmpty, kNull, kValue };

class Message;
class Lanes;
struct MessageIndex;  // message_index.h: inside of this room

// A view of a field, a repetition, a component or a subcomponent. Cheap to copy; valid while its
// Message lives. Numbers are from 1, as the standard writes them; what is not there is an Element
// of Presence::kMissing.
class Element {
 public:
  Element() = default;

  // A whole with parts has a value when any of its leaves has one, and is null when its leaves are
  // null or empty and one at least is null. A leaf of spaces only is empty.
  [[nodiscard]] Presence presence() const;
  [[nodiscard]] bool HasValue() const { return presence() == Presence::kValue; }

  // The bytes as sent, delimiters and escapes included.
  [[nodiscard]] std::string_view Raw() const { return raw_; }

  // The text: first leaf (first repetition, component, subcomponent), unescaped once, decoded to
  // UTF-8, trimmed of trailing spaces. Empty unless HasValue().
  [[nodiscard]] std::string Text() const;
  // The same where it stands in the message just so, without escapes and in UTF-8; else nothing.
  [[nodiscard]] std::optional<std::string_view> PlainText() const;
  // The same with what its escapes were that no text can show.
  [[nodiscard]] Decoded Decode() const;

  // Asked below its own level, an element is its own single part: Component(1) of a component is
  // itself. Of a field. A field without repetition separator has one repetition; a missing one has
  // none.
  [[nodiscard]] std::size_t RepetitionCount() const;
  [[nodiscard]] Element Repetition(std::size_t number) const;
  // All of them in one pass; Repetition(n) looks for its separators anew each time.
  [[nodiscard]] std::vector<Element> Repetitions() const;
  // The same one by one: the first repetition of `rest`, which loses it. Missing when none is left.
  [[nodiscard]] static Element TakeRepetition(Element& rest);
  // Of a repetition (or of a field: of its first repetition).
  [[nodiscard]] std::size_t ComponentCount() const;
  [[nodiscard]] Element Component(std::size_t number) const;
  // Components 1, 2, ... in one pass, as many as `first` holds.
  void Components(std::span<Element> first) const;
  // Of a component (or above: of the first).
  [[nodiscard]] std::size_t SubcomponentCount() const;
  [[nodiscard]] Element Subcomponent(std::size_t number) const;

  // Where Raw() begins within Message::Bytes(), for explanations; 0 of a missing one.
  [[nodiscard]] std::size_t Offset() const;
  // Null of a missing one.
  [[nodiscard]] const Message* message() const;

 private:
  friend class Segment;
  enum class Level : std::uint8_t { kField, kRepetition, kComponent, kSubcomponent, kLiteral };
  Element(const MessageIndex* index, std::string_view raw, Level level)
      : index_(index), raw_(raw), level_(level) {}
  [[nodiscard]] Element Part(std::string_view whole, const Lanes& separator, std::size_t number,
                             Level level) const;
  // The bytes of the first repetition and of its first component.
  [[nodiscard]] std::string_view FirstRepetition() const;
  [[nodiscard]] std::string_view FirstComponent() const;

  const MessageIndex* index_ = nullptr;
  std::string_view raw_;
  Level level_ = Level::kField;
};

// A view of a segment. Cheap to copy; valid while its Message lives.
class Segment {
 public:
  Segment() = default;

  explicit operator bool() const { return index_ != nullptr; }
  // "PID"
  [[nodiscard]] std::string_view Id() const;
  // The whole segment as sent, without its end.
  [[nodiscard]] std::string_view Raw() const;
  // Number of the last field present.
  [[nodiscard]] std::size_t FieldCount() const;
  // Field by the standard's number: of MSH, 1 is the separator and 2 the encoding characters (never
  // split).
  [[nodiscard]] Element Field(std::size_t number) const;
  // Position in the message, from 0.
  [[nodiscard]] std::size_t Index() const { return position_; }
  [[nodiscard]] const Message* message() const;

 private:
  friend class Message;
  Segment(const MessageIndex* index, std::size_t position) : index_(index), position_(position) {}

  const MessageIndex* index_ = nullptr;
  std::size_t position_ = 0;
};

struct ParseOptions {
  std::optional<Charset> force;  // the feed's `charset: force:X`
  bool null_is_absent = false;   // feeds that send "" everywhere
  ReadLog* reads = nullptr;      // told of every text that is asked for; null: nobody
};

// Owns the bytes and the index. Movable, not copyable; never changes after Parse, so thread-safe.
// Elements point into it: a Message that is moved keeps them valid.
class Message {
 public:
  // Takes one message (see SplitMessages) with CR, LF or CRLF as segment ends. Errors: kMalformed
  // at "MSH" (no usable header, bad delimiters), at "segment N" (bad segment id; code 100 of table
  // 0357). N counts from 1, which is MSH; blank lines do not count.
  [[nodiscard]] static Result<Message> Parse(std::string bytes, const ParseOptions& options = {});

  // The first segment alone, from the beginning of a message that Parse refuses or that is cut off:
  // enough for an acknowledgement. Errors: kMalformed at "MSH".
  [[nodiscard]] static Result<Message> ParseHeader(std::string_view start,
                                                   const ParseOptions& options = {});

  Message(Message&&) noexcept;
  Message& operator=(Message&&) noexcept;
  Message(const Message&) = delete;
  Message& operator=(const Message&) = delete;
  ~Message();

  [[nodiscard]] std::string_view Bytes() const;
  [[nodiscard]] const Delimiters& delimiters() const;
  // How text of this message is decoded, and whether that contradicts MSH-18 or met undefined bytes
  // (warnings).
  [[nodiscard]] const CharsetChoice& charset() const;
  [[nodiscard]] bool null_is_absent() const;

  [[nodiscard]] std::size_t SegmentCount() const;
  [[nodiscard]] Segment At(std::size_t index) const;
  // The first segment of that id, or one that is false; and all of them in order.
  [[nodiscard]] Segment First(std::string_view id) const;
  [[nodiscard]] std::vector<Segment> All(std::string_view id) const;

  // Shorthand: First(segment).Field(field).
  [[nodiscard]] Element Get(std::string_view segment, std::size_t field) const;

 private:
  explicit Message(std::unique_ptr<MessageIndex> index);
  std::unique_ptr<MessageIndex> index_;
};

}  // namespace wardbridge::hl7
