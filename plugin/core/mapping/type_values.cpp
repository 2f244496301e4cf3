// The part of the type check that knows values: texts, formulas, codes.
#include <algorithm>
#include <string>

#include "base/text.h"
#include "core/mapping/formula_compiler.h"
#include "core/mapping/primitive_text.h"
#include "core/mapping/type_check.h"

namespace wardbridge::mapping {
namespace {

using FhirType = fhir::Type;
using JsonKind = FhirType::JsonKind;

bool IsNumber(std::string_view type) { return type == "decimal" || type == "integer"; }

bool IsTime(std::string_view type) {
  return type == "date" || type == "dateTime" || type == "instant" || type == kMoment;
}

// Whether what is made as a text of `result.type` may be a value of the primitive type `wanted`.
bool FitsText(const ResultType& result, std::string_view wanted) {
  const bool text = result.type == "string" || result.type == kRow;
  if (wanted == "string" || wanted == "markdown" || wanted == "xhtml") return true;
  // A time in a message is written as 20240331, never as 2024-03-31.
  if (wanted == "date" && result.type == "date") return true;
  if (wanted == "dateTime" && IsTime(result.type)) return true;
  if (wanted == "instant" && (result.type == "instant" || result.type == kMoment)) return true;
  if (IsTime(wanted) || wanted == "time") return text && !result.from_message;
  if (wanted == "base64Binary") return text || result.type == "base64Binary";
  return !IsTime(result.type) && result.type != "base64Binary";
}

bool FitsPrimitive(const ResultType& result, FhirType wanted) {
  switch (wanted.Json()) {
    case JsonKind::kBoolean:
      return result.type == "boolean";
    case JsonKind::kNumber:
      return IsNumber(result.type);
    case JsonKind::kString: {
      const std::optional<FhirType> type = FhirType::Find(result.type);
      const bool written_as_text =
          !type || (type->IsPrimitive() && type->Json() == JsonKind::kString);
      return written_as_text && FitsText(result, wanted.Name());
    }
  }
  return false;
}

bool Fits(const ResultType& result, FhirType wanted) {
  if (wanted.IsPrimitive()) return FitsPrimitive(result, wanted);
  const std::optional<FhirType> type = FhirType::Find(result.type);
  // A Quantity stands for an Age or a Duration, too: they have the same elements.
  return type && !type->IsPrimitive() && (type->Is(wanted.Name()) || wanted.Is(result.type));
}

// Under value[x] the value says its type itself.
bool Completes(const ResultType& result, FhirType wanted) {
  if (result.type == kRow) return wanted.Name() == "string";
  if (result.type == "uri" || result.type == "uuid") return wanted.Name() == "string";
  if (result.type == "integer" || result.type == "decimal") {
    return result.constant ? wanted.Name() == "decimal" : wanted.Name() == result.type;
  }
  if (result.type == kMoment) return wanted.Name() == "dateTime";
  return wanted.Name() == result.type;
}

std::string_view Hint(std::string_view wanted) {
  struct Cure {
    std::string_view type;
    std::string_view formula;
  };
  static constexpr Cure kCures[] = {
      {"boolean", "yes_no(...)"},
      {"decimal", "number(...)"},
      {"integer", "number(...)"},
      {"positiveInt", "number(...)"},
      {"unsignedInt", "number(...)"},
      {"date", "date(...)"},
      {"dateTime", "datetime(...)"},
      {"instant", "instant(...)"},
      {"string", "text(...)"},
      {"Coding", "coding(lookup(TABLE, ...))"},
      {"CodeableConcept", "codeable(...)"},
      {"Quantity", "quantity(VALUE, UNIT)"},
      {"Reference", "ref(RULE)"},
      {"HumanName", "human_name(...)"},
      {"Address", "address(...)"},
      {"ContactPoint", "telecom(...)"},
      {"base64Binary", "base64(...)"},
  };
  const auto* found = std::find_if(std::begin(kCures), std::end(kCures),
                                   [&](const Cure& cure) { return cure.type == wanted; });
  return found == std::end(kCures) ? std::string_view() : found->formula;
}

// "an integer"
std::string WithArticle(std::string_view type) {
  constexpr std::string_view kVowels = "AEIOaeio";
  const bool vowel = kVowels.find(type.front()) != std::string_view::npos || type.starts_with("un");
  return (vowel ? "an " : "a ") + std::string(type);
}

std::string NameOf(const ResultType& result) {
  if (result.type == kRow) return "the code of a table";
  if (result.from_message) return "the text of a message";
  if (result.type == kMoment) return "a time";
  return WithArticle(result.type);
}

std::string Wanted(const TypePlace& place) {
  std::string names;
  for (const FhirType type : place.types) {
    if (place.types.size() > 6) return "one of " + std::to_string(place.types.size()) + " types";
    names += (names.empty() ? "" : " or ") + WithArticle(type.Name());
  }
  return names;
}

std::string_view LastPart(std::string_view url) { return url.substr(url.rfind('/') + 1); }

}  // namespace

bool TypeChecker::CheckOne(const YamlNode& node, const TypePlace& place) {
  if (place.count != TypePlace::Count::kMany) return true;
  Report(node, "type.list", "'" + place.path + "' is a list; write '- ' before the value, or each");
  return false;
}

void TypeChecker::CheckText(const YamlNode& node, std::string_view text, const TypePlace& place) {
  if (!place.IsKnown() || text.empty() || !CheckOne(node, place)) return;
  if (place.is_choice) {
    const ResultType result{.type = "string", .constant = std::string(text)};
    return CheckResult(node, result, place);
  }
  const FhirType type = place.types.front();
  const std::string name(type.Name());
  if (!type.IsPrimitive()) {
    return Report(node, "type.value",
                  "a text cannot be " + WithArticle(name) + "; its elements are wanted here");
  }
  if (type.Json() != JsonKind::kString) {
    return Report(
        node, "type.value",
        "a text cannot be " + WithArticle(name) + "; did you mean =" + std::string(text) + "?");
  }
  if (!IsPrimitiveText(name, text)) {
    return Report(
        node, "type.text",
        "this is no " + name + ", which looks like " + std::string(PrimitiveExample(name)));
  }
  if (!place.fixed.empty() && place.fixed != text) {
    return Report(node, "type.fixed",
                  "the profile takes only '" + std::string(place.fixed) + "' here");
  }
  CheckCode(node, text, place);
}

void TypeChecker::CheckCode(const YamlNode& node, std::string_view code, const TypePlace& place) {
  if (!place.codes || place.codes->Has(code)) return;
  const bool is_code = std::any_of(place.types.begin(), place.types.end(), [](FhirType type) {
    return type.Is("string") || type.Is("uri");
  });
  if (!is_code) return;
  std::vector<std::string> codes;
  std::string list;
  for (std::size_t i = 0; i < place.codes->Size(); ++i) {
    codes.emplace_back(place.codes->At(i));
    list += (i == 0 ? "" : ", ") + codes.back();
  }
  const std::string near = Near(code, codes);
  Report(node, "type.code",
         "'" + std::string(code) + "' is none of the codes of " +
             std::string(LastPart(place.codes->Url())) +
             (!near.empty() || codes.size() > 12 ? near : ": " + list));
}

void TypeChecker::CheckFormula(const YamlNode& node, const Formula& formula,
                               const TypePlace& place) {
  if (!place.IsKnown() || formula.IsEmpty() || !CheckOne(node, place)) return;
  for (const ResultType& result : formula.gives) CheckResult(node, result, place);
}

void TypeChecker::CheckResult(const YamlNode& node, const ResultType& result,
                              const TypePlace& place) {
  const bool fits = std::any_of(place.types.begin(), place.types.end(), [&](FhirType type) {
    return place.is_choice ? Completes(result, type) : Fits(result, type);
  });
  if (!fits) {
    const std::string_view hint = place.types.size() == 1 ? Hint(place.types.front().Name()) : "";
    return Report(node, place.is_choice ? "type.choice" : "type.value",
                  NameOf(result) + " cannot stand here, where " + Wanted(place) + " is wanted" +
                      (hint.empty() ? "" : "; is =" + std::string(hint) + " meant?"));
  }
  const FhirType type = place.types.front();
  if (result.constant && type.IsPrimitive() && !place.is_choice) {
    if (!IsPrimitiveText(type.Name(), *result.constant)) {
      return Report(node, "type.text",
                    "'" + *result.constant + "' is no " + std::string(type.Name()));
    }
    CheckCode(node, *result.constant, place);
  }
  if (result.table != nullptr) CheckTable(node, result, place);
  if (result.resource) CheckReference(node, result, place);
  if (!result.extension.empty()) {
    const std::string url =
        std::string(fhir::kUkCoreUrl) + "Extension-UKCore-" + std::string(result.extension);
    if (const fhir::Extension* extension = fhir::FindExtension(url)) {
      CheckExtensionPlace(node, *extension, place);
    }
  }
}

// A table whose codes the binding does not have.
void TypeChecker::CheckTable(const YamlNode& node, const ResultType& result,
                             const TypePlace& place) {
  std::optional<fhir::CodeSet> codes = place.codes;
  if (!result.extension.empty()) {
    const fhir::Extension* extension = fhir::FindExtension(
        std::string(fhir::kUkCoreUrl) + "Extension-UKCore-" + std::string(result.extension));
    if (extension != nullptr && extension->codes != nullptr)
      codes = fhir::CodeSet(*extension->codes);
  }
  if (!codes) return;
  const Table& table = *result.table;
  const auto check = [&](const Row& row, const std::string& where) {
    const bool other_system = result.type != kRow && !codes->System().empty() &&
                              !row.system.empty() && row.system != codes->System();
    if (row.target.empty() || (codes->Has(row.target) && !other_system)) return true;
    Report(node, "type.code",
           "the table '" + table.name + "' gives '" + row.target + "' (" + where + "), which is " +
               (other_system ? "of another code system than" : "none of the codes of") + " " +
               std::string(LastPart(codes->Url())));
    return false;
  };
  for (const Row& row : table.rows()) {
    if (!check(row, table.PlaceOf(row))) return;
  }
  if (table.unmapped == Unmapped::kUse) check(table.fallback, "unmapped");
}

void TypeChecker::CheckReference(const YamlNode& node, const ResultType& result,
                                 const TypePlace& place) {
  if (!place.element || *result.resource >= resources_.size()) return;
  const fhir::Element& element = *place.element;
  const std::string& type = resources_[*result.resource];
  std::string names;
  for (std::size_t i = 0; i < element.TargetCount(); ++i) {
    const std::string_view target = element.TargetAt(i).Name();
    if (target == type) return;
    names += (i == 0 ? "" : ", ") + std::string(target);
  }
  if (names.empty() || !FhirType::Find(type)) return;
  Report(node, "type.reference", "'" + place.path + "' refers to " + names + ", not to " + type);
}

}  // namespace wardbridge::mapping
