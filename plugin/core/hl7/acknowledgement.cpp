#include "core/hl7/acknowledgement.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "core/hl7/escape.h"
#include "core/hl7/split.h"

namespace wardbridge::hl7 {
namespace {

constexpr int kInternalError = 207;
constexpr std::size_t kLongestControlId = 199;

struct CodeText {
  int code;
  std::string_view text;
};

// Table 0357.
constexpr std::array kErrorTexts = {CodeText{0, "Message accepted"},
                                    CodeText{100, "Segment sequence error"},
                                    CodeText{101, "Required field missing"},
                                    CodeText{102, "Data type error"},
                                    CodeText{103, "Table value not found"},
                                    CodeText{200, "Unsupported message type"},
                                    CodeText{201, "Unsupported event code"},
                                    CodeText{202, "Unsupported processing id"},
                                    CodeText{203, "Unsupported version id"},
                                    CodeText{204, "Unknown key identifier"},
                                    CodeText{205, "Duplicate key identifier"},
                                    CodeText{206, "Application record locked"},
                                    CodeText{207, "Application internal error"}};

std::string_view TextOf(int code) {
  for (const CodeText& known : kErrorTexts) {
    if (known.code == code) return known.text;
  }
  return "Error";
}

// MSH-12.1 as a number: 2.3 is 230, 2.5.1 is 251. What states no version is read as 2.4, the
// version of ITK.
constexpr int kV23 = 230;
constexpr int kV231 = 231;
constexpr int kV24 = 240;
constexpr int kV25 = 250;

int VersionOf(const Segment& header) {
  const std::string stated = header.Field(12).Text();
  int version = 0;
  int digits = 0;
  for (const char c : Trim(stated)) {
    if (c == '.') continue;
    if (c < '0' || c > '9' || digits == 3) return kV24;
    version = version * 10 + (c - '0');
    ++digits;
  }
  if (digits < 2) return kV24;
  return digits == 2 ? version * 10 : version;
}

void AppendDigits(std::string& out, int number, int digits) {
  for (int unit = digits == 4 ? 1000 : 10; unit > 0; unit /= 10) {
    out.push_back(static_cast<char>('0' + number / unit % 10));
  }
}

// As FormatHl7, which costs half as much as all else here: each message that is received pays for
// this one.
std::string Dtm(Timestamp time) {
  const LocalTime local = InZone(time);
  const CivilTime& civil = local.civil;
  std::string out;
  AppendDigits(out, civil.year, 4);
  for (const int part : {civil.month, civil.day, civil.hour, civil.minute, civil.second}) {
    AppendDigits(out, part, 2);
  }
  const int offset = static_cast<int>(local.offset.count());
  out.push_back(offset < 0 ? '-' : '+');
  AppendDigits(out, std::abs(offset) / 60, 2);
  AppendDigits(out, std::abs(offset) % 60, 2);
  return out;
}

enum class Answer { kNone, kApplication, kCommit };

// Whether a condition of MSH-15 or MSH-16 (table 0155) applies. Words outside of the table count as
// AL.
bool Applies(const Element& condition, Verdict verdict) {
  const std::string word = UpperAscii(Trim(condition.Text()));
  if (word.empty() || word == "NE") return false;
  if (word == "SU") return verdict == Verdict::kAccept;
  if (word == "ER") return verdict != Verdict::kAccept;
  return true;
}

Answer AnswerFor(const Message& message, Verdict verdict, AckMode mode) {
  if (mode == AckMode::kCommit) return Answer::kCommit;
  if (mode != AckMode::kAuto) return Answer::kApplication;
  const Element accept = message.Get("MSH", 15);
  const Element application = message.Get("MSH", 16);
  if (!accept.HasValue() && !application.HasValue()) return Answer::kApplication;
  if (Applies(accept, verdict)) return Answer::kCommit;
  const bool wants_commit = accept.HasValue() && UpperAscii(Trim(accept.Text())) != "NE";
  return !wants_commit && Applies(application, verdict) ? Answer::kApplication : Answer::kNone;
}

// Writes the segments of one answer.
class Writer {
 public:
  Writer(const Message& message, const AckRequest& request, std::string_view code)
      : message_(message),
        header_(message.First("MSH")),
        request_(request),
        code_(code),
        delimiters_(message.delimiters()),
        version_(VersionOf(header_)) {
    out_.reserve(320);
  }

  std::string Write() {
    Header();
    Acknowledged();
    const bool failed = code_.back() != 'A';
    if (failed && version_ >= kV25) ErrorOfV25();
    if (failed && version_ < kV25) ErrorOfV24();
    return std::move(out_);
  }

 private:
  [[nodiscard]] int ErrorCode() const {
    return request_.error_code == 0 ? kInternalError : request_.error_code;
  }

  void Add(char delimiter) { out_.push_back(delimiter); }
  void AddFields(std::size_t count) { out_.append(count, delimiters_.field); }
  // Ours, in the sender's delimiters.
  void AddOwn(std::string_view text) {
    if (NeedsEscape(text)) {
      out_ += Escape(text, delimiters_);
    } else {
      out_ += text;
    }
  }
  [[nodiscard]] bool NeedsEscape(std::string_view text) const {
    return std::any_of(text.begin(), text.end(), [&](char c) {
      return c < ' ' || c == delimiters_.field || c == delimiters_.component ||
             c == delimiters_.repetition || c == delimiters_.escape ||
             c == delimiters_.subcomponent || c == delimiters_.truncation;
    });
  }

  void AddNumber(int number) { AddOwn(std::to_string(number)); }

  // As the sender wrote it, without what would end or restart a frame.
  void Copy(std::string_view raw) {
    const auto breaks_frame = [](char c) { return c == '\0' || c == '\x0b' || c == '\x1c'; };
    if (std::none_of(raw.begin(), raw.end(), breaks_frame)) {
      out_ += raw;
    } else {
      std::remove_copy_if(raw.begin(), raw.end(), std::back_inserter(out_), breaks_frame);
    }
  }
  void CopyField(std::size_t number) { Copy(header_.Field(number).Raw()); }

  void EndSegment() { out_.push_back('\r'); }

  void Header() {
    out_ += "MSH";
    AddFields(1);
    Copy(header_.Field(2).Raw());
    for (const std::size_t swapped : {5U, 6U, 3U, 4U}) {
      AddFields(1);
      CopyField(swapped);
    }
    AddFields(1);
    AddOwn(Dtm(request_.now));
    AddFields(2);
    Type();
    AddFields(1);
    AddOwn(request_.control_id);
    AddFields(1);
    CopyField(11);
    AddFields(1);
    const Element version = header_.Field(12);
    Copy(version_ < kV24 ? version.Component(1).Raw() : version.Raw());
    Set();
    EndSegment();
  }

  // MSH-9
  void Type() {
    out_ += "ACK";
    const Element trigger = header_.Field(9).Component(2);
    if (version_ < kV23 || !trigger.HasValue()) return;
    Add(delimiters_.component);
    Copy(trigger.Subcomponent(1).Raw());
    if (version_ < kV231) return;
    Add(delimiters_.component);
    out_ += "ACK";
  }

  // MSH-18, when the answer is in the set that it names.
  void Set() {
    const Element declared = header_.Field(18).Repetition(1);
    if (!declared.HasValue() || message_.charset().declared_wrong) return;
    if (!CharsetOf(declared.Raw())) return;
    AddFields(6);
    Copy(declared.Raw());
  }

  void Acknowledged() {
    out_ += "MSA";
    AddFields(1);
    out_ += code_;
    AddFields(1);
    Copy(ControlId());
    if (version_ < kV25) {
      const bool coded = code_ == "AE" || code_ == "AR";
      const std::string text = code_.back() == 'A' ? OwnText(request_.text) : FailureText();
      if (!text.empty() || coded) AddFields(1);
      out_ += text;
      if (coded) {
        AddFields(3);
        Coded(delimiters_.component);
      }
    }
    EndSegment();
  }

  // MSH-10, at most 199 characters of it.
  [[nodiscard]] std::string_view ControlId() const {
    std::string_view id = header_.Field(10).Raw();
    if (id.size() <= kLongestControlId) return id;
    const bool utf8 = message_.charset().charset == Charset::kUtf8;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < id.size(); ++at) {
      const bool continues = utf8 && !StartsCharacter(id[at]);
      if (!continues && ++characters > kLongestControlId) return id.substr(0, at);
    }
    return id;
  }

  [[nodiscard]] std::string OwnText(std::string_view text) const {
    return FromUtf8(Escape(text, delimiters_), message_.charset().charset);
  }
  [[nodiscard]] std::string FailureText() const {
    return OwnText(request_.text.empty() ? TextOf(ErrorCode()) : request_.text);
  }

  // "101^Required field missing^HL70357"
  void Coded(char separator) {
    AddNumber(ErrorCode());
    if (separator == '\0') return;
    Add(separator);
    AddOwn(TextOf(ErrorCode()));
    Add(separator);
    AddOwn("HL70357");
  }

  // segment ^ sequence ^ field, as far as they are known
  void Place() {
    AddOwn(request_.segment);
    Add(delimiters_.component);
    if (request_.sequence > 0) AddNumber(request_.sequence);
    Add(delimiters_.component);
    if (request_.field > 0) AddNumber(request_.field);
  }

  // ERR-1, type ELD.
  void ErrorOfV24() {
    out_ += "ERR";
    AddFields(1);
    Place();
    Add(delimiters_.component);
    Coded(delimiters_.subcomponent);
    EndSegment();
  }

  // ERR-2 (type ERL), ERR-3, ERR-4, ERR-8.
  void ErrorOfV25() {
    out_ += "ERR";
    AddFields(2);
    if (!request_.segment.empty()) {
      Place();
      if (request_.field > 0) {
        for (int i = 0; i < 2; ++i) {  // first repetition, first component
          Add(delimiters_.component);
          AddNumber(1);
        }
      }
    }
    AddFields(1);
    Coded(delimiters_.component);
    AddFields(1);
    Add('E');
    AddFields(4);
    out_ += FailureText();
    EndSegment();
  }

  const Message& message_;
  Segment header_;
  const AckRequest& request_;
  std::string_view code_;
  const Delimiters& delimiters_;
  int version_;
  std::string out_;
};

}  // namespace

std::string_view AckCode(const Message& message, Verdict verdict, AckMode mode) {
  if (mode == AckMode::kAlwaysAa) return "AA";
  constexpr std::array<std::string_view, 3> kApplication = {"AA", "AE", "AR"};
  constexpr std::array<std::string_view, 3> kCommit = {"CA", "CE", "CR"};
  const auto at = static_cast<std::size_t>(verdict);
  switch (AnswerFor(message, verdict, mode)) {
    case Answer::kApplication:
      return kApplication[at];
    case Answer::kCommit:
      return kCommit[at];
    case Answer::kNone:
      break;
  }
  return {};
}

std::string Acknowledge(const Message& message, const AckRequest& request) {
  const std::string_view code = AckCode(message, request.verdict, request.mode);
  return code.empty() ? std::string() : Writer(message, request, code).Write();
}

std::optional<std::string> FindControlId(std::string_view start_of_message) {
  constexpr std::size_t kLongestHeader = 65'536;
  const SplitMessages split = Split(start_of_message.substr(0, kLongestHeader));
  if (split.messages.empty()) return std::nullopt;
  const std::string_view header = split.messages.front();
  const std::array<char, 3> ends{header[3], '\r', '\n'};
  const std::string_view stops(ends.data(), ends.size());
  std::size_t at = 3;
  for (int field = 2; field < 10; ++field) {
    at = header.find_first_of(stops, at + 1);
    if (at == std::string_view::npos || header[at] != header[3]) return std::nullopt;
  }
  const std::size_t end = header.find_first_of(stops, at + 1);
  if (end == std::string_view::npos || end == at + 1) return std::nullopt;
  return std::string(header.substr(at + 1, end - at - 1));
}

}  // namespace wardbridge::hl7
