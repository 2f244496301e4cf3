#include "core/mapping/pack_tree.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "core/mapping/keys.h"

namespace wardbridge::mapping {
namespace {

constexpr const char* kMainFile = "pack.yaml";

bool Has(const Keys& keys, const std::string& key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

// As the user named it.
std::string PathOf(const PackFiles& files, std::string_view path) {
  std::string full = files.root;
  full += '/';
  full += path;
  return full;
}

// Reads one pack and, before it, those it uses.
class TreeReader {
 public:
  TreeReader(const PackFiles& files, std::vector<Fault>& faults) : main_(files), faults_(faults) {}

  PackTree Read() {
    ReadPack(main_, {});
    return std::move(tree_);
  }

 private:
  // `users` are the names of the packs that brought us here, for cycles.
  void ReadPack(const PackFiles& files, Keys users) {
    const bool borrowed = &files != &main_;
    const auto main = files.files.find(kMainFile);
    if (main == files.files.end()) {
      AddFault(faults_,
               FileFault(PathOf(files, kMainFile), "pack.file", "a pack has a file pack.yaml"));
      tree_.incomplete = true;
    } else {
      const YamlNode head = ReadFile(files, kMainFile, main->second);
      CheckKeys(head, kPackKeys, "a pack", faults_);
      users.push_back(head["pack"].Text());
      for (const YamlNode& item : head["use"].Items()) Use(item, users);
      if (const YamlNode& use = head["use"]; use && !use.IsList()) {
        AddFault(faults_, use.MakeFault("pack.value", "use is a list: [nhs-tables@1]"));
      }
      tree_.tables.push_back({head["tables"], files.root, &files.files, false, borrowed});
      Collect(head, borrowed);
      if (!borrowed) tree_.head = head;
    }
    for (const auto& [path, bytes] : files.files) ReadOther(files, path, bytes, borrowed);
  }

  // NAME@VERSION
  void Use(const YamlNode& item, const Keys& users) {
    const std::string& text = item.Text();
    const std::size_t at = text.find('@');
    const std::string name = text.substr(0, at);
    if (at == std::string::npos || at == 0 || at + 1 == text.size()) {
      AddFault(faults_,
               item.MakeFault("pack.value", "a used pack is named with its version: " +
                                                (name.empty() ? "nhs-tables" : name) + "@1"));
      return;
    }
    if (Has(users, name)) {
      AddFault(faults_, item.MakeFault("pack.use.cycle", "'" + name + "' uses this pack itself"));
      return;
    }
    const auto pack = main_.used.find(name);
    if (pack == main_.used.end()) {
      AddFault(faults_,
               item.MakeFault("pack.use", "there is no pack '" + name + "' beside this one"));
      tree_.incomplete = true;
      return;
    }
    const std::string version = VersionOf(*pack->second);
    if (!IsVersion(version, std::string_view(text).substr(at + 1))) {
      AddFault(faults_, item.MakeFault("pack.use", "'" + name + "' is version " + version));
    }
    if (Has(read_, name)) return;
    read_.push_back(name);
    ReadPack(*pack->second, users);
  }

  static std::string VersionOf(const PackFiles& files) {
    const auto main = files.files.find(kMainFile);
    std::vector<Fault> found;  // shown when the pack itself is read
    return main == files.files.end() ? "" : ReadYaml(main->second, "", found)["version"].Text();
  }

  YamlNode ReadFile(const PackFiles& files, const std::string& path, const std::string& bytes) {
    std::vector<Fault> found;
    YamlNode root = ReadYaml(bytes, PathOf(files, path), found);
    tree_.incomplete = tree_.incomplete || HasErrors(found);
    faults_.insert(faults_.end(), found.begin(), found.end());
    return root;
  }

  void ReadOther(const PackFiles& files, const std::string& path, const std::string& bytes,
                 bool borrowed) {
    if (path == kMainFile || path.find('/') != std::string::npos) return;
    if (path.ends_with(".yml")) {
      AddFault(faults_,
               FileFault(PathOf(files, path), "pack.file", "the files of a pack end in .yaml"));
    }
    if (!path.ends_with(".yaml")) return;
    const YamlNode file = ReadFile(files, path, bytes);
    CheckKeys(file, kFileKeys, "a file beside pack.yaml", faults_);
    Collect(file, borrowed);
  }

  void Collect(const YamlNode& file, bool borrowed) {
    CollectFrom(file["resources"], "a resource rule is a map: {type: ..., id: ..., set: ...}",
                borrowed, tree_.resources);
    CollectFrom(file["templates"], "a template is a map: {parameters: [...], set: ...}", borrowed,
                tree_.templates);
  }

  void CollectFrom(const YamlNode& section, const char* wanted, bool borrowed,
                   std::vector<PackTree::Entry>& entries) {
    if (section && !section.IsMap()) {
      AddFault(faults_, section.MakeFault("pack.value", "a map of names is wanted here"));
    }
    for (const auto& [key, value] : section.Entries()) {
      const auto same = [&name = key.Text()](const auto& entry) {
        return entry.key.Text() == name;
      };
      if (!value.IsMap()) {
        AddFault(faults_, value.MakeFault("pack.value", wanted));
        tree_.incomplete = true;
      } else if (const auto former = std::find_if(entries.begin(), entries.end(), same);
                 former != entries.end()) {
        AddFault(faults_, key.MakeFault("rule.duplicate", "this name is taken already, in " +
                                                              former->key.File() + ":" +
                                                              std::to_string(former->key.Line())));
      } else {
        entries.push_back({key, value, borrowed});
      }
    }
  }

  const PackFiles& main_;  // both outlive the reader: arguments of ReadPackTree
  std::vector<Fault>& faults_;
  PackTree tree_;
  Keys read_;  // names of the used packs that have been read
};

}  // namespace

void CheckKeys(const YamlNode& map, const std::vector<std::string>& known, const std::string& what,
               std::vector<Fault>& faults) {
  if (map && !map.IsMap())
    AddFault(faults, map.MakeFault("pack.value", what + " is a map of keys"));
  for (const auto& [key, value] : map.Entries()) {
    const std::string& name = key.Text();
    if (Has(known, name)) continue;
    AddFault(faults, key.MakeFault("pack.key.unknown",
                                   what + " has no '" + name + "'" + Suggestion(name, known)));
  }
}

std::string Wanted(const YamlNode& map, const std::string& key, const std::string& what,
                   std::vector<Fault>& faults) {
  const YamlNode& node = map[key];
  if (!node) {
    AddFault(faults, map.MakeFault("pack.key.missing", what + " wants '" + key + "'"));
  } else if (!node.IsScalar() || node.Text().empty()) {
    AddFault(faults, node.MakeFault("pack.value", "'" + key + "' wants a text"));
  }
  return node.Text();
}

bool IsVersion(std::string_view version, std::string_view pin) {
  return version.starts_with(pin) && (version.size() == pin.size() || version[pin.size()] == '.');
}

PackTree ReadPackTree(const PackFiles& files, std::vector<Fault>& faults) {
  return TreeReader(files, faults).Read();
}

std::vector<std::string> UsedPacks(const PackFiles& files) {
  std::vector<std::string> names;
  const auto main = files.files.find(kMainFile);
  if (main == files.files.end()) return names;
  std::vector<Fault> found;  // shown when the pack is compiled
  const YamlNode head = ReadYaml(main->second, "", found);
  for (const YamlNode& item : head["use"].Items()) {
    names.push_back(item.Text().substr(0, item.Text().find('@')));
  }
  return names;
}

}  // namespace wardbridge::mapping
