// One string as JSON (RFC 8259 section 7).
#pragma once

#include <string>
#include <string_view>

namespace wardbridge::host {

// `text` in quotes; control characters as \u00xx. Bytes above 0x7F stay as they are.
[[nodiscard]] inline std::string JsonText(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string json = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      json += {'\\', c};
    } else if (byte < 0x20 || byte == 0x7F) {
      json += {'\\', 'u', '0', '0', kHex[byte >> 4U], kHex[byte & 0xFU]};
    } else {
      json += c;
    }
  }
  return json + "\"";
}

}  // namespace wardbridge::host
