// What the tests of core/hl7 share.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include <boost/test/unit_test.hpp>

#include "core/hl7/message.h"

namespace wardbridge::hl7 {

inline std::ostream& operator<<(std::ostream& out, Presence presence) {
  constexpr std::string_view kNames[] = {"missing", "empty", "null", "value"};
  return out << kNames[static_cast<int>(presence)];
}

inline std::ostream& operator<<(std::ostream& out, Charset charset) { return out << Name(charset); }

namespace test {

// The message, which must be good.
inline Message Parsed(std::string bytes, const ParseOptions& options = {}) {
  auto message = Message::Parse(std::move(bytes), options);
  BOOST_REQUIRE_MESSAGE(message.has_value(), "the test's own message does not parse");
  return std::move(*message);
}

// A header with the usual delimiters and the given segments after it.
inline Message With(const std::string& segments, const ParseOptions& options = {}) {
  return Parsed("MSH|^~\\&|PAS|RXX|TIE|RXX|20260101120000||ADT^A03|1|P|2.4\r" + segments, options);
}

}  // namespace test
}  // namespace wardbridge::hl7
