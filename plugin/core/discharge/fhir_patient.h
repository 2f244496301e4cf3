// Whose a FHIR resource is: the numbers of a Patient, and the subject of an Observation.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/discharge/fhir_reference.h"
#include "core/discharge/options.h"
#include "core/discharge/told_problems.h"
#include "model/stay.h"

namespace wardbridge::discharge {

// The patients of one content. All arguments must outlive it. One thread: it tells each problem of
// a Patient once.
class FhirPatients {
 public:
  FhirPatients(const FhirReferences& references, const FeedOptions& feed, ToldProblems& problems)
      : references_(references), feed_(feed), problems_(problems) {}

  // Of `subject`: the Patient it refers to (contained, or in the same Bundle), else the one its
  // identifier names. Nothing, and a problem, when that is nobody, or not one person.
  [[nodiscard]] std::optional<model::PatientIds> SubjectOf(const FhirResource& resource);

 private:
  // What a Patient says of itself; nothing when its numbers contradict each other.
  const std::optional<model::PatientIds>& Known(std::size_t index);
  std::optional<model::PatientIds> Read(const fhir::Node& patient, const std::string& place);
  // False: a second NHS number.
  bool AddIdentifier(const fhir::Node& identifier, const std::string& place,
                     model::PatientIds& ids);

  const FhirReferences& references_;
  const FeedOptions& feed_;
  ToldProblems& problems_;
  std::map<std::size_t, std::optional<model::PatientIds>> known_;  // by resource
};

// Text that is the same for the same person with the same numbers and birth date. Patient data.
[[nodiscard]] std::string PersonKey(const model::PatientIds& ids);

}  // namespace wardbridge::discharge
