// FHIR R4 QuestionnaireResponse and Communication to texts: docs/readings.md has the table of what
// is read.
#pragma once

#include <vector>

#include "core/discharge/fhir_reading.h"
#include "core/discharge/told_problems.h"
#include "model/clinical_text.h"

namespace wardbridge::discharge {

// Adds the text of a QuestionnaireResponse or a Communication of `patient`, if it can be used.
void ReadFhirText(const FhirResource& resource, const model::PatientIds& patient,
                  const FhirReadingContext& context, std::vector<model::ClinicalText>& texts,
                  ToldProblems& problems);

}  // namespace wardbridge::discharge
