#include "core/discharge/fhir_value.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "model/decimal.h"

namespace wardbridge::discharge {
namespace {

using fhir::Node;

constexpr std::string_view kUcum = "http://unitsofmeasure.org";

// Of every element that has value[x]. A member that is called otherwise is none, and its name,
// which may be anything, is repeated nowhere.
constexpr std::string_view kChoices[] = {
    "valueAttachment", "valueBoolean", "valueCodeableConcept", "valueCoding",      "valueDate",
    "valueDateTime",   "valueDecimal", "valueInteger",         "valuePeriod",      "valueQuantity",
    "valueRange",      "valueRatio",   "valueReference",       "valueSampledData", "valueString",
    "valueTime",       "valueUri"};

std::string DisplayOrCode(const Node& coding) {
  std::string display = coding["display"].Text();
  return display.empty() ? coding["code"].Text() : display;
}

// A Range or Ratio: "1 - 2 mg", "1 : 128".
std::string Joined(const Node& first, const char* sign, const Node& second) {
  const FhirChoice one{first, "valueQuantity"};
  const FhirChoice other{second, "valueQuantity"};
  return TextOfValue(one) + sign + TextOfValue(other);
}

}  // namespace

FhirChoice ValueIn(const Node& element) {
  for (std::size_t i = 0; i < element.Size(); ++i) {
    const std::string_view name = element.KeyAt(i);
    if (std::find(std::begin(kChoices), std::end(kChoices), name) == std::end(kChoices)) continue;
    return {element.ValueAt(i), std::string(name)};
  }
  return {};
}

StatedValue StatedQuantity(const Node& quantity) {
  StatedValue stated;
  stated.number = quantity["value"].NumberText();
  stated.comparator = quantity["comparator"].Text();
  const std::string_view system = quantity["system"].View();
  const bool coded = system.empty() || system == kUcum;
  if (coded) stated.unit = quantity["code"].Text();
  if (stated.unit.empty()) stated.unit = quantity["unit"].Text();
  return stated;
}

StatedValue StatedIn(const FhirChoice& choice) {
  const auto& [value, name] = choice;
  if (name == "valueQuantity") return StatedQuantity(value);
  StatedValue stated;
  if (name == "valueInteger") {
    stated.number = value.NumberText();
  } else if (name == "valueBoolean") {
    stated.yes = value.Boolean();
  } else if (name == "valueString") {
    std::string text(Trim(value.View()));
    if (model::Decimal::Parse(text)) stated.number = text;
    if (!text.empty()) stated.words.push_back(std::move(text));
  } else if (name == "valueCodeableConcept") {
    const Node codings = value["coding"];
    for (std::size_t i = 0; i < codings.Size(); ++i) {
      stated.words.push_back(codings.At(i)["code"].Text());
    }
    for (std::size_t i = 0; i < codings.Size(); ++i) {
      stated.words.push_back(codings.At(i)["display"].Text());
    }
    stated.words.push_back(value["text"].Text());
    std::erase(stated.words, "");
  }
  return stated;
}

std::string TextOfConcept(const Node& concept_node) {
  std::string text = concept_node["text"].Text();
  const Node codings = concept_node["coding"];
  for (std::size_t i = 0; i < codings.Size() && text.empty(); ++i) {
    text = DisplayOrCode(codings.At(i));
  }
  return text;
}

std::string TextOfValue(const FhirChoice& choice) {
  const auto& [value, name] = choice;
  if (value.IsString()) return value.Text();
  if (value.IsNumber()) return value.NumberText();
  if (const auto yes = value.Boolean()) return *yes ? "yes" : "no";
  if (name == "valueCoding") return DisplayOrCode(value);
  if (name == "valueCodeableConcept") return TextOfConcept(value);
  if (name == "valueReference") return value["display"].Text();
  if (name == "valueRange") return Joined(value["low"], " - ", value["high"]);
  if (name == "valueRatio") return Joined(value["numerator"], " : ", value["denominator"]);
  if (name == "valueAttachment") {
    const std::string title = value["title"].Text();
    return title.empty() ? "an attachment" : "attachment: " + title;
  }
  if (!value["value"].IsNumber()) return {};
  std::string text = value["comparator"].Text() + value["value"].NumberText();
  std::string unit = value["unit"].Text();
  if (unit.empty()) unit = value["code"].Text();
  return unit.empty() ? text : text + " " + unit;
}

}  // namespace wardbridge::discharge
