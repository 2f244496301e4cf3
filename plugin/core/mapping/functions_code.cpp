// Codes, quantities and the systems of identifiers.
#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "base/text.h"
#include "core/mapping/functions.h"
#include "core/mapping/ready.h"
#include "core/mapping/run.h"
#include "model/decimal.h"

namespace wardbridge::mapping {
namespace {

using Args = std::span<const Value>;
using fhir::JsonWriter;

constexpr std::string_view kUcum = "http://unitsofmeasure.org";
constexpr std::string_view kExtensions =
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-";

// The extensions of UK Core that hold one coded value, by function (spec/code-maps sections 3 to
// 8).
struct CodedExtension {
  std::string_view function;
  std::string_view name;  // the end of its url
};
constexpr CodedExtension kCoded[] = {
    {"discharge_method", "DischargeMethod"},
    {"admission_method", "AdmissionMethod"},  // of Encounter.hospitalization
    {"ethnic_category", "EthnicCategory"},
    {"nhs_number_status", "NHSNumberVerificationStatus"},  // of Patient.identifier
};
constexpr std::string_view kDeathNotification = "DeathNotificationStatus";  // of Patient

// A row of a table, or the code that `unmapped: keep-source-code` or `use` left in its place.
Outcome Coding(Run& run, const Call&, Args args, JsonWriter& writer) {
  if (args[0].kind == Kind::kRow) {
    writer.Value(args[0].row().coding);
  } else {
    WriteCoding({}, run.TextOf(args[0]), {}, writer);
  }
  return Outcome::kWritten;
}

// codeable(row, text?): the coding of a row, and a text beside it; only the text where there is no
// row.
Outcome Codeable(Run& run, const Call&, Args args, JsonWriter& writer) {
  const bool has_row = args[0].kind == Kind::kRow;
  const Value& words = has_row || args[0].IsPresent() || args.size() < 2 ? args[0] : args[1];
  std::string_view text = has_row ? std::string_view() : run.TextOf(words);
  if (has_row && args.size() > 1) text = run.TextOf(args[1]);
  if (!has_row && text.empty()) return OutcomeOf(args[0]);
  writer.BeginObject();
  if (has_row) {
    writer.Key("coding");
    writer.BeginArray();
    Coding(run, {}, args, writer);
    writer.EndArray();
  }
  writer.TextMember("text", text);
  writer.EndObject();
  return Outcome::kWritten;
}

// quantity(value, unit): `unit` is a UCUM code, or a row with the code and the words for it.
Outcome Quantity(Run& run, const Call& call, Args args, JsonWriter& writer) {
  const auto number = model::Decimal::Parse(run.TextOf(args[0]));
  if (!number) {
    run.Fail("mapping.number", call.place, "not a number");
    return Outcome::kFailed;
  }
  writer.BeginObject();
  writer.Key("value");
  writer.Number(number->Text());
  if (args[1].IsPresent()) {
    const bool has_row = args[1].kind == Kind::kRow;
    const std::string_view code = run.TextOf(args[1]);
    writer.TextMember("unit",
                      has_row && !args[1].row().display.empty() ? args[1].row().display : code);
    writer.TextMember("system",
                      has_row && !args[1].row().system.empty() ? args[1].row().system : kUcum);
    writer.TextMember("code", code);
  }
  writer.EndObject();
  return Outcome::kWritten;
}

void WriteUrl(Run& run, std::string_view name, JsonWriter& writer) {
  writer.TextMember("url", run.arena.Keep({kExtensions, name}));
}

Outcome Extension(Run& run, const Call& call, Args args, JsonWriter& writer) {
  const auto* coded =
      std::find_if(std::begin(kCoded), std::end(kCoded),
                   [&](const auto& extension) { return extension.function == call.name; });
  writer.BeginObject();
  WriteUrl(run, coded->name, writer);
  writer.Key("valueCodeableConcept");
  Codeable(run, call, args, writer);
  writer.EndObject();
  return Outcome::kWritten;
}

// death_notification(row, since?): of Patient. Its parts are extensions themselves.
Outcome DeathNotification(Run& run, const Call& call, Args args, JsonWriter& writer) {
  writer.BeginObject();
  WriteUrl(run, kDeathNotification, writer);
  writer.Key("extension");
  writer.BeginArray();
  writer.BeginObject();
  writer.TextMember("url", "deathNotificationStatus");
  writer.Key("valueCodeableConcept");
  Codeable(run, call, args.first(1), writer);
  writer.EndObject();
  if (args.size() > 1 && args[1].IsPresent()) {
    writer.BeginObject();
    writer.TextMember("url", "systemEffectiveDate");
    writer.TextMember("valueDateTime", run.TextOf(args[1]));
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return Outcome::kWritten;
}

// The system of a number by the assigning authority that the message names, from the feed's
// `assigners`. An authority that is not stated or not configured is a fault: a number must not be
// sent without its system.
Value SystemOf(Run& run, const Call& call, Args args, const std::string Assigner::*system) {
  const std::string name = UpperAscii(Trim(run.TextOf(args[0])));
  if (name.empty()) return run.Fail("mapping.assigner", call.place, "no assigner stated");
  if (run.inputs.assigners != nullptr) {
    const auto at = run.inputs.assigners->find(name);
    if (at != run.inputs.assigners->end() && !(at->second.*system).empty()) {
      return Value::Text(at->second.*system);
    }
  }
  return run.Fail("mapping.assigner", call.place, "an assigner without a configured system");
}

Value PatientSystem(Run& run, const Call& call, Args args) {
  return SystemOf(run, call, args, &Assigner::patient_system);
}

Value VisitSystem(Run& run, const Call& call, Args args) {
  return SystemOf(run, call, args, &Assigner::visit_system);
}

constexpr Function kCodeFunctions[] = {
    {.name = "coding", .signature = "R", .structure = Coding, .type_name = "Coding"},
    {.name = "codeable",
     .signature = "VV?",
     .takes_nothing = true,
     .structure = Codeable,
     .type_name = "CodeableConcept"},
    {.name = "quantity", .signature = "VV", .structure = Quantity, .type_name = "Quantity"},
    {.name = "discharge_method",
     .signature = "R",
     .structure = Extension,
     .type_name = "Extension",
     .extension = kCoded[0].name},
    {.name = "admission_method",
     .signature = "R",
     .structure = Extension,
     .type_name = "Extension",
     .extension = kCoded[1].name},
    {.name = "ethnic_category",
     .signature = "R",
     .structure = Extension,
     .type_name = "Extension",
     .extension = kCoded[2].name},
    {.name = "nhs_number_status",
     .signature = "R",
     .structure = Extension,
     .type_name = "Extension",
     .extension = kCoded[3].name},
    {.name = "death_notification",
     .signature = "RV?",
     .structure = DeathNotification,
     .type_name = "Extension",
     .extension = kDeathNotification},
    {.name = "patient_system",
     .signature = "V",
     .takes_nothing = true,
     .value = PatientSystem,
     .type_name = "uri"},
    {.name = "visit_system",
     .signature = "V",
     .takes_nothing = true,
     .value = VisitSystem,
     .type_name = "uri"},
};

}  // namespace

std::span<const Function> CodeFunctions() { return kCodeFunctions; }

}  // namespace wardbridge::mapping
