#include "core/mapping/outer_item.h"

#include <utility>

#include "core/mapping/run.h"

namespace wardbridge::mapping {
namespace {

class OuterExpression final : public Expression {
 public:
  OuterExpression(std::unique_ptr<Expression> part, int levels)
      : part_(std::move(part)), levels_(levels) {}
  [[nodiscard]] Value Evaluate(mapping::Run& run) const override {
    const Run::OuterScope scope(run, levels_);
    return part_->Evaluate(run);
  }
  void Each(mapping::Run& run, Values& items) const override {
    const Run::OuterScope scope(run, levels_);
    part_->Each(run, items);
  }

 private:
  std::unique_ptr<Expression> part_;
  int levels_;
};

class OuterCondition final : public Condition {
 public:
  OuterCondition(std::unique_ptr<Condition> part, int levels)
      : part_(std::move(part)), levels_(levels) {}
  [[nodiscard]] bool Holds(mapping::Run& run) const override {
    const Run::OuterScope scope(run, levels_);
    return part_->Holds(run);
  }

 private:
  std::unique_ptr<Condition> part_;
  int levels_;
};

class OuterStructure final : public Structure {
 public:
  OuterStructure(std::unique_ptr<Structure> part, int levels)
      : part_(std::move(part)), levels_(levels) {}
  Outcome Write(mapping::Run& run, fhir::JsonWriter& writer) const override {
    const Run::OuterScope scope(run, levels_);
    return part_->Write(run, writer);
  }
  [[nodiscard]] std::string_view TypeName() const override { return part_->TypeName(); }

 private:
  std::unique_ptr<Structure> part_;
  int levels_;
};

}  // namespace

Formula OfOuterItem(Formula formula, int levels) {
  if (levels <= 0) return formula;
  if (formula.value) {
    formula.value = std::make_unique<OuterExpression>(std::move(formula.value), levels);
  } else if (formula.condition) {
    formula.condition = std::make_unique<OuterCondition>(std::move(formula.condition), levels);
  } else if (formula.structure) {
    formula.structure = std::make_unique<OuterStructure>(std::move(formula.structure), levels);
  }
  return formula;
}

}  // namespace wardbridge::mapping
