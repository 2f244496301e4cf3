// The closed list of functions. Each is pure and total: it reads its arguments and the inputs of
// the run, and ends.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/mapping/expression.h"

namespace wardbridge::mapping {

// One function. `signature` has a letter for each argument:
//   V  any scalar (text, number, time, element, row)
//   E  an element of a message
//   R  a row of a table
//   S  a text constant
// '?' after a letter: may be left out; '*': any number more (of V only).
struct Function {
  std::string_view name;
  std::string_view signature;
  Type type = Type::kText;
  // False: a first argument that is missing, null or not understood is the result, and `value` is
  // not called.
  bool takes_nothing = false;
  ValueFunction value = nullptr;
  StructureFunction structure = nullptr;
  // The type of R4 that it gives: "date", "Quantity"; "": that of its first argument.
  std::string_view type_name = "string";
  std::string_view extension = {};  // of UK Core: the end of its url
};

[[nodiscard]] const Function* FindFunction(std::string_view name);
// Also those the compiler knows by itself: lookup, match, ref, present, missing, deleted, event.
[[nodiscard]] std::vector<std::string> FunctionNames();

// The lists by subject; FindFunction looks through them.
[[nodiscard]] std::span<const Function> TextFunctions();
[[nodiscard]] std::span<const Function> TimeFunctions();
[[nodiscard]] std::span<const Function> PersonFunctions();
[[nodiscard]] std::span<const Function> CodeFunctions();

}  // namespace wardbridge::mapping
