// The parts of the two compilers that know templates. A template is compiled anew where it is used,
// so what it is given keeps its type, and a fault of what is given is found at its own place.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "core/mapping/line_compiler.h"
#include "core/mapping/outer_item.h"

namespace wardbridge::mapping {
namespace {

constexpr std::size_t kMostLines = 50'000;

struct Parameter {
  std::string name;
  bool optional = false;
};

// "code", "optional display"
Parameter ReadParameter(const std::string& text) {
  constexpr std::string_view kOptional = "optional ";
  const bool optional = text.starts_with(kOptional);
  return {text.substr(optional ? kOptional.size() : 0), optional};
}

}  // namespace

bool LineCompiler::CountLine(const YamlNode& node) {
  if (++lines_ < kMostLines) return true;
  if (lines_ == kMostLines) {
    AddFault(faults_, node.MakeFault(
                          "pack.size",
                          "with this line the pack has more than 50000, those of templates counted "
                          "wherever they are used"));
  }
  return false;
}

void LineCompiler::CompileTemplate(const YamlNode& map, const LineContext& context, Line& line) {
  const YamlNode& name = map["template"];
  const auto entry = templates_.entries.find(name.Text());
  if (entry == templates_.entries.end()) {
    if (templates_.incomplete) return;
    std::vector<std::string> names;
    for (const auto& [known, value] : templates_.entries) names.push_back(known);
    AddFault(faults_, name.MakeFault("template.unknown", "there is no template of this name" +
                                                             Suggestion(name.Text(), names)));
    return;
  }
  templates_.used.insert(name.Text());
  const std::vector<std::string>& around = context.templates;
  if (std::find(around.begin(), around.end(), name.Text()) != around.end()) {
    AddFault(faults_, name.MakeFault("template.cycle", "this template is used inside itself"));
    return;
  }
  YamlNode body = entry->second.value;
  const YamlNode parameters = body["parameters"];
  body.Remove("parameters");
  const std::optional<GivenValues> given = ReadGiven(map, parameters, context.scope);
  if (!given) return;
  if (!IsRule(body)) {
    AddFault(faults_, body.MakeFault(
                          "template.body",
                          "a template is a rule: use, set, choose or template beside parameters"));
    return;
  }
  LineContext inner = context;
  inner.scope.given = &*given;
  inner.templates.push_back(name.Text());
  line.body = Line::Body::kChoose;  // of one: its guards are asked, and it may give nothing
  line.lines.push_back(CompileLine(entry->second.key, body, inner));
  line.has_formula = line.has_formula || line.lines.back()->has_formula;
  line.place = line.lines.back()->place;
}

std::optional<GivenValues> LineCompiler::ReadGiven(const YamlNode& map, const YamlNode& parameters,
                                                   const Scope& scope) {
  const std::size_t before = faults_.size();
  GivenValues given;
  std::vector<std::string> names;
  if (parameters && !parameters.IsList()) {
    AddFault(faults_,
             parameters.MakeFault("template.body", "parameters is a list: [code, optional text]"));
  }
  for (const YamlNode& item : parameters.Items()) {
    const Parameter parameter = ReadParameter(item.Text());
    names.push_back(parameter.name);
    const YamlNode& value = map["with"][parameter.name];
    given[parameter.name] = {value ? &value : nullptr, &scope};
    if (value && !value.IsScalar()) {
      AddFault(faults_,
               value.MakeFault("template.parameter", "a text or a formula is wanted here"));
    } else if (!value && !parameter.optional) {
      AddFault(faults_, map["template"].MakeFault("template.parameter",
                                                  "'" + map["template"].Text() + "' wants with: {" +
                                                      parameter.name + ": ...}"));
    }
  }
  for (const auto& [key, value] : map["with"].Entries()) {
    if (given.count(key.Text()) > 0) continue;
    AddFault(faults_, key.MakeFault("template.parameter", "'" + map["template"].Text() +
                                                              "' has no parameter '" + key.Text() +
                                                              "'" + Suggestion(key.Text(), names)));
  }
  return faults_.size() == before ? std::optional(std::move(given)) : std::nullopt;
}

const Given* FormulaCompiler::FindGiven(const Ast& ast, const Scope& scope) {
  if (scope.given == nullptr) {
    Report(ast, "template.parameter", "'$' names a parameter of a template, and this is none");
    return nullptr;
  }
  const auto given = scope.given->find(ast.text);
  if (given != scope.given->end()) return &given->second;
  std::vector<std::string> names;
  for (const auto& [name, value] : *scope.given) names.push_back(name);
  Unknown(ast, "template.parameter", "the template has no parameter '" + ast.text + "'", names);
  return nullptr;
}

Ast FormulaCompiler::Resolve(const Ast& ast, const Scope& scope) {
  if (ast.kind != Ast::Kind::kParameter || scope.given == nullptr) return ast;
  const auto given = scope.given->find(ast.text);
  if (given == scope.given->end() || given->second.node == nullptr) return ast;
  const std::string& text = given->second.node->Text();
  Ast resolved = ast;
  if (std::optional<std::string> plain = PlainText(text)) {
    resolved.kind = Ast::Kind::kText;
    resolved.text = std::move(*plain);
  } else if (text.starts_with("=$")) {  // handed on from the template around
    resolved.text = text.substr(2);
    resolved = Resolve(resolved, *given->second.scope);
  }
  return resolved;
}

Ast FormulaCompiler::NameOf(const Ast& ast, const Scope& scope) {
  if (ast.kind != Ast::Kind::kParameter) return ast;
  Ast name = Resolve(ast, scope);
  if (name.kind == Ast::Kind::kText) name.kind = Ast::Kind::kName;
  return name;
}

Formula FormulaCompiler::BuildParameter(const Ast& ast, const Scope& scope) {
  const Given* given = FindGiven(ast, scope);
  if (given == nullptr) return {};
  Formula formula;
  if (given->node == nullptr) {
    formula.value = MakeConstant({}, Kind::kText);
    formula.gives = {{.type = "string"}};
    return formula;
  }
  if (std::optional<std::string> plain = PlainText(given->node->Text())) {
    formula.gives = {{.type = "string", .constant = *plain}};
    formula.value = MakeConstant(std::move(*plain), Kind::kText);
    return formula;
  }
  const YamlNode* const node = node_;
  const std::size_t shift = shift_;
  formula = Compile(*given->node, 1, *given->scope);
  node_ = node;
  shift_ = shift;
  // Inside an `each` of the template, what was given still speaks of the item around it.
  return OfOuterItem(std::move(formula), scope.depth - given->scope->depth);
}

}  // namespace wardbridge::mapping
