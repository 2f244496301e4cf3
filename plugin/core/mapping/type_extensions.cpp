// The part of the type check that knows the extensions of UK Core.
#include <algorithm>

#include "base/text.h"
#include "core/mapping/type_check.h"

namespace wardbridge::mapping {
namespace {

using FhirType = fhir::Type;

bool HasWord(std::string_view words, std::string_view word) {
  const std::vector<std::string_view> all = Split(words, ' ');
  return std::find(all.begin(), all.end(), word) != all.end();
}

}  // namespace

void TypeChecker::ReadExtension(const YamlNode& map, TypePlace& place) {
  const std::optional<std::string> url = PlainTextOf(map["url"]);
  if (!url || url->empty()) return;
  if (!place.parts_of.empty()) {
    place.extension = fhir::FindExtension(place.parts_of, *url);
    if (place.extension == nullptr) {
      std::vector<std::string> parts;
      for (const fhir::Extension& part : fhir::PartsOf(place.parts_of))
        parts.emplace_back(part.part);
      Report(map["url"], "type.extension",
             "this extension of UK Core has no part '" + *url + "'" + Near(*url, parts));
    }
    return;
  }
  if (!url->starts_with(fhir::kUkCoreUrl)) return;
  place.extension = fhir::FindExtension(*url);
  if (place.extension == nullptr) {
    Report(map["url"], "type.extension",
           "UK Core has no such extension" + Near(*url, fhir::ExtensionUrls()));
    return;
  }
  CheckExtensionPlace(map["url"], *place.extension, place);
  const bool has_value =
      std::any_of(map.Entries().begin(), map.Entries().end(),
                  [](const auto& entry) { return entry.first.Text().starts_with("value"); });
  if (!place.extension->types.empty() && !has_value) {
    Report(map, "type.required", "this extension of UK Core wants a value");
  }
}

void TypeChecker::CheckExtensionPlace(const YamlNode& node, const fhir::Extension& extension,
                                      const TypePlace& place) {
  const std::string around = place.path.substr(0, place.path.rfind('.'));
  const std::optional<FhirType> type = FhirType::Find(place.parent_type);
  if (extension.places.empty() || !type) return;
  for (const std::string_view one : Split(extension.places, ' ')) {
    const bool plain =
        std::all_of(one.begin(), one.end(), [](char c) { return IsLetterOrDigit(c) || c == '.'; });
    if (!plain || one == around || type->Is(one)) return;
  }
  Report(node, "type.extension",
         "UK Core has this extension at " + std::string(extension.places) + ", not at " + around);
}

void TypeChecker::ApplyExtension(const YamlNode& key, const TypePlace& object, TypePlace& place) {
  if (object.extension == nullptr) return;
  const fhir::Extension& extension = *object.extension;
  if (place.element->Name() == "extension") {
    if (extension.part.empty() && extension.types.empty())
      place.parts_of = std::string(extension.url);
    return;
  }
  if (place.element->Name() != "value") return;
  if (extension.codes != nullptr) place.codes = fhir::CodeSet(*extension.codes);
  std::erase_if(place.types, [&](FhirType type) { return !HasWord(extension.types, type.Name()); });
  if (!place.types.empty()) return;
  const bool has_parts = extension.types.empty() && !fhir::PartsOf(extension.url).empty();
  if (extension.types.empty() && !has_parts) return;
  Report(key, "type.extension",
         has_parts
             ? "this extension of UK Core has parts under extension instead of a value"
             : "the value of this extension of UK Core is of type " + std::string(extension.types));
}

}  // namespace wardbridge::mapping
