#include "core/mapping/emitter.h"

#include <algorithm>
#include <array>
#include <utility>

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

Skipped WhyNot(const Line& line, Outcome outcome) {
  if (outcome == Outcome::kNull) return Skipped::kNull;
  if (outcome == Outcome::kFailed) return Skipped::kFailed;
  return line.body == Line::Body::kObject ? Skipped::kTextsOnly : Skipped::kMissing;
}

// Tells the trace, if there is one, what a line (or one item of its `each`) read and wrote.
class Traced {
 public:
  enum class Of { kLine, kItem };
  Traced(Trace* trace, const Line& line, const fhir::JsonWriter& writer, Of of = Of::kLine)
      : trace_(trace), line_(line), writer_(writer), of_(of) {
    if (trace_ == nullptr) return;
    mark_ = trace_->Mark();
    begin_ = NextByte(writer_);
  }

  Outcome Done(Outcome outcome) {
    if (trace_ == nullptr) return outcome;
    // What an `each` wrote is counted item by item.
    if (of_ == Of::kItem || !line_.each) {
      trace_->Count(&line_, IsWritten(outcome), WhyNot(line_, outcome));
    }
    Close();
    return outcome;
  }
  Outcome Skip(Skipped why) {
    if (trace_ == nullptr) return Outcome::kMissing;
    trace_->Skip(&line_, why);
    Close();
    return Outcome::kMissing;
  }

 private:
  void Close() {
    TraceSpan span;
    span.rule = &line_.rule;
    span.begin = begin_;
    span.end = NextByte(writer_);
    span.is_text = line_.body == Line::Body::kText;
    span.is_default = line_.is_default;
    span.sources = trace_->Take(mark_);
    trace_->Span(std::move(span));
  }

  Trace* trace_;
  const Line& line_;
  const fhir::JsonWriter& writer_;
  Of of_;
  std::size_t mark_ = 0;
  std::size_t begin_ = 0;
};

}  // namespace

Outcome Emitter::WriteFields(const std::vector<Field>& fields) {
  Outcome best = Outcome::kMissing;
  for (const Field& field : fields) {
    if (MayCopy(field.ready)) {
      writer_.Member(field.ready);
      best = std::max(best, Outcome::kConstant);
    } else {
      best = std::max(best, WriteLine(*field.line, {field.key, field.choice, false}));
    }
  }
  return best;
}

inline void Emitter::OpenKey(const Slot& slot, std::string_view type_name) {
  if (slot.in_array) return;
  if (slot.choice) {
    writer_.Key(run_.arena.Keep({slot.key, type_name}));
  } else {
    writer_.Key(slot.key);
  }
}

std::optional<Skipped> Emitter::RefusesByGuards(const Line& line) {
  const Trace::Deciding deciding(run_.trace);
  if (line.when && !line.when->Holds(run_)) return Skipped::kWhen;
  if (line.skip_if && line.skip_if->Holds(run_)) return Skipped::kSkipIf;
  if (!line.accept || line.accept->Holds(run_)) return std::nullopt;
  run_.Fail("mapping.not-accepted", line.accept_place,
            "the value is not one that this rule accepts");
  return Skipped::kNotAccepted;
}

inline Outcome Emitter::WriteAdmitted(const Line& line, const Slot& slot) {
  const Outcome outcome = line.each ? WriteItems(line, slot) : WriteBody(line, slot);
  return IsWritten(outcome) ? outcome : Otherwise(line, slot, outcome);
}

Outcome Emitter::WriteLine(const Line& line, const Slot& slot) {
  const Run::RuleScope scope(run_, line.rule, line.on_error);
  if (run_.trace != nullptr) return WriteTraced(line, slot);
  if (!line.each && Refuses(line)) return Outcome::kMissing;
  return WriteAdmitted(line, slot);
}

Outcome Emitter::WriteTraced(const Line& line, const Slot& slot) {
  Traced traced(run_.trace, line, writer_);
  if (!line.each) {
    if (const auto why = Refuses(line)) return traced.Skip(*why);
  }
  return traced.Done(WriteAdmitted(line, slot));
}

// What is done when a line gave nothing: default, on-null, required.
Outcome Emitter::Otherwise(const Line& line, const Slot& slot, Outcome outcome) {
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

Outcome Emitter::WriteItems(const Line& line, const Slot& slot) {
  Values items;
  line.each->Each(run_, items);
  if (items.empty()) {
    if (run_.trace != nullptr) run_.trace->Skip(&line, Skipped::kNoItems);
    return Outcome::kMissing;
  }
  if (!slot.in_array) {
    writer_.Key(slot.key);
    writer_.BeginArray();
  }
  const Outcome best =
      items.size() == 1 ? WriteItem(line, items.front()) : WriteDifferent(line, items);
  if (!slot.in_array) writer_.EndArray();
  return best;
}

// Two items that come out the same are one: feeds repeat numbers and names, and FHIR lists are sets
// there.
Outcome Emitter::WriteDifferent(const Line& line, std::span<const Value> items) {
  constexpr std::size_t kMostCompared = 32;
  struct Written {
    std::size_t begin = 0;
    std::size_t size = 0;
  };
  Outcome best = Outcome::kMissing;
  std::array<Written, kMostCompared> former;
  std::size_t former_count = 0;
  for (const Value& item : items) {
    const fhir::JsonWriter::Mark mark = writer_.Here();
    best = std::max(best, WriteItem(line, item));
    if (items.size() > kMostCompared) continue;
    const std::string_view text = writer_.Since(mark);
    if (text.empty()) continue;
    const auto same = [&](const Written& other) {
      return writer_.Part(other.begin, other.size) == text;
    };
    const auto end = former.begin() + static_cast<std::ptrdiff_t>(former_count);
    if (std::find_if(former.begin(), end, same) != end) {
      TakeBack(mark);
    } else {
      former.at(former_count++) = {writer_.Here().size - text.size(), text.size()};
    }
  }
  return best;
}

Outcome Emitter::WriteItem(const Line& line, const Value& item) {
  if (run_.IsExhausted(writer_.Here().size)) return Outcome::kMissing;
  const Run::ItemScope scope(run_, item);
  Traced traced(run_.trace, line, writer_, Traced::Of::kItem);
  if (const auto why = Refuses(line)) return traced.Skip(*why);
  return traced.Done(WriteBody(line, {{}, false, true}));
}

void Emitter::TakeBack(const fhir::JsonWriter::Mark& mark) {
  writer_.Return(mark);
  if (run_.trace != nullptr) run_.trace->Cut(NextByte(writer_));
}

Outcome Emitter::WriteBody(const Line& line, const Slot& slot) {
  if (MayCopy(line.ready)) {
    OpenKey(slot, line.body == Line::Body::kText ? "String" : "");
    writer_.Value(line.ready);
    return Outcome::kConstant;
  }
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
      writer_.Number(value.text());
      break;
    case Kind::kInteger:
      writer_.Integer(value.integer());
      break;
    case Kind::kBoolean:
      writer_.Boolean(value.integer() != 0);
      break;
    case Kind::kBytes:
      writer_.Base64(value.text());
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
  if (!IsWritten(outcome)) TakeBack(mark);
  return outcome;
}

Outcome Emitter::WriteObject(const Line& line, const Slot& slot) {
  const fhir::JsonWriter::Mark mark = writer_.Here();
  OpenKey(slot, {});
  writer_.BeginObject();
  const Outcome best = WriteFields(line.fields);
  if (!IsWritten(best) || (line.has_formula && best == Outcome::kConstant)) {
    TakeBack(mark);
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
    Traced traced(run_.trace, *option, writer_);
    if (!option->each) {
      if (const auto why = Refuses(*option)) {
        traced.Skip(*why);
        continue;
      }
    }
    return traced.Done(WriteAdmitted(*option, slot));
  }
  return Outcome::kMissing;
}

}  // namespace wardbridge::mapping
