#include "core/hl7/charset.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/text.h"

namespace wardbridge::hl7 {
namespace {

using UpperHalf = std::array<char16_t, 96>;

#include "core/hl7/charset_tables.inc"

struct Known {
  Charset charset;
  std::string_view name;        // as MSH-18 writes it
  std::string_view normalised;  // upper case, letters and digits only
  const UpperHalf* upper;       // of ISO 8859-2 and later
};

constexpr std::array kKnown = {
    Known{Charset::kAscii, "ASCII", "ASCII", nullptr},
    Known{Charset::kUtf8, "UNICODE UTF-8", "UNICODEUTF8", nullptr},
    Known{Charset::kWindows1252, "WINDOWS-1252", "WINDOWS1252", nullptr},
    Known{Charset::kIso8859_1, "8859/1", "88591", nullptr},
    Known{Charset::kIso8859_2, "8859/2", "88592", &kIso8859Part2},
    Known{Charset::kIso8859_3, "8859/3", "88593", &kIso8859Part3},
    Known{Charset::kIso8859_4, "8859/4", "88594", &kIso8859Part4},
    Known{Charset::kIso8859_5, "8859/5", "88595", &kIso8859Part5},
    Known{Charset::kIso8859_6, "8859/6", "88596", &kIso8859Part6},
    Known{Charset::kIso8859_7, "8859/7", "88597", &kIso8859Part7},
    Known{Charset::kIso8859_8, "8859/8", "88598", &kIso8859Part8},
    Known{Charset::kIso8859_9, "8859/9", "88599", &kIso8859Part9},
    Known{Charset::kIso8859_10, "8859/10", "885910", &kIso8859Part10},
    Known{Charset::kIso8859_11, "8859/11", "885911", &kIso8859Part11},
    Known{Charset::kIso8859_13, "8859/13", "885913", &kIso8859Part13},
    Known{Charset::kIso8859_14, "8859/14", "885914", &kIso8859Part14},
    Known{Charset::kIso8859_15, "8859/15", "885915", &kIso8859Part15},
    Known{Charset::kIso8859_16, "8859/16", "885916", &kIso8859Part16},
};

struct Alias {
  std::string_view normalised;
  Charset charset;
};

constexpr std::array kAliases = {
    Alias{"USASCII", Charset::kAscii},       Alias{"UNICODE", Charset::kUtf8},
    Alias{"UTF8", Charset::kUtf8},           Alias{"CP1252", Charset::kWindows1252},
    Alias{"WIN1252", Charset::kWindows1252},
};

const Known& Entry(Charset charset) {
  return *std::find_if(kKnown.begin(), kKnown.end(),
                       [&](const Known& known) { return known.charset == charset; });
}

bool IsAscii(std::string_view bytes) {
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, 8);
    if ((word & 0x8080808080808080U) != 0) return false;
  }
  return std::all_of(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

// Code point of a byte of 80 or above in a single-byte set; 0 when it has none.
char16_t UpperOf(unsigned char byte, Charset charset) {
  if (charset == Charset::kAscii) return 0;
  if (charset == Charset::kWindows1252) {
    return byte < 0xA0U ? kWindows1252[byte - 0x80U] : char16_t{byte};
  }
  if (byte < 0xA0U) return 0;
  const UpperHalf* const upper = Entry(charset).upper;
  return upper == nullptr ? char16_t{byte} : (*upper)[byte - 0xA0U];
}

bool HasUndefined(std::string_view bytes, Charset charset) {
  if (charset == Charset::kUtf8) return !IsUtf8(bytes);
  return std::any_of(bytes.begin(), bytes.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80U && UpperOf(byte, charset) == 0;
  });
}

constexpr char16_t kReplacementCharacter = 0xFFFD;

// Of a code point above 7F and within the first plane, as all of the tables are.
void AppendUtf8(std::string& out, char16_t code) {
  if (code >= 0x800U) {
    out.push_back(static_cast<char>(0xE0U | (code >> 12U)));
    out.push_back(static_cast<char>(0x80U | ((code >> 6U) & 0x3FU)));
  } else {
    out.push_back(static_cast<char>(0xC0U | (code >> 6U)));
  }
  out.push_back(static_cast<char>(0x80U | (code & 0x3FU)));
}

// Length of the well-formed sequence at the beginning of `text`, 0 when there is none (RFC 3629).
std::size_t SequenceLength(std::string_view text) {
  for (std::size_t size = 1; size <= 4 && size <= text.size(); ++size) {
    if (IsUtf8(text.substr(0, size))) return size;
  }
  return 0;
}

std::string RepairUtf8(std::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    const std::size_t size = SequenceLength(bytes);
    if (size == 0) {
      AppendUtf8(out, kReplacementCharacter);
      bytes.remove_prefix(1);
    } else {
      out.append(bytes.substr(0, size));
      bytes.remove_prefix(size);
    }
  }
  return out;
}

// Code point of one well-formed sequence.
char32_t CodePoint(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence.front());
  if (sequence.size() == 1) return first;
  char32_t code = first & (0x7FU >> sequence.size());
  for (const char c : sequence.substr(1)) {
    code = (code << 6U) | (static_cast<unsigned char>(c) & 0x3FU);
  }
  return code;
}

}  // namespace

std::optional<Charset> CharsetOf(std::string_view name) {
  constexpr std::size_t kLongestName = 64;
  std::string wanted;
  for (char c : name.substr(0, kLongestName)) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) wanted.push_back(c);
  }
  if (wanted.starts_with("ISO8859")) wanted.erase(0, 3);
  for (const Known& known : kKnown) {
    if (known.normalised == wanted) return known.charset;
  }
  for (const Alias& alias : kAliases) {
    if (alias.normalised == wanted) return alias.charset;
  }
  return std::nullopt;
}

std::string_view Name(Charset charset) { return Entry(charset).name; }

CharsetChoice Choose(std::string_view bytes, std::string_view declared,
                     std::optional<Charset> force) {
  if (force) return {*force, false, HasUndefined(bytes, *force)};
  if (IsAscii(bytes)) return {Charset::kAscii};
  const bool stated = !Trim(declared).empty();
  const std::optional<Charset> set = CharsetOf(declared);
  if (IsUtf8(bytes)) return {Charset::kUtf8, stated && set != Charset::kUtf8};
  Charset charset = Charset::kWindows1252;
  bool wrong = false;
  if (!set || *set == Charset::kAscii || *set == Charset::kUtf8) {
    wrong = stated;
  } else if (*set != Charset::kIso8859_1) {
    charset = *set;
  }
  return {charset, wrong, HasUndefined(bytes, charset)};
}

std::string ToUtf8(std::string_view bytes, Charset charset) {
  if (IsAscii(bytes)) return std::string(bytes);
  if (charset == Charset::kUtf8) return IsUtf8(bytes) ? std::string(bytes) : RepairUtf8(bytes);
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80U) {
      out.push_back(c);
    } else {
      const char16_t code = UpperOf(byte, charset);
      AppendUtf8(out, code == 0 ? kReplacementCharacter : code);
    }
  }
  return out;
}

std::string FromUtf8(std::string_view text, Charset charset) {
  if (IsAscii(text)) return std::string(text);
  if (charset == Charset::kUtf8) return ToUtf8(text, charset);
  std::string out;
  while (!text.empty()) {
    const std::size_t size = SequenceLength(text);
    char byte = '?';
    if (size == 1) {
      byte = text.front();
    } else if (size > 1) {
      const char32_t code = CodePoint(text.substr(0, size));
      for (unsigned candidate = 0x80; candidate <= 0xFFU; ++candidate) {
        const auto upper = static_cast<unsigned char>(candidate);
        if (UpperOf(upper, charset) == code) byte = static_cast<char>(upper);
      }
    }
    out.push_back(byte);
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

}  // namespace wardbridge::hl7
