#include "core/discharge/fhir_patient.h"

#include <utility>

#include "base/text.h"

namespace wardbridge::discharge {
namespace {

using fhir::Node;

constexpr std::string_view kNhsNumber = "https://fhir.nhs.uk/Id/nhs-number";
constexpr std::size_t kMostIdentifiers = 100;
constexpr std::size_t kLongestNumber = 200;

// "1944-02-29", "1944-02" or "1944" without its hyphens; "" when it is none of these.
std::string BirthDigits(std::string_view date) {
  constexpr std::string_view kShape = "dddd-dd-dd";
  if (date.size() != 4 && date.size() != 7 && date.size() != kShape.size()) return {};
  std::string digits;
  for (std::size_t i = 0; i < date.size(); ++i) {
    const bool wanted = kShape[i] == 'd' ? IsDigit(date[i]) : date[i] == '-';
    if (!wanted) return {};
    if (IsDigit(date[i])) digits.push_back(date[i]);
  }
  return digits;
}

}  // namespace

std::string PersonKey(const model::PatientIds& ids) {
  std::string key = ids.birth_date.Reveal();
  for (const std::string& one : model::PatientKeys(ids)) key += '\x1F' + one;
  return key;
}

bool FhirPatients::AddIdentifier(const Node& identifier, const std::string& place,
                                 model::PatientIds& ids) {
  const std::string_view system = Trim(identifier["system"].View());
  const std::string_view value = Trim(identifier["value"].View());
  if (value.empty() || value.size() > kLongestNumber) return true;
  if (identifier["use"].View() == "old") return true;
  if (system == kNhsNumber) {
    auto number = model::NhsNumber::Parse(value);
    if (!number) {
      problems_.Warn("nhs-number.invalid", place,
                     "claims to be an NHS number and fails the check: not used");
      return true;
    }
    if (ids.nhs_number && *ids.nhs_number != *number) return false;
    ids.nhs_number = std::move(number);
    return true;
  }
  for (const auto& [assigner, systems] : feed_.assigners) {
    if (systems.patient_system.empty() || systems.patient_system != system) continue;
    ids.local.emplace_back(std::string(value) + "|" + assigner);
  }
  return true;
}

std::optional<model::PatientIds> FhirPatients::Read(const Node& patient, const std::string& place) {
  model::PatientIds ids;
  const Node identifiers = patient["identifier"];
  if (identifiers.Size() > kMostIdentifiers) {
    problems_.Refuse("patient.identifiers", place + ".identifier", "more than 100 identifiers");
    return std::nullopt;
  }
  for (std::size_t i = 0; i < identifiers.Size(); ++i) {
    const std::string at = place + ".identifier[" + std::to_string(i) + "]";
    if (AddIdentifier(identifiers.At(i), at, ids)) continue;
    problems_.Refuse("nhs-number.conflict", at, "two different NHS numbers");
    return std::nullopt;
  }
  const Node birth_date = patient["birthDate"];
  ids.birth_date = Phi<std::string>(BirthDigits(birth_date.View()));
  if (birth_date && ids.birth_date.Empty()) {
    problems_.Warn("date.malformed", place + ".birthDate", "not a date: not used");
  }
  return ids;
}

const std::optional<model::PatientIds>& FhirPatients::Known(std::size_t index) {
  const auto known = known_.find(index);
  if (known != known_.end()) return known->second;
  const FhirResource& resource = references_.resources()[index];
  return known_.emplace(index, Read(resource.node, resource.place)).first->second;
}

std::optional<model::PatientIds> FhirPatients::SubjectOf(const FhirResource& resource) {
  const Node subject = resource.node["subject"];
  const std::string place = resource.place + ".subject";
  const auto nobody = [&](const char* code, const char* text) {
    problems_.Refuse(code, place, text);
    return std::nullopt;
  };
  std::optional<model::PatientIds> ids;
  if (const Node contained = ContainedIn(resource.node, subject)) {
    if (contained["resourceType"].View() != "Patient") {
      return nobody("reading.no-patient", "is about no patient");
    }
    ids = Read(contained, place);
    if (!ids) return std::nullopt;
  }
  bool refused = false;
  for (const std::size_t index : references_.Find(subject, resource)) {
    if (references_.resources()[index].type != "Patient") continue;
    const std::optional<model::PatientIds>& one = Known(index);
    refused = refused || !one;
    if (ids && one && *ids != *one) {
      return nobody("reading.several-patients", "refers to Patients with different numbers");
    }
    if (one) ids = one;
  }
  if (refused) return nobody("reading.no-patient", "refers to a Patient that is not used");
  if (!ids && subject["identifier"].IsObject()) {
    ids.emplace();
    AddIdentifier(subject["identifier"], place + ".identifier", *ids);
  }
  if (!ids) return nobody("reading.no-patient", "names no Patient of this Bundle");
  if (model::PatientKeys(*ids).empty()) {
    return nobody("reading.no-patient",
                  "the patient has neither an NHS number nor a number of an assigner of the feed");
  }
  return ids;
}

}  // namespace wardbridge::discharge
