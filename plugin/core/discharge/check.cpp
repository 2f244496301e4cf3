#include "core/discharge/check.h"

#include <array>

#include "core/discharge/check_rules.h"

namespace wardbridge::discharge {
namespace {

struct Rule {
  CheckRule about;
  CheckFunction* apply;
};

constexpr CheckRule kReadable = {
    "bundle-json", "the Bundle is JSON without repeated keys, at most 64 levels deep"};

// In the order in which their Issues are listed.
constexpr std::array kRules = {
    Rule{{"bundle-type", "a Bundle of type collection; no entry has request, response or search"},
         CheckBundleType},
    Rule{
        {"bundle-meta", "versionId counts revisions from 1; lastUpdated is an instant with offset"},
        CheckBundleMeta},
    Rule{{"bundle-identifier", "a UUID identifier of the Bundle is a UUID of 36 characters"},
         CheckBundleIdentifier},
    Rule{{"entry-counts",
          "one Patient, Encounter and DocumentReference, at least one Organization, Observations, "
          "nothing else"},
         CheckEntryCounts},
    Rule{{"entry-order", "Patient, Organizations, Encounter, DocumentReference, Observations"},
         CheckEntryOrder},
    Rule{{"resource-id", "the id of the Bundle and of each resource is a lower-case UUID"},
         CheckResourceIds},
    Rule{{"full-url",
          "fullUrl is urn:uuid: and the id of its resource, stands before it, and is used once"},
         CheckFullUrls},
    Rule{{"id-syntax", "every other id is 1 to 64 letters, digits, hyphens and dots"},
         CheckElementIds},
    Rule{{"profile", "meta.profile is exactly the UK Core profile of the type"}, CheckProfiles},
    Rule{{"mandatory", "every mandatory element is there"}, CheckMandatory},
    Rule{{"required", "every element that receivers want is there"}, CheckRequired},
    Rule{{"always-sent", "every optional element that summaries always have is there"},
         CheckAlwaysSent},
    Rule{{"shape", "what repeats is an array, what does not is an object, text is text"},
         CheckShape},
    Rule{{"nothing-empty", "no text, array or object is empty, nothing is null"},
         CheckNothingEmpty},
    Rule{{"clean-text", "no text is the HL7 v2 null or holds control characters"}, CheckCleanText},
    Rule{{"reference-resolves", "every reference is the fullUrl of exactly one entry"},
         CheckReferencesResolve},
    Rule{{"reference-type", "every reference leads to the right type of resource"},
         CheckReferenceTypes},
    Rule{{"no-circle", "references do not lead in a circle"}, CheckNoCycle},
    Rule{{"connected", "references connect every entry with the Patient"}, CheckConnected},
    Rule{{"unique-identifiers", "no two identifiers are equal"}, CheckUniqueIdentifiers},
    Rule{{"identifier-parts", "every identifier has system and value"}, CheckIdentifierParts},
    Rule{{"snomed-code", "every SNOMED CT code has a right check digit"}, CheckSnomedCodes},
    Rule{{"ucum-code", "every UCUM code is one that a summary uses"}, CheckUcumCodes},
    Rule{{"national-code", "every code of a national code system is in it"}, CheckNationalCodes},
    Rule{{"media-type", "contentType is a media type"}, CheckMediaTypes},
    Rule{{"extension-place", "UK Core extensions stand where they belong, once, with their value"},
         CheckExtensionPlaces},
    Rule{{"nhs-number", "the Patient has one NHS number: ten digits with a right check digit"},
         CheckNhsNumber},
    Rule{{"nhs-number-status", "the verification status is of the English code system"},
         CheckNhsNumberStatus},
    Rule{{"patient-code", "gender, uses and types of the Patient are codes of FHIR"},
         CheckPatientCodes},
    Rule{{"birth-date", "birthDate is a calendar date that exists, without zone"}, CheckBirthDate},
    Rule{{"deceased", "deceased is one choice: true or false, or a date"}, CheckDeceased},
    Rule{{"telecom",
          "every telecom with a value has a system; codes are FHIR's; an organisation's is never "
          "home"},
         CheckTelecoms},
    Rule{{"contact", "every contact has a name, telecom, address or organization"}, CheckContacts},
    Rule{{"ods-code", "every Organization has an ODS code, one of each kind at most"},
         CheckOdsCodes},
    Rule{{"encounter-status", "the Encounter is finished"}, CheckEncounterStatus},
    Rule{{"encounter-class", "the class of the Encounter is HH or VR of v3 ActCode"},
         CheckEncounterClass},
    Rule{{"encounter-period",
          "the period has start and end with date, time and offset, in that order"},
         CheckEncounterPeriod},
    Rule{{"london-time", "the offsets of the period are those of Europe/London"}, CheckLondonTime},
    Rule{{"document-status", "the DocumentReference is current and, where stated, final"},
         CheckDocumentStatus},
    Rule{{"document-title",
          "the document has a type or title, and is not called a discharge summary"},
         CheckDocumentTitle},
    Rule{{"document-encounter", "the document leads to the Encounter"}, CheckDocumentEncounter},
    Rule{{"document-replaces", "a document that replaces another names it by master identifier"},
         CheckDocumentReplaces},
    Rule{{"document-date", "the date of the document is an instant"}, CheckDocumentDate},
    Rule{{"document-pdf", "one attachment at least is a PDF in strict base64"}, CheckDocumentPdf},
    Rule{{"document-digest", "size and hash of the PDF agree with its data"}, CheckDocumentDigest},
    Rule{{"document-creation", "the creation of the PDF has date, time and offset"},
         CheckDocumentCreation},
    Rule{{"observation-status", "every Observation is final, amended, corrected or preliminary"},
         CheckObservationStatus},
    Rule{{"observation-code",
          "every Observation has one SNOMED CT code of the allow-list, with display"},
         CheckObservationCode},
    Rule{{"observation-category",
          "category is survey for scores and ACVPU, vital-signs for other readings"},
         CheckObservationCategory},
    Rule{{"observation-value", "one value of the type and range that belongs to the code"},
         CheckObservationValue},
    Rule{{"observation-unit", "every quantity has the UCUM unit that belongs to the code"},
         CheckObservationUnit},
    Rule{{"observation-plausible", "measured values lie inside the plausible limits"},
         CheckObservationPlausible},
    Rule{{"effective-time", "effectiveDateTime has date, time and offset"}, CheckEffectiveTime},
    Rule{{"inside-stay", "effectiveDateTime lies inside the period of the Encounter"},
         CheckInsideStay},
    Rule{{"news2-links",
          "totals have sub-scores as members, sub-scores have sources, nothing else has either"},
         CheckNews2Links},
    Rule{{"news2-members", "a total has each sub-score once"}, CheckNews2Members},
    Rule{{"news2-one-scale",
          "a total has one oxygen saturation sub-score; no reading is scored on both scales"},
         CheckNews2OneScale},
    Rule{{"news2-sources",
          "a sub-score is derived from one reading of its kind, which no other uses"},
         CheckNews2Sources},
    Rule{{"news2-total", "a total is the sum of its sub-scores"}, CheckNews2Total},
    Rule{{"news2-sub-score", "a sub-score is what the NEWS2 chart says of its reading"},
         CheckNews2SubScore},
    Rule{{"news2-time",
          "a sub-score has the time of its reading; a total is not before its sub-scores"},
         CheckNews2Time},
    Rule{{"news2-scale-note",
          "the note of a scored saturation reading names the scale that was used"},
         CheckNews2ScaleNote}};

constexpr auto MakeList() {
  std::array<CheckRule, kRules.size() + 1> list{};
  list[0] = kReadable;
  for (std::size_t i = 0; i < kRules.size(); ++i) list[i + 1] = kRules[i].about;
  return list;
}
constexpr auto kList = MakeList();

}  // namespace

std::span<const CheckRule> CheckRules() { return kList; }

std::vector<model::Issue> Check(std::string_view bundle) {
  CheckReport report;
  auto root = fhir::Node::Parse(bundle);
  if (!root) {
    report.Begin(kReadable.name);
    report.Error("Bundle", root.error().detail);
    return report.Take();
  }
  const CheckedBundle checked(std::move(*root));
  for (const Rule& rule : kRules) {
    report.Begin(rule.about.name);
    rule.apply(checked, report);
  }
  return report.Take();
}

}  // namespace wardbridge::discharge
