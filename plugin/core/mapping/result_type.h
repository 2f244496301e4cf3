// What a formula gives, as far as it is known before a message is read: for the type check.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wardbridge::mapping {

class Table;
struct JoinedName;

// One of the things it can give.
struct ResultType {
  // The name of a type of R4, kRow or kMoment.
  std::string_view type;
  bool from_message = false;                 // the text of a field, as it was sent
  std::optional<std::string> constant = {};  // of the pack
  const Table* table = nullptr;              // whose rows it is, or is made of
  std::optional<std::size_t> resource = {};  // of a Reference: the rule it points to
  std::string_view extension = {};           // of an Extension of UK Core: the end of its url
};
// A row of a table by itself is written as its target.
inline constexpr std::string_view kRow = "row";
// A time of the joined data: a dateTime that an instant may be, too.
inline constexpr std::string_view kMoment = "moment";

// Empty: nothing is known.
using ResultTypes = std::vector<ResultType>;

// What a name of the joined data gives: "integer", kMoment.
[[nodiscard]] std::string_view TypeOfJoined(const JoinedName& name);

}  // namespace wardbridge::mapping
