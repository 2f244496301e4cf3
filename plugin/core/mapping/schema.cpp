#include "core/mapping/schema.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "core/fhir/elements.h"
#include "core/fhir/profiles.h"
#include "core/mapping/functions.h"
#include "core/mapping/joined.h"
#include "core/mapping/keys.h"

namespace wardbridge::mapping {
namespace {

using FhirType = fhir::Type;
using Json = nlohmann::ordered_json;

constexpr std::string_view kDraft = "http://json-schema.org/draft-07/schema#";

Json Ref(std::string_view name) { return {{"$ref", "#/definitions/" + std::string(name)}}; }

Json Scalar() { return {{"type", {"string", "number", "boolean"}}}; }

// Words that an editor proposes beside what else may stand there.
Json Proposed(const std::vector<std::string>& words, Json other) {
  return {{"anyOf", {{{"enum", words}}, std::move(other)}}};
}

// An object of these properties and no others.
Json Object(Json properties) {
  return {
      {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
}

Json NamesOf(Json what) { return {{"type", "object"}, {"additionalProperties", std::move(what)}}; }

std::string Joined(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string FormulaHelp() {
  std::vector<std::string> names = JoinedNames();
  return "A formula begins with '='; everything else is a text. Functions: " +
         Joined(FunctionNames()) + ". Names: " + Joined(std::move(names)) +
         ". Paths: PID-5.2, PID-3[*], OBR[*] > OBX[*], .1 of the current item.";
}

using Special = std::map<std::string, Json, std::less<>>;

// A property for each key; those without a schema of their own take a scalar.
Json Properties(const Keys& keys, const Special& special) {
  Json properties = Json::object();
  for (const std::string& key : keys) {
    const auto found = special.find(key);
    properties[key] = found == special.end() ? Ref("scalar") : found->second;
  }
  return properties;
}

// The keys of a rule that writes what `name` defines; `elements` where it has any.
Json RuleProperties(std::string_view name, bool elements) {
  Special special = {{"each", Ref("formula")},
                     {"when", Ref("formula")},
                     {"skip-if", Ref("formula")},
                     {"accept", Ref("formula")},
                     {"use", Ref("formula")},
                     {"default", Ref("formula")},
                     {"choose", {{"type", "array"}, {"items", Ref(name)}}},
                     {"with", NamesOf(Ref("scalar"))},
                     {"on-null", {{"enum", kOnNullWords}}},
                     {"on-error", {{"enum", kOnErrorWords}}}};
  if (elements) special["set"] = Ref(name);
  Json properties = Properties(kLineKeys, special);
  if (!elements) properties.erase("set");
  return properties;
}

// What may stand behind an element: a scalar, a list, a rule or, where it has elements, an object.
Json LineSchema(std::string_view name, Json properties) {
  Json object = Object(std::move(properties));
  object["patternProperties"] = {{"^_", Json::object()}};
  // The object comes first: editors tell faults of the first that fits as badly as the others.
  return {
      {"anyOf", {std::move(object), {{"type", "array"}, {"items", Ref(name)}}, Ref("formula")}}};
}

std::string CodesName(const fhir::CodeSet& codes) {
  const std::string_view url = codes.Url();
  return "codes." + std::string(url.substr(url.rfind('/') + 1));
}

class PackDefinitions {
 public:
  Json Make() {
    definitions_["scalar"] = Scalar();
    definitions_["formula"] = Scalar();
    definitions_["formula"]["description"] = FormulaHelp();
    definitions_["value"] = LineSchema("value", RuleProperties("value", false));
    definitions_["settings"] = Object(Properties(kSettingKeys, {}));
    definitions_["table"] = Object(Properties(kTableKeys, TableSpecial()));
    definitions_["template"] = Template();
    definitions_["resource"] = Resource();
    definitions_["bundle"] = Bundle();
    for (std::size_t i = 0; i < FhirType::Count(); ++i) AddType(FhirType::Nth(i));
    for (auto& [name, codes] : codes_) definitions_[name] = std::move(codes);
    return std::move(definitions_);
  }

  static Special TableSpecial() { return {{"unmapped", Proposed(kUnmappedWords, Scalar())}}; }

 private:
  static std::vector<std::string> Resources() {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < FhirType::Count(); ++i) {
      const FhirType type = FhirType::Nth(i);
      if (type.IsResource() && !type.IsAbstract()) names.emplace_back(type.Name());
    }
    return names;
  }

  static std::vector<std::string> Profiles() {
    const std::vector<std::string_view> urls = fhir::ProfileUrls();
    return {urls.begin(), urls.end()};
  }

  static Json Template() {
    Keys keys = {"parameters"};
    keys.insert(keys.end(), kLineKeys.begin(), kLineKeys.end());
    const Json any = Json::object();
    return Object(Properties(keys, {{"parameters", {{"type", "array"}, {"items", Ref("scalar")}}},
                                    {"set", NamesOf(any)},
                                    {"choose", {{"type", "array"}}},
                                    {"with", NamesOf(any)}}));
  }

  static Json Resource() {
    Json resource = Object(Properties(kResourceKeys, {{"type", {{"enum", Resources()}}},
                                                      {"profile", Proposed(Profiles(), Scalar())},
                                                      {"id", Ref("formula")},
                                                      {"for", Ref("formula")},
                                                      {"when", Ref("formula")},
                                                      {"skip-if", Ref("formula")},
                                                      {"meta", Ref("Meta")},
                                                      {"set", {{"type", "object"}}}}));
    resource["required"] = {"type", "id", "set"};
    Json cases = Json::array();
    for (const std::string& name : Resources()) {
      cases.push_back({{"if", {{"properties", {{"type", {{"const", name}}}}}}},
                       {"then", {{"properties", {{"set", Ref(name)}}}}}});
    }
    resource["allOf"] = std::move(cases);
    return resource;
  }

  static Json Bundle() {
    Json bundle = Object(Properties(kBundleKeys, {{"profile", Proposed(Profiles(), Scalar())},
                                                  {"id", Ref("formula")},
                                                  {"meta", Ref("Meta")},
                                                  {"set", Ref("Bundle")},
                                                  {"order", {{"type", "array"}}}}));
    bundle["required"] = {"type", "id", "order"};
    return bundle;
  }

  void AddType(FhirType type) {
    if (type.IsPrimitive()) return;
    const std::string name(type.Name());
    // Contained resources say themselves what they are.
    if (type.IsAbstract() && type.IsResource()) {
      definitions_[name] = LineSchema(name, Json::object());
      definitions_[name]["anyOf"][0]["additionalProperties"] = true;
      return;
    }
    Json properties = RuleProperties(name, true);
    for (std::size_t i = 0; i < type.ElementCount(); ++i) AddElement(type.ElementAt(i), properties);
    if (type.IsResource()) properties["resourceType"] = Ref("scalar");
    definitions_[name] = LineSchema(name, std::move(properties));
  }

  void AddElement(fhir::Element element, Json& properties) {
    const std::string name(element.Name());
    if (!element.IsChoice()) return Put(name, RefOf(element.TypeAt(0), element), properties);
    Put(name + "[x]", Ref("value"), properties);
    for (std::size_t i = 0; i < element.TypeCount(); ++i) {
      const std::string_view type = element.TypeAt(i).Name();
      Put(name + UpperAscii(type.substr(0, 1)) + std::string(type.substr(1)),
          RefOf(element.TypeAt(i), element), properties);
    }
  }

  // An element with the name of a key of rules, such as HumanName.use, may be either.
  static void Put(const std::string& name, Json schema, Json& properties) {
    properties[name] = properties.contains(name)
                           ? Json{{"anyOf", {properties[name], std::move(schema)}}}
                           : std::move(schema);
  }

  Json RefOf(FhirType type, fhir::Element element) {
    if (!type.IsPrimitive()) return Ref(type.Name());
    const std::optional<fhir::CodeSet> codes = element.Codes();
    if (!codes) return Ref("value");
    std::vector<std::string> words;
    for (std::size_t i = 0; i < codes->Size(); ++i) words.emplace_back(codes->At(i));
    codes_[CodesName(*codes)] = Proposed(words, Ref("value"));
    return Ref(CodesName(*codes));
  }

  Json definitions_ = Json::object();
  std::map<std::string, Json> codes_;
};

// One definition a line, so that a difference can be read.
std::string Printed(Json schema) {
  std::string text = "{";
  bool first = true;
  for (const auto& [key, value] : schema.items()) {
    text += (first ? "\n  " : ",\n  ") + Json(key).dump() + ": ";
    first = false;
    if (key != "definitions") {
      text += value.dump();
      continue;
    }
    text += "{";
    bool first_inside = true;
    for (const auto& [name, definition] : value.items()) {
      text += (first_inside ? "\n    " : ",\n    ") + Json(name).dump() + ": " + definition.dump();
      first_inside = false;
    }
    text += "\n  }";
  }
  return text + "\n}\n";
}

Json Top(std::string_view title, Json properties) {
  Json schema = {{"$schema", kDraft}, {"title", title}};
  schema.update(Object(std::move(properties)));
  return schema;
}

}  // namespace

std::string PackSchema() {
  Json schema = Top("Mapping pack of Wardbridge: pack.yaml and the files beside it",
                    Properties(kPackKeys, {{"use", {{"type", "array"}, {"items", Ref("scalar")}}},
                                           {"settings", Ref("settings")},
                                           {"tables", NamesOf(Ref("table"))},
                                           {"templates", NamesOf(Ref("template"))},
                                           {"resources", NamesOf(Ref("resource"))},
                                           {"bundle", Ref("bundle")}}));
  // What only pack.yaml has, it has together.
  schema["dependencies"] = {{"pack", {"format", "version", "bundle"}}, {"bundle", {"pack"}}};
  schema["definitions"] = PackDefinitions().Make();
  return Printed(std::move(schema));
}

std::string OverlaySchema() {
  const auto of_pack = [](std::string_view name) -> Json {
    return {{"$ref", "pack-1.schema.json#/definitions/" + std::string(name)}};
  };
  Keys table_keys = kTableKeys;
  table_keys.insert(table_keys.begin(), kTablePatchKeys.front());
  Json schema = Top("Overlay of a mapping pack of Wardbridge: overlay.yaml",
                    Properties(kOverlayKeys, {{"apply-when", of_pack("formula")},
                                              {"patch", {{"type", "object"}}},
                                              {"tables", NamesOf(Ref("table"))},
                                              {"templates", NamesOf(of_pack("template"))},
                                              {"resources", NamesOf(of_pack("resource"))}}));
  schema["required"] = {"overlay", "of"};
  schema["definitions"] = {
      {"scalar", Scalar()},
      {"table", Object(Properties(table_keys, PackDefinitions::TableSpecial()))}};
  return Printed(std::move(schema));
}

}  // namespace wardbridge::mapping
