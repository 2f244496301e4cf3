#include "engine/config_schema.h"

#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace wardbridge::engine {
namespace {

using Json = nlohmann::ordered_json;

// Every section, as empty as it may be: what is missing shows its default. Names are those that the
// reference uses.
constexpr std::string_view kCommon = R"(
organisation: {}
store: {}
listeners: {NAME: {tls: {}}}
feeds:
  NAME:
    assigners: {AUTHORITY: {}}
    observations: {}
    texts: {}
    units: {}
    consciousness: {}
    dispositions: {}
    csv: {}
    patient-classes: {WORD: I}
    default-units: {}
    test-identity: {}
wards:
  - thresholds:
      respiratory-rate: {}
      oxygen-saturation: {}
      systolic-pressure: {}
      diastolic-pressure: {}
      pulse: {}
      temperature: {}
      news2: {}
mapping: {}
summary: {}
retention: {}
alarms: {webhook: {}}
reconciliation: {}
document: {}
console: {}
log: {}
)";
// What depends on another key: the channel, the kind of a source, and how a client of OAuth2 shows
// who it is.
constexpr std::array<std::string_view, 4> kVariants = {
    "destinations: {NAME: {channel: folder, retry: {}}}\n"
    "monitoring: {NAME: {folder: absent}}",
    "destinations: {NAME: {channel: fhir, base: 'https://a.example/', retry: {}, tls: {},"
    " headers: {}, oauth2: {key: absent.pem}}}\n"
    "monitoring: {NAME: {fhir: 'https://a.example/', tls: {}, headers: {},"
    " oauth2: {key: absent.pem}}}",
    "destinations: {NAME: {channel: fhir, base: 'https://a.example/', retry: {}, tls: {},"
    " headers: {}, oauth2: {client-secret: 'file:absent'}}}\n"
    "monitoring: {NAME: {fhir: 'https://a.example/', tls: {}, headers: {},"
    " oauth2: {client-secret: 'file:absent'}}}",
    "destinations: {NAME: {channel: folder, retry: {}}}\n"
    "monitoring: {NAME: {listen: absent}}",
};

constexpr std::string_view kWordKind = "word: ";

Json Scalar() { return {{"type", {"string", "number", "boolean"}}}; }

// Words beside what a variable or a file gives. A number or a yes or no need no quotes.
Json WordsOf(std::string_view list) {
  Json words = Json::array();
  for (const std::string_view part : Split(list, ',')) {
    const std::string_view word = Trim(part);
    words.push_back(word);
    if (const auto number = ParseDigits(word)) words.push_back(*number);
  }
  return {{"anyOf",
           {{{"enum", std::move(words)}}, {{"type", "string"}, {"pattern", "^(\\$\\{|file:)"}}}}};
}

Json SchemaOf(const ConfigKey& key) {
  Json schema = Scalar();
  if (key.kind.starts_with(kWordKind)) {
    schema = WordsOf(std::string_view(key.kind).substr(kWordKind.size()));
  } else if (key.kind.starts_with("list")) {
    schema = {{"type", {"string", "number", "boolean", "array"}}, {"items", Scalar()}};
  }
  std::string words = key.kind;
  if (!key.fallback.empty()) words += "; default " + key.fallback;
  schema["description"] = words;
  return schema;
}

// The section of a path, made when it is first asked for: "wards[]" is a list of maps, NAME stands
// for every name that a user chooses.
class Tree {
 public:
  Tree() : root_(Section()) {}

  void Add(const std::string& path, const ConfigKey& key) {
    const std::size_t dot = path.rfind('.');
    Json& parent = At(dot == std::string::npos ? "" : path.substr(0, dot));
    const std::string word = dot == std::string::npos ? path : path.substr(dot + 1);
    if (key.is_listed && parent.contains("properties") && !parent["properties"].contains(word)) {
      parent["properties"][word] = SchemaOf(key);
    }
    // What else a destination needs depends on its channel, a source's needs on its kind.
    const bool depends =
        (path.starts_with("destinations.NAME.") && path != "destinations.NAME.channel") ||
        (path.starts_with("monitoring.NAME.") && path != "monitoring.NAME.feed");
    if (key.is_listed && key.is_needed && !depends) parent["required"].push_back(word);
  }

  // A map of names that have a value each, until one of them shows keys of its own.
  void AddNames(const std::string& path) {
    Json& names = At(path);
    names.erase("properties");
    names["additionalProperties"] = Scalar();
  }

  // A section, before its keys are added: a list of maps where the path ends in "[]".
  Json& At(const std::string& path) {
    if (path.empty()) return root_;
    const std::size_t dot = path.rfind('.');
    Json& parent = At(dot == std::string::npos ? "" : path.substr(0, dot));
    std::string word = dot == std::string::npos ? path : path.substr(dot + 1);
    if (word == "NAME" || word == "AUTHORITY") return Names(parent);
    const bool is_list = word.ends_with("[]");
    if (is_list) word.resize(word.size() - 2);
    Json& place = parent["properties"][word];
    if (is_list) {
      if (!place.contains("items") || !place["items"].contains("properties")) {
        place = {{"type", "array"}, {"items", Section()}};
      }
      return place["items"];
    }
    if (!place.contains("properties") && !place.contains("additionalProperties")) place = Section();
    return place;
  }

  [[nodiscard]] Json Take() { return std::move(root_); }

 private:
  static Json Section() {
    return {{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}};
  }

  // A map of names: what each name has.
  static Json& Names(Json& parent) {
    if (!parent["additionalProperties"].contains("properties")) {
      parent["additionalProperties"] = Section();
    }
    return parent["additionalProperties"];
  }

  Json root_;
};

}  // namespace

// What all samples show together. Needed is what no sample can do without that knows the key.
std::map<std::string, ConfigKey> AllConfigKeys() {
  std::map<std::string, ConfigKey> all;
  for (const std::string_view variant : kVariants) {
    const KeyNotes notes = NoteKeys(std::string(kCommon) + std::string(variant));
    for (const auto& [path, key] : notes.Keys()) {
      const auto [found, is_new] = all.emplace(path, key);
      ConfigKey& known = found->second;
      if (is_new || !key.is_listed) continue;
      known.is_needed = key.is_needed && (known.is_needed || !known.is_listed);
      known.is_listed = true;
      if (known.kind.empty()) {
        known.kind = key.kind;
        known.fallback = key.fallback;
      }
    }
  }
  return all;
}

std::string ConfigSchema() {
  Tree tree;
  const std::map<std::string, ConfigKey> keys = AllConfigKeys();
  for (const auto& [path, key] : keys) {
    if (key.kind == "map of names") {
      tree.AddNames(path);
    } else if (path.ends_with("[]") || (key.kind == "map" && key.is_listed)) {
      tree.At(path);
    }
  }
  for (const auto& [path, key] : keys) {
    if (path.empty() || path.ends_with("[]") || key.is_refused) continue;
    tree.Add(path, key);
  }
  Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                 {"title", "Configuration of Wardbridge"}};
  schema.update(tree.Take());
  return schema.dump(1) + "\n";
}

}  // namespace wardbridge::engine
