// The YAML files of a pack, and of the packs it uses, as one tree, before any of it is given a
// meaning.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.h"
#include "base/strict_yaml.h"
#include "core/mapping/program.h"
#include "core/mapping/table.h"

namespace wardbridge::mapping {

// A value. Nodes keep the file and line they were read from; the table sections view the files the
// tree was read from, which must outlive it.
struct PackTree {
  // A named part: a resource rule, a template.
  struct Entry {
    YamlNode key;
    YamlNode value;
    bool borrowed = false;  // it stands in a pack that is used
  };
  YamlNode head;                     // pack.yaml
  std::vector<Entry> resources;      // of all files: those of used packs, then pack.yaml, then by
  std::vector<Entry> templates;      // name of the file
  std::vector<TableSection> tables;  // in the order in which they are read
  // A file could not be read, or has faults of its YAML: no name may be called unknown, because it
  // may stand there. With `head` missing, pack.yaml itself is that file.
  bool incomplete = false;
};

// Reads pack.yaml, the *.yaml files beside it, and the packs named by `use`. Faults: yaml.*,
// pack.file, pack.later, pack.key.unknown, pack.value, pack.use, pack.use.cycle, rule.duplicate.
[[nodiscard]] PackTree ReadPackTree(const PackFiles& files, std::vector<Fault>& faults);

// The fault of each key that `known` does not have; what stands below it is not looked at.
void CheckKeys(const YamlNode& map, const std::vector<std::string>& known, const std::string& what,
               std::vector<Fault>& faults);
// The text under a key that must be there; "" with a fault.
std::string Wanted(const YamlNode& map, const std::string& key, const std::string& what,
                   std::vector<Fault>& faults);

// "1.2.0" is a "1", a "1.2" and a "1.2.0".
[[nodiscard]] bool IsVersion(std::string_view version, std::string_view pin);

}  // namespace wardbridge::mapping
