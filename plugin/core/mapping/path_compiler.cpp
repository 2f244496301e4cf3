// The part of the formula compiler that knows paths and selectors.
#include <utility>

#include "core/hl7/view.h"
#include "core/mapping/formula_compiler.h"
#include "core/mapping/segments.h"

namespace wardbridge::mapping {
namespace {

// "OBR > OBX-5": the field whose repetitions a selector chooses from.
std::string FieldOf(const Path& path) {
  std::string place;
  if (!path.event.empty()) place = "event(" + path.event + ").";
  for (std::size_t i = 0; i < path.steps.size(); ++i) {
    if (i > 0) place += " > ";
    place += path.steps[i].id;
  }
  if (path.field > 0) place += "-" + std::to_string(path.field);
  return place;
}

// "OBR > OBX-5.1", without selectors: where a value stands, for Issues.
std::string PlaceOf(const Path& path) {
  std::string place = FieldOf(path);
  for (const std::size_t part : path.parts) place += "." + std::to_string(part);
  return place;
}

}  // namespace

Formula FormulaCompiler::OfPath(const Ast& ast, std::unique_ptr<Expression> value, Type type,
                                std::string place, bool known) {
  if (known && !names_.any_field) {
    if (std::string text = FieldFault(place); !text.empty()) {
      Report(ast, "formula.field", std::move(text));
      return {};
    }
  }
  Formula formula;
  formula.value = std::move(value);
  formula.type = type;
  formula.list_only = type == Type::kSegment;
  formula.place = std::move(place);
  formula.gives = {{.type = "string", .from_message = true}};
  return formula;
}

bool FormulaCompiler::CheckSteps(const Path& path) {
  bool good = true;
  for (const SegmentStep& step : path.steps) {
    if (IsSegmentId(step.id)) continue;
    ReportAt(step.offset, "formula.segment",
             "there is no segment " + step.id + SuggestSegmentId(step.id));
    good = false;
  }
  if (path.parts.size() > 2) {
    ReportAt(path.steps.empty() ? 0 : path.steps[0].offset, "formula.path",
             "a field has components and subcomponents, no more");
    good = false;
  }
  return good;
}

Choice FormulaCompiler::BuildChoice(const Selector& selector, Type candidate,
                                    const std::string& place, const Scope& scope) {
  Choice choice;
  choice.kind = selector.kind;
  choice.number = selector.number;
  if (selector.kind != Selector::Kind::kPredicate) return choice;
  if (selector.predicate->kind == Ast::Kind::kName && selector.predicate->text == "home_or_first") {
    if (candidate != Type::kElement) {
      Report(*selector.predicate, "formula.selector",
             "home_or_first chooses an address: PID-11[home_or_first]");
    }
    choice.home_or_first = true;
    return choice;
  }
  Scope inner = scope;
  inner.item = candidate;
  inner.item_place = place;
  inner.item_mixed = false;
  inner.item_is_component = false;
  ++inner.depth;
  choice.predicate = BuildCondition(*selector.predicate, inner);
  return choice;
}

Formula FormulaCompiler::BuildPath(const Ast& ast, const Scope& scope) {
  const Path& path = ast.path;
  if (!CheckSteps(path)) return {};
  const std::size_t before = faults_.size();
  const bool merged = path.event.empty() && !hl7::View::IsRepeating(path.steps[0].id);
  if (merged && (path.steps.size() > 1 || path.steps[0].selector.kind != Selector::Kind::kNone)) {
    Report(ast, "formula.path",
           path.steps[0].id +
               " does not repeat: its fields are those of all messages of the stay; leave out [ ] "
               "and >");
  } else if (merged && path.field == 0) {
    Report(ast, "formula.path",
           "name a field: " + path.steps[0].id + " is put together from all messages of the stay");
  }
  CompiledPath compiled;
  compiled.base = path.event.empty() ? CompiledPath::Base::kView : CompiledPath::Base::kEvent;
  compiled.event = path.event;
  compiled.field = path.field;
  compiled.parts = path.parts;
  for (const SegmentStep& step : path.steps) {
    compiled.steps.push_back({step.id, BuildChoice(step.selector, Type::kSegment, step.id, scope)});
  }
  compiled.repetition = BuildChoice(path.repetition, Type::kElement, FieldOf(path), scope);
  if (faults_.size() != before) return {};
  const Type type = path.field == 0 ? Type::kSegment : Type::kElement;
  return OfPath(ast, MakePath(std::move(compiled)), type, PlaceOf(path));
}

Formula FormulaCompiler::BuildRelative(const Ast& ast, const Scope& scope) {
  const Path& path = ast.path;
  if (scope.unknown) return {};
  if (!scope.item) {
    Report(ast, "formula.scope",
           "there is no current item here: '.' stands inside each, for or a selector");
    return {};
  }
  if (!path.steps.empty()) {
    if (*scope.item != Type::kSegment) {
      Report(ast, "formula.type", "'>' goes from a segment to those below it");
      return {};
    }
    if (!CheckSteps(path)) return {};
    const std::size_t before = faults_.size();
    CompiledPath compiled;
    compiled.base = CompiledPath::Base::kItem;
    compiled.field = path.field;
    compiled.parts = path.parts;
    for (const SegmentStep& step : path.steps) {
      compiled.steps.push_back(
          {step.id, BuildChoice(step.selector, Type::kSegment, step.id, scope)});
    }
    compiled.repetition = BuildChoice(path.repetition, Type::kElement, FieldOf(path), scope);
    if (faults_.size() != before) return {};
    const Type type = path.field == 0 ? Type::kSegment : Type::kElement;
    return OfPath(ast, MakePath(std::move(compiled)), type, PlaceOf(path));
  }
  const bool segment = *scope.item == Type::kSegment;
  if (path.parts.empty()) {
    return OfPath(ast, MakeRelative({}, segment, false), *scope.item, scope.item_place, false);
  }
  if (!segment && *scope.item != Type::kElement) {
    Report(ast, "formula.type", "the current item has no parts with numbers");
    return {};
  }
  const std::size_t most = segment ? 3 : scope.item_is_component ? 1 : 2;
  if (path.parts.size() > most) {
    Report(ast, "formula.path",
           "too many numbers: a field has components and subcomponents, no more");
    return {};
  }
  std::string place = scope.item_place;
  for (std::size_t i = 0; i < path.parts.size(); ++i) {
    place += (segment && i == 0 ? "-" : ".") + std::to_string(path.parts[i]);
  }
  return OfPath(ast, MakeRelative(path.parts, segment, scope.item_is_component), Type::kElement,
                place, !scope.item_mixed);
}

}  // namespace wardbridge::mapping
