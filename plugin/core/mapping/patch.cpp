#include "core/mapping/patch.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "core/mapping/keys.h"
#include "core/mapping/line_compiler.h"

namespace wardbridge::mapping {
namespace {

constexpr std::string_view kRemove = "remove";
constexpr std::string_view kAdd = "add";

// A node of the tree and the container it stands in.
struct Place {
  YamlNode* owner = nullptr;  // a map or a list
  std::string key;            // of a map
  std::size_t index = 0;      // of a list

  [[nodiscard]] YamlNode& Node() const {
    return owner->IsList() ? owner->Items()[index] : *owner->Child(key);
  }
  void Replace(const YamlNode& path, YamlNode value) const {
    if (owner->IsList()) {
      owner->Items()[index] = std::move(value);
    } else {
      owner->Put(YamlNode::TextAt(path, key), std::move(value));
    }
  }
  void Remove() const {
    if (owner->IsList()) {
      owner->Items().erase(owner->Items().begin() + static_cast<std::ptrdiff_t>(index));
    } else {
      owner->Remove(key);
    }
  }
};

// What a node is, for the one who walks through it.
enum class Shape { kFrame, kRule, kObject, kList, kScalar };

bool IsModifier(const std::string& word) {
  return word != "id" && std::find(kLineKeys.begin(), kLineKeys.end(), word) != kLineKeys.end();
}

class Patcher {
 public:
  Patcher(const YamlNode& path, const YamlNode& value, PackTree& tree, std::vector<Fault>& faults)
      : path_(path), value_(value), tree_(tree), faults_(faults) {
    for (const std::string_view word : Split(path.Text(), '.')) words_.emplace_back(word);
  }

  void Apply() {
    YamlNode* frame = Frame();
    if (frame == nullptr) return;
    Shape shape = Shape::kFrame;
    YamlNode* at = frame;
    for (; next_ + 1 < words_.size(); ++next_) {
      const std::optional<Place> place = Find(*at, shape);
      if (!place) return Nothing(*at, shape);
      trail_.push_back(*place);
      at = &place->Node();
      shape = ShapeOf(*at);
    }
    ApplyLast(*at, shape);
  }

 private:
  [[nodiscard]] bool Removes() const { return value_.IsScalar() && value_.Text() == kRemove; }
  [[nodiscard]] const std::string& Word() const { return words_[next_]; }

  void Report(std::string code, std::string text) {
    std::size_t column = 0;
    for (std::size_t i = 0; i < next_; ++i) column += words_[i].size() + 1;
    AddFault(faults_, path_.MakeFault(std::move(code), std::move(text), Fault::Severity::kError,
                                      static_cast<int>(column)));
  }

  // The map that the first word names. A resource rule as a whole is replaced or removed here.
  YamlNode* Frame() {
    if (Word() == "bundle" || Word() == "settings") {
      YamlNode* frame = tree_.head.Child(Word());
      if (frame == nullptr || words_.size() < 2) {
        Report("overlay.nothing", "name what changes in it: " + Word() + ".KEY");
        return nullptr;
      }
      ++next_;
      return frame;
    }
    const auto rule = std::find_if(tree_.resources.begin(), tree_.resources.end(),
                                   [&](const auto& entry) { return entry.key.Text() == Word(); });
    if (rule == tree_.resources.end()) {
      std::vector<std::string> names = {"bundle", "settings"};
      for (const auto& entry : tree_.resources) names.push_back(entry.key.Text());
      if (!tree_.incomplete) {
        Report("overlay.nothing",
               "the pack has no resource rule '" + Word() + "'" + Suggestion(Word(), names));
      }
      return nullptr;
    }
    if (words_.size() == 1) {
      ReplaceResource(static_cast<std::size_t>(rule - tree_.resources.begin()));
      return nullptr;
    }
    ++next_;
    return &rule->value;
  }

  void ReplaceResource(std::size_t at) {
    if (Removes()) {
      if (YamlNode* bundle = tree_.head.Child("bundle")) {
        if (YamlNode* order = bundle->Child("order")) {
          std::erase_if(order->Items(), [&](const YamlNode& i) { return i.Text() == Word(); });
        }
      }
      tree_.resources.erase(tree_.resources.begin() + static_cast<std::ptrdiff_t>(at));
    } else if (value_.IsMap()) {
      tree_.resources[at] = {YamlNode::TextAt(path_, Word()), value_, false};
    } else {
      AddFault(faults_, value_.MakeFault("pack.value", "a whole resource rule is a map"));
    }
  }

  static Shape ShapeOf(const YamlNode& node) {
    if (node.IsList()) return Shape::kList;
    if (!node.IsMap()) return Shape::kScalar;
    return IsRule(node) ? Shape::kRule : Shape::kObject;
  }

  static std::optional<Place> InMap(YamlNode& map, const std::string& word) {
    if (map.Child(word) == nullptr) return std::nullopt;
    return Place{&map, word, 0};
  }

  static std::optional<Place> InList(YamlNode& list, const std::string& word) {
    for (std::size_t i = 0; i < list.Items().size(); ++i) {
      if (list.Items()[i]["id"].Text() == word) return Place{&list, {}, i};
    }
    return std::nullopt;
  }

  // The place that the word means, seen from `node`.
  std::optional<Place> Find(YamlNode& node, Shape shape) const {
    if (shape == Shape::kScalar) return std::nullopt;
    if (shape == Shape::kList) return InList(node, Word());
    if (shape == Shape::kObject) return InMap(node, Word());
    if (YamlNode* set = node.Child("set")) {
      if (auto place = InMap(*set, Word())) return place;
    }
    if (YamlNode* choose = node.Child("choose")) {
      if (auto place = InList(*choose, Word())) return place;
    }
    return InMap(node, Word());
  }

  static void AddKeys(const YamlNode& map, std::vector<std::string>& names) {
    for (const auto& [key, value] : map.Entries()) names.push_back(key.Text());
  }

  static void AddIds(const YamlNode& list, std::vector<std::string>& names) {
    for (const YamlNode& item : list.Items()) {
      if (item["id"]) names.push_back(item["id"].Text());
    }
  }

  // What could have been meant, seen from `node`.
  void Nothing(const YamlNode& node, Shape shape) {
    std::vector<std::string> names;
    AddKeys(node, names);
    AddKeys(node["set"], names);
    AddIds(node, names);
    AddIds(node["choose"], names);
    std::string text = "there is no '" + Word() + "' here";
    if (shape == Shape::kScalar) {
      text = "'" + words_[next_ - 1] + "' has no parts: it is one value";
    } else if (shape == Shape::kList && names.empty()) {
      text = "the items of this list have no names (id): replace it as a whole";
    }
    Report("overlay.nothing", text + Suggestion(Word(), names));
  }

  void ApplyLast(YamlNode& at, Shape shape) {
    if (Word() == kAdd) return Add(at, shape);
    const std::optional<Place> place = Find(at, shape);
    if (place) {
      if (!Removes()) return place->Replace(path_, Named(place->Node()));
      place->Remove();
      return RemoveEmpty(place->owner);
    }
    if (Removes() || !TakesKey(shape)) return Nothing(at, shape);
    Modify(at, shape);
  }

  // What was left without content by a removal goes too, but for a resource's own maps.
  void RemoveEmpty(const YamlNode* owner) {
    while (!trail_.empty() && &trail_.back().Node() == owner && owner->Items().empty() &&
           owner->Entries().empty()) {
      const Place place = trail_.back();
      trail_.pop_back();
      owner = place.owner;
      place.Remove();
    }
  }

  // A rule that replaces another keeps its name.
  [[nodiscard]] YamlNode Named(const YamlNode& former) const {
    YamlNode value = value_;
    if (former["id"] && value.IsMap() && !value["id"] && IsRule(value)) {
      value.Put(YamlNode::TextAt(path_, "id"), YamlNode::TextAt(path_, former["id"].Text()));
    }
    return value;
  }

  // Whether the word is a key that a node of this shape may gain.
  [[nodiscard]] bool TakesKey(Shape shape) const {
    if (shape != Shape::kFrame) return IsModifier(Word());
    static const std::vector<std::string> kKeys = {"profile", "when", "skip-if",  "meta",
                                                   "note",    "for",  "timezone", "null-value"};
    return std::find(kKeys.begin(), kKeys.end(), Word()) != kKeys.end();
  }

  void Modify(YamlNode& at, Shape shape) {
    if (shape == Shape::kList) {
      return Report("overlay.modifier", "'" + Word() + "' belongs to a rule, and '" +
                                            words_[next_ - 1] +
                                            "' is a list: name one of its rules");
    }
    if (shape == Shape::kScalar || shape == Shape::kObject) {
      YamlNode rule = YamlNode::MapAt(at);
      const YamlNode key = YamlNode::TextAt(at, shape == Shape::kScalar ? "use" : "set");
      rule.Put(key, std::move(at));
      at = std::move(rule);
    }
    at.Put(YamlNode::TextAt(path_, Word()), value_);
  }

  // Elements into an object, items behind the last of a list, alternatives before the first.
  void Add(YamlNode& at, Shape shape) {
    YamlNode* list = shape == Shape::kList ? &at : nullptr;
    YamlNode* map = shape == Shape::kObject ? &at : nullptr;
    if (shape == Shape::kFrame || shape == Shape::kRule) {
      map = at.Child("set");
      list = at.Child("choose");
    }
    if (list != nullptr && list->IsList()) {
      const auto where = shape == Shape::kList ? list->Items().end() : list->Items().begin();
      if (value_.IsList()) {
        list->Items().insert(where, value_.Items().begin(), value_.Items().end());
      } else {
        list->Items().insert(where, value_);
      }
      return;
    }
    if (map == nullptr || !map->IsMap()) {
      return Report("overlay.nothing", "nothing can be added to one value: replace it");
    }
    if (!value_.IsMap()) {
      AddFault(faults_, value_.MakeFault("pack.value", "elements are wanted here: {name: value}"));
    }
    for (const auto& [key, value] : value_.Entries()) AddElement(*map, key, value);
  }

  void AddElement(YamlNode& map, const YamlNode& key, const YamlNode& value) {
    for (const auto& [former, node] : map.Entries()) {
      if (former.Text() != key.Text()) continue;
      AddFault(faults_, key.MakeFault("overlay.exists", "'" + key.Text() + "' is there already (" +
                                                            former.File() + ":" +
                                                            std::to_string(former.Line()) +
                                                            "); to replace it leave out .add"));
      return;
    }
    map.Put(key, value);
  }

  const YamlNode& path_;  // these four outlive the patcher: arguments of ApplyPatch
  const YamlNode& value_;
  PackTree& tree_;
  std::vector<Fault>& faults_;
  std::vector<std::string> words_;
  std::size_t next_ = 0;      // the word that is looked at
  std::vector<Place> trail_;  // of the words before it
};

}  // namespace

void ApplyPatch(const YamlNode& path, const YamlNode& value, PackTree& tree,
                std::vector<Fault>& faults) {
  Patcher(path, value, tree, faults).Apply();
}

}  // namespace wardbridge::mapping
