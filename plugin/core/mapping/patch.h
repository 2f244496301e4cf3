// One patch of an overlay: a path by names into the tree of a pack, and what becomes of the place.
//
//   path   = "bundle" | "settings" | resource { "." word }
//   word   = key of a rule | name of an element | id of a rule in a list | "add"
//
// An element stands before a key of that name; `set` between a rule and its elements may be left
// out. The last word may be a key that the rule does not have yet (required, when, on-null ...).
#pragma once

#include <string>
#include <vector>

#include "base/fault.h"
#include "base/strict_yaml.h"
#include "core/mapping/pack_tree.h"

namespace wardbridge::mapping {

// Changes `tree` by the entry `path: value` of an overlay; the value `remove` takes the place out.
// Faults: overlay.nothing, overlay.exists, overlay.modifier, pack.value.
void ApplyPatch(const YamlNode& path, const YamlNode& value, PackTree& tree,
                std::vector<Fault>& faults);

}  // namespace wardbridge::mapping
