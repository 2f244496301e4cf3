// Overlays: what a site changes in a pack, addressed by the names of its rules
// (docs/mapping-guide.md). The patched tree is compiled like any other, so a value of an overlay is
// checked as one of the pack is.
#pragma once

#include <string>
#include <vector>

#include "base/fault.h"
#include "core/mapping/pack_tree.h"
#include "core/mapping/program.h"
#include "core/mapping/table.h"

namespace wardbridge::mapping {

struct Overlay {
  std::string name;
  YamlNode root;                                              // overlay.yaml
  std::string folder;                                         // as faults name it
  const std::map<std::string, std::string>* files = nullptr;  // of the PackFiles it was read from

  [[nodiscard]] const YamlNode& AppliesWhen() const { return root["apply-when"]; }
};

// Reads overlay.yaml and holds its head against the pack's: `of: NAME@VERSION`, where VERSION may
// leave out its last parts. `files` must outlive the result. Faults: yaml.*, overlay.file,
// overlay.pack, overlay.version, pack.key.*, pack.value.
[[nodiscard]] Overlay ReadOverlay(const PackFiles& files, const PackTree& pack,
                                  std::vector<Fault>& faults);

// Changes the tree as `patch`, `resources` and `templates` say. A patch that finds nothing to
// change is a fault (overlay.nothing), one that would add what is there is another
// (overlay.exists).
void ApplyOverlay(const Overlay& overlay, PackTree& tree, std::vector<Fault>& faults);

}  // namespace wardbridge::mapping
