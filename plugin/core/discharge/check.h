// The check before sending: the rules of spec/data-model, each with a name, on the finished Bundle
// (text), NEWS2 recomputed from its readings.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "model/issue.h"

namespace wardbridge::discharge {

struct CheckRule {
  std::string_view name;  // code of its Issues: "news2-total"
  std::string_view says;  // one sentence
};

// All rules, for documentation and `wardbridge check`.
[[nodiscard]] std::span<const CheckRule> CheckRules();

// Every fault as an Issue with the rule's name as code and a FHIRPath-like path
// ("Bundle.entry[2].resource.period.end"). Severity kError for M elements and wrong values,
// kWarning for R elements that are missing. No Issue holds a value.
[[nodiscard]] std::vector<model::Issue> Check(std::string_view bundle);

}  // namespace wardbridge::discharge
