// The lines of a pack against the element definitions of R4 and UK Core: what stands where, how
// often, of which type, with which codes. Only what is certain before a message is read is a fault.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.h"
#include "base/strict_yaml.h"
#include "core/fhir/elements.h"
#include "core/fhir/profiles.h"
#include "core/mapping/expression.h"

namespace wardbridge::mapping {

// What is wanted where a line stands.
struct TypePlace {
  // One value, an array, an item of an array.
  enum class Count { kOne, kMany, kItem };

  // Of the value: one, or those of value[x]. None: nothing is known, and nothing is checked.
  std::vector<fhir::Type> types;
  bool is_choice = false;  // value[x], whose name the value completes
  Count count = Count::kOne;
  std::string path;                      // "Patient.identifier.system"
  std::string parent_type;               // of the object around it: "Identifier"
  std::optional<fhir::Element> element;  // for the targets of a Reference
  std::optional<fhir::CodeSet> codes;
  std::string_view fixed;  // the only value that UK Core takes
  // Of the object whose elements stand here, and of those below it.
  std::optional<fhir::Profile> profile;
  std::string system;                          // of a slice
  const fhir::Extension* extension = nullptr;  // which one the object is
  std::string parts_of;                        // the url of the extension around the object
  std::vector<std::string_view> written;       // elements that are written by themselves

  [[nodiscard]] bool IsKnown() const { return !types.empty(); }
};

// Checks one pack; faults go to one list. Not copied.
class TypeChecker {
 public:
  explicit TypeChecker(std::vector<Fault>& faults) : faults_(faults) {}

  // Off: every place is unknown.
  void SetActive(bool active) { active_ = active; }
  // The types of the resource rules by their numbers: what a ref() points to.
  void SetResources(std::vector<std::string> types) { resources_ = std::move(types); }

  // The place of a resource's elements. `type` and `profile` are scalars or missing.
  [[nodiscard]] TypePlace Resource(const YamlNode& type, const YamlNode& profile);
  // That of the Bundle, and of the element `meta` of a resource.
  [[nodiscard]] TypePlace Bundle(const YamlNode& profile);
  [[nodiscard]] TypePlace Meta(const TypePlace& resource) const;

  // Checks the elements of an object as a whole, and says of what kind it is.
  [[nodiscard]] TypePlace EnterObject(const YamlNode& map, TypePlace place);
  // The place of one of its elements, "value[x]".
  [[nodiscard]] TypePlace EnterElement(const YamlNode& key, const TypePlace& object);
  // The place of the items of a list or an `each`, which stands at `node`.
  [[nodiscard]] TypePlace EnterItems(const YamlNode& node, TypePlace place);

  void CheckText(const YamlNode& node, std::string_view text, const TypePlace& place);
  void CheckFormula(const YamlNode& node, const Formula& formula, const TypePlace& place);

 private:
  void Report(const YamlNode& node, std::string code, std::string text);
  // "; did you mean ...?", while there are not too many faults to be read.
  [[nodiscard]] std::string Near(std::string_view word,
                                 const std::vector<std::string>& candidates) const;
  [[nodiscard]] std::string Near(std::string_view word,
                                 const std::vector<std::string_view>& candidates) const;
  void CheckProfile(const YamlNode& profile, std::string_view type, TypePlace& place);
  // The text of a scalar, or nothing where it is a formula.
  static std::optional<std::string> PlainTextOf(const YamlNode& node);
  // Of a contained resource.
  void ReadResourceType(const YamlNode& map, TypePlace& place);
  void ReadExtension(const YamlNode& map, TypePlace& place);
  void CheckExtensionPlace(const YamlNode& node, const fhir::Extension& extension,
                           const TypePlace& place);
  void CheckRepeated(const YamlNode& map, const TypePlace& object);
  void CheckRequired(const YamlNode& map, const TypePlace& object);
  void CheckForbidden(const YamlNode& map, const TypePlace& object);
  void ReportUnknown(const YamlNode& key, const TypePlace& object);
  void ApplyRules(const TypePlace& object, std::string_view element, TypePlace& place) const;
  void ApplyExtension(const YamlNode& key, const TypePlace& object, TypePlace& place);

  // Whether one value may stand here.
  bool CheckOne(const YamlNode& node, const TypePlace& place);
  void CheckCode(const YamlNode& node, std::string_view code, const TypePlace& place);
  void CheckResult(const YamlNode& node, const ResultType& result, const TypePlace& place);
  void CheckTable(const YamlNode& node, const ResultType& result, const TypePlace& place);
  void CheckReference(const YamlNode& node, const ResultType& result, const TypePlace& place);

  std::vector<Fault>& faults_;  // outlives this
  bool active_ = true;
  std::vector<std::string> resources_;
};

}  // namespace wardbridge::mapping
