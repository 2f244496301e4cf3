// An http or https address, taken apart (RFC 3986, RFC 9110 section 4.2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wardbridge::net {

// A value. The texts are as they were written: a token URL is compared character for character.
struct HttpUrl {
  bool is_tls = false;
  std::string host;  // name or address, an IPv6 address without its brackets
  std::uint16_t port = 0;
  std::string path;   // "/fhir", without a slash at its end; "" for the root
  std::string query;  // without the question mark

  // Whether the host is this machine: "localhost", 127.0.0.0/8 or ::1.
  [[nodiscard]] bool IsLoopback() const;
  [[nodiscard]] bool IsAddress() const;  // a number, no name
  // What stands in the header Host; the port only when it is not the scheme's own.
  [[nodiscard]] std::string Authority() const;
  // What stands in the request line: path and query, "/" for the root.
  [[nodiscard]] std::string Target() const;
};

// Nothing when `text` is no http or https address, or has a user, a fragment, blanks or characters
// that have to be percent-encoded.
[[nodiscard]] std::optional<HttpUrl> ParseHttpUrl(std::string_view text);

}  // namespace wardbridge::net
