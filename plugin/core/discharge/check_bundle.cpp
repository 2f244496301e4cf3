#include "core/discharge/check_bundle.h"

#include <utility>

#include "base/text.h"

namespace wardbridge::discharge {
namespace {

std::string EntryPath(std::size_t index) {
  return "Bundle.entry[" + std::to_string(index) + "].resource";
}

void AppendIndex(std::string& path, std::size_t index) {
  path += '[';
  path += std::to_string(index);
  path += ']';
}

// The single SNOMED CT coding of an Observation, or a false Node.
fhir::Node OnlySnomedCoding(const fhir::Node& observation) {
  fhir::Node found;
  for (const fhir::Node& coding : observation["code"]["coding"].Items()) {
    if (coding["system"].View() != kSnomedSystem) continue;
    if (found) return {};
    found = coding;
  }
  return found;
}

}  // namespace

CheckedBundle::CheckedBundle(fhir::Node bundle) : root_(std::move(bundle)) {
  const std::vector<fhir::Node> nodes = root_["entry"].Items();
  entries_.reserve(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const fhir::Node resource = nodes[i]["resource"];
    entries_.push_back({i, nodes[i], resource, resource["resourceType"].Text(), EntryPath(i)});
    const auto [place, is_new] = by_url_.try_emplace(nodes[i]["fullUrl"].Text(), i);
    if (!is_new) place->second.reset();
  }
  for (const CheckedEntry& entry : entries_) {
    std::string path = entry.path;
    Collect(entry.resource, entry.index, path);
  }
  CollectObservations();
}

void CheckedBundle::Collect(const fhir::Node& node, std::size_t entry, std::string& path) {
  const CheckedEntry& owner = entries_[entry];
  const auto element = [&](const std::string& at) {
    return owner.type + WithoutIndexes(at, owner.path.size());
  };
  WalkNodes(node, path, [&](const fhir::Node& at, const std::string& at_path) {
    if (!at.IsObject()) return;
    if (const fhir::Node reference = at["reference"]; reference.IsString()) {
      CheckedLink link{entry, std::nullopt, at_path + ".reference", element(at_path)};
      const auto target = by_url_.find(reference.Text());
      if (target != by_url_.end()) link.to = target->second;
      links_.push_back(std::move(link));
    }
    const fhir::Node system = at["system"];
    const fhir::Node code = at["code"];
    if (system.IsString() && code.IsString()) {
      codes_.push_back({system.View(), code.View(), at_path + ".code", element(at_path)});
    }
  });
}

void CheckedBundle::CollectObservations() {
  for (const CheckedEntry& entry : entries_) {
    if (entry.type != "Observation") continue;
    observation_of_entry_.emplace(entry.index, observations_.size());
    CheckedObservation observation;
    observation.entry = &entry;
    observation.meaning = MeaningOf(OnlySnomedCoding(entry.resource)["code"].View());
    observation.time = ParseInstant(entry.resource["effectiveDateTime"].View());
    observations_.push_back(std::move(observation));
  }
  for (CheckedObservation& observation : observations_) {
    observation.members = Targets(observation.entry->resource["hasMember"]);
    observation.sources = Targets(observation.entry->resource["derivedFrom"]);
  }
}

std::vector<std::size_t> CheckedBundle::Targets(const fhir::Node& references) const {
  std::vector<std::size_t> targets;
  for (const fhir::Node& item : references.Items()) {
    const auto entry = by_url_.find(item["reference"].Text());
    if (entry == by_url_.end() || !entry->second) continue;
    const auto observation = observation_of_entry_.find(*entry->second);
    if (observation != observation_of_entry_.end()) targets.push_back(observation->second);
  }
  return targets;
}

std::vector<const CheckedEntry*> CheckedBundle::Of(std::string_view type) const {
  std::vector<const CheckedEntry*> found;
  for (const CheckedEntry& entry : entries_) {
    if (entry.type == type) found.push_back(&entry);
  }
  return found;
}

void CheckReport::Error(std::string path, std::string text) {
  issues_.push_back(
      {model::Issue::Severity::kError, std::string(rule_), std::move(path), std::move(text), {}});
}

void CheckReport::Warning(std::string path, std::string text) {
  issues_.push_back(
      {model::Issue::Severity::kWarning, std::string(rule_), std::move(path), std::move(text), {}});
}

// Recursion is bounded by the depth limit of fhir::Node.
void WalkNodes(const fhir::Node& node, std::string& path,
               const std::function<void(const fhir::Node&, const std::string&)>& visit) {
  if (!node) return;
  visit(node, path);
  const std::size_t length = path.size();
  for (std::size_t i = 0; i < node.Size(); ++i) {
    if (node.IsArray()) {
      AppendIndex(path, i);
      WalkNodes(node.At(i), path, visit);
    } else {
      path += '.';
      path += node.KeyAt(i);
      WalkNodes(node.ValueAt(i), path, visit);
    }
    path.resize(length);
  }
}

std::vector<FoundNode> Find(const fhir::Node& from, const std::string& from_path,
                            std::string_view path) {
  std::vector<FoundNode> found = {{from, from_path}};
  for (const std::string_view name : Split(path, '.')) {
    std::vector<FoundNode> next;
    for (const FoundNode& at : found) {
      const fhir::Node child = at.node[name];
      std::string child_path = at.path + "." + std::string(name);
      if (!child.IsArray()) {
        if (child) next.push_back({child, std::move(child_path)});
        continue;
      }
      for (std::size_t i = 0; i < child.Size(); ++i) {
        std::string item_path = child_path;
        AppendIndex(item_path, i);
        next.push_back({child.At(i), std::move(item_path)});
      }
    }
    found = std::move(next);
  }
  return found;
}

std::string WithoutIndexes(std::string_view path, std::size_t skip) {
  std::string plain;
  bool inside = false;
  for (const char c : path.substr(skip)) {
    if (c == '[') inside = true;
    if (!inside) plain.push_back(c);
    if (c == ']') inside = false;
  }
  return plain;
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool hex = IsDigit(c) || (c >= 'a' && c <= 'f');
    if (hyphen ? c != '-' : !hex) return false;
  }
  constexpr std::string_view kVariants = "89ab";
  return text[14] >= '1' && text[14] <= '8' && kVariants.find(text[19]) != std::string_view::npos;
}

}  // namespace wardbridge::discharge
