// Lines of a pack compiled: YAML nodes to the elements they write.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.h"
#include "base/strict_yaml.h"
#include "core/mapping/formula_compiler.h"
#include "core/mapping/line.h"
#include "core/mapping/pack_tree.h"
#include "core/mapping/type_check.h"

namespace wardbridge::mapping {

// What a line takes over from where it stands.
struct LineContext {
  Scope scope;
  std::string name;  // of the rule: "patient.identifier"
  Policy on_error = Policy::kWarn;
  std::vector<std::string> templates = {};  // those it stands in
  TypePlace place = {};                     // what is wanted there
};

// The templates of a pack by name, and which of them were met.
struct Templates {
  std::map<std::string, PackTree::Entry, std::less<>> entries;
  std::set<std::string, std::less<>> used;
  bool incomplete = false;  // see PackTree
};

// Whether a map says how something is made, rather than what its elements are.
[[nodiscard]] bool IsRule(const YamlNode& map);

// Compiles the lines of one pack; faults go to one list. Not copied.
class LineCompiler {
 public:
  LineCompiler(FormulaCompiler& formulas, TypeChecker& types, Templates& templates,
               std::vector<Fault>& faults)
      : formulas_(formulas), types_(types), templates_(templates), faults_(faults) {}

  // The elements of a map, each with its line.
  [[nodiscard]] std::vector<Field> CompileFields(const YamlNode& map, const LineContext& context);

 private:
  // Never null; after a fault the line writes nothing.
  std::unique_ptr<Line> CompileLine(const YamlNode& key, const YamlNode& node,
                                    const LineContext& context);
  void CompileScalar(const YamlNode& node, const LineContext& context, Line& line);
  void CompileFormula(const YamlNode& node, const LineContext& context, Line& line);
  void CompileRule(const YamlNode& map, LineContext context, Line& line);
  void CompileBody(const YamlNode& map, const LineContext& context, bool known, Line& line);
  void CompileTemplate(const YamlNode& map, const LineContext& context, Line& line);
  // What `with` gives for the parameters; nothing with a fault.
  std::optional<GivenValues> ReadGiven(const YamlNode& map, const YamlNode& parameters,
                                       const Scope& scope);
  void CompileObject(const YamlNode& map, const LineContext& context, Line& line);
  void CompileList(const YamlNode& list, const LineContext& context, Line& line);
  void CompileChoose(const YamlNode& list, const LineContext& context, Line& line);
  void CompileDefault(const YamlNode& node, const LineContext& context, Line& line);
  void ReadRequired(const YamlNode& node, Line& line);
  void ReadOnNull(const YamlNode& node, Line& line);
  void ReadOnError(const YamlNode& node, LineContext& context, Line& line);
  // False when a key is unknown.
  bool CheckRuleKeys(const YamlNode& map);
  // False when the pack has become too large; templates multiply.
  bool CountLine(const YamlNode& node);
  void CheckText(const YamlNode& node);
  std::string ItemName(const YamlNode& item, std::size_t at, const LineContext& context);

  FormulaCompiler& formulas_;  // these outlive this, see PackCompiler
  TypeChecker& types_;
  Templates& templates_;
  std::vector<Fault>& faults_;
  std::size_t lines_ = 0;
};

}  // namespace wardbridge::mapping
