// The conditions of formulas.
#include <algorithm>
#include <utility>

#include "core/hl7/identifiers.h"
#include "core/mapping/operators.h"
#include "core/mapping/run.h"
#include "core/mapping/trace.h"

namespace wardbridge::mapping {
namespace {

class StateCondition final : public Condition {
 public:
  StateCondition(State state, std::unique_ptr<Expression> value)
      : state_(state), value_(std::move(value)) {}
  [[nodiscard]] bool Holds(Run& run) const override {
    const Value value = value_->Evaluate(run);
    if (value.kind == Kind::kElement && run.trace != nullptr) {
      const std::size_t begin = value.element().Offset();
      run.trace->Note(*value.element().message(), begin, begin + value.element().Raw().size());
    }
    if (state_ == State::kPresent) return value.IsPresent();
    return value.kind == (state_ == State::kMissing ? Kind::kMissing : Kind::kNull);
  }

 private:
  State state_;
  std::unique_ptr<Expression> value_;
};

class Truth final : public Condition {
 public:
  explicit Truth(std::unique_ptr<Expression> value) : value_(std::move(value)) {}
  [[nodiscard]] bool Holds(Run& run) const override {
    const Value value = value_->Evaluate(run);
    return value.kind == Kind::kBoolean && value.integer() != 0;
  }

 private:
  std::unique_ptr<Expression> value_;
};

class Equal final : public Condition {
 public:
  Equal(std::unique_ptr<Expression> left, std::unique_ptr<Expression> right)
      : left_(std::move(left)), right_(std::move(right)) {}
  [[nodiscard]] bool Holds(Run& run) const override {
    const Value left = left_->Evaluate(run);
    return run.TextOf(left) == run.TextOf(right_->Evaluate(run));
  }

 private:
  std::unique_ptr<Expression> left_;
  std::unique_ptr<Expression> right_;
};

class In final : public Condition {
 public:
  In(std::unique_ptr<Expression> value, std::vector<std::string> texts)
      : value_(std::move(value)), texts_(std::move(texts)) {}
  [[nodiscard]] bool Holds(Run& run) const override {
    const std::string_view text = run.TextOf(value_->Evaluate(run));
    return std::find(texts_.begin(), texts_.end(), text) != texts_.end();
  }

 private:
  std::unique_ptr<Expression> value_;
  std::vector<std::string> texts_;
};

class Matches final : public Condition {
 public:
  Matches(std::unique_ptr<Expression> value, std::unique_ptr<RE2> pattern)
      : value_(std::move(value)), pattern_(std::move(pattern)) {}
  [[nodiscard]] bool Holds(Run& run) const override {
    const std::string_view text = run.TextOf(value_->Evaluate(run));
    return pattern_->Match({text.data(), text.size()}, 0, text.size(), RE2::UNANCHORED, nullptr, 0);
  }

 private:
  std::unique_ptr<Expression> value_;
  std::unique_ptr<RE2> pattern_;
};

// All of the parts hold, or any of them does.
class Several final : public Condition {
 public:
  Several(Conditions parts, bool all) : parts_(std::move(parts)), all_(all) {}
  [[nodiscard]] bool Holds(Run& run) const override {
    for (const auto& part : parts_) {
      if (part->Holds(run) != all_) return !all_;
    }
    return all_;
  }

 private:
  Conditions parts_;
  bool all_;
};

class Not final : public Condition {
 public:
  explicit Not(std::unique_ptr<Condition> part) : part_(std::move(part)) {}
  [[nodiscard]] bool Holds(Run& run) const override { return !part_->Holds(run); }

 private:
  std::unique_ptr<Condition> part_;
};

class IsNhsNumber final : public Condition {
 public:
  explicit IsNhsNumber(bool claims) : claims_(claims) {}
  [[nodiscard]] bool Holds(Run& run) const override {
    if (run.item == nullptr || run.item->kind != Kind::kElement) return false;
    const hl7::Element& cx = run.item->element();
    return claims_ ? hl7::ClaimsNhsNumber(cx) : hl7::IsNhsNumber(cx);
  }

 private:
  bool claims_;
};

}  // namespace

std::unique_ptr<Condition> MakeState(State state, std::unique_ptr<Expression> value) {
  return std::make_unique<StateCondition>(state, std::move(value));
}
std::unique_ptr<Condition> MakeTruth(std::unique_ptr<Expression> boolean) {
  return std::make_unique<Truth>(std::move(boolean));
}
std::unique_ptr<Condition> MakeEqual(std::unique_ptr<Expression> left,
                                     std::unique_ptr<Expression> right) {
  return std::make_unique<Equal>(std::move(left), std::move(right));
}
std::unique_ptr<Condition> MakeIn(std::unique_ptr<Expression> value,
                                  std::vector<std::string> texts) {
  return std::make_unique<In>(std::move(value), std::move(texts));
}
std::unique_ptr<Condition> MakeMatches(std::unique_ptr<Expression> value,
                                       std::unique_ptr<RE2> pattern) {
  return std::make_unique<Matches>(std::move(value), std::move(pattern));
}
std::unique_ptr<Condition> MakeAll(Conditions parts) {
  return std::make_unique<Several>(std::move(parts), true);
}
std::unique_ptr<Condition> MakeAny(Conditions parts) {
  return std::make_unique<Several>(std::move(parts), false);
}
std::unique_ptr<Condition> MakeNot(std::unique_ptr<Condition> part) {
  return std::make_unique<Not>(std::move(part));
}
std::unique_ptr<Condition> MakeIsNhsNumber(bool claims) {
  return std::make_unique<IsNhsNumber>(claims);
}

}  // namespace wardbridge::mapping
