#include "core/hl7/escape.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "base/text.h"

namespace wardbridge::hl7 {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr long long kMostLines = 99;

std::optional<int> HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return std::nullopt;
}

bool IsHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return HexDigit(c).has_value(); });
}

bool IsWord(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
}

// The bytes of hexadecimal digits, zero bytes left out.
std::string BytesOf(std::string_view hex) {
  std::string bytes;
  std::size_t at = hex.size() % 2;
  int high = 0;
  if (at == 1) high = *HexDigit(hex[0]);
  if (high != 0) bytes.push_back(static_cast<char>(high));
  for (; at + 1 < hex.size(); at += 2) {
    const int byte = *HexDigit(hex[at]) * 16 + *HexDigit(hex[at + 1]);
    if (byte != 0) bytes.push_back(static_cast<char>(byte));
  }
  return bytes;
}

class Decoder {
 public:
  Decoder(const Delimiters& delimiters, Charset charset, std::string_view declared)
      : delimiters_(delimiters), charset_(charset), declared_(declared) {}

  Decoded Run(std::string_view raw) {
    const char escape = delimiters_.escape;
    std::size_t at = 0;
    while (at < raw.size()) {
      const std::size_t open = escape == '\0' ? raw.npos : raw.find(escape, at);
      pending_.append(raw.substr(at, open - at));
      if (open == raw.npos) break;
      const std::size_t close = raw.find(escape, open + 1);
      const bool known = close != raw.npos && Apply(raw.substr(open + 1, close - open - 1));
      if (!known) pending_.push_back(escape);
      at = known ? close + 1 : open + 1;
    }
    Flush();
    return std::move(out_);
  }

 private:
  // What stands between two escape characters. False, and nothing done, when it is not an escape.
  bool Apply(std::string_view code) {
    if (code.empty()) return false;
    if (code.size() == 1) return ApplyLetter(code.front());
    switch (code.front()) {
      case '.':
        return ApplyFormat(code.substr(1));
      case 'X':
        if (!IsHex(code.substr(1))) return false;
        pending_ += BytesOf(code.substr(1));
        return true;
      case 'C':
      case 'M': {
        const bool length_fits = code.size() == 5 || (code.size() == 7 && code.front() == 'M');
        if (!length_fits || !IsHex(code.substr(1))) return false;
        Flush();
        out_.text += kReplacement;
        out_.charset_switch = true;
        return true;
      }
      case 'Z':
        if (!IsWord(code)) return false;
        pending_.push_back(delimiters_.escape);
        pending_.append(code);
        pending_.push_back(delimiters_.escape);
        out_.local_escape = true;
        return true;
      default:
        return false;
    }
  }

  bool ApplyLetter(char letter) {
    if (letter == 'H' || letter == 'N') return true;
    char delimiter = '\0';
    if (letter == 'F') delimiter = delimiters_.field;
    if (letter == 'S') delimiter = delimiters_.component;
    if (letter == 'T') delimiter = delimiters_.subcomponent;
    if (letter == 'R') delimiter = delimiters_.repetition;
    if (letter == 'E') delimiter = delimiters_.escape;
    if (letter == 'P') delimiter = delimiters_.truncation;
    if (delimiter == '\0') return false;
    pending_.push_back(delimiter);
    return true;
  }

  // "br", "sp", "sp 3", "sk+2", "in-4" ...
  bool ApplyFormat(std::string_view code) {
    const std::string name = LowerAscii(code.substr(0, 2));
    std::string_view number = Trim(code.substr(std::min<std::size_t>(2, code.size())));
    const bool is_signed = number.starts_with('+') || number.starts_with('-');
    if (is_signed) number.remove_prefix(1);
    if (name == "br" || name == "fi" || name == "nf" || name == "ce") {
      if (!number.empty() || is_signed) return false;
      if (name == "br") pending_.push_back('\n');
      return true;
    }
    if (name != "sp" && name != "sk" && name != "in" && name != "ti") return false;
    const std::optional<long long> stated = ParseDigits(number);
    if (!stated && (!number.empty() || is_signed)) return false;
    const auto count = static_cast<std::size_t>(std::min(stated.value_or(1), kMostLines));
    if (name == "sp") pending_.append(count, '\n');
    if (name == "sk") pending_.append(count, ' ');
    return true;
  }

  void Flush() {
    Charset charset = charset_;
    if (charset == Charset::kAscii) charset = Choose(pending_, declared_, std::nullopt).charset;
    out_.text += ToUtf8(pending_, charset);
    pending_.clear();
  }

  const Delimiters& delimiters_;
  Charset charset_;
  std::string_view declared_;
  std::string pending_;  // decoded bytes, still in the character set of the message
  Decoded out_;
};

}  // namespace

Decoded Unescape(std::string_view raw, const Delimiters& delimiters, Charset charset,
                 std::string_view declared) {
  return Decoder(delimiters, charset, declared).Run(raw);
}

std::string Escape(std::string_view text, const Delimiters& delimiters) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    char letter = '\0';
    if (c == '\0') {
      out.push_back(' ');
      continue;
    }
    if (c == delimiters.field) letter = 'F';
    if (c == delimiters.component) letter = 'S';
    if (c == delimiters.subcomponent) letter = 'T';
    if (c == delimiters.repetition) letter = 'R';
    if (c == delimiters.escape) letter = 'E';
    if (c == delimiters.truncation) letter = 'P';
    const bool control = static_cast<unsigned char>(c) < 0x20U || c == '\x7f';
    if (letter != '\0' && delimiters.escape != '\0') {
      out.push_back(delimiters.escape);
      out.push_back(letter);
      out.push_back(delimiters.escape);
    } else {
      out.push_back(control || letter != '\0' ? ' ' : c);
    }
  }
  return out;
}

}  // namespace wardbridge::hl7
