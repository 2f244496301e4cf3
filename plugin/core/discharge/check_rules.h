// The rules of the check, one function each; their names and sentences stand in check.cpp. Inside
// of core/discharge only. A rule reports each fault once and leaves faults that another rule names
// to that rule.
#pragma once

#include "core/discharge/check_bundle.h"

namespace wardbridge::discharge {

using CheckFunction = void(const CheckedBundle&, CheckReport&);

// check_structure.cpp: the Bundle as a whole
CheckFunction CheckBundleType, CheckBundleMeta, CheckBundleIdentifier, CheckEntryCounts,
    CheckEntryOrder, CheckResourceIds, CheckFullUrls, CheckElementIds, CheckProfiles,
    CheckUniqueIdentifiers, CheckIdentifierParts;

// check_elements.cpp: what must be there, and in which form
CheckFunction CheckMandatory, CheckRequired, CheckAlwaysSent, CheckShape, CheckNothingEmpty,
    CheckCleanText, CheckSnomedCodes, CheckUcumCodes, CheckNationalCodes, CheckMediaTypes,
    CheckExtensionPlaces;

// check_references.cpp: the graph
CheckFunction CheckReferencesResolve, CheckReferenceTypes, CheckNoCycle, CheckConnected;

// check_patient.cpp: Patient and Organization
CheckFunction CheckNhsNumber, CheckNhsNumberStatus, CheckPatientCodes, CheckBirthDate,
    CheckDeceased, CheckTelecoms, CheckContacts, CheckOdsCodes;

// check_stay.cpp: Encounter
CheckFunction CheckEncounterStatus, CheckEncounterClass, CheckEncounterPeriod, CheckLondonTime;

// check_document.cpp: DocumentReference and its PDF
CheckFunction CheckDocumentStatus, CheckDocumentTitle, CheckDocumentEncounter,
    CheckDocumentReplaces, CheckDocumentDate, CheckDocumentPdf, CheckDocumentDigest,
    CheckDocumentCreation;

// check_observations.cpp: each Observation by itself
CheckFunction CheckObservationStatus, CheckObservationCode, CheckObservationCategory,
    CheckObservationValue, CheckObservationUnit, CheckObservationPlausible, CheckEffectiveTime,
    CheckInsideStay;

// check_news2.cpp: the scores and their links
CheckFunction CheckNews2Links, CheckNews2Members, CheckNews2Sources, CheckNews2OneScale,
    CheckNews2Total, CheckNews2SubScore, CheckNews2Time, CheckNews2ScaleNote;

}  // namespace wardbridge::discharge
