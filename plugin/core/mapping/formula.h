// Formulas as people write them, taken apart: text to syntax tree. What the names mean is the
// compiler's matter.
//
//   formula   = or
//   or        = and { "or" and }
//   and       = not { "and" not }
//   not       = [ "not" ] compare
//   compare   = sum [ ("=" | "!=" | "~") sum | "in" "(" literal { "," literal } ")" ]
//   sum       = primary { "+" primary }
//   primary   = string | number | "true" | "false" | "(" or ")" | call | path | relative | name
//             | "$" word          a parameter of the template
//   call      = word "(" [ or { "," or } ] ")"
//   path      = [ "event" "(" word ")" "." ] segment { ">" segment } [ field ]
//   segment   = SEG [selector]
//   field     = "-" number [selector] { "." number }
//   relative  = "." [ number { "." number } ] { ">" segment } [ field ]
//   selector  = "[" ( number | "*" | "first" | "last" | or ) "]"
//   name      = word { "." word }
//
// Inside a selector, 4.1 is component 4.1 of the candidate. A name is stay.key, readings, a table
// or a rule.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wardbridge::mapping {

struct Ast;

// Which of several repetitions or segments is meant.
struct Selector {
  enum class Kind { kNone, kNumber, kAll, kFirst, kLast, kPredicate };
  Kind kind = Kind::kNone;
  std::size_t number = 0;
  std::shared_ptr<const Ast> predicate;
  std::size_t offset = 0;  // in the formula's text
};

struct SegmentStep {
  std::string id;
  Selector selector;
  std::size_t offset = 0;
};

struct Path {
  bool relative = false;  // begins at the current item
  std::string event;      // "A03" of event(A03).PV1-45
  std::vector<SegmentStep> steps;
  std::size_t field = 0;  // 0: the segment itself
  Selector repetition;
  std::vector<std::size_t>
      parts;  // of a field: component, subcomponent; relative: also the field first
};

struct Ast {
  enum class Kind {
    kText,
    kNumber,
    kBoolean,
    kPath,
    kPlace,  // a number inside a selector: part of the candidate, in path.parts
    kName,
    kParameter,  // of a template
    kCall,
    kOr,
    kAnd,
    kNot,
    kPlus,
    kEqual,
    kUnequal,
    kMatches,
    kIn,
  };
  Kind kind = Kind::kText;
  std::string text;        // text, digits, name, function
  std::size_t offset = 0;  // where it begins in the formula's text
  std::size_t size = 0;
  std::vector<Ast> args;
  Path path;
};

struct SyntaxFault {
  std::size_t offset = 0;
  std::string text;
};

// The tree of a formula (without its "="), or what is wrong with it and where. At most 4096
// characters and 32 levels.
[[nodiscard]] std::optional<Ast> ParseFormula(std::string_view text, SyntaxFault& fault);

// Whether a text that is not a formula looks like one whose "=" was forgotten: "PID-7", "ZU1-3.2",
// "PID-3[first].1".
[[nodiscard]] bool LooksLikePath(std::string_view text);

}  // namespace wardbridge::mapping
