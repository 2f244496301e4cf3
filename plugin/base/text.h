// Small things done to text everywhere. ASCII rules only: no locale is ever asked.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wardbridge {

[[nodiscard]] constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
[[nodiscard]] constexpr bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
[[nodiscard]] constexpr bool IsLetter(char c) { return IsUpper(c) || IsLower(c); }
[[nodiscard]] constexpr bool IsLetterOrDigit(char c) { return IsLetter(c) || IsDigit(c); }

// Whether `c` begins a character of UTF-8: every byte does but 10xxxxxx.
[[nodiscard]] constexpr bool StartsCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

// May stand before the first character of a text in UTF-8, and says nothing.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

[[nodiscard]] constexpr std::string_view WithoutByteOrderMark(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

// What Trim does where there may be something to take away.
[[nodiscard]] std::string_view TrimBlanks(std::string_view text);

// `text` without spaces, tabs, CR, LF and NUL at both ends. The view is of the same buffer.
[[nodiscard]] inline std::string_view Trim(std::string_view text) {
  const bool bare = text.empty() || (text.front() > ' ' && text.back() > ' ');  // as most are
  return bare ? text : TrimBlanks(text);
}

// A-Z and a-z exchanged; every other byte as it is.
[[nodiscard]] std::string UpperAscii(std::string_view text);
[[nodiscard]] std::string LowerAscii(std::string_view text);

// The parts between separators, empty ones too: "a,,b" gives three. Views of the same buffer.
[[nodiscard]] std::vector<std::string_view> Split(std::string_view text, char separator);

// A whole decimal number without sign, or nothing ("", "1a", more than 18 digits).
[[nodiscard]] std::optional<long long> ParseDigits(std::string_view text);

// The bytes of the UTF-8 character at `at` (RFC 3629 section 4: no surrogates, no overlong forms);
// 0 when there is none.
[[nodiscard]] std::size_t Utf8Size(std::string_view text, std::size_t at);

// Whether `text` is valid UTF-8.
[[nodiscard]] bool IsUtf8(std::string_view text);

// `text` percent-encoded (RFC 3986 section 2.1): everything but letters, digits, "-._~" and what
// `kept` holds.
[[nodiscard]] std::string PercentEncode(std::string_view text, std::string_view kept = "");

// Fit for one line of a terminal or a log: control characters but for tabs become question marks,
// and so do the bytes above 0x7E of a text that is no UTF-8. Places in the text stay.
[[nodiscard]] std::string Visible(std::string text);

// The candidate nearest to `word` (edit distance at most a third of its length, at least 1), or ""
// when none is near.
[[nodiscard]] std::string DidYouMean(std::string_view word,
                                     const std::vector<std::string>& candidates);
// The same as the end of a sentence: "; did you mean each?", or "".
[[nodiscard]] std::string Suggestion(std::string_view word,
                                     const std::vector<std::string>& candidates);

}  // namespace wardbridge
