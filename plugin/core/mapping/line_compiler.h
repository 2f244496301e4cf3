// Lines of a pack compiled: YAML nodes to the elements they write.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.h"
#include "base/strict_yaml.h"
#include "core/mapping/formula_compiler.h"
#include "core/mapping/line.h"

namespace wardbridge::mapping {

// What a line takes over from where it stands.
struct LineContext {
  Scope scope;
  std::string name;  // of the rule: "patient.identifier"
  Policy on_error = Policy::kWarn;
};

// The keys of a rule, such as each, use, set.
[[nodiscard]] const std::vector<std::string>& LineKeys();

// Compiles the lines of one pack; faults go to one list. Not copied.
class LineCompiler {
 public:
  LineCompiler(FormulaCompiler& formulas, std::vector<Fault>& faults)
      : formulas_(formulas), faults_(faults) {}

  // The elements of a map, each with its line.
  [[nodiscard]] std::vector<Field> CompileFields(const YamlNode& map, const LineContext& context);

 private:
  // Never null; after a fault the line writes nothing.
  std::unique_ptr<Line> CompileLine(const YamlNode& key, const YamlNode& node,
                                    const LineContext& context);
  void CompileScalar(const YamlNode& node, const LineContext& context, Line& line);
  void CompileFormula(const YamlNode& node, const LineContext& context, Line& line);
  void CompileRule(const YamlNode& map, LineContext context, Line& line);
  void CompileBody(const YamlNode& map, const LineContext& context, Line& line);
  void CompileObject(const YamlNode& map, const LineContext& context, Line& line);
  void CompileList(const YamlNode& list, const LineContext& context, Line& line);
  void CompileChoose(const YamlNode& list, const LineContext& context, Line& line);
  void CompileDefault(const YamlNode& node, const LineContext& context, Line& line);
  void ReadRequired(const YamlNode& node, Line& line);
  void ReadOnNull(const YamlNode& node, Line& line);
  void ReadOnError(const YamlNode& node, LineContext& context, Line& line);
  void CheckRuleKeys(const YamlNode& map);
  void CheckText(const YamlNode& node);
  std::string ItemName(const YamlNode& item, std::size_t at, const LineContext& context);

  FormulaCompiler& formulas_;  // both outlive this, see PackCompiler
  std::vector<Fault>& faults_;
};

}  // namespace wardbridge::mapping
