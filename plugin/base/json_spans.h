// Where the members of a JSON text stand, for changing one of them and leaving every other byte as
// it is (numbers keep their digits). No tree is built and nothing is decoded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace wardbridge {

// One member of an object. Views of the text that was read.
struct JsonMember {
  std::string_view key;    // as it stands between its quotes, escapes not decoded
  std::string_view value;  // from its first to its last character
};

// The members of the object `text` is (RFC 8259; blanks around it may be there), in their order.
// Errors: kMalformed when it is no object, or ends inside of one. What stands inside the values is
// only searched for its end: callers pass text that was made or checked elsewhere.
[[nodiscard]] Result<std::vector<JsonMember>> MembersOf(std::string_view text);

// The values of the array `text` is. Errors as above.
[[nodiscard]] Result<std::vector<std::string_view>> ItemsOf(std::string_view text);

// The value of the member `key`, "" when it is not there.
[[nodiscard]] std::string_view Find(const std::vector<JsonMember>& members, std::string_view key);

// The object `text` with the member `key` holding `value` (JSON text), or without that member when
// `value` is "". A new member is put first. Errors as MembersOf.
[[nodiscard]] Result<std::string> WithMember(std::string_view text, std::string_view key,
                                             std::string_view value);

}  // namespace wardbridge
