// The part of the formula compiler that knows functions.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "core/mapping/formula_compiler.h"

namespace wardbridge::mapping {
namespace {

constexpr const char* kArgumentFault = "formula.argument";

std::string_view TypeWord(Type type) {
  switch (type) {
    case Type::kReading:
      return "readings";
    case Type::kTotal:
      return "totals";
    case Type::kScore:
      return "scores";
    case Type::kSegment:
      return "segments";
    default:
      return "fields";
  }
}

template <typename Map>
std::vector<std::string> KeysOf(const Map& map) {
  std::vector<std::string> keys;
  keys.reserve(map.size());
  for (const auto& [key, value] : map) keys.push_back(key);
  return keys;
}

// What a call gives, of what its first argument does: what is made of rows is made of their tables.
ResultTypes ResultOf(const Function& function, ResultTypes first) {
  if (function.type_name.empty()) return first;
  ResultTypes results;
  for (const ResultType& argument : first) {
    results.push_back({.type = function.type_name,
                       .table = function.structure != nullptr ? argument.table : nullptr,
                       .extension = function.extension});
  }
  if (results.empty())
    results.push_back({.type = function.type_name, .extension = function.extension});
  return results;
}

}  // namespace

bool FormulaCompiler::CheckArgumentCount(const Ast& call, std::size_t least, std::size_t most) {
  if (call.args.size() >= least && call.args.size() <= most) return true;
  const std::string wanted =
      least == most ? std::to_string(least) : std::to_string(least) + " to " + std::to_string(most);
  Report(call, kArgumentFault,
         call.text + " takes " + wanted + (most == 1 ? " argument" : " arguments") + ", here are " +
             std::to_string(call.args.size()));
  return false;
}

Formula FormulaCompiler::BuildCall(const Ast& ast, const Scope& scope) {
  if (ast.text == "lookup") return BuildLookup(ast, scope);
  if (ast.text == "match") return BuildMatch(ast, scope);
  if (ast.text == "ref") return BuildReference(ast, scope);
  if (ast.text == "present" || ast.text == "missing" || ast.text == "deleted") {
    return BuildState(ast, scope);
  }
  if (const Function* function = FindFunction(ast.text))
    return BuildFunction(ast, *function, scope);
  Unknown(ast, "formula.function.unknown", "there is no function '" + ast.text + "'",
          FunctionNames());
  return {};
}

Formula FormulaCompiler::BuildFunction(const Ast& ast, const Function& function,
                                       const Scope& scope) {
  std::string letters;
  std::size_t least = 0;
  bool any_more = false;
  for (const char c : function.signature) {
    if (c == '?') {
      --least;
    } else if (c == '*') {
      any_more = true;
      --least;
    } else {
      letters.push_back(c);
      ++least;
    }
  }
  if (!CheckArgumentCount(ast, least, any_more ? kMaxArguments : letters.size())) return {};
  Expressions args;
  std::string place;
  ResultTypes first;
  for (std::size_t i = 0; i < ast.args.size(); ++i) {
    const char letter = letters[std::min(i, letters.size() - 1)];
    args.push_back(BuildArgument(ast, i, letter, scope, place, i == 0 ? &first : nullptr));
  }
  if (std::find(args.begin(), args.end(), nullptr) != args.end()) return {};
  Formula formula;
  formula.place = place;
  formula.type = function.type;
  formula.gives = ResultOf(function, std::move(first));
  if (function.structure != nullptr) {
    formula.structure = MakeCallStructure(function, std::move(args), std::move(place));
  } else {
    formula.value = MakeCall(function, std::move(args), std::move(place));
  }
  return formula;
}

std::unique_ptr<Expression> FormulaCompiler::BuildArgument(const Ast& call, std::size_t at,
                                                           char letter, const Scope& scope,
                                                           std::string& place, ResultTypes* gives) {
  const Ast ast = letter == 'S' ? Resolve(call.args[at], scope) : call.args[at];
  if (letter == 'S' && ast.kind != Ast::Kind::kText) {
    Report(ast, kArgumentFault, call.text + " wants a text in quotation marks here");
    return nullptr;
  }
  Formula whole;
  std::unique_ptr<Expression> value = BuildScalar(ast, scope, &whole);
  if (!value) return nullptr;
  if (letter == 'E' && whole.type != Type::kElement) {
    Report(ast, kArgumentFault, call.text + " wants a field of a message here");
    return nullptr;
  }
  if (letter == 'R' && whole.type != Type::kRow) {
    Report(ast, kArgumentFault, call.text + " wants a row of a table here: lookup(TABLE, ...)");
    return nullptr;
  }
  if (place.empty()) place = whole.place;
  if (gives != nullptr) *gives = std::move(whole.gives);
  return value;
}

Formula FormulaCompiler::BuildLookup(const Ast& ast, const Scope& scope) {
  if (!CheckArgumentCount(ast, 2, 2)) return {};
  const Ast name = NameOf(ast.args[0], scope);
  const auto table =
      name.kind == Ast::Kind::kName ? names_.tables->find(name.text) : names_.tables->end();
  if (table == names_.tables->end()) {
    if (!names_.incomplete || name.kind != Ast::Kind::kName) {
      Unknown(name, "formula.table.unknown", "there is no table '" + name.text + "'",
              KeysOf(*names_.tables));
    }
  }
  Formula whole;
  std::unique_ptr<Expression> code = BuildScalar(ast.args[1], scope, &whole);
  if (!code || table == names_.tables->end()) return {};
  Formula formula;
  formula.type = Type::kRow;
  formula.place = whole.place;
  formula.gives = {{.type = kRow, .table = &table->second}};
  formula.value = MakeLookup(table->second, std::move(code), whole.place);
  return formula;
}

Formula FormulaCompiler::BuildMatch(const Ast& ast, const Scope& scope) {
  if (!CheckArgumentCount(ast, 2, 2)) return {};
  Formula whole;
  std::unique_ptr<Expression> text = BuildScalar(ast.args[0], scope, &whole);
  std::unique_ptr<RE2> pattern = BuildPattern(ast.args[1], scope);
  if (!text || !pattern) return {};
  Formula formula;
  formula.place = whole.place;
  formula.gives = {{.type = "string"}};
  formula.value = MakeMatch(std::move(pattern), std::move(text));
  return formula;
}

Formula FormulaCompiler::BuildReference(const Ast& ast, const Scope& scope) {
  if (!CheckArgumentCount(ast, 1, 2)) return {};
  const Ast name = NameOf(ast.args[0], scope);
  const auto rule =
      name.kind == Ast::Kind::kName ? names_.resources.find(name.text) : names_.resources.end();
  if (rule == names_.resources.end()) {
    if (!names_.incomplete || name.kind != Ast::Kind::kName) {
      Unknown(name, "formula.rule.unknown", "there is no resource rule '" + name.text + "'",
              KeysOf(names_.resources));
    }
    return {};
  }
  if (!scope.references) {
    Report(ast, "formula.scope",
           "ref() has no place in id, for or when of a resource: references come after them");
    return {};
  }
  if (rule->second.broken) return {};
  const std::optional<Type>& item = rule->second.item;
  if (ast.args.size() == 1) {
    if (item) {
      Report(ast, kArgumentFault,
             name.text + " makes one resource for each of its " + std::string(TypeWord(*item)) +
                 "; say which: ref(" + name.text + ", .)");
      return {};
    }
    Formula formula;
    formula.gives = {{.type = "Reference", .resource = rule->second.number}};
    formula.structure = MakeReference(rule->second.number, nullptr);
    return formula;
  }
  Formula which = Build(ast.args[1], scope);
  if (which.IsEmpty()) return {};
  const bool whole_list = which.list_only && which.type != Type::kSegment;
  if (!item || !which.value || which.type != *item || *item == Type::kElement || whole_list) {
    Report(ast.args[1], kArgumentFault,
           item ? "one of the " + std::string(TypeWord(*item)) + " that " + name.text +
                      " goes through is wanted here"
                : name.text + " makes one resource only: ref(" + name.text + ")");
    return {};
  }
  Formula formula;
  formula.gives = {{.type = "Reference", .resource = rule->second.number}};
  formula.structure = MakeReference(rule->second.number, std::move(which.value));
  return formula;
}

Formula FormulaCompiler::BuildState(const Ast& ast, const Scope& scope) {
  if (!CheckArgumentCount(ast, 1, 1)) return {};
  Formula whole = Build(ast.args[0], scope);
  if (whole.IsEmpty()) return {};
  if (!whole.value) {
    Report(ast.args[0], kArgumentFault, ast.text + " wants a field, a name or a list");
    return {};
  }
  const State state = ast.text == "present"   ? State::kPresent
                      : ast.text == "missing" ? State::kMissing
                                              : State::kDeleted;
  Formula formula;
  formula.gives = {{.type = "boolean"}};
  formula.condition = MakeState(state, std::move(whole.value));
  return formula;
}

}  // namespace wardbridge::mapping
