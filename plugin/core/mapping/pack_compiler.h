// A pack compiled: its files to resource rules, tables and the order of the Bundle.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/fault.h"
#include "core/mapping/line.h"
#include "core/mapping/program.h"
#include "core/mapping/table.h"

namespace wardbridge::mapping {

// Everything a run needs. Never changes after compiling; expressions point into `tables`, so it is
// never copied or moved.
struct CompiledPack {
  CompiledPack() = default;
  CompiledPack(const CompiledPack&) = delete;
  CompiledPack& operator=(const CompiledPack&) = delete;

  std::string name;
  std::string version;
  std::string zone = "Europe/London";
  std::map<std::string, Table, std::less<>> tables;
  std::vector<ResourceRule> resources;
  BundleRule bundle;
  // The rules that "observations by set" stands for, by what they go through.
  std::vector<std::size_t> totals;
  std::vector<std::size_t> scores;
  std::vector<std::size_t> readings;
};

// Fills `pack`. It is complete when `faults` has gained no error.
void CompilePack(const PackFiles& files, CompiledPack& pack, std::vector<Fault>& faults);

}  // namespace wardbridge::mapping
