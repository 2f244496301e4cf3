// Formulas given their meaning: syntax trees to expressions, with every fault at its character.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.h"
#include "base/strict_yaml.h"
#include "core/mapping/expression.h"
#include "core/mapping/formula.h"
#include "core/mapping/operators.h"
#include "core/mapping/path.h"
#include "core/mapping/table.h"

namespace wardbridge::mapping {

// What formulas may name besides paths, joined data and functions. Everything outlives the
// expressions.
struct Names {
  struct Resource {
    std::size_t number = 0;    // place among the resource rules
    std::optional<Type> item;  // of a rule with `for`: what it goes through
    bool broken = false;       // its `for` has a fault: nothing is known about what it makes
  };
  const std::map<std::string, Table, std::less<>>* tables = nullptr;
  std::map<std::string, Resource, std::less<>> resources;
  // Paths are not held against the segments of HL7 v2.
  bool any_field = false;
  // A file of the pack could not be read: a name that is not known here is no fault.
  bool incomplete = false;
};

struct Scope;

// What a template is given for a parameter, and what is at hand where that stands. `node` is null
// for an optional parameter that is not given.
struct Given {
  const YamlNode* node = nullptr;
  const Scope* scope = nullptr;
};
using GivenValues = std::map<std::string, Given, std::less<>>;

// What is at hand where a formula stands.
struct Scope {
  std::optional<Type> item;  // what "." is
  std::string item_place;    // "PID-3"
  bool item_mixed = false;   // it may be of another place, too
  bool item_is_component = false;
  bool reading = false;  // reading.* means something
  bool total = false;
  bool score = false;
  bool unknown =
      false;  // after a fault of the list: what the item is cannot be told, so no fault about it
  bool references = true;  // false where ids are made: ref() would need itself
  int depth = 0;           // items around this place: of each, for, and selectors with a condition
  const GivenValues* given = nullptr;  // inside a template; outlives this scope

  // The scope of the items of `list`.
  [[nodiscard]] Scope Within(const Formula& list) const;
};

// Compiles formulas of one pack; faults go to one list. Not copied.
class FormulaCompiler {
 public:
  FormulaCompiler(const Names& names, std::vector<Fault>& faults)
      : names_(names), faults_(faults) {}

  // The formula in the scalar `node`, from `skip` characters on (1 behind "="). Empty after a
  // fault.
  [[nodiscard]] Formula Compile(const YamlNode& node, std::size_t skip, const Scope& scope);
  // The same, where only a condition, a list, or one scalar will do; null after a fault.
  [[nodiscard]] std::unique_ptr<Condition> CompileCondition(const YamlNode& node,
                                                            const Scope& scope);
  [[nodiscard]] Formula CompileList(const YamlNode& node, const Scope& scope);

 private:
  Formula Build(const Ast& ast, const Scope& scope);
  Formula BuildPath(const Ast& ast, const Scope& scope);
  Formula BuildRelative(const Ast& ast, const Scope& scope);
  Formula BuildName(const Ast& ast, const Scope& scope);
  Formula BuildOr(const Ast& ast, const Scope& scope);
  Formula BuildLists(const Ast& ast, const Scope& scope);
  Formula BuildCompare(const Ast& ast, const Scope& scope);
  Formula BuildCall(const Ast& ast, const Scope& scope);
  Formula BuildFunction(const Ast& ast, const Function& function, const Scope& scope);
  Formula BuildLookup(const Ast& ast, const Scope& scope);
  Formula BuildMatch(const Ast& ast, const Scope& scope);
  Formula BuildReference(const Ast& ast, const Scope& scope);
  Formula BuildState(const Ast& ast, const Scope& scope);
  Formula BuildParameter(const Ast& ast, const Scope& scope);
  // The value of a parameter; null with a fault.
  const Given* FindGiven(const Ast& ast, const Scope& scope);
  // A parameter that was given a plain text, as that text; anything else as it is.
  Ast Resolve(const Ast& ast, const Scope& scope);
  // The name of a table or a rule: stated, or given as a text.
  Ast NameOf(const Ast& ast, const Scope& scope);

  std::unique_ptr<Condition> BuildCondition(const Ast& ast, const Scope& scope);
  // One scalar, element or row; null after a fault.
  std::unique_ptr<Expression> BuildScalar(const Ast& ast, const Scope& scope,
                                          Formula* whole = nullptr);
  std::unique_ptr<Expression> BuildArgument(const Ast& call, std::size_t at, char letter,
                                            const Scope& scope, std::string& place,
                                            ResultTypes* gives);
  std::unique_ptr<RE2> BuildPattern(const Ast& ast, const Scope& scope);
  Choice BuildChoice(const Selector& selector, Type candidate, const std::string& place,
                     const Scope& scope);
  bool CheckSteps(const Path& path);
  // What is read, and where it stands: "OBR > OBX-5.1". A place that no version of HL7 v2 has is a
  // fault; `known` is false where the place is only one of several.
  Formula OfPath(const Ast& ast, std::unique_ptr<Expression> value, Type type, std::string place,
                 bool known = true);
  bool CheckArgumentCount(const Ast& call, std::size_t least, std::size_t most);

  void ReportSyntax(const SyntaxFault& syntax);
  void Report(const Ast& ast, std::string code, std::string text);
  void ReportAt(std::size_t offset, std::string code, std::string text);
  void Unknown(const Ast& ast, std::string code, std::string text,
               const std::vector<std::string>& candidates);

  const Names& names_;
  std::vector<Fault>& faults_;
  const YamlNode* node_ = nullptr;  // the scalar being compiled
  std::size_t shift_ = 0;           // from the formula's text to the scalar's place in its line
};

// The text that a scalar stands for, or nothing when it is a formula: =="x" is the text =x.
[[nodiscard]] std::optional<std::string> PlainText(const std::string& scalar);

// A fault at the byte `offset` of the text of a scalar. Where the text goes on in further lines,
// and in a block scalar, it is at the beginning of the scalar.
[[nodiscard]] Fault FaultInScalar(const YamlNode& node, std::size_t offset, std::string code,
                                  std::string text);

}  // namespace wardbridge::mapping
