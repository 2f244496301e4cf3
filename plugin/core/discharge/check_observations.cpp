#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.h"
#include "core/clinical/news2.h"
#include "core/discharge/check_rules.h"
#include "model/decimal.h"

namespace wardbridge::discharge {
namespace {

using Level = CodeMeaning::Level;
using model::Parameter;
using model::Vital;

constexpr std::string_view kCategorySystem =
    "http://terminology.hl7.org/CodeSystem/observation-category";

// Statuses that stand: preliminary only because the source said so (data-model section 8).
constexpr std::array<std::string_view, 4> kStatuses = {"final", "amended", "corrected",
                                                       "preliminary"};

bool IsValueKey(std::string_view key) {
  constexpr std::string_view kValue = "value";
  return key.starts_with(kValue) && key.size() > kValue.size() && key[kValue.size()] >= 'A' &&
         key[kValue.size()] <= 'Z';
}

// Points of a score are whole, within its range, and not those that the chart leaves out.
bool IsPossibleScore(const CodeMeaning& meaning, long long points) {
  if (meaning.level == Level::kTotal) return points >= 0 && points <= 20;
  switch (*meaning.parameter) {
    case Parameter::kAirOrOxygen:
      return points == 0 || points == 2;
    case Parameter::kConsciousness:
      return points == 0 || points == 3;
    default:
      return points >= 0 && points <= 3;
  }
}

void CheckScore(const CheckedObservation& observation, CheckReport& report) {
  const fhir::Node value = observation.entry->resource["valueInteger"];
  const std::string path = observation.entry->path + ".valueInteger";
  const auto points = value.Integer();
  if (!points) {
    report.Error(path, "must be a JSON whole number");
  } else if (!IsPossibleScore(*observation.meaning, *points)) {
    report.Error(path, "is no possible value of this score");
  }
}

void CheckAnswer(const CheckedObservation& observation, CheckReport& report) {
  int answers = 0;
  for (const fhir::Node& coding :
       observation.entry->resource["valueCodeableConcept"]["coding"].Items()) {
    if (coding["system"].View() != kSnomedSystem) continue;
    answers += AcvpuOfSnomed(coding["code"].View()) ? 1 : 2;
  }
  if (answers != 1) {
    report.Error(observation.entry->path + ".valueCodeableConcept",
                 "must hold exactly one SNOMED CT answer of ACVPU");
  }
}

void CheckMeasured(const CheckedObservation& observation, CheckReport& report) {
  const fhir::Node quantity = observation.entry->resource["valueQuantity"];
  const std::string path = observation.entry->path + ".valueQuantity";
  if (!model::Decimal::Parse(quantity["value"].NumberText())) {
    report.Error(path + ".value", "must be a JSON number of at most 15 digits without exponent");
  }
  if (quantity["comparator"]) {
    report.Error(path + ".comparator", "a reading of a summary has none");
  }
}

void CheckValueOf(const CheckedObservation& observation, CheckReport& report) {
  const fhir::Node& resource = observation.entry->resource;
  std::size_t values = 0;
  for (std::size_t i = 0; i < resource.Size(); ++i) {
    if (IsValueKey(resource.KeyAt(i))) ++values;
  }
  if (values != 1) {
    report.Error(observation.entry->path + ".value[x]", "must be there exactly once");
    return;
  }
  if (!observation.meaning) return;
  if (observation.meaning->level != Level::kReading) {
    CheckScore(observation, report);
  } else if (observation.meaning->vital == Vital::kConsciousness) {
    CheckAnswer(observation, report);
  } else if (observation.meaning->vital != Vital::kAirOrOxygen || resource["valueQuantity"]) {
    CheckMeasured(observation, report);
  }
}

bool IsMeasured(const CheckedObservation& observation) {
  return observation.Is(Level::kReading) && observation.meaning->vital != Vital::kConsciousness &&
         observation.entry->resource["valueQuantity"];
}

std::string_view WantedCategory(const CodeMeaning& meaning) {
  const bool survey = meaning.level != Level::kReading || meaning.vital == Vital::kConsciousness;
  return survey ? "survey" : "vital-signs";
}

}  // namespace

void CheckObservationStatus(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedObservation& observation : bundle.Observations()) {
    const std::string_view status = observation.entry->resource["status"].View();
    if (std::find(kStatuses.begin(), kStatuses.end(), status) == kStatuses.end()) {
      report.Error(observation.entry->path + ".status", "is not a status that stands");
    }
  }
}

void CheckObservationCode(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedObservation& observation : bundle.Observations()) {
    const std::string path = observation.entry->path + ".code.coding";
    if (!observation.meaning) {
      report.Error(path, "must hold exactly one SNOMED CT code, one that a summary may carry");
    }
    for (const FoundNode& coding :
         Find(observation.entry->resource, observation.entry->path, "code.coding")) {
      if (coding.node["system"].View() == kSnomedSystem && !coding.node["display"]) {
        report.Error(coding.path + ".display", "is missing");
      }
    }
  }
}

void CheckObservationCategory(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedObservation& observation : bundle.Observations()) {
    if (!observation.meaning) continue;
    for (const FoundNode& coding :
         Find(observation.entry->resource, observation.entry->path, "category.coding")) {
      if (coding.node["system"].View() != kCategorySystem) continue;
      if (coding.node["code"].View() != WantedCategory(*observation.meaning)) {
        report.Warning(coding.path + ".code",
                       "should be survey for scores and ACVPU, vital-signs for other readings");
      }
    }
  }
}

void CheckObservationValue(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedObservation& observation : bundle.Observations()) {
    CheckValueOf(observation, report);
  }
}

void CheckObservationUnit(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedObservation& observation : bundle.Observations()) {
    if (!IsMeasured(observation)) continue;
    const fhir::Node quantity = observation.entry->resource["valueQuantity"];
    const std::string path = observation.entry->path + ".valueQuantity";
    if (quantity["system"].View() != kUcumSystem) {
      report.Error(path + ".system", "must be UCUM");
    }
    if (!IsUnitOf(*observation.meaning->vital, quantity["code"].View())) {
      report.Error(path + ".code", "must be the UCUM unit of this reading");
    }
    if (!quantity["unit"]) report.Error(path + ".unit", "is missing");
  }
}

void CheckObservationPlausible(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedObservation& observation : bundle.Observations()) {
    if (!IsMeasured(observation) || observation.meaning->vital == Vital::kAirOrOxygen) continue;
    const auto value =
        model::Decimal::Parse(observation.entry->resource["valueQuantity"]["value"].NumberText());
    if (value && !clinical::IsPlausible(*observation.meaning->vital, *value)) {
      report.Warning(observation.entry->path + ".valueQuantity.value",
                     "lies outside what can be measured in a living patient");
    }
  }
}

void CheckEffectiveTime(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedObservation& observation : bundle.Observations()) {
    if (!observation.time) {
      report.Error(observation.entry->path + ".effectiveDateTime",
                   "must have date, time and offset");
    }
  }
}

void CheckInsideStay(const CheckedBundle& bundle, CheckReport& report) {
  const std::vector<const CheckedEntry*> stays = bundle.Of("Encounter");
  if (stays.empty()) return;
  const fhir::Node period = stays.front()->resource["period"];
  const std::optional<Timestamp> start = ParseInstant(period["start"].View());
  const std::optional<Timestamp> end = ParseInstant(period["end"].View());
  for (const CheckedObservation& observation : bundle.Observations()) {
    if (!observation.time) continue;
    if ((start && *observation.time < *start) || (end && *end < *observation.time)) {
      report.Error(observation.entry->path + ".effectiveDateTime",
                   "lies outside the period of the Encounter");
    }
  }
}

}  // namespace wardbridge::discharge
