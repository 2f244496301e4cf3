#include "core/mapping/emitter.h"

#include <algorithm>
#include <string>

namespace wardbridge::mapping {
namespace {

// What stands for x in value[x]; "" for what is no FHIR value.
std::string_view TypeNameOf(Kind kind) {
  switch (kind) {
    case Kind::kNumber:
      return "Decimal";
    case Kind::kInteger:
      return "Integer";
    case Kind::kBoolean:
      return "Boolean";
    case Kind::kDate:
      return "Date";
    case Kind::kDateTime:
    case Kind::kTime:
      return "DateTime";
    case Kind::kInstant:
      return "Instant";
    case Kind::kBytes:
      return "Base64Binary";
    default:
      return "String";
  }
}

}  // namespace

Outcome Emitter::WriteFields(const std::vector<Field>& fields) {
  Outcome best = Outcome::kMissing;
  for (const Field& field : fields) {
    best = std::max(best, WriteLine(*field.line, {field.key, field.choice, false}));
  }
  return best;
}

void Emitter::OpenKey(const Slot& slot, std::string_view type_name) {
  if (slot.in_array) return;
  if (slot.choice) {
    writer_.Key(run_.arena.Keep(slot.key, type_name));
  } else {
    writer_.Key(slot.key);
  }
}

bool Emitter::Admits(const Line& line) {
  if (line.when && !line.when->Holds(run_)) return false;
  if (line.skip_if && line.skip_if->Holds(run_)) return false;
  if (!line.accept || line.accept->Holds(run_)) return true;
  run_.Fail("mapping.not-accepted", line.accept_place,
            "the value is not one that this rule accepts");
  return false;
}

Outcome Emitter::WriteLine(const Line& line, const Slot& slot) {
  const Run::RuleScope scope(run_, line.rule, line.on_error);
  if (!line.each && !Admits(line)) return Outcome::kMissing;
  return WriteAdmitted(line, slot);
}

Outcome Emitter::WriteAdmitted(const Line& line, const Slot& slot) {
  const Run::RuleScope scope(run_, line.rule, line.on_error);
  return Otherwise(line, slot, line.each ? WriteItems(line, slot) : WriteBody(line, slot));
}

// What is done when a line gave nothing: default, on-null, required.
Outcome Emitter::Otherwise(const Line& line, const Slot& slot, Outcome outcome) {
  if (IsWritten(outcome)) return outcome;
  const bool deleted = outcome == Outcome::kNull;
  if (deleted && (line.on_null == OnNull::kWarn || line.on_null == OnNull::kError)) {
    run_.Raise(line.on_null == OnNull::kError ? Policy::kError : Policy::kWarn, "mapping.deleted",
               line.place, "the source deletes this");
  }
  const bool use_default =
      outcome == Outcome::kMissing || (deleted && line.on_null == OnNull::kDefault);
  if (line.fallback && use_default) {
    if (IsWritten(WriteLine(*line.fallback, slot))) return Outcome::kWritten;
  }
  run_.Raise(line.required, "mapping.required", line.place, line.required_text);
  return outcome;
}

// Two items that come out the same are one: feeds repeat numbers and names, and FHIR lists are sets
// there.
Outcome Emitter::WriteItems(const Line& line, const Slot& slot) {
  constexpr std::size_t kMostCompared = 32;
  std::vector<Value> items;
  line.each->Each(run_, items);
  Outcome best = Outcome::kMissing;
  if (!slot.in_array) {
    writer_.Key(slot.key);
    writer_.BeginArray();
  }
  std::vector<std::string> former;
  for (const Value& item : items) {
    const Run::ItemScope scope(run_, item);
    if (!Admits(line)) continue;
    const fhir::JsonWriter::Mark mark = writer_.Here();
    best = std::max(best, WriteBody(line, {{}, false, true}));
    if (items.size() < 2 || items.size() > kMostCompared) continue;
    const std::string_view text = writer_.Since(mark);
    if (std::find(former.begin(), former.end(), text) != former.end()) {
      writer_.Return(mark);
    } else {
      former.emplace_back(text);
    }
  }
  if (!slot.in_array) writer_.EndArray();
  return best;
}

Outcome Emitter::WriteBody(const Line& line, const Slot& slot) {
  switch (line.body) {
    case Line::Body::kText:
      OpenKey(slot, "String");
      writer_.String(line.text);
      return line.text.empty() ? Outcome::kMissing : Outcome::kConstant;
    case Line::Body::kValue:
      return WriteValue(line.value->Evaluate(run_), slot);
    case Line::Body::kCondition:
      return WriteValue(Value::Boolean(line.condition->Holds(run_)), slot);
    case Line::Body::kStructure:
      return WriteStructure(line, slot);
    case Line::Body::kObject:
      return WriteObject(line, slot);
    case Line::Body::kList:
      return WriteList(line, slot);
    case Line::Body::kChoose:
      return WriteChoice(line, slot);
  }
  return Outcome::kMissing;
}

Outcome Emitter::WriteValue(const Value& value, const Slot& slot) {
  if (!value.IsPresent()) return OutcomeOf(value);
  const std::size_t before = writer_.Here().size;
  OpenKey(slot, TypeNameOf(value.kind));
  switch (value.kind) {
    case Kind::kNumber:
      writer_.Number(value.text);
      break;
    case Kind::kInteger:
      writer_.Integer(value.integer);
      break;
    case Kind::kBoolean:
      writer_.Boolean(value.integer != 0);
      break;
    case Kind::kBytes:
      writer_.Base64(value.text);
      break;
    default:
      writer_.String(run_.TextOf(value));
      break;
  }
  return writer_.Here().size == before ? Outcome::kMissing : Outcome::kWritten;
}

Outcome Emitter::WriteStructure(const Line& line, const Slot& slot) {
  const fhir::JsonWriter::Mark mark = writer_.Here();
  OpenKey(slot, line.structure->TypeName());
  const Outcome outcome = line.structure->Write(run_, writer_);
  if (!IsWritten(outcome)) writer_.Return(mark);
  return outcome;
}

Outcome Emitter::WriteObject(const Line& line, const Slot& slot) {
  const fhir::JsonWriter::Mark mark = writer_.Here();
  OpenKey(slot, {});
  writer_.BeginObject();
  const Outcome best = WriteFields(line.fields);
  if (!IsWritten(best) || (line.has_formula && best == Outcome::kConstant)) {
    writer_.Return(mark);
    return best == Outcome::kConstant ? Outcome::kMissing : best;
  }
  writer_.EndObject();
  return best;
}

Outcome Emitter::WriteList(const Line& line, const Slot& slot) {
  if (!slot.in_array) {
    OpenKey(slot, {});
    writer_.BeginArray();
  }
  Outcome best = Outcome::kMissing;
  for (const auto& item : line.lines) best = std::max(best, WriteLine(*item, {{}, false, true}));
  if (!slot.in_array) writer_.EndArray();
  return best;
}

Outcome Emitter::WriteChoice(const Line& line, const Slot& slot) {
  for (const auto& option : line.lines) {
    const Run::RuleScope scope(run_, option->rule, option->on_error);
    if (option->each || Admits(*option)) return WriteAdmitted(*option, slot);
  }
  return Outcome::kMissing;
}

}  // namespace wardbridge::mapping
