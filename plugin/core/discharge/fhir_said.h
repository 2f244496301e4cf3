// What a sender says about a measurement beside its value: FHIR R4 interpretation, referenceRange,
// device, performer, note, issued.
#pragma once

#include <optional>
#include <string>

#include "base/phi.h"
#include "base/timestamp.h"
#include "core/discharge/fhir_reference.h"
#include "core/discharge/options.h"
#include "core/discharge/reading_time.h"
#include "core/discharge/told_problems.h"
#include "model/reading.h"

namespace wardbridge::discharge {

// When the sender said so: `issued`, else when the resource was last updated.
[[nodiscard]] std::optional<Timestamp> StatedAt(const fhir::Node& resource,
                                                const FeedOptions& feed);

// Warns of a time that the clocks of the zone show twice, or never.
void TellTime(const ReadingTime& time, const std::string& place, ToldProblems& problems);

// The code of HL7 table 0078; "" when there is none.
[[nodiscard]] std::string FlagIn(const fhir::Node& element);

// Limits of the first referenceRange that has any.
void ReadLimits(const fhir::Node& element, const std::string& place, const FeedOptions& feed,
                model::Reading& reading, ToldProblems& problems);

// The name of the device; "" when none is stated.
[[nodiscard]] std::string DeviceOf(const FhirResource& resource, const FhirReferences& references);

[[nodiscard]] model::MeasuredBy PerformerOf(const FhirResource& resource,
                                            const FhirReferences& references);

// Who a reference of `resource` means: its subject, a related person, staff.
[[nodiscard]] model::MeasuredBy PersonMeant(const fhir::Node& reference,
                                            const FhirResource& resource,
                                            const FhirReferences& references);

// All notes, one a line.
[[nodiscard]] Phi<std::string> NoteOf(const FhirResource& resource, ToldProblems& problems);

}  // namespace wardbridge::discharge
