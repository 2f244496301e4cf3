#include "core/mapping/operators.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "core/mapping/run.h"
#include "core/mapping/trace.h"

namespace wardbridge::mapping {
namespace {

class Constant final : public Expression {
 public:
  Constant(std::string text, Kind kind) : text_(std::move(text)), kind_(kind) {}
  [[nodiscard]] Value Evaluate(Run&) const override { return Value::Text(text_, kind_); }

 private:
  std::string text_;
  Kind kind_;
};

class BooleanConstant final : public Expression {
 public:
  explicit BooleanConstant(bool truth) : truth_(truth) {}
  [[nodiscard]] Value Evaluate(Run&) const override { return Value::Boolean(truth_); }

 private:
  bool truth_;
};

class FirstPresent final : public Expression {
 public:
  explicit FirstPresent(Expressions parts) : parts_(std::move(parts)) {}
  [[nodiscard]] Value Evaluate(Run& run) const override {
    Value nothing;
    for (const auto& part : parts_) {
      const Value value = part->Evaluate(run);
      if (value.IsPresent()) return value;
      if (value.kind == Kind::kNull || nothing.kind == Kind::kMissing) nothing = value;
    }
    return nothing;
  }

 private:
  Expressions parts_;
};

class JoinedLists final : public Expression {
 public:
  explicit JoinedLists(Expressions parts) : parts_(std::move(parts)) {}
  [[nodiscard]] Value Evaluate(Run& run) const override {
    Values items;
    Each(run, items);
    return items.empty() ? Value() : items.front();
  }
  void Each(Run& run, Values& items) const override {
    for (const auto& part : parts_) part->Each(run, items);
  }

 private:
  Expressions parts_;
};

// The arguments of a call, evaluated on the stack.
class Arguments {
 public:
  Arguments(Run& run, const Expressions& parts) : count_(std::min(parts.size(), kMaxArguments)) {
    for (std::size_t i = 0; i < count_; ++i) {
      ::new (values_.data() + i) Value(parts[i]->Evaluate(run));
    }
  }
  [[nodiscard]] std::span<const Value> All() const { return {values_.data(), count_}; }

 private:
  union {
    std::array<Value, kMaxArguments> values_;  // only the first `count_` are ever made
  };
  std::size_t count_;
};

class CallExpression final : public Expression {
 public:
  CallExpression(const Function& function, Expressions args, std::string place)
      : function_(function), args_(std::move(args)), call_{function.name, std::move(place)} {}
  [[nodiscard]] Value Evaluate(Run& run) const override {
    const Arguments args(run, args_);
    if (!function_.takes_nothing && !args.All()[0].IsPresent()) return args.All()[0];
    return function_.value(run, call_, args.All());
  }

 private:
  const Function& function_;  // an entry of the function list
  Expressions args_;
  Call call_;
};

class Lookup final : public Expression {
 public:
  Lookup(const Table& table, std::unique_ptr<Expression> code, std::string place)
      : table_(table), code_(std::move(code)), place_(std::move(place)) {}

  [[nodiscard]] Value Evaluate(Run& run) const override {
    const Value code = code_->Evaluate(run);
    if (!code.IsPresent()) return code;
    const std::string_view text = run.TextOf(code);
    const Row* const row = table_.Find(text);
    if (run.trace != nullptr) NoteRow(row, *run.trace);
    if (row != nullptr) return Value::Of(*row);
    if (table_.unmapped != Unmapped::kOmit) run.NoteUnmapped(table_.name, text);
    switch (table_.unmapped) {
      case Unmapped::kError:
        return Unknown(run, Policy::kError);
      case Unmapped::kWarn:
        return Unknown(run, Policy::kWarn);
      case Unmapped::kOmit:
        return Value::Failed();
      case Unmapped::kKeepSourceCode:
        return Value::Text(text);
      case Unmapped::kUse:
        break;
    }
    return table_.fallback.source.empty() ? Value::Text(table_.fallback.target)
                                          : Value::Of(table_.fallback);
  }

 private:
  void NoteRow(const Row* row, Trace& trace) const {
    TraceSource source;
    source.kind = row == nullptr ? TraceSource::Kind::kNoRow : TraceSource::Kind::kRow;
    source.table = &table_;
    source.row = row;
    trace.Add(source);
  }

  Value Unknown(Run& run, Policy policy) const {
    run.Raise(policy, "mapping.unmapped", place_, "a code without a row in table " + table_.name);
    return Value::Failed();
  }

  const Table& table_;  // of the program, which outlives its expressions
  std::unique_ptr<Expression> code_;
  std::string place_;
};

class Match final : public Expression {
 public:
  Match(std::unique_ptr<RE2> pattern, std::unique_ptr<Expression> text)
      : pattern_(std::move(pattern)), text_(std::move(text)) {}
  [[nodiscard]] Value Evaluate(Run& run) const override {
    const Value value = text_->Evaluate(run);
    if (!value.IsPresent()) return value;
    const std::string_view text = run.TextOf(value);
    std::array<re2::StringPiece, 2> groups;
    const int wanted = pattern_->NumberOfCapturingGroups() > 0 ? 2 : 1;
    if (!pattern_->Match({text.data(), text.size()}, 0, text.size(), RE2::UNANCHORED, groups.data(),
                         wanted)) {
      return {};
    }
    const re2::StringPiece& found = groups.at(static_cast<std::size_t>(wanted) - 1);
    return Value::Text({found.data(), found.size()});
  }

 private:
  std::unique_ptr<RE2> pattern_;
  std::unique_ptr<Expression> text_;
};

class CallStructure final : public Structure {
 public:
  CallStructure(const Function& function, Expressions args, std::string place)
      : function_(function), args_(std::move(args)), call_{function.name, std::move(place)} {}
  Outcome Write(Run& run, fhir::JsonWriter& writer) const override {
    const Arguments args(run, args_);
    if (!function_.takes_nothing && !args.All()[0].IsPresent()) return OutcomeOf(args.All()[0]);
    return function_.structure(run, call_, args.All(), writer);
  }
  [[nodiscard]] std::string_view TypeName() const override { return function_.type_name; }

 private:
  const Function& function_;  // an entry of the function list
  Expressions args_;
  Call call_;
};

class FirstWritten final : public Structure {
 public:
  explicit FirstWritten(Structures parts) : parts_(std::move(parts)) {}
  Outcome Write(Run& run, fhir::JsonWriter& writer) const override {
    Outcome nothing = Outcome::kMissing;
    for (const auto& part : parts_) {
      const fhir::JsonWriter::Mark mark = writer.Here();
      const Outcome outcome = part->Write(run, writer);
      if (IsWritten(outcome)) return outcome;
      writer.Return(mark);
      if (outcome == Outcome::kNull || nothing == Outcome::kMissing) nothing = outcome;
    }
    return nothing;
  }
  [[nodiscard]] std::string_view TypeName() const override { return parts_.front()->TypeName(); }

 private:
  Structures parts_;
};

class Reference final : public Structure {
 public:
  Reference(std::size_t resource, std::unique_ptr<Expression> item)
      : resource_(resource), item_(std::move(item)) {}

  Outcome Write(Run& run, fhir::JsonWriter& writer) const override {
    const Instances& instances = run.instances[resource_];
    std::size_t at = 0;
    if (item_) {
      const Value item = item_->Evaluate(run);
      if (!item.IsPresent()) return OutcomeOf(item);
      if (item.ordinal >= instances.by_ordinal.size()) return Outcome::kMissing;
      const std::int32_t place = instances.by_ordinal[item.ordinal];
      if (place < 0) return Outcome::kMissing;
      at = static_cast<std::size_t>(place);
    }
    if (at >= instances.list.size()) return Outcome::kMissing;
    if (run.trace != nullptr) {
      TraceSource source;
      source.kind = TraceSource::Kind::kResource;
      source.resource = resource_;
      run.trace->Add(source);
    }
    writer.Value(instances.list[at].reference);
    return Outcome::kWritten;
  }
  [[nodiscard]] std::string_view TypeName() const override { return "Reference"; }

 private:
  std::size_t resource_;
  std::unique_ptr<Expression> item_;
};

}  // namespace

std::unique_ptr<Expression> MakeConstant(std::string text, Kind kind) {
  return std::make_unique<Constant>(std::move(text), kind);
}
std::unique_ptr<Expression> MakeBoolean(bool truth) {
  return std::make_unique<BooleanConstant>(truth);
}
std::unique_ptr<Expression> MakeFirstPresent(Expressions parts) {
  return std::make_unique<FirstPresent>(std::move(parts));
}
std::unique_ptr<Expression> MakeJoinedLists(Expressions parts) {
  return std::make_unique<JoinedLists>(std::move(parts));
}
std::unique_ptr<Expression> MakeCall(const Function& function, Expressions args,
                                     std::string place) {
  return std::make_unique<CallExpression>(function, std::move(args), std::move(place));
}
std::unique_ptr<Expression> MakeLookup(const Table& table, std::unique_ptr<Expression> code,
                                       std::string place) {
  return std::make_unique<Lookup>(table, std::move(code), std::move(place));
}
std::unique_ptr<Expression> MakeMatch(std::unique_ptr<RE2> pattern,
                                      std::unique_ptr<Expression> text) {
  return std::make_unique<Match>(std::move(pattern), std::move(text));
}
std::unique_ptr<Structure> MakeCallStructure(const Function& function, Expressions args,
                                             std::string place) {
  return std::make_unique<CallStructure>(function, std::move(args), std::move(place));
}
std::unique_ptr<Structure> MakeFirstWritten(Structures parts) {
  return std::make_unique<FirstWritten>(std::move(parts));
}
std::unique_ptr<Structure> MakeReference(std::size_t resource, std::unique_ptr<Expression> item) {
  return std::make_unique<Reference>(resource, std::move(item));
}

}  // namespace wardbridge::mapping
