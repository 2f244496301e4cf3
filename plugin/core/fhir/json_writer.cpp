#include "core/fhir/json_writer.h"

#include <array>
#include <cassert>
#include <charconv>

#include "base/base64.h"
#include "base/text.h"

namespace wardbridge::fhir {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

unsigned char Byte(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

// Printable ASCII that JSON takes as it is.
bool IsPlain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20U && byte < 0x7FU && c != '"' && c != '\\';
}

// Writes what stands for the ASCII character `c`, which is not plain. True when that is more than
// blank.
bool AppendSpecial(char c, std::string& out) {
  switch (c) {
    case '"':
      out += "\\\"";
      return true;
    case '\\':
      out += "\\\\";
      return true;
    case '\t':
      out += "\\t";
      return false;
    case '\n':
      out += "\\n";
      return false;
    case '\r':
      out += "\\r";
      return false;
    default:
      return false;  // other control characters have no place in a FHIR string
  }
}

// Writes `text` as the inside of a JSON string. True when there is more than blanks.
bool AppendText(std::string_view text, std::string& out) {
  bool visible = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t run = at;
    while (at < text.size() && IsPlain(text[at])) {
      visible = visible || text[at] != ' ';
      ++at;
    }
    out.append(text, run, at - run);
    if (at == text.size()) break;
    if (Byte(text, at) < 0x80U) {
      visible = AppendSpecial(text[at], out) || visible;
      ++at;
      continue;
    }
    const std::size_t size = Utf8Size(text, at);
    const bool control = size == 2 && Byte(text, at) == 0xC2U && Byte(text, at + 1) < 0xA0U;
    if (!control) {
      out.append(size == 0 ? kReplacement : text.substr(at, size));
      visible = true;
    }
    at += size == 0 ? 1 : size;
  }
  return visible;
}

}  // namespace

JsonWriter::JsonWriter(std::string& out) : out_(out) { levels_.reserve(16); }

void JsonWriter::DropKey() {
  if (!key_open_) return;
  out_.resize(key_start_);
  key_open_ = false;
}

void JsonWriter::Key(std::string_view key) {
  assert(!levels_.empty() && levels_.back().object);
  DropKey();
  key_start_ = out_.size();
  if (levels_.back().has_content) out_.push_back(',');
  out_.push_back('"');
  out_.append(key);
  out_.append("\":");
  key_open_ = true;
}

std::size_t JsonWriter::Open() {
  if (levels_.empty()) return out_.size();
  if (levels_.back().object) {
    assert(key_open_);
    key_open_ = false;
    return key_start_;
  }
  const std::size_t start = out_.size();
  if (levels_.back().has_content) out_.push_back(',');
  return start;
}

void JsonWriter::Close(std::size_t start, bool keep) {
  if (!keep) {
    out_.resize(start);
  } else if (!levels_.empty()) {
    levels_.back().has_content = true;
  }
}

void JsonWriter::Begin(char bracket) {
  const std::size_t start = Open();
  levels_.push_back({start, bracket == '{', false});
  out_.push_back(bracket);
}

bool JsonWriter::End(char bracket) {
  assert(!levels_.empty() && levels_.back().object == (bracket == '}'));
  DropKey();
  const Level level = levels_.back();
  levels_.pop_back();
  if (level.has_content) out_.push_back(bracket);
  Close(level.start, level.has_content);
  return level.has_content;
}

void JsonWriter::BeginObject() { Begin('{'); }
bool JsonWriter::EndObject() { return End('}'); }
void JsonWriter::BeginArray() { Begin('['); }
bool JsonWriter::EndArray() { return End(']'); }

void JsonWriter::String(std::string_view text) {
  const std::size_t start = Open();
  out_.push_back('"');
  const bool visible = AppendText(text, out_);
  out_.push_back('"');
  Close(start, visible);
}

void JsonWriter::Number(std::string_view text) {
  const std::size_t start = Open();
  out_.append(text);
  Close(start, !text.empty());
}

void JsonWriter::Integer(std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  Number({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

void JsonWriter::Boolean(bool value) { Number(value ? "true" : "false"); }

void JsonWriter::Base64(std::string_view bytes) {
  const std::size_t start = Open();
  out_.push_back('"');
  AppendBase64(bytes, out_);
  out_.push_back('"');
  Close(start, !bytes.empty());
}

JsonWriter::Mark JsonWriter::Here() const {
  return {out_.size(), !levels_.empty() && levels_.back().has_content, levels_.size(),
          key_open_ ? key_start_ + 1 : 0};
}

void JsonWriter::Return(const Mark& mark) {
  assert(mark.depth <= levels_.size() && mark.size <= out_.size());
  out_.resize(mark.size);
  levels_.resize(mark.depth);
  if (!levels_.empty()) levels_.back().has_content = mark.comma;
  key_open_ = mark.pending_key != 0;
  if (key_open_) key_start_ = mark.pending_key - 1;
}

std::string_view JsonWriter::Since(const Mark& mark) const {
  assert(mark.depth == levels_.size() && mark.size <= out_.size());
  std::string_view text = std::string_view(out_).substr(mark.size);
  if (text.starts_with(',')) text.remove_prefix(1);
  return text;
}

}  // namespace wardbridge::fhir
