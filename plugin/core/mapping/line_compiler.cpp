#include "core/mapping/line_compiler.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "core/mapping/functions.h"
#include "core/mapping/joined.h"
#include "core/mapping/keys.h"

namespace wardbridge::mapping {
namespace {

std::string PlaceOf(const YamlNode& node) {
  return node.File() + ":" + std::to_string(node.Line());
}

// A map with one of these is a rule. `use` is not among them: HumanName, Address and others have an
// element of that name.
bool MakesRule(std::string_view key) {
  return key == "each" || key == "set" || key == "choose" || key == "when" || key == "skip-if" ||
         key == "accept" || key == "default" || key == "required" || key == "on-null" ||
         key == "on-error" || key == "template";
}

bool IsLineKey(const std::string& key) {
  return std::find(kLineKeys.begin(), kLineKeys.end(), key) != kLineKeys.end();
}

// "birthDate", "value[x]", "_birthDate"
bool IsElementName(std::string_view name) {
  if (name.starts_with('_')) name.remove_prefix(1);
  if (name.ends_with("[x]")) name.remove_suffix(3);
  return !name.empty() && IsLower(name.front()) &&
         std::all_of(name.begin(), name.end(), IsLetterOrDigit);
}

}  // namespace

bool IsRule(const YamlNode& map) {
  bool only_keys = static_cast<bool>(map["use"]);
  for (const auto& [key, value] : map.Entries()) {
    if (MakesRule(key.Text())) return true;
    only_keys = only_keys && IsLineKey(key.Text());
  }
  return only_keys;
}

std::vector<Field> LineCompiler::CompileFields(const YamlNode& map, const LineContext& context) {
  std::vector<Field> fields;
  if (!map.IsMap()) {
    AddFault(faults_, map.MakeFault("rule.value", "elements are wanted here: {name: value}"));
    return fields;
  }
  const TypePlace object = types_.EnterObject(map, context.place);
  for (const auto& [key, value] : map.Entries()) {
    if (key.Text().empty() || key.Text() == "<<") continue;  // a fault of the YAML, told already
    if (!IsElementName(key.Text())) {
      AddFault(faults_,
               key.MakeFault("rule.element", "'" + key.Text() + "' is no name of an element"));
      continue;
    }
    LineContext inner = context;
    inner.name = context.name + "." + key.Text();
    inner.place = types_.EnterElement(key, object);
    Field field;
    field.key = key.Text();
    field.choice = field.key.ends_with("[x]");
    if (field.choice) field.key.resize(field.key.size() - 3);
    field.line = CompileLine(key, value, inner);
    fields.push_back(std::move(field));
  }
  return fields;
}

std::unique_ptr<Line> LineCompiler::CompileLine(const YamlNode& key, const YamlNode& node,
                                                const LineContext& context) {
  auto line = std::make_unique<Line>();
  if (!CountLine(node)) return line;
  line->rule = {context.name, PlaceOf(key)};
  line->on_error = context.on_error;
  if (node.IsScalar()) {
    CompileScalar(node, context, *line);
  } else if (node.IsList()) {
    CompileList(node, context, *line);
  } else if (IsRule(node)) {
    CompileRule(node, context, *line);
  } else if (const YamlNode& id = node["id"]) {
    AddFault(
        faults_,
        id.MakeFault("rule.id", "id names a rule; put the elements under set (an element id too)"));
  } else {
    CompileObject(node, context, *line);
  }
  return line;
}

void LineCompiler::CompileScalar(const YamlNode& node, const LineContext& context, Line& line) {
  const std::string& text = node.Text();
  std::optional<std::string> plain = PlainText(text);
  if (!plain) return CompileFormula(node, context, line);
  line.body = Line::Body::kText;
  line.text = std::move(*plain);
  if (text.empty()) {
    AddFault(faults_, node.MakeFault("rule.empty", "nothing is written here; leave the line out"));
  }
  CheckText(node);
  types_.CheckText(node, line.text, context.place);
}

// Warns of a text whose "=" was probably forgotten.
void LineCompiler::CheckText(const YamlNode& node) {
  const std::string& text = node.Text();
  const std::size_t call = text.find('(');
  const bool is_call =
      call != std::string::npos && text.ends_with(')') &&
      (FindFunction(text.substr(0, call)) != nullptr || text.starts_with("lookup("));
  if (!LooksLikePath(text) && FindJoinedName(text) == nullptr && !is_call) return;
  AddFault(faults_,
           node.MakeFault("text.looks-like-path", "this is a text; did you mean =" + text + "?",
                          Fault::Severity::kWarning));
}

void LineCompiler::CompileFormula(const YamlNode& node, const LineContext& context, Line& line) {
  Formula formula = formulas_.Compile(node, 1, context.scope);
  if (formula.value && (formula.list_only || formula.type == Type::kReading ||
                        formula.type == Type::kTotal || formula.type == Type::kScore)) {
    AddFault(faults_, FaultInScalar(node, 1, "formula.type",
                                    "one value is wanted here; a list stands under each"));
    return;
  }
  types_.CheckFormula(node, formula, context.place);
  line.has_formula = true;
  line.place = formula.place;
  if (formula.value) {
    line.body = Line::Body::kValue;
    line.value = std::move(formula.value);
  } else if (formula.condition) {
    line.body = Line::Body::kCondition;
    line.condition = std::move(formula.condition);
  } else if (formula.structure) {
    line.body = Line::Body::kStructure;
    line.structure = std::move(formula.structure);
  }
}

bool LineCompiler::CheckRuleKeys(const YamlNode& map) {
  bool good = true;
  for (const auto& [key, value] : map.Entries()) {
    if (IsLineKey(key.Text())) continue;
    const std::string near = Suggestion(key.Text(), kLineKeys);
    AddFault(faults_, key.MakeFault("rule.key.unknown",
                                    "a rule has no '" + key.Text() + "'" +
                                        (near.empty() ? "; elements stand under set" : near)));
    good = false;
  }
  return good;
}

void LineCompiler::CompileRule(const YamlNode& map, LineContext context, Line& line) {
  const bool known = CheckRuleKeys(map);
  if (const YamlNode& node = map["on-error"]) ReadOnError(node, context, line);
  if (const YamlNode& node = map["on-null"]) ReadOnNull(node, line);
  if (const YamlNode& node = map["required"]) ReadRequired(node, line);
  if (const YamlNode& node = map["each"]) {
    Formula list = formulas_.CompileList(node, context.scope);
    context.scope = context.scope.Within(list);
    context.scope.unknown = context.scope.unknown || list.IsEmpty();
    context.place = types_.EnterItems(node, context.place);
    line.place = list.place;
    line.each = std::move(list.value);
    line.has_formula = true;
    if (const YamlNode& fallback = map["default"]) {
      AddFault(faults_, fallback.MakeFault("rule.default", "default has no place beside each"));
    }
  }
  if (const YamlNode& node = map["when"])
    line.when = formulas_.CompileCondition(node, context.scope);
  if (const YamlNode& node = map["skip-if"])
    line.skip_if = formulas_.CompileCondition(node, context.scope);
  if (const YamlNode& node = map["accept"])
    line.accept = formulas_.CompileCondition(node, context.scope);
  const std::string list_place = line.place;
  CompileBody(map, context, known, line);
  if (!list_place.empty()) line.place = list_place;
  line.accept_place = line.place;
  if (const YamlNode& node = map["default"]; node && !map["each"])
    CompileDefault(node, context, line);
}

// `known`: all keys of the map are; else one of them may be meant for what is missing.
void LineCompiler::CompileBody(const YamlNode& map, const LineContext& context, bool known,
                               Line& line) {
  int bodies = 0;
  for (const char* key : {"use", "set", "choose", "template"}) bodies += map[key] ? 1 : 0;
  if (bodies != 1) {
    if (bodies > 1 || known) {
      AddFault(faults_, map.MakeFault("rule.body",
                                      "a rule has exactly one of use, set, choose and template"));
    }
    return;
  }
  if (const YamlNode& with = map["with"]; with && !map["template"]) {
    AddFault(faults_, with.MakeFault("rule.value", "with stands beside template"));
  }
  if (map["template"]) return CompileTemplate(map, context, line);
  if (const YamlNode& use = map["use"]) {
    if (use.IsScalar()) return CompileScalar(use, context, line);
    AddFault(faults_, use.MakeFault("rule.value",
                                    "use wants a formula or a text; elements stand under set"));
    return;
  }
  if (const YamlNode& set = map["set"]) return CompileObject(set, context, line);
  CompileChoose(map["choose"], context, line);
}

void LineCompiler::CompileObject(const YamlNode& map, const LineContext& context, Line& line) {
  line.body = Line::Body::kObject;
  line.fields = CompileFields(map, context);
  if (map.IsMap() && map.Entries().empty())
    AddFault(faults_, map.MakeFault("rule.empty", "an object without elements"));
  for (const Field& field : line.fields)
    line.has_formula = line.has_formula || field.line->has_formula;
}

std::string LineCompiler::ItemName(const YamlNode& item, std::size_t at,
                                   const LineContext& context) {
  if (item.IsMap() && item["id"].IsScalar()) return context.name + "." + item["id"].Text();
  return context.name + "[" + std::to_string(at) + "]";
}

void LineCompiler::CompileList(const YamlNode& list, const LineContext& context, Line& line) {
  line.body = Line::Body::kList;
  if (list.Items().empty()) AddFault(faults_, list.MakeFault("rule.empty", "an empty list"));
  std::vector<std::string> names;
  const TypePlace place = types_.EnterItems(list, context.place);
  for (const YamlNode& item : list.Items()) {
    LineContext inner = context;
    inner.place = place;
    inner.name = ItemName(item, line.lines.size(), context);
    if (std::find(names.begin(), names.end(), inner.name) != names.end()) {
      AddFault(faults_,
               item["id"].MakeFault("rule.duplicate", "two rules of this list have this name"));
    }
    names.push_back(inner.name);
    line.lines.push_back(CompileLine(item, item, inner));
    line.has_formula = line.has_formula || line.lines.back()->has_formula;
  }
}

void LineCompiler::CompileChoose(const YamlNode& list, const LineContext& context, Line& line) {
  line.body = Line::Body::kChoose;
  if (!list.IsList() || list.Items().empty()) {
    AddFault(faults_, list.MakeFault("rule.value", "choose wants a list of rules, each with when"));
    return;
  }
  for (std::size_t i = 0; i < list.Items().size(); ++i) {
    const YamlNode& item = list.Items()[i];
    if (!item.IsMap() || !IsRule(item)) {
      AddFault(faults_, item.MakeFault("rule.value", "choose wants rules: {when: ..., use: ...}"));
      continue;
    }
    if (!item["when"] && i + 1 < list.Items().size()) {
      AddFault(faults_,
               item.MakeFault("rule.choose",
                              "without when this is always chosen, and those after it never"));
    }
    LineContext inner = context;
    inner.name = ItemName(item, i, context);
    line.lines.push_back(CompileLine(item, item, inner));
    line.has_formula = line.has_formula || line.lines.back()->has_formula;
  }
  if (!line.lines.empty()) line.place = line.lines.back()->place;
}

void LineCompiler::CompileDefault(const YamlNode& node, const LineContext& context, Line& line) {
  if (!node.IsScalar()) {
    AddFault(faults_, node.MakeFault("rule.value", "default wants a formula or a text"));
    return;
  }
  line.fallback = std::make_unique<Line>();
  line.fallback->rule = {context.name, PlaceOf(node)};
  line.fallback->on_error = context.on_error;
  line.fallback->is_default = true;
  CompileScalar(node, context, *line.fallback);
}

// error "why" | warn "why"
void LineCompiler::ReadRequired(const YamlNode& node, Line& line) {
  std::string_view text = Trim(node.Text());
  line.required = text.starts_with("warn") ? Policy::kWarn : Policy::kError;
  const bool known = text.starts_with("warn") || text.starts_with("error");
  if (known) text.remove_prefix(line.required == Policy::kWarn ? 4 : 5);
  text = Trim(text);
  const bool quoted = text.size() > 2 && text.starts_with('"') && text.ends_with('"');
  if (!known || (!text.empty() && !quoted)) {
    AddFault(faults_, node.MakeFault("rule.value", "required is: error \"why\", or: warn \"why\""));
    return;
  }
  line.required_text = quoted ? std::string(text.substr(1, text.size() - 2))
                              : "nothing to write where something is required";
}

void LineCompiler::ReadOnNull(const YamlNode& node, Line& line) {
  const std::string& text = node.Text();
  if (text == "default") {
    line.on_null = OnNull::kDefault;
  } else if (text == "warn") {
    line.on_null = OnNull::kWarn;
  } else if (text == "error") {
    line.on_null = OnNull::kError;
  } else if (text != "omit") {
    AddFault(faults_, node.MakeFault("rule.value", "on-null is omit, default, warn or error"));
  }
}

void LineCompiler::ReadOnError(const YamlNode& node, LineContext& context, Line& line) {
  const std::string& text = node.Text();
  if (text == "error") {
    context.on_error = Policy::kError;
  } else if (text == "omit") {
    context.on_error = Policy::kOmit;
  } else if (text == "warn") {
    context.on_error = Policy::kWarn;
  } else {
    AddFault(faults_, node.MakeFault("rule.value", "on-error is error, warn or omit"));
  }
  line.on_error = context.on_error;
}

}  // namespace wardbridge::mapping
