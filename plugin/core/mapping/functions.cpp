#include "core/mapping/functions.h"

#include <array>

namespace wardbridge::mapping {
namespace {

std::array<std::span<const Function>, 4> AllFunctions() {
  return {TextFunctions(), TimeFunctions(), PersonFunctions(), CodeFunctions()};
}

}  // namespace

const Function* FindFunction(std::string_view name) {
  for (const std::span<const Function> functions : AllFunctions()) {
    for (const Function& function : functions) {
      if (function.name == name) return &function;
    }
  }
  return nullptr;
}

std::vector<std::string> FunctionNames() {
  std::vector<std::string> names = {"lookup",  "match",   "ref",  "present",
                                    "missing", "deleted", "event"};
  for (const std::span<const Function> functions : AllFunctions()) {
    for (const Function& function : functions) names.emplace_back(function.name);
  }
  return names;
}

}  // namespace wardbridge::mapping
