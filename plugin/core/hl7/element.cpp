// Elements: the views of the parts of a segment.
#include <algorithm>
#include <utility>

#include "core/hl7/byte_scan.h"
#include "core/hl7/message.h"
#include "core/hl7/message_index.h"

namespace wardbridge::hl7 {
namespace {

constexpr std::string_view kNull = "\"\"";

// Up to the first `separator`.
std::string_view Head(std::string_view text, const Lanes& separator, const MessageIndex& index) {
  return {text.data(), FindAny(text, index.BytesEnd(), separator)};
}

std::size_t LeafEnd(std::string_view text, const MessageIndex& index) {
  return FindAny(text, index.BytesEnd(), index.component, index.repetition, index.subcomponent);
}

Presence LeafPresence(std::string_view leaf) {
  leaf = TrimEnd(leaf);
  if (leaf.empty()) return Presence::kEmpty;
  return leaf == kNull ? Presence::kNull : Presence::kValue;
}

// Whether a part that begins with this byte has a value for that alone, as most have.
bool IsOfValue(char first, const MessageIndex& index) {
  return first > ' ' && first != kNull.front() && first != index.component &&
         first != index.repetition && first != index.subcomponent;
}

// Tells who wants to know that this leaf was asked for.
void NoteRead(std::string_view leaf, const MessageIndex& index) {
  if (index.reads == nullptr || leaf.empty()) return;
  const auto begin = static_cast<std::size_t>(leaf.data() - index.bytes.data());
  index.reads->Note(*index.owner, begin, begin + leaf.size());
}

std::size_t CountParts(std::string_view whole, const Lanes& separator, const MessageIndex& index) {
  std::size_t count = 1;
  EachAny(
      whole, index.BytesEnd(),
      [&count](std::size_t) {
        ++count;
        return true;
      },
      separator);
  return count;
}

}  // namespace

Presence Element::presence() const {
  if (index_ == nullptr) return Presence::kMissing;
  if (raw_.empty()) return Presence::kEmpty;
  if (level_ == Level::kLiteral || IsOfValue(raw_.front(), *index_)) return Presence::kValue;
  bool null = false;
  std::string_view left = raw_;
  while (true) {
    const std::size_t end = LeafEnd(left, *index_);
    const Presence leaf = LeafPresence(left.substr(0, end));
    if (leaf == Presence::kValue) return leaf;
    null = null || leaf == Presence::kNull;
    if (end == left.size()) break;
    left.remove_prefix(end + 1);
  }
  return null && !index_->null_is_absent ? Presence::kNull : Presence::kEmpty;
}

std::optional<std::string_view> Element::PlainText() const {
  if (index_ == nullptr || level_ == Level::kLiteral) return raw_;
  const std::size_t stop = FindAny(raw_, index_->BytesEnd(), index_->component, index_->repetition,
                                   index_->subcomponent, index_->escape);
  const bool has_escape = stop < raw_.size() && raw_[stop] == index_->escape;
  if (has_escape || !index_->is_utf8) return std::nullopt;
  const std::string_view leaf = TrimEnd({raw_.data(), stop});
  NoteRead(leaf, *index_);
  return leaf == kNull ? std::string_view() : leaf;
}

std::string Element::Text() const {
  if (const auto plain = PlainText()) return std::string(*plain);
  const std::string_view leaf = raw_.substr(0, LeafEnd(raw_, *index_));
  if (leaf.find(index_->escape) != std::string_view::npos) return Decode().text;
  const std::string_view trimmed = TrimEnd(leaf);
  NoteRead(trimmed, *index_);
  return trimmed == kNull ? std::string() : ToUtf8(trimmed, index_->charset.charset);
}

Decoded Element::Decode() const {
  if (index_ == nullptr || level_ == Level::kLiteral) return {std::string(raw_)};
  const std::string_view leaf = TrimEnd(raw_.substr(0, LeafEnd(raw_, *index_)));
  NoteRead(leaf, *index_);
  if (leaf == kNull) return {};
  return Unescape(leaf, index_->delimiters, index_->charset.charset,
                  DeclaredCharset(*index_->owner));
}

std::string_view Element::FirstRepetition() const {
  return level_ == Level::kField ? Head(raw_, index_->repetition, *index_) : raw_;
}

std::string_view Element::FirstComponent() const {
  return level_ <= Level::kRepetition ? Head(FirstRepetition(), index_->component, *index_) : raw_;
}

Element Element::Part(std::string_view whole, const Lanes& separator, std::size_t number,
                      Level level) const {
  if (number == 0) return {};
  while (--number > 0) {
    const std::size_t end = FindAny(whole, index_->BytesEnd(), separator);
    if (end == whole.size()) return {};
    whole.remove_prefix(end + 1);
  }
  return {index_, Head(whole, separator, *index_), level};
}

std::size_t Element::RepetitionCount() const {
  if (index_ == nullptr) return 0;
  return level_ == Level::kField ? CountParts(raw_, index_->repetition, *index_) : 1;
}

Element Element::Repetition(std::size_t number) const {
  if (index_ == nullptr) return {};
  if (level_ == Level::kField) return Part(raw_, index_->repetition, number, Level::kRepetition);
  return number == 1 ? *this : Element();
}

std::vector<Element> Element::Repetitions() const {
  if (index_ == nullptr) return {};
  if (level_ != Level::kField) return {*this};
  std::vector<Element> all;
  std::string_view left = raw_;
  while (true) {
    const std::string_view head = Head(left, index_->repetition, *index_);
    all.push_back(Element(index_, head, Level::kRepetition));
    if (head.size() == left.size()) return all;
    left.remove_prefix(head.size() + 1);
  }
}

Element Element::TakeRepetition(Element& rest) {
  if (rest.index_ == nullptr) return {};
  if (rest.level_ != Level::kField) return std::exchange(rest, {});
  const std::string_view head = Head(rest.raw_, rest.index_->repetition, *rest.index_);
  const Element taken(rest.index_, head, Level::kRepetition);
  if (head.size() == rest.raw_.size()) {
    rest = {};
  } else {
    rest.raw_.remove_prefix(head.size() + 1);
  }
  return taken;
}

std::size_t Element::ComponentCount() const {
  if (index_ == nullptr) return 0;
  return level_ <= Level::kRepetition ? CountParts(FirstRepetition(), index_->component, *index_)
                                      : 1;
}

Element Element::Component(std::size_t number) const {
  if (index_ == nullptr || number == 0) return {};
  if (level_ > Level::kRepetition) return number == 1 ? *this : Element();
  std::size_t begin = 0;
  std::size_t end = raw_.size();
  EachAny(
      raw_, index_->BytesEnd(),
      [&](std::size_t at) {  // over components, until the first repetition ends
        const bool last = raw_[at] == index_->repetition;
        if (last || number == 1) {
          end = at;
          return false;
        }
        begin = at + 1;
        --number;
        return true;
      },
      index_->component, index_->repetition);
  if (number > 1) return {};
  return {index_, {raw_.data() + begin, end - begin}, Level::kComponent};
}

void Element::Components(std::span<Element> first) const {
  std::fill(first.begin(), first.end(), Element());
  if (index_ == nullptr || first.empty()) return;
  if (level_ > Level::kRepetition) {
    first[0] = *this;
    return;
  }
  std::size_t count = 0;
  std::size_t begin = 0;
  const auto add = [&](std::size_t end) {
    first[count++] = Element(index_, {raw_.data() + begin, end - begin}, Level::kComponent);
    begin = end + 1;
    return count < first.size();
  };
  bool more = true;
  EachAny(
      raw_, index_->BytesEnd(),
      [&](std::size_t at) {  // over components, until the first repetition ends
        more = add(at) && raw_[at] != index_->repetition;
        return more;
      },
      index_->component, index_->repetition);
  if (more) add(raw_.size());
}

std::size_t Element::SubcomponentCount() const {
  if (index_ == nullptr) return 0;
  return level_ <= Level::kComponent ? CountParts(FirstComponent(), index_->subcomponent, *index_)
                                     : 1;
}

Element Element::Subcomponent(std::size_t number) const {
  if (index_ == nullptr) return {};
  if (level_ <= Level::kComponent) {
    return Part(FirstComponent(), index_->subcomponent, number, Level::kSubcomponent);
  }
  return number == 1 ? *this : Element();
}

std::size_t Element::Offset() const {
  return index_ == nullptr ? 0 : static_cast<std::size_t>(raw_.data() - index_->bytes.data());
}

const Message* Element::message() const { return index_ == nullptr ? nullptr : index_->owner; }

}  // namespace wardbridge::hl7
