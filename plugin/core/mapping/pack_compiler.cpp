#include "core/mapping/pack_compiler.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/strict_yaml.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "core/mapping/formula_compiler.h"
#include "core/mapping/line_compiler.h"

namespace wardbridge::mapping {
namespace {

using Keys = std::vector<std::string>;

const Keys kPackKeys = {"pack",     "format", "version",   "description",
                        "settings", "tables", "resources", "bundle"};
const Keys kFileKeys = {"resources", "description"};
const Keys kSettingKeys = {"timezone", "null-value"};
const Keys kResourceKeys = {"type",    "profile", "id",  "for", "when",
                            "skip-if", "meta",    "set", "note"};
const Keys kBundleKeys = {"type", "profile", "id", "meta", "set", "order", "note"};
// Parts of the language that this version does not have: better no start than a pack half obeyed.
const Keys kLaterKeys = {"overlay",   "of",    "patch",        "apply-when",
                         "templates", "tests", "unread-fields"};

constexpr std::string_view kBySet = "observations by set";

bool Has(const Keys& keys, const std::string& key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

class PackCompiler {
 public:
  PackCompiler(const PackFiles& files, CompiledPack& pack, std::vector<Fault>& faults)
      : files_(files),
        pack_(pack),
        faults_(faults),
        formulas_(names_, faults),
        lines_(formulas_, faults) {}

  void Compile() {
    const auto main = files_.files.find("pack.yaml");
    if (main == files_.files.end()) {
      AddFault(faults_, FileFault(PathOf("pack.yaml"), "pack.file", "a pack has a file pack.yaml"));
      return;
    }
    root_ = Read("pack.yaml", main->second);
    ReadOtherFiles();
    // What is missing from a file that cannot be read would only show as faults of the others.
    if (unreadable_) return;
    CheckKeys(root_, kPackKeys, "a pack");
    ReadHead();
    pack_.tables = ReadTables(root_["tables"], files_.root, files_.files, faults_);
    names_.tables = &pack_.tables;
    CollectRules(root_["resources"]);
    for (const YamlNode& file : others_) {
      CheckKeys(file, kFileKeys, "a file beside pack.yaml");
      CollectRules(file["resources"]);
    }
    CompileItems();
    for (std::size_t i = 0; i < rules_.size(); ++i) CompileResource(i);
    CompileBundle(root_["bundle"]);
  }

 private:
  struct RuleNode {
    YamlNode key;
    YamlNode rule;
    Formula items;
  };

  void Report(const YamlNode& node, std::string code, std::string text) {
    AddFault(faults_, node.MakeFault(std::move(code), std::move(text)));
  }

  void CheckKeys(const YamlNode& map, const Keys& keys, const std::string& what) {
    if (map && !map.IsMap()) Report(map, "pack.value", what + " is a map of keys");
    for (const auto& [key, value] : map.Entries()) {
      if (Has(keys, key.Text())) continue;
      if (Has(kLaterKeys, key.Text())) {
        Report(key, "pack.later",
               "'" + key.Text() + "' is a part of the language that this version does not have");
        continue;
      }
      const std::string near = DidYouMean(key.Text(), keys);
      Report(key, "pack.key.unknown",
             what + " has no '" + key.Text() + "'" +
                 (near.empty() ? "" : "; did you mean " + near + "?"));
    }
  }

  // The text under a key that must be there.
  std::string Wanted(const YamlNode& map, const std::string& key, const std::string& what) {
    const YamlNode& node = map[key];
    if (!node) {
      Report(map, "pack.key.missing", what + " wants '" + key + "'");
    } else if (!node.IsScalar() || node.Text().empty()) {
      Report(node, "pack.value", "'" + key + "' wants a text");
    }
    return node.Text();
  }

  void ReadHead() {
    pack_.name = Wanted(root_, "pack", "a pack");
    pack_.version = Wanted(root_, "version", "a pack");
    const std::string format = Wanted(root_, "format", "a pack");
    if (!format.empty() && format != "1") {
      Report(root_["format"], "pack.format", "this version reads packs of format 1");
    }
    const YamlNode& settings = root_["settings"];
    CheckKeys(settings, kSettingKeys, "settings");
    if (const YamlNode& zone = settings["timezone"]) {
      pack_.zone = zone.Text();
      if (!IsZone(pack_.zone)) Report(zone, "pack.value", "no time zone of this name");
    }
    const YamlNode& null_value = settings["null-value"];
    if (null_value && null_value.Text() != "omit") {
      Report(null_value, "pack.value", "null-value is omit: a deleted value never reaches FHIR");
    }
  }

  // As the user named it.
  [[nodiscard]] std::string PathOf(std::string_view path) const {
    std::string full = files_.root;
    full += '/';
    full += path;
    return full;
  }

  YamlNode Read(const std::string& path, const std::string& bytes) {
    std::vector<Fault> found;
    YamlNode root = ReadYaml(bytes, PathOf(path), found);
    unreadable_ = unreadable_ || HasErrors(found);
    faults_.insert(faults_.end(), found.begin(), found.end());
    return root;
  }

  void ReadOtherFiles() {
    for (const auto& [path, bytes] : files_.files) {
      if (path == "pack.yaml" || path.find('/') != std::string::npos) continue;
      if (path.ends_with(".yml")) {
        AddFault(faults_, FileFault(PathOf(path), "pack.file", "the files of a pack end in .yaml"));
      }
      if (!path.ends_with(".yaml")) continue;
      others_.push_back(Read(path, bytes));
    }
  }

  void CollectRules(const YamlNode& section) {
    if (section && !section.IsMap()) Report(section, "pack.value", "resources is a map of names");
    for (const auto& [key, rule] : section.Entries()) {
      if (!rule.IsMap()) {
        Report(rule, "pack.value", "a resource rule is a map: {type: ..., id: ..., set: ...}");
        continue;
      }
      if (!names_.resources.try_emplace(key.Text(), Names::Resource{rules_.size(), {}}).second) {
        Report(key, "rule.duplicate", "another file of the pack has a rule of this name");
        continue;
      }
      rules_.push_back({key, rule, {}});
    }
  }

  // `for` of every rule comes first: references ask what a rule goes through.
  void CompileItems() {
    Scope scope;
    scope.references = false;
    for (RuleNode& node : rules_) {
      const YamlNode& items = node.rule["for"];
      if (!items) continue;
      node.items = formulas_.CompileList(items, scope);
      names_.resources.find(node.key.Text())->second.item = node.items.type;
    }
  }

  void CompileResource(std::size_t number) {
    RuleNode& node = rules_[number];
    const YamlNode& map = node.rule;
    CheckKeys(map, kResourceKeys, "a resource rule");
    ResourceRule rule;
    rule.name = node.key.Text();
    rule.rule = {rule.name, node.key.File() + ":" + std::to_string(node.key.Line())};
    rule.type = Wanted(map, "type", "a resource rule");
    if (!rule.type.empty() && (rule.type[0] < 'A' || rule.type[0] > 'Z')) {
      Report(map["type"], "pack.value",
             "the name of a resource type begins with a capital: Patient");
    }
    rule.profile = map["profile"].Text();
    LineContext context{{}, rule.name, Policy::kWarn};
    if (map["for"]) {
      context.scope = context.scope.Within(node.items);
      context.scope.unknown = node.items.IsEmpty();
      rule.item_type = node.items.type;
      rule.items = std::move(node.items.value);
    }
    Scope early = context.scope;
    early.references = false;
    if (const YamlNode& when = map["when"]) rule.when = formulas_.CompileCondition(when, early);
    if (const YamlNode& skip = map["skip-if"])
      rule.skip_if = formulas_.CompileCondition(skip, early);
    rule.id = CompileId(map, early, "a resource rule");
    if (const YamlNode& meta = map["meta"]) rule.meta = lines_.CompileFields(meta, context);
    if (const YamlNode& set = map["set"]) {
      rule.fields = lines_.CompileFields(set, context);
    } else {
      Report(node.key, "pack.key.missing", "a resource rule wants 'set'");
    }
    pack_.resources.push_back(std::move(rule));
  }

  std::unique_ptr<Expression> CompileId(const YamlNode& map, const Scope& scope,
                                        const std::string& what) {
    const std::string text = Wanted(map, "id", what);
    if (text.empty()) return nullptr;
    if (!text.starts_with('=')) {
      Report(map["id"], "pack.value",
             "an id is made by a formula, such as =uuid5(stay.key, \"patient\")");
      return nullptr;
    }
    Formula formula = formulas_.Compile(map["id"], 1, scope);
    const bool scalar = formula.value && !formula.list_only;
    if (!formula.IsEmpty() && !scalar) {
      AddFault(faults_, FaultInScalar(map["id"], 1, "formula.type", "an id is one text"));
    }
    return scalar ? std::move(formula.value) : nullptr;
  }

  void CompileBundle(const YamlNode& map) {
    if (!map) {
      Report(root_, "pack.key.missing", "a pack wants 'bundle'");
      return;
    }
    CheckKeys(map, kBundleKeys, "bundle");
    BundleRule& bundle = pack_.bundle;
    bundle.rule = {"bundle", map.File() + ":" + std::to_string(map.Line())};
    bundle.profile = map["profile"].Text();
    if (Wanted(map, "type", "bundle") != "collection" && map["type"]) {
      Report(map["type"], "pack.value", "the type of the Bundle is collection");
    }
    bundle.id = CompileId(map, {}, "bundle");
    const LineContext context{{}, "bundle", Policy::kWarn};
    if (const YamlNode& meta = map["meta"]) bundle.meta = lines_.CompileFields(meta, context);
    if (const YamlNode& set = map["set"]) bundle.fields = lines_.CompileFields(set, context);
    CompileOrder(map);
  }

  void CompileOrder(const YamlNode& map) {
    std::set<std::string> seen;
    bool by_set = false;
    if (!map["order"].IsList())
      Report(map, "pack.key.missing", "bundle wants 'order', a list of rules");
    for (const YamlNode& item : map["order"].Items()) {
      if (!seen.insert(item.Text()).second)
        Report(item, "bundle.order", "this stands in the order twice");
      const auto rule = names_.resources.find(item.Text());
      if (item.Text() == kBySet) {
        by_set = true;
        pack_.bundle.order.push_back({});
      } else if (rule != names_.resources.end()) {
        pack_.bundle.order.push_back({rule->second.number});
      } else {
        Keys candidates = {std::string(kBySet)};
        for (const auto& [name, resource] : names_.resources) candidates.push_back(name);
        const std::string near = DidYouMean(item.Text(), candidates);
        Report(item, "bundle.order",
               "there is no resource rule of this name" +
                   (near.empty() ? "" : "; did you mean " + near + "?"));
      }
    }
    for (const auto& [name, resource] : names_.resources) {
      if (seen.count(name) > 0) continue;
      if (!by_set || !PlaceBySet(resource)) {
        Report(rules_[resource.number].key, "bundle.order",
               "bundle.order of pack.yaml does not name this rule");
      }
    }
  }

  bool PlaceBySet(const Names::Resource& resource) {
    if (resource.item == Type::kTotal)
      pack_.totals.push_back(resource.number);
    else if (resource.item == Type::kScore)
      pack_.scores.push_back(resource.number);
    else if (resource.item == Type::kReading)
      pack_.readings.push_back(resource.number);
    else
      return false;
    return true;
  }

  const PackFiles& files_;  // these three outlive the compiler: arguments of CompilePack
  CompiledPack& pack_;
  std::vector<Fault>& faults_;
  Names names_;
  FormulaCompiler formulas_;
  LineCompiler lines_;
  YamlNode root_;
  std::vector<YamlNode> others_;
  bool unreadable_ = false;
  std::vector<RuleNode> rules_;
};

}  // namespace

void CompilePack(const PackFiles& files, CompiledPack& pack, std::vector<Fault>& faults) {
  PackCompiler(files, pack, faults).Compile();
}

}  // namespace wardbridge::mapping
