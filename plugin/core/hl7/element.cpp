// Elements and segments: the views of a Message.
#include <algorithm>

#include "core/hl7/message.h"
#include "core/hl7/message_index.h"

namespace wardbridge::hl7 {
namespace {

// Up to the first `separator`.
std::string_view Head(std::string_view text, char separator) {
  return text.substr(0, text.find(separator));
}

std::size_t LeafEnd(std::string_view text, const MessageIndex& index) {
  std::size_t at = 0;
  while (at < text.size() && text[at] != index.component && text[at] != index.repetition &&
         text[at] != index.subcomponent) {
    ++at;
  }
  return at;
}

Presence LeafPresence(std::string_view leaf) {
  leaf = TrimEnd(leaf);
  if (leaf.empty()) return Presence::kEmpty;
  return leaf == "\"\"" ? Presence::kNull : Presence::kValue;
}

std::size_t CountParts(std::string_view whole, char separator) {
  return 1 + static_cast<std::size_t>(std::count(whole.begin(), whole.end(), separator));
}

// Whose fields are numbered from the separator itself.
bool IsHeader(const MessageIndex::Entry& entry) {
  return entry.id == kMshId && entry.separators > 0;
}

}  // namespace

Presence Element::presence() const {
  if (index_ == nullptr) return Presence::kMissing;
  if (level_ == Level::kLiteral) return raw_.empty() ? Presence::kEmpty : Presence::kValue;
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

std::string_view Element::FirstLeaf() const {
  if (index_ == nullptr || level_ == Level::kLiteral) return raw_;
  const std::string_view leaf = raw_.substr(0, LeafEnd(raw_, *index_));
  return LeafPresence(leaf) == Presence::kValue ? TrimEnd(leaf) : std::string_view();
}

std::string Element::Text() const {
  const std::string_view leaf = FirstLeaf();
  if (leaf.empty() || level_ == Level::kLiteral) return std::string(leaf);
  const char escape = index_->delimiters.escape;
  if (escape == '\0' || leaf.find(escape) == std::string_view::npos) {
    return index_->is_utf8 ? std::string(leaf) : ToUtf8(leaf, index_->charset.charset);
  }
  return Unescape(leaf, index_->delimiters, index_->charset.charset, index_->declared).text;
}

Decoded Element::Decode() const {
  const std::string_view leaf = FirstLeaf();
  if (leaf.empty() || level_ == Level::kLiteral) return {std::string(leaf)};
  return Unescape(leaf, index_->delimiters, index_->charset.charset, index_->declared);
}

std::string_view Element::FirstRepetition() const {
  return level_ == Level::kField ? Head(raw_, index_->repetition) : raw_;
}

std::string_view Element::FirstComponent() const {
  return level_ <= Level::kRepetition ? Head(FirstRepetition(), index_->component) : raw_;
}

Element Element::Part(std::string_view whole, char separator, std::size_t number,
                      Level level) const {
  if (number == 0) return {};
  while (--number > 0) {
    const std::size_t end = whole.find(separator);
    if (end == std::string_view::npos) return {};
    whole.remove_prefix(end + 1);
  }
  return {index_, Head(whole, separator), level};
}

std::size_t Element::RepetitionCount() const {
  if (index_ == nullptr) return 0;
  return level_ == Level::kField ? CountParts(raw_, index_->repetition) : 1;
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
    const std::string_view head = Head(left, index_->repetition);
    all.push_back(Element(index_, head, Level::kRepetition));
    if (head.size() == left.size()) return all;
    left.remove_prefix(head.size() + 1);
  }
}

std::size_t Element::ComponentCount() const {
  if (index_ == nullptr) return 0;
  return level_ <= Level::kRepetition ? CountParts(FirstRepetition(), index_->component) : 1;
}

Element Element::Component(std::size_t number) const {
  if (index_ == nullptr) return {};
  if (level_ <= Level::kRepetition) {
    return Part(FirstRepetition(), index_->component, number, Level::kComponent);
  }
  return number == 1 ? *this : Element();
}

std::size_t Element::SubcomponentCount() const {
  if (index_ == nullptr) return 0;
  return level_ <= Level::kComponent ? CountParts(FirstComponent(), index_->subcomponent) : 1;
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

const Message* Segment::message() const { return index_ == nullptr ? nullptr : index_->owner; }

std::string_view Segment::Id() const {
  if (index_ == nullptr) return {};
  const std::uint32_t begin = index_->segments[position_].begin;
  return index_->Slice(begin, begin + 3);
}

std::string_view Segment::Raw() const {
  if (index_ == nullptr) return {};
  const MessageIndex::Entry& entry = index_->segments[position_];
  return index_->Slice(entry.begin, index_->cuts[entry.first_cut + entry.separators]);
}

std::size_t Segment::FieldCount() const {
  if (index_ == nullptr) return 0;
  const MessageIndex::Entry& entry = index_->segments[position_];
  return entry.separators + (IsHeader(entry) ? 1U : 0U);
}

Element Segment::Field(std::size_t number) const {
  if (index_ == nullptr || number == 0) return {};
  const MessageIndex::Entry& entry = index_->segments[position_];
  const bool header = IsHeader(entry);
  const std::uint32_t* const cuts = index_->cuts.data() + entry.first_cut;
  if (header) {
    if (number == 1) {
      return {index_, index_->Slice(cuts[0], cuts[0] + 1), Element::Level::kLiteral};
    }
    --number;
  }
  if (number > entry.separators) return {};
  const bool literal = header && number == 1;
  return {index_, index_->Slice(cuts[number - 1] + 1, cuts[number]),
          literal ? Element::Level::kLiteral : Element::Level::kField};
}

}  // namespace wardbridge::hl7
