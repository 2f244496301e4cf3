// A code of a message that a table of the mapping has no row for.
#pragma once

#include <compare>
#include <string>

namespace wardbridge::model {

// `code` comes from a message: it is shown to operators who ask for it, and never logged.
struct UnmappedCode {
  std::string table;  // name in the pack
  std::string code;

  friend auto operator<=>(const UnmappedCode&, const UnmappedCode&) = default;
};

}  // namespace wardbridge::model
