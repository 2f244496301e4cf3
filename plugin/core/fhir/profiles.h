// What UK Core wants beyond R4: the rules of its profiles, and its extensions. The tables are made
// by generate_uk_core and need no set-up; everything here lives forever and is thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/fhir/code_set.h"

namespace wardbridge::fhir {

// What a profile says about one element.
struct ElementRule {
  std::string_view
      place;  // of the object it is in, from the resource: "", "identifier", "code.coding"
  std::string_view system;   // only of objects with this system; "" of all
  std::string_view element;  // "value"; also of value[x]
  bool required = false;
  bool forbidden = false;
  std::string_view fixed;  // its only value, or ""
  const table::CodeSetRow* codes = nullptr;
};

struct Profile {
  std::string_view url;
  std::string_view type;               // "Observation"
  std::span<const ElementRule> rules;  // those of the profiles it stands on, too
};

// An extension, or a part of one that has parts.
struct Extension {
  std::string_view url;
  std::string_view part;   // its own url inside the extension; "" of the extension itself
  std::string_view types;  // of its value, separated by blanks: "CodeableConcept"; "": it has parts
  bool required = false;   // of a part
  const table::CodeSetRow* codes = nullptr;
  std::string_view places;  // where it may stand, separated by blanks: "Patient.identifier"
};

// Where definitions of UK Core have their addresses.
inline constexpr std::string_view kUkCoreUrl = "https://fhir.hl7.org.uk/StructureDefinition/";

[[nodiscard]] std::optional<Profile> FindProfile(std::string_view url);
// With part "" the extension itself. Null when there is none.
[[nodiscard]] const Extension* FindExtension(std::string_view url, std::string_view part = {});
// Of an extension, without itself.
[[nodiscard]] std::span<const Extension> PartsOf(std::string_view url);
// All of them, sorted.
[[nodiscard]] std::vector<std::string_view> ProfileUrls();
[[nodiscard]] std::vector<std::string_view> ExtensionUrls();

}  // namespace wardbridge::fhir
