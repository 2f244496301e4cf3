#include "core/mapping/pack_compiler.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "base/timestamp.h"
#include "core/mapping/formula_compiler.h"
#include "core/mapping/keys.h"
#include "core/mapping/line_compiler.h"
#include "core/mapping/pack_tree.h"
#include "core/mapping/ready.h"
#include "core/mapping/type_check.h"

namespace wardbridge::mapping {
namespace {

constexpr std::string_view kBySet = "observations by set";

class PackCompiler {
 public:
  PackCompiler(const PackTree& tree, CompiledPack& pack, Checks checks, std::vector<Fault>& faults)
      : tree_(tree),
        pack_(pack),
        faults_(faults),
        formulas_(names_, faults),
        types_(faults),
        lines_(formulas_, types_, templates_, faults) {
    types_.SetActive(checks == Checks::kAll);
    names_.any_field = checks != Checks::kAll;
  }

  void Compile(const YamlNode& applies_when) {
    names_.incomplete = tree_.incomplete || (tree_.head["tables"] && !tree_.head["tables"].IsMap());
    names_.tables = &pack_.tables;
    templates_.incomplete = tree_.incomplete;
    if (tree_.head) ReadHead();
    pack_.tables = ReadTables(tree_.tables, faults_);
    for (const PackTree::Entry& entry : tree_.templates) {
      templates_.entries[entry.key.Text()] = entry;
    }
    for (const PackTree::Entry& entry : tree_.resources) {
      names_.resources[entry.key.Text()] = {rules_.size(), {}, false};
      rules_.push_back({entry.key, entry.value, {}});
    }
    if (applies_when) pack_.applies = formulas_.CompileCondition(applies_when, Early());
    CompileItems();
    std::vector<std::string> types;
    for (const RuleNode& node : rules_) types.push_back(node.rule["type"].Text());
    types_.SetResources(std::move(types));
    for (std::size_t i = 0; i < rules_.size(); ++i) CompileResource(i);
    if (tree_.head) CompileBundle(tree_.head["bundle"]);
    WarnOfUnusedTemplates();
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

  // Where there are no references yet: ids are made, and what they depend on.
  static Scope Early() {
    Scope scope;
    scope.references = false;
    return scope;
  }

  void WarnOfUnusedTemplates() {
    for (const auto& [name, entry] : templates_.entries) {
      if (entry.borrowed || templates_.used.count(name) > 0) continue;
      AddFault(faults_, entry.key.MakeFault("template.unused", "no rule uses this template",
                                            Fault::Severity::kWarning));
    }
  }

  void ReadHead() {
    pack_.name = Wanted(tree_.head, "pack", "a pack", faults_);
    pack_.version = Wanted(tree_.head, "version", "a pack", faults_);
    const std::string format = Wanted(tree_.head, "format", "a pack", faults_);
    if (!format.empty() && format != "1") {
      Report(tree_.head["format"], "pack.format", "this version reads packs of format 1");
    }
    const YamlNode& settings = tree_.head["settings"];
    CheckKeys(settings, kSettingKeys, "settings", faults_);
    if (const YamlNode& zone = settings["timezone"]) {
      pack_.zone = zone.Text();
      if (!IsZone(pack_.zone)) Report(zone, "pack.value", "no time zone of this name");
    }
    const YamlNode& null_value = settings["null-value"];
    if (null_value && null_value.Text() != "omit") {
      Report(null_value, "pack.value", "null-value is omit: a deleted value never reaches FHIR");
    }
    ReadUnread(settings["unread-fields"]);
  }

  void ReadUnread(const YamlNode& setting) {
    pack_.warn_of_unread = setting.Text() == "warn";
    if (setting && setting.Text() != "warn" && setting.Text() != "ignore") {
      Report(setting, "pack.value", "unread-fields is ignore or warn");
    }
  }

  // `for` of every rule comes first: references ask what a rule goes through.
  void CompileItems() {
    for (RuleNode& node : rules_) {
      const YamlNode& items = node.rule["for"];
      if (!items) continue;
      node.items = formulas_.CompileList(items, Early());
      Names::Resource& names = names_.resources.find(node.key.Text())->second;
      names.item = node.items.type;
      names.broken = node.items.IsEmpty();
    }
  }

  void CompileResource(std::size_t number) {
    RuleNode& node = rules_[number];
    const YamlNode& map = node.rule;
    CheckKeys(map, kResourceKeys, "a resource rule", faults_);
    ResourceRule rule;
    rule.name = node.key.Text();
    rule.rule = {rule.name, node.key.File() + ":" + std::to_string(node.key.Line())};
    rule.type = Wanted(map, "type", "a resource rule", faults_);
    if (!rule.type.empty() && (rule.type[0] < 'A' || rule.type[0] > 'Z')) {
      Report(map["type"], "pack.value",
             "the name of a resource type begins with a capital: Patient");
    }
    rule.profile = map["profile"].Text();
    LineContext context{{}, rule.name, Policy::kWarn};
    if (!rule.type.empty() && IsUpper(rule.type[0])) {
      context.place = types_.Resource(map["type"], map["profile"]);
    }
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
    if (const YamlNode& meta = map["meta"]) rule.meta = CompileMeta(meta, context);
    if (const YamlNode& set = map["set"]) {
      rule.fields = lines_.CompileFields(set, context);
    } else {
      Report(node.key, "pack.key.missing", "a resource rule wants 'set'");
    }
    MakeReady(rule.meta);
    MakeReady(rule.fields);
    rule.head = MakeHead(rule.type, rule.profile, !rule.meta.empty());
    pack_.resources.push_back(std::move(rule));
  }

  std::vector<Field> CompileMeta(const YamlNode& meta, LineContext context) {
    context.place = types_.Meta(context.place);
    return lines_.CompileFields(meta, context);
  }

  IdRule CompileId(const YamlNode& map, const Scope& scope, const std::string& what) {
    const std::string text = Wanted(map, "id", what, faults_);
    if (text.empty()) return {};
    if (!text.starts_with('=')) {
      Report(map["id"], "pack.value",
             "an id is made by a formula, such as =uuid5(stay.key, \"patient\")");
      return {};
    }
    Formula formula = formulas_.Compile(map["id"], 1, scope);
    const bool scalar = formula.value && !formula.list_only;
    if (!formula.IsEmpty() && !scalar) {
      AddFault(faults_, FaultInScalar(map["id"], 1, "formula.type", "an id is one text"));
    }
    if (!scalar) return {};
    const bool is_uuid = std::all_of(formula.gives.begin(), formula.gives.end(),
                                     [](const ResultType& type) { return type.type == "uuid"; });
    return {std::move(formula.value), is_uuid && !formula.gives.empty()};
  }

  void CompileBundle(const YamlNode& map) {
    if (!map) {
      Report(tree_.head, "pack.key.missing", "a pack wants 'bundle'");
      return;
    }
    CheckKeys(map, kBundleKeys, "bundle", faults_);
    BundleRule& bundle = pack_.bundle;
    bundle.rule = {"bundle", map.File() + ":" + std::to_string(map.Line())};
    bundle.profile = map["profile"].Text();
    if (Wanted(map, "type", "bundle", faults_) != "collection" && map["type"]) {
      Report(map["type"], "pack.value", "the type of the Bundle is collection");
    }
    bundle.id = CompileId(map, {}, "bundle");
    LineContext context{{}, "bundle", Policy::kWarn};
    context.place = types_.Bundle(map["profile"]);
    if (const YamlNode& meta = map["meta"]) bundle.meta = CompileMeta(meta, context);
    if (const YamlNode& set = map["set"]) bundle.fields = lines_.CompileFields(set, context);
    MakeReady(bundle.meta);
    MakeReady(bundle.fields);
    bundle.head = MakeHead("Bundle", bundle.profile, !bundle.meta.empty());
    CompileOrder(map);
  }

  void CompileOrder(const YamlNode& map) {
    std::set<std::string> seen;
    bool by_set = false;
    if (!map["order"].IsList()) {
      return Report(map, "pack.key.missing", "bundle wants 'order', a list of rules");
    }
    for (const YamlNode& item : map["order"].Items()) {
      if (!seen.insert(item.Text()).second)
        Report(item, "bundle.order", "this stands in the order twice");
      const auto rule = names_.resources.find(item.Text());
      if (item.Text() == kBySet) {
        by_set = true;
        pack_.bundle.order.push_back({});
      } else if (rule != names_.resources.end()) {
        pack_.bundle.order.push_back({rule->second.number});
      } else if (!names_.incomplete) {
        Keys candidates = {std::string(kBySet)};
        for (const auto& [name, resource] : names_.resources) candidates.push_back(name);
        Report(item, "bundle.order",
               "there is no resource rule '" + item.Text() + "'" +
                   Suggestion(item.Text(), candidates));
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

  const PackTree& tree_;  // these three outlive the compiler: arguments of CompilePack
  CompiledPack& pack_;
  std::vector<Fault>& faults_;
  Names names_;
  Templates templates_;
  FormulaCompiler formulas_;
  TypeChecker types_;
  LineCompiler lines_;
  std::vector<RuleNode> rules_;
};

}  // namespace

void CompilePack(const PackTree& tree, const YamlNode& applies_when, CompiledPack& pack,
                 Checks checks, std::vector<Fault>& faults) {
  PackCompiler(tree, pack, checks, faults).Compile(applies_when);
}

}  // namespace wardbridge::mapping
