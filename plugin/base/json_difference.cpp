#include "base/json_difference.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/json_spans.h"

namespace wardbridge {
namespace {

constexpr int kDeepest = 200;  // FHIR has less than 30 levels; what nests deeper is one text

enum class Shape { kScalar, kObject, kArray };

Shape ShapeOf(std::string_view value, int depth) {
  if (depth > kDeepest || value.empty()) return Shape::kScalar;
  if (value.front() == '{') return Shape::kObject;
  return value.front() == '[' ? Shape::kArray : Shape::kScalar;
}

class Comparison {
 public:
  explicit Comparison(std::size_t most) : most_(most) {}

  Result<> Values(const std::string& pointer, std::string_view before, std::string_view after,
                  int depth) {
    if (IsFull() || before == after) return {};
    const Shape shape = ShapeOf(before, depth);
    if (shape == Shape::kScalar || shape != ShapeOf(after, depth)) {
      Add(pointer, before, after);
      return {};
    }
    return shape == Shape::kObject ? Objects(pointer, before, after, depth)
                                   : Arrays(pointer, before, after, depth);
  }

  std::vector<JsonDifference> Take() { return std::move(found_); }

 private:
  [[nodiscard]] bool IsFull() const { return found_.size() >= most_; }

  void Add(std::string pointer, std::string_view before, std::string_view after) {
    if (!IsFull()) {
      found_.push_back({std::move(pointer), std::string(before), std::string(after)});
    }
  }

  Result<> Objects(const std::string& pointer, std::string_view before, std::string_view after,
                   int depth) {
    const auto old_members = MembersOf(before);
    if (!old_members) return old_members.error();
    const auto new_members = MembersOf(after);
    if (!new_members) return new_members.error();
    for (const JsonMember& member : *old_members) {
      const std::string_view value = Find(*new_members, member.key);
      const std::string at = pointer + PointerStep(member.key);
      if (value.empty()) {
        Add(at, member.value, "");
      } else if (auto done = Values(at, member.value, value, depth + 1); !done) {
        return done;
      }
    }
    for (const JsonMember& member : *new_members) {
      if (Find(*old_members, member.key).empty()) {
        Add(pointer + PointerStep(member.key), "", member.value);
      }
    }
    return {};
  }

  Result<> Arrays(const std::string& pointer, std::string_view before, std::string_view after,
                  int depth) {
    const auto old_items = ItemsOf(before);
    if (!old_items) return old_items.error();
    const auto new_items = ItemsOf(after);
    if (!new_items) return new_items.error();
    const auto old_names = NamesOf(*old_items);
    const auto new_names = NamesOf(*new_items);
    if (old_names && new_names) {
      return Named(pointer, {*old_items, *old_names}, {*new_items, *new_names}, depth);
    }
    const std::size_t both = std::min(old_items->size(), new_items->size());
    for (std::size_t i = 0; i < both; ++i) {
      auto done = Values(pointer + PointerStep(i), (*old_items)[i], (*new_items)[i], depth + 1);
      if (!done) return done;
    }
    for (std::size_t i = both; i < old_items->size(); ++i) {
      Add(pointer + PointerStep(i), (*old_items)[i], "");
    }
    for (std::size_t i = both; i < new_items->size(); ++i) {
      Add(pointer + PointerStep(i), "", (*new_items)[i]);
    }
    return {};
  }

  using Names = std::vector<std::string_view>;

  // The "fullUrl" of each item, where each has its own.
  static std::optional<Names> NamesOf(const std::vector<std::string_view>& items) {
    Names names;
    for (const std::string_view item : items) {
      const auto members = MembersOf(item);
      if (!members) return std::nullopt;
      const std::string_view name = Find(*members, "fullUrl");
      if (name.empty() || std::find(names.begin(), names.end(), name) != names.end()) {
        return std::nullopt;
      }
      names.push_back(name);
    }
    return names;
  }

  struct NamedItems {
    const std::vector<std::string_view>& items;
    const Names& names;
  };

  Result<> Named(const std::string& pointer, const NamedItems& before, const NamedItems& after,
                 int depth) {
    std::size_t last = 0;
    bool moved = false;
    for (std::size_t i = 0; i < before.items.size(); ++i) {
      const auto found = std::find(after.names.begin(), after.names.end(), before.names[i]);
      if (found == after.names.end()) {
        Add(pointer + PointerStep(i), before.items[i], "");
        continue;
      }
      const auto place = static_cast<std::size_t>(found - after.names.begin());
      moved = moved || place < last;
      last = std::max(last, place);
      auto done =
          Values(pointer + PointerStep(place), before.items[i], after.items[place], depth + 1);
      if (!done) return done;
    }
    for (std::size_t i = 0; i < after.items.size(); ++i) {
      if (std::find(before.names.begin(), before.names.end(), after.names[i]) ==
          before.names.end()) {
        Add(pointer + PointerStep(i), "", after.items[i]);
      }
    }
    if (moved) Add(pointer, "\"in this order\"", "\"in another order\"");
    return {};
  }

  std::size_t most_;
  std::vector<JsonDifference> found_;
};

Result<> Indent(std::string_view value, int depth, std::string& out) {
  const auto line = [&out](int levels) {
    out.push_back('\n');
    out.append(static_cast<std::size_t>(levels) * 2, ' ');
  };
  switch (ShapeOf(value, depth)) {
    case Shape::kScalar:
      out.append(value);
      return {};
    case Shape::kObject: {
      const auto members = MembersOf(value);
      if (!members) return members.error();
      out.push_back('{');
      for (const JsonMember& member : *members) {
        if (&member != &members->front()) out.push_back(',');
        line(depth + 1);
        out.append("\"").append(member.key).append("\": ");
        if (auto done = Indent(member.value, depth + 1, out); !done) return done;
      }
      if (!members->empty()) line(depth);
      out.push_back('}');
      return {};
    }
    case Shape::kArray: {
      const auto items = ItemsOf(value);
      if (!items) return items.error();
      out.push_back('[');
      for (const std::string_view& item : *items) {
        if (&item != &items->front()) out.push_back(',');
        line(depth + 1);
        if (auto done = Indent(item, depth + 1, out); !done) return done;
      }
      if (!items->empty()) line(depth);
      out.push_back(']');
      return {};
    }
  }
  return {};
}

// `text` without the blanks around it. Errors: kMalformed when it is no one value.
Result<std::string_view> OneValue(std::string_view text, std::string& holder) {
  holder = "[";
  holder.append(text).append("]");
  const auto items = ItemsOf(holder);
  if (!items) return items.error();
  if (items->size() != 1) return Error{Code::kMalformed, "JSON", "one value is wanted"};
  return items->front();
}

}  // namespace

Result<std::vector<JsonDifference>> DifferencesOf(std::string_view before, std::string_view after,
                                                  std::size_t most) {
  std::string old_holder;
  std::string new_holder;
  const auto old_value = OneValue(before, old_holder);
  if (!old_value) return old_value.error();
  const auto new_value = OneValue(after, new_holder);
  if (!new_value) return new_value.error();
  Comparison comparison(most);
  if (auto done = comparison.Values("", *old_value, *new_value, 0); !done) return done.error();
  return comparison.Take();
}

Result<std::string> IndentedJson(std::string_view text) {
  std::string holder;
  const auto value = OneValue(text, holder);
  if (!value) return value.error();
  std::string out;
  out.reserve(text.size() * 2);
  if (auto done = Indent(*value, 0, out); !done) return done.error();
  out.push_back('\n');
  return out;
}

}  // namespace wardbridge
