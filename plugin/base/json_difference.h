// Where two JSON texts differ, and JSON written for people. Values are compared as they are
// written: 93.50 is not 93.5.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace wardbridge {

struct JsonDifference {
  std::string pointer;  // RFC 6901; in `after`, or in `before` for what was taken out
  std::string before;   // JSON text, "" for what is new
  std::string after;    // JSON text, "" for what was taken out
};

// The first `most` differences, in the order of `before`. The order of members does not count.
// Items of an array that all have a member "fullUrl" (entries of a Bundle) are compared by it, so
// that one more entry is one difference; that they stand in another order is one too.
// Errors: kMalformed when one of them is no JSON.
[[nodiscard]] Result<std::vector<JsonDifference>> DifferencesOf(std::string_view before,
                                                                std::string_view after,
                                                                std::size_t most);

// `text` with a member or item on each line, indented by two blanks; scalars stay as they are
// written. Ends with a newline. Errors: kMalformed.
[[nodiscard]] Result<std::string> IndentedJson(std::string_view text);

}  // namespace wardbridge
