#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/text.h"
#include "base/timestamp.h"
#include "core/discharge/check_rules.h"

namespace wardbridge::discharge {
namespace {

constexpr std::string_view kUuidSystem = "https://tools.ietf.org/html/rfc4122";
constexpr std::string_view kUriSystem = "urn:ietf:rfc:3986";
constexpr std::string_view kUrn = "urn:uuid:";

// The order of entries: data-model section 3.
constexpr std::array<std::string_view, 5> kTypes = {"Patient", "Organization", "Encounter",
                                                    "DocumentReference", "Observation"};

std::size_t PlaceOf(std::string_view type) {
  return static_cast<std::size_t>(std::find(kTypes.begin(), kTypes.end(), type) - kTypes.begin());
}

std::string_view WithoutUrn(std::string_view value) {
  if (value.starts_with(kUrn)) value.remove_prefix(kUrn.size());
  return value;
}

bool IsPositiveNumber(std::string_view text) {
  return ParseDigits(text).has_value() && text.front() != '0';
}

// FHIR id: 1 to 64 letters, digits, hyphens and dots.
bool IsFhirId(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return IsLetterOrDigit(c) || c == '-' || c == '.';
  });
}

// Each business identifier of the Bundle and its resources, the master identifier included.
std::vector<FoundNode> Identifiers(const CheckedBundle& bundle) {
  std::vector<FoundNode> found = Find(bundle.Root(), "Bundle", "identifier");
  for (const CheckedEntry& entry : bundle.Entries()) {
    for (const std::string_view name : {"masterIdentifier", "identifier"}) {
      for (FoundNode& one : Find(entry.resource, entry.path, name)) found.push_back(std::move(one));
    }
  }
  return found;
}

// The same UUID may be written in the guidance's form and in FHIR's (errata C05).
std::pair<std::string, std::string> IdentifierKey(const fhir::Node& identifier) {
  const std::string_view system = identifier["system"].View();
  const std::string_view value = identifier["value"].View();
  if (system == kUriSystem && value.starts_with(kUrn)) {
    return {std::string(kUuidSystem), std::string(WithoutUrn(value))};
  }
  return {std::string(system), std::string(value)};
}

}  // namespace

void CheckBundleType(const CheckedBundle& bundle, CheckReport& report) {
  const fhir::Node& root = bundle.Root();
  if (root["resourceType"].View() != "Bundle") report.Error("Bundle", "is not a Bundle");
  if (root["type"].View() != "collection") report.Error("Bundle.type", "must be collection");
  for (const CheckedEntry& entry : bundle.Entries()) {
    for (const std::string_view name : {"request", "response", "search"}) {
      if (!entry.node[name]) continue;
      report.Error("Bundle.entry[" + std::to_string(entry.index) + "]." + std::string(name),
                   "has no place in a collection");
    }
  }
}

void CheckBundleMeta(const CheckedBundle& bundle, CheckReport& report) {
  const fhir::Node meta = bundle.Root()["meta"];
  if (meta["versionId"] && !IsPositiveNumber(meta["versionId"].View())) {
    report.Error("Bundle.meta.versionId", "must be the revision: a whole number from 1, as text");
  }
  if (meta["lastUpdated"] && !ParseInstant(meta["lastUpdated"].View())) {
    report.Error("Bundle.meta.lastUpdated", "must be an instant with date, time and offset");
  }
}

void CheckBundleIdentifier(const CheckedBundle& bundle, CheckReport& report) {
  const fhir::Node identifier = bundle.Root()["identifier"];
  const std::string_view system = identifier["system"].View();
  if (system != kUuidSystem && system != kUriSystem) return;
  if (!IsUuid(WithoutUrn(identifier["value"].View()))) {
    report.Error("Bundle.identifier.value", "must be a lower-case UUID of 36 characters");
  }
}

void CheckEntryCounts(const CheckedBundle& bundle, CheckReport& report) {
  for (const std::string_view type : kTypes) {
    const std::size_t count = bundle.Of(type).size();
    const bool one_only = type != "Organization" && type != "Observation";
    if (count == 0 && type != "Observation") {
      report.Error("Bundle.entry", "has no " + std::string(type));
    } else if (count > 1 && one_only) {
      report.Error("Bundle.entry", "has more than one " + std::string(type));
    }
  }
  for (const CheckedEntry& entry : bundle.Entries()) {
    if (PlaceOf(entry.type) == kTypes.size()) {
      report.Error(entry.path, "this type of resource is no part of a summary");
    }
  }
}

void CheckEntryOrder(const CheckedBundle& bundle, CheckReport& report) {
  std::size_t former = 0;
  for (const CheckedEntry& entry : bundle.Entries()) {
    const std::size_t place = PlaceOf(entry.type);
    if (place < former) {
      report.Warning(entry.path, "stands behind a resource that should follow it");
      return;
    }
    former = place;
  }
}

void CheckResourceIds(const CheckedBundle& bundle, CheckReport& report) {
  constexpr std::string_view kText = "must be a lower-case UUID";
  if (!IsUuid(bundle.Root()["id"].View())) report.Error("Bundle.id", std::string(kText));
  for (const CheckedEntry& entry : bundle.Entries()) {
    if (!IsUuid(entry.resource["id"].View())) report.Error(entry.path + ".id", std::string(kText));
  }
}

void CheckFullUrls(const CheckedBundle& bundle, CheckReport& report) {
  std::set<std::string> seen;
  for (const CheckedEntry& entry : bundle.Entries()) {
    const std::string path = "Bundle.entry[" + std::to_string(entry.index) + "].fullUrl";
    const std::string url = entry.node["fullUrl"].Text();
    if (url != std::string(kUrn) + entry.resource["id"].Text()) {
      report.Error(path, "must be urn:uuid: followed by the id of the resource");
    }
    if (!seen.insert(url).second) report.Error(path, "is used twice");
    if (entry.node.KeyAt(0) == "resource") report.Error(path, "must stand before the resource");
  }
}

void CheckElementIds(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry& entry : bundle.Entries()) {
    std::string path = entry.path;
    WalkNodes(entry.resource, path, [&](const fhir::Node& node, const std::string& at) {
      if (at == entry.path || !node["id"]) return;
      if (!IsFhirId(node["id"].View())) {
        report.Error(at + ".id", "must be 1 to 64 letters, digits, hyphens and dots");
      }
    });
  }
}

void CheckProfiles(const CheckedBundle& bundle, CheckReport& report) {
  const auto check = [&](const fhir::Node& resource, const std::string& path) {
    const std::vector<fhir::Node> profiles = resource["meta"]["profile"].Items();
    const std::string wanted = std::string(kUkCore) + "UKCore-" + resource["resourceType"].Text();
    if (profiles.size() != 1 || profiles.front().View() != wanted) {
      report.Error(path + ".meta.profile", "must be exactly the UK Core profile of the type");
    }
  };
  check(bundle.Root(), "Bundle");
  for (const CheckedEntry& entry : bundle.Entries()) check(entry.resource, entry.path);
}

void CheckUniqueIdentifiers(const CheckedBundle& bundle, CheckReport& report) {
  std::map<std::pair<std::string, std::string>, std::string> owners;
  for (const FoundNode& identifier : Identifiers(bundle)) {
    if (!identifier.node["system"] || !identifier.node["value"]) continue;
    const auto [place, is_new] =
        owners.try_emplace(IdentifierKey(identifier.node), identifier.path);
    if (!is_new) report.Error(identifier.path, "is the same as " + place->second);
  }
}

void CheckIdentifierParts(const CheckedBundle& bundle, CheckReport& report) {
  for (const FoundNode& identifier : Identifiers(bundle)) {
    if (identifier.path.ends_with("masterIdentifier")) continue;  // mandatory parts: another rule
    for (const char* const part : {"system", "value"}) {
      if (!identifier.node[part]) report.Error(identifier.path + "." + part, "is missing");
    }
  }
}

}  // namespace wardbridge::discharge
