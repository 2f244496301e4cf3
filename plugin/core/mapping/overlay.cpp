#include "core/mapping/overlay.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "core/mapping/keys.h"
#include "core/mapping/patch.h"

namespace wardbridge::mapping {
namespace {

constexpr const char* kFile = "overlay.yaml";

// of: NAME@VERSION
void CheckPack(const YamlNode& of, const PackTree& pack, std::vector<Fault>& faults) {
  const std::string_view text = of.Text();
  const std::size_t at = text.find('@');
  const std::string& name = pack.head["pack"].Text();
  const std::string& version = pack.head["version"].Text();
  if (at == std::string_view::npos || at + 1 == text.size()) {
    AddFault(faults, of.MakeFault("pack.value", "of names the pack and its version: " + name + "@" +
                                                    version.substr(0, version.find('.'))));
  } else if (text.substr(0, at) != name) {
    AddFault(faults, of.MakeFault("overlay.pack", "the pack is " + name + ", not " +
                                                      std::string(text.substr(0, at))));
  } else if (!IsVersion(version, text.substr(at + 1))) {
    AddFault(faults, of.MakeFault("overlay.version",
                                  "the pack is version " + version +
                                      ": see whether every patch "
                                      "still means the same, then change the version here"));
  }
}

void AddEntries(const YamlNode& section, const std::string& what,
                std::vector<PackTree::Entry>& entries, std::vector<Fault>& faults) {
  for (const auto& [key, value] : section.Entries()) {
    const auto former =
        std::find_if(entries.begin(), entries.end(),
                     [&name = key.Text()](const auto& entry) { return entry.key.Text() == name; });
    if (former == entries.end()) {
      entries.push_back({key, value, false});
      continue;
    }
    AddFault(faults,
             key.MakeFault("overlay.exists",
                           "the pack has a " + what + " of this name (" + former->key.File() + ":" +
                               std::to_string(former->key.Line()) + "); change it under patch"));
  }
}

}  // namespace

Overlay ReadOverlay(const PackFiles& files, const PackTree& pack, std::vector<Fault>& faults) {
  Overlay overlay;
  overlay.folder = files.root;
  overlay.files = &files.files;
  for (const auto& [path, bytes] : files.files) {
    if (path == kFile || path.starts_with("tables/")) continue;
    if (!path.ends_with(".yaml") && !path.ends_with(".yml")) continue;
    AddFault(faults, {Fault::Severity::kError,
                      files.root + "/" + path,
                      0,
                      0,
                      "overlay.file",
                      "the rules of an overlay stand in overlay.yaml alone",
                      {}});
  }
  const auto main = files.files.find(kFile);
  if (main == files.files.end()) {
    AddFault(faults, {Fault::Severity::kError,
                      files.root + "/" + kFile,
                      0,
                      0,
                      "overlay.file",
                      "an overlay has a file overlay.yaml",
                      {}});
    return overlay;
  }
  overlay.root = ReadYaml(main->second, files.root + "/" + kFile, faults);
  if (!overlay.root) return overlay;
  CheckKeys(overlay.root, kOverlayKeys, "an overlay", faults);
  overlay.name = Wanted(overlay.root, "overlay", "an overlay", faults);
  if (!Wanted(overlay.root, "of", "an overlay", faults).empty() && pack.head) {
    CheckPack(overlay.root["of"], pack, faults);
  }
  for (const char* key : {"patch", "tables", "resources", "templates"}) {
    const YamlNode& section = overlay.root[key];
    if (!section || section.IsMap()) continue;
    AddFault(faults, section.MakeFault("pack.value", std::string(key) + " is a map"));
  }
  return overlay;
}

void ApplyOverlay(const Overlay& overlay, PackTree& tree, std::vector<Fault>& faults) {
  if (overlay.files != nullptr) {
    tree.tables.push_back({overlay.root["tables"], overlay.folder, overlay.files, true, false});
  }
  for (const auto& [path, value] : overlay.root["patch"].Entries()) {
    ApplyPatch(path, value, tree, faults);
  }
  AddEntries(overlay.root["resources"], "resource rule", tree.resources, faults);
  AddEntries(overlay.root["templates"], "template", tree.templates, faults);
}

}  // namespace wardbridge::mapping
