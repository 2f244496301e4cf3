#include "core/hl7/message.h"

#include <bit>
#include <limits>
#include <utility>

#include "core/hl7/byte_scan.h"
#include "core/hl7/message_index.h"

namespace wardbridge::hl7 {
namespace {

bool IsLetterOrDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool IsDelimiter(char c) { return c > ' ' && c < '\x7f' && !IsLetterOrDigit(c); }

Error BadHeader(const char* detail) { return {Code::kMalformed, "MSH", detail}; }

// MSH-1 and MSH-2: separator, then one to five distinct characters; those that are missing are off.
Result<Delimiters> ReadDelimiters(std::string_view bytes) {
  if (!bytes.starts_with("MSH") || bytes.size() < 5) return BadHeader("no header segment");
  const char field = bytes[3];
  if (!IsDelimiter(field)) return BadHeader("MSH-1 is no separator");
  const std::string_view rest = bytes.substr(4);
  const std::size_t end = FindAny(rest, bytes.data() + bytes.size(), field, '\r', '\n');
  const std::string_view encoding = TrimEnd(rest.substr(0, end));
  if (encoding.empty() || encoding.size() > 5) return BadHeader("MSH-2 has not 1 to 5 characters");
  for (std::size_t i = 0; i < encoding.size(); ++i) {
    if (!IsDelimiter(encoding[i]) || encoding.find(encoding[i], i + 1) != std::string_view::npos) {
      return BadHeader("MSH-2 repeats a character or has one that cannot delimit");
    }
  }
  const auto at = [&](std::size_t i) { return i < encoding.size() ? encoding[i] : '\0'; };
  return Delimiters{field, at(0), at(1), at(2), at(3), at(4)};
}

// Fills `cuts` and `segments` of an index from the marks of its bytes.
class Indexer {
 public:
  explicit Indexer(MessageIndex& index) : index_(index) {}

  // False: a segment that ends in this block is malformed, and nothing further is to be looked at.
  bool See(std::size_t position, const BlockMarks& marks) {
    std::uint64_t separators = marks.separators;
    for (std::uint64_t ends = marks.ends; ends != 0; ends &= ends - 1) {
      const auto bit = static_cast<unsigned>(std::countr_zero(ends));
      const std::uint64_t before = (std::uint64_t{1} << bit) - 1;
      Add(position, separators & before);
      separators &= ~before;
      if (!EndLine(static_cast<std::uint32_t>(position) + bit)) return false;
    }
    Add(position, separators);
    return true;
  }

  // The end of a segment, or of a blank line. False: the segment is malformed.
  bool EndLine(std::uint32_t at) {
    const std::uint32_t begin = std::exchange(begin_, at + 1);
    if (begin == at) return true;
    std::uint32_t end = at;
    while (end > begin && index_.bytes[end - 1] == '\0') --end;
    const std::string_view line = index_.Slice(begin, end);
    if (!HasSegmentId(line)) {
      malformed_ = line.find_first_not_of(" \t") != std::string_view::npos;
      return !malformed_;
    }
    const auto cuts = static_cast<std::uint32_t>(index_.cuts.Size());
    index_.segments.push_back({PackId(line.substr(0, 3)), begin, first_cut_, cuts - first_cut_});
    *index_.cuts.Room(1) = end;
    index_.cuts.Took(1);
    first_cut_ = cuts + 1;
    return true;
  }

  [[nodiscard]] bool malformed() const { return malformed_; }

 private:
  void Add(std::size_t position, std::uint64_t separators) {
    std::uint32_t* const room = index_.cuts.Room(kBlockBytes);
    std::uint32_t* next = room;
    for (; separators != 0; separators &= separators - 1) {
      *next++ = static_cast<std::uint32_t>(position) +
                static_cast<std::uint32_t>(std::countr_zero(separators));
    }
    index_.cuts.Took(static_cast<std::size_t>(next - room));
  }

  // A letter, two letters or digits, then a separator or nothing more.
  [[nodiscard]] bool HasSegmentId(std::string_view line) const {
    if (line.size() < 3 || line[0] < 'A' || line[0] > 'Z') return false;
    for (const char c : line.substr(1, 2)) {
      if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')) return false;
    }
    return line.size() == 3 || line[3] == index_.delimiters.field || TrimEnd(line).size() == 3;
  }

  MessageIndex& index_;
  bool malformed_ = false;
  std::uint32_t begin_ = 0;
  std::uint32_t first_cut_ = 0;
};

// Finds the character set, once the fields can be found.
void ChooseCharset(MessageIndex& index, const Message& message, bool has_high,
                   const ParseOptions& options) {
  if (has_high || options.force) {
    index.charset = Choose(index.bytes, DeclaredCharset(message), options.force);
    const Charset charset = index.charset.charset;
    index.is_utf8 =
        (charset == Charset::kAscii || charset == Charset::kUtf8) && !index.charset.undefined_bytes;
  }
}

// Whose fields are numbered from the separator itself.
bool IsHeader(const MessageIndex::Entry& entry) {
  return entry.id == kMshId && entry.separators > 0;
}

}  // namespace

const Message* Segment::message() const { return index_ == nullptr ? nullptr : index_->owner; }

std::string_view Segment::Id() const {
  if (index_ == nullptr) return {};
  const std::uint32_t begin = index_->segments[position_].begin;
  return index_->Slice(begin, begin + 3);
}

std::string_view Segment::Raw() const {
  if (index_ == nullptr) return {};
  const MessageIndex::Entry& entry = index_->segments[position_];
  return index_->Slice(entry.begin, *index_->cuts.From(entry.first_cut + entry.separators));
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
  const std::uint32_t* const cuts = index_->cuts.From(entry.first_cut);
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

std::string_view DeclaredCharset(const Message& message) {
  const Element declared = message.Get("MSH", 18).Repetition(1);
  return declared.HasValue() ? declared.Raw() : std::string_view();
}

Message::Message(std::unique_ptr<MessageIndex> index) : index_(std::move(index)) {
  index_->owner = this;
}

Message::Message(Message&& other) noexcept : index_(std::move(other.index_)) {
  if (index_) index_->owner = this;
}

Message& Message::operator=(Message&& other) noexcept {
  index_ = std::move(other.index_);
  if (index_) index_->owner = this;
  return *this;
}

Message::~Message() = default;

Result<Message> Message::Parse(std::string bytes, const ParseOptions& options) {
  if (bytes.size() >= std::numeric_limits<std::uint32_t>::max()) {
    return BadHeader("a message of 4 GiB or more");
  }
  auto delimiters = ReadDelimiters(bytes);
  if (!delimiters) return delimiters.error();
  auto index = std::make_unique<MessageIndex>();
  index->bytes = std::move(bytes);
  index->delimiters = *delimiters;
  const auto or_field = [&](char c) { return Lanes(c == '\0' ? delimiters->field : c); };
  index->component = or_field(delimiters->component);
  index->repetition = or_field(delimiters->repetition);
  index->subcomponent = or_field(delimiters->subcomponent);
  index->escape = or_field(delimiters->escape);
  index->null_is_absent = options.null_is_absent;
  index->reads = options.reads;
  index->segments.reserve(16);

  Indexer indexer(*index);
  const bool has_high = ScanBlocks(
      index->bytes, delimiters->field,
      [&](std::size_t position, const BlockMarks& marks) { return indexer.See(position, marks); });
  const auto size = static_cast<std::uint32_t>(index->bytes.size());
  if (indexer.malformed() || !indexer.EndLine(size)) {
    return Error{Code::kMalformed, "segment " + std::to_string(index->segments.size() + 1),
                 "a segment without a segment id"};
  }
  MessageIndex& built = *index;
  Message message(std::move(index));
  ChooseCharset(built, message, has_high, options);
  return message;
}

Result<Message> Message::ParseHeader(std::string_view start, const ParseOptions& options) {
  return Parse(std::string(start.substr(0, start.find_first_of("\r\n"))), options);
}

std::string_view Message::Bytes() const { return index_->bytes; }
const Delimiters& Message::delimiters() const { return index_->delimiters; }
const CharsetChoice& Message::charset() const { return index_->charset; }
bool Message::null_is_absent() const { return index_->null_is_absent; }

std::size_t Message::SegmentCount() const { return index_->segments.size(); }

Segment Message::At(std::size_t index) const {
  return index < SegmentCount() ? Segment(index_.get(), index) : Segment();
}

Segment Message::First(std::string_view id) const {
  const std::uint32_t packed = PackId(id);
  for (std::size_t i = 0; i < index_->segments.size(); ++i) {
    if (index_->segments[i].id == packed) return {index_.get(), i};
  }
  return {};
}

std::vector<Segment> Message::All(std::string_view id) const {
  const std::uint32_t packed = PackId(id);
  std::vector<Segment> all;
  for (std::size_t i = 0; i < index_->segments.size(); ++i) {
    if (index_->segments[i].id == packed) all.push_back(Segment(index_.get(), i));
  }
  return all;
}

Element Message::Get(std::string_view segment, std::size_t field) const {
  return First(segment).Field(field);
}

}  // namespace wardbridge::hl7
