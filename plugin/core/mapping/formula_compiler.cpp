#include "core/mapping/formula_compiler.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "core/mapping/joined.h"

namespace wardbridge::mapping {
namespace {

constexpr const char* kTypeFault = "formula.type";

bool IsScalar(const Formula& formula) {
  return formula.value && !formula.list_only &&
         (formula.type == Type::kText || formula.type == Type::kBoolean ||
          formula.type == Type::kElement || formula.type == Type::kRow);
}

Formula OfValue(std::unique_ptr<Expression> value, Type type, std::string place = {},
                ResultTypes gives = {}) {
  Formula formula;
  formula.gives = std::move(gives);
  formula.value = std::move(value);
  formula.type = type;
  formula.place = std::move(place);
  return formula;
}

Formula OfCondition(std::unique_ptr<Condition> condition) {
  Formula formula;
  formula.condition = std::move(condition);
  formula.gives = {{.type = "boolean"}};
  return formula;
}

// What is given by one of the parts; nothing is known where that is so of one.
ResultTypes OneOf(const std::vector<Formula>& parts) {
  ResultTypes all;
  for (const Formula& part : parts) {
    if (part.gives.empty()) return {};
    all.insert(all.end(), part.gives.begin(), part.gives.end());
  }
  return all;
}

// How many bytes the character at `at` of a line takes, with `quote` around its text: an escape of
// a quoted scalar is one character of it (YAML 1.2 sections 7.3.1 and 7.3.2).
std::size_t SizeInSource(std::string_view line, std::size_t at, char quote) {
  if (quote == '"' && line[at] == '\\' && at + 1 < line.size()) {
    const char kind = line[at + 1];
    return kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
  }
  return quote == '\'' && line.substr(at).starts_with("''") ? 2 : 1;
}

// Characters between the beginning of a scalar with `text` and the byte `offset` of it; `line` is
// written from its beginning to the end of its line. 0 where the text goes on in another line.
int CharactersTo(std::size_t offset, std::string_view line, std::string_view text) {
  if (line.empty() || line[0] == '|' || line[0] == '>') return 0;
  std::size_t at = 0;
  const char quote = line[0] == '"' || line[0] == '\'' ? line[0] : ' ';
  if (quote != ' ') ++at;
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if (!StartsCharacter(text[i]) && quote == '"' && line[at - 1] != text[i - 1])
      continue;  // of an escape
    if (at >= line.size()) return 0;
    at += SizeInSource(line, at, quote);
  }
  const std::string_view passed = line.substr(0, at);
  return static_cast<int>(std::count_if(passed.begin(), passed.end(), StartsCharacter));
}

}  // namespace

Fault FaultInScalar(const YamlNode& node, std::size_t offset, std::string code, std::string text) {
  return node.MakeFault(std::move(code), std::move(text), Fault::Severity::kError,
                        CharactersTo(offset, node.Written(), node.Text()));
}

std::optional<std::string> PlainText(const std::string& scalar) {
  const bool escaped = scalar.starts_with("==\"") && scalar.ends_with('"') && scalar.size() > 3;
  if (escaped) return "=" + scalar.substr(3, scalar.size() - 4);
  return scalar.starts_with('=') ? std::nullopt : std::optional(scalar);
}

Scope Scope::Within(const Formula& list) const {
  Scope inner = *this;
  ++inner.depth;
  inner.item = list.type;
  inner.item_place = list.place;
  inner.item_mixed = list.mixed;
  inner.item_is_component =
      list.type == Type::kElement && list.place.find('.') != std::string::npos;
  if (list.type == Type::kReading) inner.reading = true;
  if (list.type == Type::kTotal) inner.total = true;
  if (list.type == Type::kScore) inner.score = true;
  return inner;
}

void FormulaCompiler::ReportAt(std::size_t offset, std::string code, std::string text) {
  AddFault(faults_, FaultInScalar(*node_, offset + shift_, std::move(code), std::move(text)));
}

void FormulaCompiler::Report(const Ast& ast, std::string code, std::string text) {
  ReportAt(ast.offset, std::move(code), std::move(text));
}

void FormulaCompiler::Unknown(const Ast& ast, std::string code, std::string text,
                              const std::vector<std::string>& candidates) {
  Report(ast, std::move(code), text + Suggestion(ast.text, candidates));
}

void FormulaCompiler::ReportSyntax(const SyntaxFault& syntax) {
  Fault fault = FaultInScalar(*node_, syntax.offset + shift_, "formula.syntax", syntax.text);
  const auto column = static_cast<std::size_t>(fault.column) - 1;
  const bool at_end = syntax.offset + shift_ == node_->Text().size();
  if (at_end && column < fault.source.size() && fault.source[column] == ',') {
    fault.text += "; inside { } and [ ] a formula that holds a comma stands in quotes";
  }
  AddFault(faults_, std::move(fault));
}

Formula FormulaCompiler::Compile(const YamlNode& node, std::size_t skip, const Scope& scope) {
  node_ = &node;
  shift_ = skip;
  const std::string_view text = std::string_view(node.Text()).substr(skip);
  SyntaxFault fault;
  const std::optional<Ast> ast = ParseFormula(text, fault);
  if (!ast) {
    ReportSyntax(fault);
    return {};
  }
  return Build(*ast, scope);
}

std::unique_ptr<Condition> FormulaCompiler::CompileCondition(const YamlNode& node,
                                                             const Scope& scope) {
  Formula formula = Compile(node, node.Text().starts_with('=') ? 1 : 0, scope);
  if (formula.condition) return std::move(formula.condition);
  if (formula.value && formula.type == Type::kBoolean) return MakeTruth(std::move(formula.value));
  if (!formula.IsEmpty()) {
    ReportAt(0, kTypeFault, "a yes or no is wanted here, such as present(...) or a comparison");
  }
  return nullptr;
}

Formula FormulaCompiler::CompileList(const YamlNode& node, const Scope& scope) {
  Formula formula = Compile(node, node.Text().starts_with('=') ? 1 : 0, scope);
  if (formula.IsEmpty()) return formula;
  if (formula.value && (formula.list_only || formula.type == Type::kElement)) return formula;
  ReportAt(0, kTypeFault, "a list is wanted here: a path, readings, news2.scores ...");
  return {};
}

Formula FormulaCompiler::Build(const Ast& ast, const Scope& scope) {
  switch (ast.kind) {
    case Ast::Kind::kText:
      return OfValue(MakeConstant(ast.text, Kind::kText), Type::kText, {},
                     {{.type = "string", .constant = ast.text}});
    case Ast::Kind::kNumber:
      return OfValue(MakeConstant(ast.text, Kind::kNumber), Type::kText, {},
                     {{.type = "decimal", .constant = ast.text}});
    case Ast::Kind::kBoolean:
      return OfValue(MakeBoolean(ast.text == "true"), Type::kBoolean, {}, {{.type = "boolean"}});
    case Ast::Kind::kPath:
      return ast.path.relative ? BuildRelative(ast, scope) : BuildPath(ast, scope);
    case Ast::Kind::kPlace:
      return BuildRelative(ast, scope);
    case Ast::Kind::kName:
      return BuildName(ast, scope);
    case Ast::Kind::kParameter:
      return BuildParameter(ast, scope);
    case Ast::Kind::kCall:
      return BuildCall(ast, scope);
    case Ast::Kind::kOr:
      return BuildOr(ast, scope);
    case Ast::Kind::kPlus:
      return BuildLists(ast, scope);
    case Ast::Kind::kNot:
    case Ast::Kind::kAnd: {
      Conditions parts;
      for (const Ast& arg : ast.args) parts.push_back(BuildCondition(arg, scope));
      if (std::find(parts.begin(), parts.end(), nullptr) != parts.end()) return {};
      return OfCondition(ast.kind == Ast::Kind::kNot ? MakeNot(std::move(parts[0]))
                                                     : MakeAll(std::move(parts)));
    }
    default:
      return BuildCompare(ast, scope);
  }
}

std::unique_ptr<Condition> FormulaCompiler::BuildCondition(const Ast& ast, const Scope& scope) {
  Formula formula = Build(ast, scope);
  if (formula.condition) return std::move(formula.condition);
  if (formula.value && formula.type == Type::kBoolean) return MakeTruth(std::move(formula.value));
  if (!formula.IsEmpty()) {
    Report(ast, kTypeFault, "a yes or no is wanted here, such as present(...) or a comparison");
  }
  return nullptr;
}

std::unique_ptr<Expression> FormulaCompiler::BuildScalar(const Ast& ast, const Scope& scope,
                                                         Formula* whole) {
  Formula formula = Build(ast, scope);
  if (formula.IsEmpty()) return nullptr;
  if (!IsScalar(formula)) {
    Report(ast, kTypeFault, "one value is wanted here, such as a field or a text");
    return nullptr;
  }
  std::unique_ptr<Expression> value = std::move(formula.value);
  if (whole != nullptr) *whole = std::move(formula);
  return value;
}

Formula FormulaCompiler::BuildName(const Ast& ast, const Scope& scope) {
  if (ast.text == "is_nhs_number" || ast.text == "claims_nhs_number") {
    const bool claims = ast.text == "claims_nhs_number";
    if (scope.item == Type::kElement) return OfCondition(MakeIsNhsNumber(claims));
    Report(ast, "formula.scope", ast.text + " is about a repetition: PID-3[" + ast.text + "]");
    return {};
  }
  if (ast.text == "home_or_first") {
    Report(ast, "formula.selector",
           "home_or_first stands alone in a selector: PID-11[home_or_first]");
    return {};
  }
  const JoinedName* joined = FindJoinedName(ast.text);
  if (joined == nullptr) {
    std::vector<std::string> candidates = JoinedNames();
    candidates.emplace_back("is_nhs_number");
    candidates.emplace_back("claims_nhs_number");
    Unknown(ast, "formula.name.unknown", "there is no '" + ast.text + "'", candidates);
    return {};
  }
  const bool at_hand = joined->scope == Type::kText ||
                       (joined->scope == Type::kReading && scope.reading) ||
                       (joined->scope == Type::kTotal && scope.total) ||
                       (joined->scope == Type::kScore && scope.score);
  if (!at_hand) {
    if (scope.unknown) return {};
    Report(ast, "formula.scope",
           "'" + ast.text +
               "' means something only inside a for or each that goes through such items");
    return {};
  }
  Formula formula =
      OfValue(MakeJoined(*joined), joined->type, ast.text, {{.type = TypeOfJoined(*joined)}});
  formula.list_only = joined->list;
  return formula;
}

Formula FormulaCompiler::BuildOr(const Ast& ast, const Scope& scope) {
  std::vector<Formula> parts;
  for (const Ast& arg : ast.args) parts.push_back(Build(arg, scope));
  const auto all = [&](auto test) { return std::all_of(parts.begin(), parts.end(), test); };
  if (std::any_of(parts.begin(), parts.end(), [](const Formula& f) { return f.IsEmpty(); }))
    return {};
  if (std::any_of(parts.begin(), parts.end(),
                  [](const Formula& f) { return f.condition != nullptr; })) {
    Conditions conditions;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].condition) {
        conditions.push_back(std::move(parts[i].condition));
      } else if (parts[i].value && parts[i].type == Type::kBoolean) {
        conditions.push_back(MakeTruth(std::move(parts[i].value)));
      } else {
        Report(ast.args[i], kTypeFault,
               "'or' joins conditions with conditions and values with values");
        return {};
      }
    }
    return OfCondition(MakeAny(std::move(conditions)));
  }
  if (all([&](const Formula& f) {
        return f.structure && f.structure->TypeName() == parts[0].structure->TypeName();
      })) {
    Structures structures;
    Formula formula;
    formula.gives = OneOf(parts);
    for (Formula& part : parts) structures.push_back(std::move(part.structure));
    formula.structure = MakeFirstWritten(std::move(structures));
    return formula;
  }
  if (!all(IsScalar)) {
    Report(ast, kTypeFault, "both sides of 'or' must be of one kind");
    return {};
  }
  const Type type = parts[0].type;
  const bool same = all([&](const Formula& f) { return f.type == type; });
  ResultTypes gives = OneOf(parts);
  Expressions values;
  for (Formula& part : parts) values.push_back(std::move(part.value));
  return OfValue(MakeFirstPresent(std::move(values)), same ? type : Type::kText, parts[0].place,
                 std::move(gives));
}

Formula FormulaCompiler::BuildLists(const Ast& ast, const Scope& scope) {
  Expressions lists;
  Formula whole;
  for (const Ast& arg : ast.args) {
    Formula part = Build(arg, scope);
    if (part.IsEmpty()) return {};
    const bool is_list = part.value && (part.list_only || part.type == Type::kElement);
    if (!is_list || (!lists.empty() && part.type != whole.type)) {
      Report(arg, kTypeFault, "'+' joins lists of one kind; to join texts write concat(a, b)");
      return {};
    }
    if (lists.empty()) {
      whole.type = part.type;
      whole.place = part.place;
    } else {
      whole.mixed = true;
    }
    lists.push_back(std::move(part.value));
  }
  whole.value = MakeJoinedLists(std::move(lists));
  whole.list_only = true;
  return whole;
}

Formula FormulaCompiler::BuildCompare(const Ast& ast, const Scope& scope) {
  std::unique_ptr<Expression> left = BuildScalar(ast.args[0], scope);
  if (ast.kind == Ast::Kind::kIn) {
    std::vector<std::string> texts;
    for (std::size_t i = 1; i < ast.args.size(); ++i) texts.push_back(ast.args[i].text);
    return left ? OfCondition(MakeIn(std::move(left), std::move(texts))) : Formula();
  }
  if (ast.kind == Ast::Kind::kMatches) {
    std::unique_ptr<RE2> pattern = BuildPattern(ast.args[1], scope);
    if (!left || !pattern) return {};
    return OfCondition(MakeMatches(std::move(left), std::move(pattern)));
  }
  std::unique_ptr<Expression> right = BuildScalar(ast.args[1], scope);
  if (!left || !right) return {};
  std::unique_ptr<Condition> equal = MakeEqual(std::move(left), std::move(right));
  return OfCondition(ast.kind == Ast::Kind::kUnequal ? MakeNot(std::move(equal))
                                                     : std::move(equal));
}

std::unique_ptr<RE2> FormulaCompiler::BuildPattern(const Ast& written, const Scope& scope) {
  const Ast ast = Resolve(written, scope);
  if (ast.kind != Ast::Kind::kText) {
    Report(ast, kTypeFault, "a pattern in quotation marks is wanted here");
    return nullptr;
  }
  auto pattern = std::make_unique<RE2>(ast.text, RE2::Quiet);
  if (pattern->ok()) return pattern;
  Report(ast, "formula.regex", "not a pattern of RE2: " + pattern->error());
  return nullptr;
}

}  // namespace wardbridge::mapping
