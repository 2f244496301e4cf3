// A pack compiled: its files to resource rules, tables and the order of the Bundle.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/fault.h"
#include "core/mapping/line.h"
#include "core/mapping/pack_tree.h"
#include "core/mapping/program.h"
#include "core/mapping/table.h"
#include "core/mapping/unchecked.h"

namespace wardbridge::mapping {

// Everything a run needs. Never changes after compiling; expressions point into `tables`, so it is
// never copied or moved.
struct CompiledPack {
  CompiledPack() = default;
  CompiledPack(const CompiledPack&) = delete;
  CompiledPack& operator=(const CompiledPack&) = delete;

  std::string name;  // "uk-virtual-ward", with overlays "uk-virtual-ward+rxx"
  std::string version;
  std::unique_ptr<Condition> applies;  // null: always
  std::string zone = "Europe/London";
  bool warn_of_unread = false;  // `unread-fields: warn`
  std::map<std::string, Table, std::less<>> tables;
  std::vector<ResourceRule> resources;
  BundleRule bundle;
  // The rules that "observations by set" stands for, by what they go through.
  std::vector<std::size_t> totals;
  std::vector<std::size_t> scores;
  std::vector<std::size_t> readings;
};

// Fills `pack` from a tree, which may have been patched. `applies_when` (of an overlay) may be
// missing. Complete when `faults` has gained no error.
void CompilePack(const PackTree& tree, const YamlNode& applies_when, CompiledPack& pack,
                 Checks checks, std::vector<Fault>& faults);

// The pack without the overlays that apply only sometimes, then with each of these alone: a run
// takes the first of them whose condition holds. Faults are told once, however many have them.
using Variants = std::vector<std::unique_ptr<CompiledPack>>;
[[nodiscard]] Variants CompileVariants(const PackFiles& files, Checks checks,
                                       std::vector<Fault>& faults);

}  // namespace wardbridge::mapping
