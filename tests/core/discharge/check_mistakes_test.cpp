// One mistake in the Bundle, the Patient or the Organization gives exactly its rule's Issue at its
// place.
#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/discharge/check.h"
#include "tests/core/discharge/check_fixture.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(check_mistakes)

namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): the tables below are made of its
                          // names
using Severity = model::Issue::Severity;
constexpr auto kError = Severity::kError;
constexpr auto kWarning = Severity::kWarning;

// One mistake: in entry `entry` (0: the Bundle's own elements) the first `find` becomes `with`.
struct Mistake {
  const char* name;
  const char* rule;
  Severity severity;
  int entry;
  const char* find;
  const char* with;
  const char* path;
};
std::ostream& operator<<(std::ostream& out, const Mistake& m) {
  return out << m.rule << ": " << m.name;
}

#define URN "urn:uuid:00000000-0000-5000-8000-0000000000"
#define ENTRY(index) "Bundle.entry[" #index "].resource"

const std::array kMistakes = {
    Mistake{"open bracket", "bundle-json", kError, kBundle, "\"type\":", "\"type\":{", "Bundle"},
    Mistake{"key twice", "bundle-json", kError, kBundle,
            "\"type\":", "\"type\":\"collection\",\"type\":", "Bundle"},
    Mistake{"a document", "bundle-type", kError, kBundle, "\"collection\"", "\"document\"",
            "Bundle.type"},
    Mistake{"a request", "bundle-type", kError, kTrust, "\"resource\":{",
            "\"request\":{\"method\":\"POST\"},\"resource\":{", "Bundle.entry[1].request"},
    Mistake{"version 0", "bundle-meta", kError, kBundle, "\"versionId\":\"2\"",
            "\"versionId\":\"0\"", "Bundle.meta.versionId"},
    Mistake{"version as a number", "bundle-meta", kError, kBundle, "\"versionId\":\"2\"",
            "\"versionId\":2", "Bundle.meta.versionId"},
    Mistake{"no zone", "bundle-meta", kError, kBundle, "10:15:00.000+00:00", "10:15:00.000",
            "Bundle.meta.lastUpdated"},
    Mistake{"35 characters", "bundle-identifier", kError, kBundle, "000000009100\"",
            "00000009100\"", "Bundle.identifier.value"},
    Mistake{"upper case", "bundle-identifier", kError, kBundle, "\"value\":\"00000000",
            "\"value\":\"0000000A", "Bundle.identifier.value"},
    Mistake{"Bundle id is no UUID", "resource-id", kError, kBundle, "\"id\":\"00000000-",
            "\"id\":\"summary-", "Bundle.id"},
    Mistake{"another id", "full-url", kError, kDiastolic, "\"id\":\"00000000", "\"id\":\"00000001",
            "Bundle.entry[15].fullUrl"},
    Mistake{"space in an element id", "id-syntax", kError, kTrust, "\"telecom\":[{",
            "\"telecom\":[{\"id\":\"a b\",", ENTRY(1) ".telecom[0].id"},
    Mistake{"profile of another type", "profile", kError, kTrust, "UKCore-Organization",
            "UKCore-Location", ENTRY(1) ".meta.profile"},
    Mistake{"two profiles", "profile", kError, kTrust, "UKCore-Organization\"",
            "UKCore-Organization\",\"https://example.org/p\"", ENTRY(1) ".meta.profile"},
    Mistake{"master identifier without value", "mandatory", kError, kDocument,
            ",\"value\":\"00000000-0000-5000-8000-000000009004\"", "",
            ENTRY(3) ".masterIdentifier.value"},
    Mistake{"no postcode", "required", kWarning, kPatient, ",\"postalCode\":\"ZZ99 3WZ\"", "",
            ENTRY(0) ".address[0].postalCode"},
    Mistake{"no title", "always-sent", kWarning, kDocument,
            "\"title\":\"Virtual Ward Remote Monitoring Summary\",", "",
            ENTRY(3) ".content[0].attachment.title"},
    Mistake{"custodian is an array", "shape", kError, kDocument,
            "\"custodian\":{\"reference\":\"" URN "02\"}",
            "\"custodian\":[{\"reference\":\"" URN "02\"}]", ENTRY(3) ".custodian"},
    Mistake{"docStatus is a concept", "shape", kError, kDocument, "\"docStatus\":\"final\"",
            "\"docStatus\":{\"text\":\"final\"}", ENTRY(3) ".docStatus"},
    Mistake{"note is plain text", "shape", kError, kDiastolic,
            "\"status\":", "\"note\":[\"text\"],\"status\":", ENTRY(15) ".note[0]"},
    Mistake{"empty text", "nothing-empty", kError, kPatient, "\"Sampleton\"", "\"\"",
            ENTRY(0) ".address[0].city"},
    Mistake{"null", "nothing-empty", kError, kPatient, "\"Sampleton\"", "null",
            ENTRY(0) ".address[0].city"},
    Mistake{"empty object", "nothing-empty", kError, kStay,
            "\"status\":", "\"length\":{},\"status\":", ENTRY(2) ".length"},
    Mistake{"HL7 null", "clean-text", kError, kPatient, "\"Sampleton\"", "\"\\\"\\\"\"",
            ENTRY(0) ".address[0].city"},
    Mistake{"a control character", "clean-text", kError, kPatient, "\"Sampleton\"",
            "\"Sample\\u0007ton\"", ENTRY(0) ".address[0].city"},
    Mistake{"performer is nobody", "reference-resolves", kError, kDiastolic,
            "\"performer\":[{\"reference\":\"" URN "01",
            "\"performer\":[{\"reference\":\"" URN "99", ENTRY(15) ".performer[0].reference"},
    Mistake{"performer is relative", "reference-resolves", kError, kDiastolic,
            "\"performer\":[{\"reference\":\"urn:uuid:", "\"performer\":[{\"reference\":\"Patient/",
            ENTRY(15) ".performer[0].reference"},
    Mistake{"custodian is the Patient", "reference-type", kError, kDocument,
            "\"custodian\":{\"reference\":\"" URN "02", "\"custodian\":{\"reference\":\"" URN "01",
            ENTRY(3) ".custodian.reference"},
    Mistake{"trust is part of itself", "no-circle", kError, kTrust,
            "\"name\":", "\"partOf\":{\"reference\":\"" URN "02\"},\"name\":", ENTRY(1)},
    Mistake{"reading has its score's identifier", "unique-identifiers", kError, kDiastolic,
            "000000009024", "000000009014", ENTRY(15) ".identifier[0]"},
    Mistake{"the same UUID as a URI", "unique-identifiers", kError, kDiastolic,
            "\"system\":\"https://tools.ietf.org/html/"
            "rfc4122\",\"value\":\"00000000-0000-5000-8000-000000009024",
            "\"system\":\"urn:ietf:rfc:3986\",\"value\":\"urn:uuid:00000000-0000-5000-8000-"
            "000000009014",
            ENTRY(15) ".identifier[0]"},
    Mistake{"identifier without system", "identifier-parts", kError, kPatient,
            "\"system\":\"https://rxx.example/Id/mrn\",", "", ENTRY(0) ".identifier[1].system"},
    Mistake{"check digit", "snomed-code", kError, kStay, "270420001", "270420002",
            ENTRY(2) ".type[0].coding[0].code"},
    Mistake{"a unit of time", "ucum-code", kError, kStay, "\"status\":",
            "\"length\":{\"value\":3,\"system\":\"http://"
            "unitsofmeasure.org\",\"code\":\"days\"},\"status\":",
            ENTRY(2) ".length.code"},
    Mistake{"discharge method 2", "national-code", kError, kStay,
            "DischargeMethodEngland\",\"code\":\"1\"", "DischargeMethodEngland\",\"code\":\"2\"",
            ENTRY(2) ".extension[0].valueCodeableConcept.coding[0].code"},
    Mistake{"admission method with a leading zero", "national-code", kError, kStay,
            "AdmissionMethodEngland\",\"code\":\"2D\"", "AdmissionMethodEngland\",\"code\":\"02D\"",
            ENTRY(2) ".hospitalization.extension[0].valueCodeableConcept.coding[0].code"},
    Mistake{"a second content of no type", "media-type", kError, kDocument, "\"content\":[{",
            "\"content\":[{\"attachment\":{\"contentType\":\"pdf\",\"title\":\"x\",\"size\":1,"
            "\"hash\":\"x\"}},{",
            ENTRY(3) ".content[0].attachment.contentType"},
    Mistake{"discharge method on the hospitalization", "extension-place", kError, kStay,
            "Extension-UKCore-AdmissionMethod", "Extension-UKCore-DischargeMethod",
            ENTRY(2) ".hospitalization.extension[0]"},
    Mistake{"extension without value", "extension-place", kError, kStay,
            "AdmissionMethod\",\"valueCodeableConcept\"", "AdmissionMethod\",\"valueWrong\"",
            ENTRY(2) ".hospitalization.extension[0].valueCodeableConcept"},
    Mistake{"check digit", "nhs-number", kError, kPatient, "9990000018", "9990000017",
            ENTRY(0) ".identifier[0].value"},
    Mistake{"spaces", "nhs-number", kError, kPatient, "9990000018", "999 000 0018",
            ENTRY(0) ".identifier[0].value"},
    Mistake{"another system", "nhs-number", kError, kPatient, "https://fhir.nhs.uk/Id/nhs-number",
            "https://rxx.example/nhs", ENTRY(0) ".identifier"},
    Mistake{"the retired code system", "nhs-number-status", kError, kPatient,
            "UKCore-NHSNumberVerificationStatusEngland", "UKCore-NHSNumberVerificationStatus",
            ENTRY(0) ".identifier[0].extension[0].valueCodeableConcept.coding[0].system"},
    Mistake{"gender F", "patient-code", kError, kPatient, "\"female\"", "\"F\"",
            ENTRY(0) ".gender"},
    Mistake{"use of an address", "patient-code", kError, kPatient, "\"address\":[{\"use\":\"home\"",
            "\"address\":[{\"use\":\"H\"", ENTRY(0) ".address[0].use"},
    Mistake{"no leap year", "birth-date", kError, kPatient, "1944-02-29", "1945-02-29",
            ENTRY(0) ".birthDate"},
    Mistake{"with a zone", "birth-date", kError, kPatient, "1944-02-29", "1944-02-29Z",
            ENTRY(0) ".birthDate"},
    Mistake{"both choices", "deceased", kError, kPatient, "\"gender\":",
            "\"deceasedBoolean\":true,\"deceasedDateTime\":\"2026-11-01\",\"gender\":",
            ENTRY(0) ".deceased[x]"},
    Mistake{"a word", "deceased", kError, kPatient,
            "\"gender\":", "\"deceasedBoolean\":\"true\",\"gender\":", ENTRY(0) ".deceased[x]"},
    Mistake{"no system", "telecom", kError, kPatient, "\"telecom\":[{\"system\":\"phone\",",
            "\"telecom\":[{", ENTRY(0) ".telecom[0].system"},
    Mistake{"a trust at home", "telecom", kError, kTrust, "\"use\":\"work\"", "\"use\":\"home\"",
            ENTRY(1) ".telecom[0].use"},
    Mistake{"no ODS code", "ods-code", kError, kTrust, "ods-organization-code", "trust-code",
            ENTRY(1) ".identifier"},
    Mistake{"small letters", "ods-code", kError, kTrust, "\"RXX\"", "\"rxx\"",
            ENTRY(1) ".identifier[0].value"}};

}  // namespace

BOOST_DATA_TEST_CASE(one_mistake_gives_the_issue_of_its_rule,
                     boost::unit_test::data::make(kMistakes), m) {
  ExpectOnly(Replaced(Good(), m.entry, m.find, m.with), m.rule, m.severity, m.path);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
