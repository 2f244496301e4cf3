#include "core/mapping/path.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/mapping/run.h"
#include "core/mapping/trace.h"

namespace wardbridge::mapping {
namespace {

hl7::Element Part(hl7::Element element, const std::vector<std::size_t>& parts, std::size_t from,
                  bool from_component) {
  bool component = !from_component;
  for (std::size_t i = from; i < parts.size(); ++i) {
    element = component ? element.Component(parts[i]) : element.Subcomponent(parts[i]);
    component = false;
  }
  return element;
}

// Appends the repetitions of a field, those without value too: they count.
void AddRepetitions(hl7::Element field, Values& values) {
  for (std::size_t ordinal = 0; field.message() != nullptr; ++ordinal) {
    values.push_back(Value::Of(hl7::Element::TakeRepetition(field), ordinal));
  }
}

// Leaves those out that have no value, from `from` on.
void DropAbsent(Values& values, std::size_t from) {
  const auto absent = [](const Value& value) { return !value.IsPresent(); };
  const auto first = values.begin() + static_cast<std::ptrdiff_t>(from);
  values.erase(std::remove_if(first, values.end(), absent), values.end());
}

// Keeps of the candidates, which are the values from `from` on, those that a selector chooses.
// Predicates see each candidate as the current item.
void Choose(Run& run, const Choice& choice, bool list, Values& values, std::size_t from) {
  const auto first = values.begin() + static_cast<std::ptrdiff_t>(from);
  const std::size_t count = values.size() - from;
  const auto keep = [&](std::size_t at) {
    if (at < count && at > 0) *first = first[static_cast<std::ptrdiff_t>(at)];
    values.resize(at < count ? from + 1 : from);
  };
  if (choice.home_or_first) {
    const Trace::Deciding deciding(run.trace);
    const auto is_home = [&](const Value& value) {
      if (!value.IsPresent()) return false;
      const std::string_view type = run.TextOf(value.element().Component(7));
      return type == "H" || type == "P";
    };
    const auto home = std::find_if(first, values.end(), is_home);
    const auto present =
        std::find_if(first, values.end(), [](const Value& value) { return value.IsPresent(); });
    const auto found = home != values.end() ? home : present;
    return keep(static_cast<std::size_t>(found - first));
  }
  switch (choice.kind) {
    case Selector::Kind::kNone:
      if (!list) keep(0);
      return;
    case Selector::Kind::kAll:
      return;
    case Selector::Kind::kNumber:
      return keep(choice.number - 1);
    case Selector::Kind::kFirst:
      return keep(0);
    case Selector::Kind::kLast:
      return keep(count == 0 ? 0 : count - 1);
    case Selector::Kind::kPredicate:
      break;
  }
  const Trace::Deciding deciding(run.trace);
  const auto fails = [&](const Value& candidate) {
    if (!candidate.IsPresent() || run.IsExhausted(0)) return true;
    const Run::ItemScope scope(run, candidate);
    return !choice.predicate->Holds(run);
  };
  values.erase(std::remove_if(first, values.end(), fails), values.end());
}

class PathExpression final : public Expression {
 public:
  explicit PathExpression(CompiledPath path)
      : path_(std::move(path)),
        is_of_single_(path_.base == CompiledPath::Base::kView &&
                      !hl7::View::IsRepeating(path_.steps[0].segment)),
        is_plain_(is_of_single_ && path_.steps.size() == 1 && path_.field > 0 &&
                  path_.repetition.kind == Selector::Kind::kNone &&
                  !path_.repetition.home_or_first) {}

  [[nodiscard]] Value Evaluate(Run& run) const override {
    if (is_plain_) {
      const hl7::Element field = run.inputs.view.SingleField(path_.steps[0].segment, path_.field);
      return Value::Of(Part(field, path_.parts, 0, false));
    }
    Values found;
    Collect(run, false, found);
    Value best;
    for (const Value& value : found) {
      if (value.IsPresent()) return value;
      if (value.kind == Kind::kNull) best = value;
    }
    return best;
  }

  void Each(Run& run, Values& items) const override {
    const std::size_t before = items.size();
    Collect(run, true, items);
    DropAbsent(items, before);
  }

 private:
  // Appends what the path finds.
  void Collect(Run& run, bool list, Values& found) const {
    if (is_of_single_) {
      const hl7::Element field = run.inputs.view.SingleField(path_.steps[0].segment, path_.field);
      return AddField(run, field, list, found);
    }
    for (const Value& segment : Segments(run, list)) {
      if (path_.field == 0) {
        found.push_back(segment);
      } else {
        AddField(run, segment.segment().Field(path_.field), list, found);
      }
    }
  }

  void AddField(Run& run, const hl7::Element& field, bool list, Values& found) const {
    const std::size_t from = found.size();
    AddRepetitions(field, found);
    Choose(run, path_.repetition, list, found, from);
    if (path_.parts.empty()) return;
    for (std::size_t i = from; i < found.size(); ++i) {
      Value& value = found[i];
      if (!value.IsPresent()) continue;
      value = Value::Of(Part(value.element(), path_.parts, 0, false), value.ordinal);
    }
  }

  [[nodiscard]] Values Segments(Run& run, bool list) const {
    Values current;
    std::size_t step = 0;
    if (path_.base == CompiledPath::Base::kItem) {
      if (run.item == nullptr || run.item->kind != Kind::kSegment) return current;
      current.push_back(*run.item);
    } else {
      current = First(run);
      Choose(run, path_.steps[0].choice, list || path_.steps.size() > 1, current, 0);
      step = 1;
    }
    for (; step < path_.steps.size(); ++step) {
      Values below;
      for (const Value& parent : current) {
        Values children = Children(parent.segment(), step);
        Choose(run, path_.steps[step].choice, list, children, 0);
        below.insert(below.end(), children.begin(), children.end());
      }
      current = std::move(below);
    }
    return current;
  }

  [[nodiscard]] Values First(Run& run) const {
    std::vector<hl7::Segment> segments;
    if (path_.base == CompiledPath::Base::kView) {
      segments = run.inputs.view.Group(path_.steps[0].segment);
    } else if (const hl7::Message* message = run.inputs.view.Event(path_.event)) {
      segments = message->All(path_.steps[0].segment);
    }
    Values values;
    values.reserve(segments.size());
    for (const hl7::Segment& segment : segments) values.push_back(Value::Of(segment));
    return values;
  }

  // The segments named by `step` that belong to `parent`: those after it, up to the next segment of
  // its own or a higher level. An NTE belongs to the segment it follows, so anything but NTE and Z
  // segments ends its run.
  [[nodiscard]] Values Children(const hl7::Segment& parent, std::size_t step) const {
    Values children;
    const hl7::Message* message = parent.message();
    const std::string& wanted = path_.steps[step].segment;
    for (std::size_t i = parent.Index() + 1; i < message->SegmentCount(); ++i) {
      const hl7::Segment segment = message->At(i);
      const std::string_view id = segment.Id();
      const bool ends = wanted == "NTE" ? id != "NTE" && id[0] != 'Z' : EndsGroup(parent, id, step);
      if (ends) break;
      if (id == wanted) children.push_back(Value::Of(segment));
    }
    return children;
  }

  [[nodiscard]] bool EndsGroup(const hl7::Segment& parent, std::string_view id,
                               std::size_t step) const {
    if (id == parent.Id()) return true;
    for (std::size_t i = 0; i < step; ++i) {
      if (path_.steps[i].segment == id) return true;
    }
    return false;
  }

  CompiledPath path_;
  bool is_of_single_;  // it reads a segment of the merged view that does not repeat
  bool is_plain_;      // and of that one field, first repetition: the path that most lines have
};

class RelativeExpression final : public Expression {
 public:
  RelativeExpression(std::vector<std::size_t> parts, bool from_segment, bool from_component)
      : parts_(std::move(parts)), from_segment_(from_segment), from_component_(from_component) {}

  [[nodiscard]] Value Evaluate(Run& run) const override {
    if (run.item == nullptr) return {};
    if (parts_.empty()) return *run.item;
    if (from_segment_) {
      if (run.item->kind != Kind::kSegment) return {};
      return Value::Of(Part(run.item->segment().Field(parts_[0]), parts_, 1, false));
    }
    if (run.item->kind != Kind::kElement) return {};
    return Value::Of(Part(run.item->element(), parts_, 0, from_component_));
  }

  void Each(Run& run, Values& items) const override {
    if (!from_segment_ || parts_.size() != 1 || run.item == nullptr ||
        run.item->kind != Kind::kSegment) {
      return Expression::Each(run, items);
    }
    const hl7::Element field = run.item->segment().Field(parts_[0]);
    const std::size_t before = items.size();
    AddRepetitions(field, items);
    DropAbsent(items, before);
  }

 private:
  std::vector<std::size_t> parts_;
  bool from_segment_;
  bool from_component_;
};

}  // namespace

std::unique_ptr<Expression> MakePath(CompiledPath path) {
  return std::make_unique<PathExpression>(std::move(path));
}

std::unique_ptr<Expression> MakeRelative(std::vector<std::size_t> parts, bool from_segment,
                                         bool from_component) {
  return std::make_unique<RelativeExpression>(std::move(parts), from_segment, from_component);
}

}  // namespace wardbridge::mapping
