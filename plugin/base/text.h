// Small things done to text everywhere. ASCII rules only: no locale is ever asked.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wardbridge {

// `text` without spaces, tabs, CR, LF and NUL at both ends. The view is of the same buffer.
[[nodiscard]] std::string_view Trim(std::string_view text);

// A-Z and a-z exchanged; every other byte as it is.
[[nodiscard]] std::string UpperAscii(std::string_view text);
[[nodiscard]] std::string LowerAscii(std::string_view text);

// The parts between separators, empty ones too: "a,,b" gives three. Views of the same buffer.
[[nodiscard]] std::vector<std::string_view> Split(std::string_view text, char separator);

// A whole decimal number without sign, or nothing ("", "1a", more than 18 digits).
[[nodiscard]] std::optional<long long> ParseDigits(std::string_view text);

// Whether `text` is valid UTF-8 (RFC 3629: no surrogates, no overlong forms).
[[nodiscard]] bool IsUtf8(std::string_view text);

// `text` percent-encoded (RFC 3986 section 2.1): everything but letters, digits, "-._~" and what
// `kept` holds.
[[nodiscard]] std::string PercentEncode(std::string_view text, std::string_view kept = "");

// The candidate nearest to `word` (edit distance at most a third of its length, at least 1), or ""
// when none is near.
[[nodiscard]] std::string DidYouMean(std::string_view word,
                                     const std::vector<std::string>& candidates);

}  // namespace wardbridge
