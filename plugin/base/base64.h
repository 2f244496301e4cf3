// Base64 as RFC 4648 section 4 has it: standard alphabet, padded, one line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wardbridge {

// Appends the encoding of `bytes` to `out`.
void AppendBase64(std::string_view bytes, std::string& out);
[[nodiscard]] std::string Base64(std::string_view bytes);

// The bytes, or nothing when `text` is not strict base64 (white space and missing padding are
// refused).
[[nodiscard]] std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace wardbridge
