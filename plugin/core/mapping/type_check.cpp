#include "core/mapping/type_check.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "core/mapping/formula_compiler.h"

namespace wardbridge::mapping {
namespace {

using fhir::Element;
using fhir::ElementRule;
using FhirType = fhir::Type;

constexpr std::string_view kChoiceEnd = "[x]";
constexpr std::string_view kR4Url = "http://hl7.org/fhir/StructureDefinition/";

std::string Quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

// "value" of "value[x]" and "_value".
std::string_view WordOf(std::string_view key) {
  if (key.starts_with('_')) key.remove_prefix(1);
  if (key.ends_with(kChoiceEnd)) key.remove_suffix(kChoiceEnd.size());
  return key;
}

// The element that a key writes, in whatever way.
std::optional<Element> ElementOf(FhirType type, std::string_view key) {
  const std::string_view word = WordOf(key);
  if (const auto property = type.FindProperty(word)) return property->element;
  return type.FindElement(word);
}

// Everything that could be meant by a key: "birthDate", "value[x]", "valueQuantity".
std::vector<std::string> KeysOf(FhirType type) {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < type.ElementCount(); ++i) {
    const Element element = type.ElementAt(i);
    const std::string name(element.Name());
    keys.push_back(element.IsChoice() ? name + std::string(kChoiceEnd) : name);
    for (std::size_t t = 0; element.IsChoice() && t < element.TypeCount(); ++t) {
      const std::string_view of = element.TypeAt(t).Name();
      keys.push_back(name + UpperAscii(of.substr(0, 1)) + std::string(of.substr(1)));
    }
  }
  return keys;
}

std::vector<std::string> ResourceNames() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < FhirType::Count(); ++i) {
    const FhirType type = FhirType::Nth(i);
    if (type.IsResource() && !type.IsAbstract()) names.emplace_back(type.Name());
  }
  return names;
}

// "identifier.system" of "Patient.identifier.system".
std::string_view BelowResource(std::string_view path) {
  const std::size_t dot = path.find('.');
  return dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
}

bool Concerns(const ElementRule& rule, const TypePlace& object) {
  return rule.place == BelowResource(object.path) &&
         (rule.system.empty() || rule.system == object.system);
}

bool Writes(const YamlNode& map, FhirType type, std::string_view element) {
  return std::any_of(map.Entries().begin(), map.Entries().end(), [&](const auto& entry) {
    const auto found = ElementOf(type, entry.first.Text());
    return found && (found->Name() == element || WordOf(entry.first.Text()) == element);
  });
}

}  // namespace

void TypeChecker::Report(const YamlNode& node, std::string code, std::string text) {
  AddFault(faults_, node.MakeFault(std::move(code), std::move(text)));
}

std::string TypeChecker::Near(std::string_view word,
                              const std::vector<std::string>& candidates) const {
  return faults_.size() < kMostFaults ? Suggestion(word, candidates) : std::string();
}

std::string TypeChecker::Near(std::string_view word,
                              const std::vector<std::string_view>& candidates) const {
  return Near(word, std::vector<std::string>(candidates.begin(), candidates.end()));
}

TypePlace TypeChecker::Resource(const YamlNode& type, const YamlNode& profile) {
  TypePlace place;
  if (!active_ || !type.IsScalar()) return place;
  const std::optional<FhirType> found = FhirType::Find(type.Text());
  if (!found || !found->IsResource() || found->IsAbstract()) {
    Report(type, "type.resource",
           "R4 has no resource " + Quoted(type.Text()) + Near(type.Text(), ResourceNames()));
    return place;
  }
  place.types = {*found};
  place.path = type.Text();
  place.written = {"id", "meta"};
  CheckProfile(profile, type.Text(), place);
  return place;
}

TypePlace TypeChecker::Bundle(const YamlNode& profile) {
  TypePlace place;
  if (!active_) return place;
  place.types = {*FhirType::Find("Bundle")};
  place.path = "Bundle";
  place.written = {"id", "meta", "type", "entry"};
  CheckProfile(profile, "Bundle", place);
  return place;
}

TypePlace TypeChecker::Meta(const TypePlace& resource) const {
  TypePlace place;
  if (!resource.IsKnown()) return place;
  place.types = {*FhirType::Find("Meta")};
  place.path = resource.path + ".meta";
  place.written = {"profile"};
  return place;
}

void TypeChecker::CheckProfile(const YamlNode& profile, std::string_view type, TypePlace& place) {
  const std::string& url = profile.Text();
  if (url.starts_with(kR4Url)) {
    const std::string name = url.substr(kR4Url.size());
    if (FhirType::Find(name) && name != type) {
      Report(profile, "type.profile",
             "this is the definition of " + name + ", not of " + std::string(type));
    }
  }
  if (!url.starts_with(fhir::kUkCoreUrl)) return;
  place.profile = fhir::FindProfile(url);
  if (!place.profile) {
    Report(profile, "type.profile", "UK Core has no such profile" + Near(url, fhir::ProfileUrls()));
  } else if (place.profile->type != type) {
    Report(profile, "type.profile",
           "this is a profile of " + std::string(place.profile->type) + ", not of " +
               std::string(type));
    place.profile.reset();
  }
}

TypePlace TypeChecker::EnterObject(const YamlNode& map, TypePlace place) {
  if (!place.IsKnown() || !CheckOne(map, place)) return {};
  if (place.is_choice) {
    Report(map, "type.choice",
           "the elements of an object do not say its type; name it, as in valueQuantity");
    return {};
  }
  const FhirType type = place.types.front();
  if (type.IsPrimitive()) {
    Report(map, "type.value",
           std::string(type.Name()) + " has no elements; one value is wanted here");
    return {};
  }
  if (type.Name() == "Resource") ReadResourceType(map, place);
  if (type.Name() == "Extension") ReadExtension(map, place);
  if (!place.IsKnown()) return place;
  place.system = PlainTextOf(map["system"]).value_or("");
  if (type.Name() != "CodeableConcept" && type.Name() != "Coding") place.codes.reset();
  CheckRepeated(map, place);
  CheckRequired(map, place);
  CheckForbidden(map, place);
  return place;
}

std::optional<std::string> TypeChecker::PlainTextOf(const YamlNode& node) {
  return node.IsScalar() ? PlainText(node.Text()) : std::nullopt;
}

void TypeChecker::ReadResourceType(const YamlNode& map, TypePlace& place) {
  const YamlNode& node = map["resourceType"];
  place.types.clear();
  if (!node) {
    Report(map, "type.required", "a contained resource wants resourceType");
    return;
  }
  const std::optional<FhirType> type = FhirType::Find(node.Text());
  if (type && type->IsResource() && !type->IsAbstract()) {
    place.types = {*type};
    place.path = node.Text();
    place.profile.reset();
    place.written.clear();
    return;
  }
  if (!node.Text().starts_with('=')) {
    Report(node, "type.resource",
           "R4 has no resource " + Quoted(node.Text()) + Near(node.Text(), ResourceNames()));
  }
}

void TypeChecker::CheckRepeated(const YamlNode& map, const TypePlace& object) {
  const FhirType type = object.types.front();
  const auto is_own = [&](std::string_view name) {
    return std::find(object.written.begin(), object.written.end(), name) != object.written.end();
  };
  std::vector<std::string_view> seen;
  for (const auto& [key, value] : map.Entries()) {
    const std::string& text = key.Text();
    const std::optional<Element> element = ElementOf(type, text);
    const bool is_type = text == "resourceType" && !object.written.empty() && type.IsResource();
    if (is_type || (element && is_own(element->Name()))) {
      Report(key, "type.repeated", Quoted(text) + " is written by itself");
    } else if (element && element->IsChoice() && !text.starts_with('_')) {
      if (std::find(seen.begin(), seen.end(), element->Name()) == seen.end()) {
        seen.push_back(element->Name());
      } else {
        Report(key, "type.repeated",
               "another line writes " + std::string(element->Name()) +
                   "[x], which has one value; put both under it and choose");
      }
    }
  }
}

void TypeChecker::CheckRequired(const YamlNode& map, const TypePlace& object) {
  const FhirType type = object.types.front();
  const auto is_written = [&](std::string_view element) {
    return Writes(map, type, element) ||
           std::find(object.written.begin(), object.written.end(), element) != object.written.end();
  };
  for (std::size_t i = 0; i < type.ElementCount(); ++i) {
    const Element element = type.ElementAt(i);
    if (!element.IsRequired() || is_written(element.Name())) continue;
    Report(map, "type.required",
           "R4 wants " + Quoted(element.Name()) + " in every " + std::string(type.Name()) +
               ", and no line writes it");
  }
  if (!object.profile) return;
  for (const ElementRule& rule : object.profile->rules) {
    if (!rule.required || !Concerns(rule, object) || is_written(rule.element)) continue;
    const std::optional<Element> element = ElementOf(type, rule.element);
    if (element && element->IsRequired()) continue;
    Report(map, "type.required",
           "the profile wants " + Quoted(rule.element) + " here, and no line writes it");
  }
}

void TypeChecker::CheckForbidden(const YamlNode& map, const TypePlace& object) {
  if (!object.profile) return;
  for (const ElementRule& rule : object.profile->rules) {
    if (!rule.forbidden || !Concerns(rule, object)) continue;
    for (const auto& [key, value] : map.Entries()) {
      const std::optional<Element> element = ElementOf(object.types.front(), key.Text());
      if (element && element->Name() == rule.element) {
        Report(key, "type.fixed", "the profile takes " + Quoted(rule.element) + " out");
      }
    }
  }
}

TypePlace TypeChecker::EnterElement(const YamlNode& key, const TypePlace& object) {
  TypePlace place;
  if (!object.IsKnown()) return place;
  const std::string& text = key.Text();
  const FhirType type = object.types.front();
  if (text == "resourceType" && type.IsResource()) return place;
  const std::string_view word = WordOf(text);
  const std::optional<Element> choice =
      text.ends_with(kChoiceEnd) ? type.FindElement(word) : std::nullopt;
  const auto property = type.FindProperty(word);
  if (choice ? !choice->IsChoice() : !property.has_value() || text.ends_with(kChoiceEnd)) {
    ReportUnknown(key, object);
    return place;
  }
  place.element = choice ? *choice : property->element;
  place.is_choice = choice.has_value();
  place.path = object.path + "." + std::string(place.element->Name());
  place.parent_type = std::string(type.Name());
  place.count = place.element->IsList() ? TypePlace::Count::kMany : TypePlace::Count::kOne;
  place.profile = object.profile;
  if (text.starts_with('_')) {
    if (property->type.IsPrimitive())
      place.types = {*FhirType::Find("Element")};
    else
      ReportUnknown(key, object);
    return place;
  }
  for (std::size_t i = 0; choice && i < choice->TypeCount(); ++i)
    place.types.push_back(choice->TypeAt(i));
  if (property && !choice) place.types = {property->type};
  place.codes = place.element->Codes();
  const bool below_codes = (word == "coding" && type.Name() == "CodeableConcept") ||
                           (word == "code" && type.Name() == "Coding");
  if (below_codes && !place.codes) place.codes = object.codes;
  ApplyRules(object, place.element->Name(), place);
  if (type.Name() == "Extension") ApplyExtension(key, object, place);
  return place;
}

void TypeChecker::ReportUnknown(const YamlNode& key, const TypePlace& object) {
  const FhirType type = object.types.front();
  const std::string& text = key.Text();
  const std::string name(type.Name());
  // A file that is wrong from end to end: nobody reads the proposals for all of it.
  if (faults_.size() >= kMostFaults)
    return Report(key, "type.element", name + " has no such element");
  for (std::size_t i = 0; i < type.ElementCount(); ++i) {
    const Element element = type.ElementAt(i);
    const std::string_view word = element.Name();
    const bool other =
        text.size() > word.size() && text.starts_with(word) && IsUpper(text[word.size()]);
    if (!element.IsChoice() || !other) continue;
    std::vector<std::string> types;
    for (std::size_t t = 0; t < element.TypeCount(); ++t)
      types.emplace_back(element.TypeAt(t).Name());
    std::string list;
    for (const std::string& one : types) list += (list.empty() ? "" : ", ") + one;
    if (types.size() > 12)
      list = "one of " + std::to_string(types.size()) + " types" + Near(text, KeysOf(type));
    Report(key, "type.choice",
           Quoted(word) + " of " + name + " is no " + text.substr(word.size()) + ", but " + list);
    return;
  }
  const std::optional<Element> choice = type.FindElement(text);
  const std::string near =
      choice && choice->IsChoice() ? "; did you mean " + text + "[x]?" : Near(text, KeysOf(type));
  Report(key, "type.element", name + " has no element " + Quoted(text) + near);
}

void TypeChecker::ApplyRules(const TypePlace& object, std::string_view element,
                             TypePlace& place) const {
  if (!object.profile) return;
  for (const ElementRule& rule : object.profile->rules) {
    if (!Concerns(rule, object) || rule.element != element) continue;
    if (!rule.fixed.empty()) place.fixed = rule.fixed;
    if (rule.codes != nullptr) place.codes = fhir::CodeSet(*rule.codes);
  }
}

TypePlace TypeChecker::EnterItems(const YamlNode& node, TypePlace place) {
  if (place.IsKnown() && place.count == TypePlace::Count::kOne) {
    Report(node, "type.single", Quoted(place.path) + " stands only once; one value is wanted here");
    return {};
  }
  place.count = TypePlace::Count::kItem;
  return place;
}

}  // namespace wardbridge::mapping
