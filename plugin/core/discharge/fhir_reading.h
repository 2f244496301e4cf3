// FHIR R4 Observation to readings: docs/readings.md has the table of what is read.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "core/discharge/fhir_reference.h"
#include "core/discharge/options.h"
#include "core/discharge/told_problems.h"
#include "model/reading.h"
#include "model/stay.h"

namespace wardbridge::discharge {

// A reading, and where its value stands in the content.
struct MeasuredReading {
  model::Reading reading;
  std::string pointer;  // RFC 6901 in FHIR JSON; in CSV "LINE,CELL", both counted from 0
};

// What the resources of one content share while they are read. The referenced outlive this.
struct FhirReadingContext {
  const FhirReferences& references;
  const FeedOptions& feed;
  Timestamp received;
  std::int64_t inbox_id = 0;
  // Of each resource that a panel names as its member: the key of the set.
  std::map<std::size_t, std::string> sets = {};
};

// What identifies `resource` at its sender: its first identifier, else its id, else what it is
// about. A digest.
[[nodiscard]] std::string IdentityOf(const FhirResource& resource, const model::PatientIds& patient,
                                     const FeedOptions& feed);

// The members of panels (Observation.hasMember): what they share makes one set of them. A panel
// without identity of its own is told apart by its time.
[[nodiscard]] std::map<std::size_t, std::string> SetsOf(const FhirReferences& references,
                                                        const FeedOptions& feed);

// The indices of the resources that the panel refers to as members.
[[nodiscard]] std::vector<std::size_t> MembersOfPanel(const FhirReferences& references,
                                                      const FhirResource& panel);

// Whether an Observation, or a component of it, is of a vital.
[[nodiscard]] bool SpeaksOfVital(const FhirResource& observation, const FeedOptions& feed);

// Adds the readings of an Observation of `patient`: of itself, and of each component that is a
// vital.
void ReadObservation(std::size_t index, const model::PatientIds& patient,
                     const FhirReadingContext& context, std::vector<MeasuredReading>& readings,
                     ToldProblems& problems);

}  // namespace wardbridge::discharge
