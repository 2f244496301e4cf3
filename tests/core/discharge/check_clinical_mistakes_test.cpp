// One mistake in the stay, the document or an Observation gives exactly its rule's Issue at its
// place.
#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/discharge/check.h"
#include "tests/core/discharge/check_fixture.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(check_clinical_mistakes)

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
    Mistake{"in progress", "encounter-status", kError, kStay, "\"finished\"", "\"in-progress\"",
            ENTRY(2) ".status"},
    Mistake{"inpatient", "encounter-class", kError, kStay, "\"code\":\"HH\"", "\"code\":\"IMP\"",
            ENTRY(2) ".class.code"},
    Mistake{"start without zone", "encounter-period", kError, kStay, "17:16:00+01:00", "17:16:00",
            ENTRY(2) ".period.start"},
    Mistake{"summer time in winter", "london-time", kError, kStay, "2026-11-02T10:00:00+00:00",
            "2026-11-02T11:00:00+01:00", ENTRY(2) ".period.end"},
    Mistake{"superseded", "document-status", kError, kDocument, "\"current\"", "\"superseded\"",
            ENTRY(3) ".status"},
    Mistake{"preliminary", "document-status", kError, kDocument, "\"docStatus\":\"final\"",
            "\"docStatus\":\"preliminary\"", ENTRY(3) ".docStatus"},
    Mistake{"called a discharge summary", "document-title", kError, kDocument,
            "Virtual Ward Remote Monitoring Summary", "Discharge Summary of the Virtual Ward",
            ENTRY(3) ".content[0].attachment.title"},
    Mistake{"two stays", "document-encounter", kError, kDocument, "\"encounter\":[{",
            "\"encounter\":[{\"reference\":\"" URN "03\"},{", ENTRY(3) ".context.encounter"},
    Mistake{"appends", "document-replaces", kError, kDocument, "\"replaces\"", "\"appends\"",
            ENTRY(3) ".relatesTo[0].code"},
    Mistake{"replaces itself", "document-replaces", kError, kDocument, "000000009999",
            "000000009004", ENTRY(3) ".relatesTo[0].target.identifier"},
    Mistake{"date without zone", "document-date", kError, kDocument, "10:15:00.000+00:00",
            "10:15:00", ENTRY(3) ".date"},
    Mistake{"octets", "document-pdf", kError, kDocument, "application/pdf",
            "application/octet-stream", ENTRY(3) ".content"},
    Mistake{"a line end in base64", "document-pdf", kError, kDocument, "\"data\":\"JVBERi0x",
            "\"data\":\"JVBE\\nRi0x", ENTRY(3) ".content[0].attachment.data"},
    Mistake{"one byte more", "document-digest", kError, kDocument, "\"size\":", "\"size\":1",
            ENTRY(3) ".content[0].attachment.size"},
    Mistake{"size as text", "document-digest", kError, kDocument,
            "\"size\":", "\"size\":\"x\",\"wrong\":", ENTRY(3) ".content[0].attachment.size"},
    Mistake{"another hash", "document-digest", kError, kDocument, "\"hash\":\"", "\"hash\":\"x",
            ENTRY(3) ".content[0].attachment.hash"},
    Mistake{"a date only", "document-creation", kError, kDocument,
            "\"creation\":\"2026-11-02T10:15:00+00:00\"", "\"creation\":\"2026-11-02\"",
            ENTRY(3) ".content[0].attachment.creation"},
    Mistake{"entered in error", "observation-status", kError, kDiastolic, "\"final\"",
            "\"entered-in-error\"", ENTRY(15) ".status"},
    Mistake{"a code of another ward", "observation-code", kError, kDiastolic, "1091811000000102",
            "6797001", ENTRY(15) ".code.coding"},
    Mistake{"two SNOMED CT codes", "observation-code", kError, kDiastolic,
            "\"code\":{\"coding\":[{",
            "\"code\":{\"coding\":[{\"system\":\"http://snomed.info/"
            "sct\",\"code\":\"72313002\",\"display\":\"x\"},{",
            ENTRY(15) ".code.coding"},
    Mistake{"no display", "observation-code", kError, kPulse, ",\"display\":\"Pulse rate\"", "",
            ENTRY(16) ".code.coding[0].display"},
    Mistake{"reading as survey", "observation-category", kWarning, kDiastolic, "\"vital-signs\"",
            "\"survey\"", ENTRY(15) ".category[0].coding[0].code"},
    Mistake{"score as text", "observation-value", kError, kSaturationScore, "\"valueInteger\":1",
            "\"valueInteger\":\"1\"", ENTRY(6) ".valueInteger"},
    Mistake{"score with a fraction", "observation-value", kError, kSaturationScore,
            "\"valueInteger\":1", "\"valueInteger\":1.0", ENTRY(6) ".valueInteger"},
    Mistake{"score as a quantity", "observation-value", kError, kSaturationScore,
            "\"valueInteger\":1", "\"valueQuantity\":{\"value\":1}", ENTRY(6) ".valueInteger"},
    Mistake{"two values", "observation-value", kError, kDiastolic,
            "\"valueQuantity\":", "\"valueInteger\":1,\"valueQuantity\":", ENTRY(15) ".value[x]"},
    Mistake{"unknown answer", "observation-value", kError, kAcvpu, "248234008", "271782001",
            ENTRY(17) ".valueCodeableConcept"},
    Mistake{"reading as text", "observation-value", kError, kDiastolic, "\"value\":76",
            "\"value\":\"76\"", ENTRY(15) ".valueQuantity.value"},
    Mistake{"reading with a comparator", "observation-value", kError, kDiastolic, "\"value\":76",
            "\"comparator\":\"<\",\"value\":76", ENTRY(15) ".valueQuantity.comparator"},
    Mistake{"Fahrenheit", "observation-unit", kError, kWarmth, "\"Cel\"", "\"[degF]\"",
            ENTRY(18) ".valueQuantity.code"},
    Mistake{"beats per minute", "observation-unit", kError, kPulse, "\"/min\"", "\"{beats}/min\"",
            ENTRY(16) ".valueQuantity.code"},
    Mistake{"no unit text", "observation-unit", kError, kPulse, "\"unit\":\"per minute\",", "",
            ENTRY(16) ".valueQuantity.unit"},
    Mistake{"another system of units", "observation-unit", kError, kPulse,
            "http://unitsofmeasure.org", "http://example.org/units",
            ENTRY(16) ".valueQuantity.system"},
    Mistake{"no such pressure", "observation-plausible", kWarning, kDiastolic, "\"value\":76",
            "\"value\":760", ENTRY(15) ".valueQuantity.value"},
    Mistake{"a date only", "effective-time", kError, kDiastolic, "2026-10-28T08:31:30+00:00",
            "2026-10-28", ENTRY(15) ".effectiveDateTime"},
    Mistake{"a second before the stay", "inside-stay", kError, kDiastolic,
            "2026-10-28T08:31:30+00:00", "2026-10-20T17:15:59+01:00",
            ENTRY(15) ".effectiveDateTime"},
    Mistake{"a second after the stay", "inside-stay", kError, kDiastolic,
            "2026-10-28T08:31:30+00:00", "2026-11-02T10:00:01+00:00",
            ENTRY(15) ".effectiveDateTime"},
    Mistake{"a reading has members", "news2-links", kError, kDiastolic, "\"status\":",
            "\"hasMember\":[{\"reference\":\"" URN "25\"}],\"status\":", ENTRY(15) ".hasMember"},
    Mistake{"a reading is derived", "news2-links", kError, kDiastolic,
            "\"status\":", "\"derivedFrom\":[{\"reference\":\"" URN "25\"}],\"status\":",
            ENTRY(15) ".derivedFrom"},
    Mistake{"a reading is a member", "news2-links", kError, kTotal, "\"hasMember\":[",
            "\"hasMember\":[{\"reference\":\"" URN "24\"},", ENTRY(4) ".hasMember"},
    Mistake{"no alertness score", "news2-members", kError, kTotal, "{\"reference\":\"" URN "16\"},",
            "", ENTRY(4) ".hasMember"},
    Mistake{"not the sum", "news2-total", kError, kTotal, "\"valueInteger\":5",
            "\"valueInteger\":6", ENTRY(4) ".valueInteger"},
    Mistake{"no source", "news2-sources", kError, kPulseScore,
            ",\n    \"derivedFrom\":[{\"reference\":\"" URN "25\"}]", "", ENTRY(9) ".derivedFrom"},
    Mistake{"diastolic is a source", "news2-sources", kError, kSystolicScore, "\"derivedFrom\":[",
            "\"derivedFrom\":[{\"reference\":\"" URN "24\"},", ENTRY(8) ".derivedFrom"},
    Mistake{"temperature off by a tenth", "news2-sub-score", kError, kWarmth, "38.10", "38.04",
            ENTRY(11) ".valueInteger"},
    Mistake{"on oxygen, scored as on air", "news2-sub-score", kError, kScale2Score,
            "\"valueInteger\":2", "\"valueInteger\":0", ENTRY(19) ".valueInteger"},
    Mistake{"statement says air", "news2-sub-score", kError, kOxygen, "371825009", "722742002",
            ENTRY(20) ".valueInteger"},
    Mistake{"confused, scored as alert", "news2-sub-score", kError, kAcvpu, "248234008",
            "130987000", ENTRY(10) ".valueInteger"},
    Mistake{"score of another minute", "news2-time", kError, kPulseScore, "08:31:30", "08:30:30",
            ENTRY(9) ".effectiveDateTime"},
    Mistake{"total before its scores", "news2-time", kError, kTotal, "08:31:30", "08:31:29",
            ENTRY(4) ".effectiveDateTime"},
    Mistake{"the other scale", "news2-scale-note", kError, kSaturation, "SpO2 scale 1",
            "SpO2 scale 2", ENTRY(13) ".note[0].text"},
    Mistake{"no scale", "news2-scale-note", kWarning, kSaturation2, "SpO2 scale 2", "on the ear",
            ENTRY(21) ".note"}};

}  // namespace

BOOST_DATA_TEST_CASE(one_mistake_gives_the_issue_of_its_rule,
                     boost::unit_test::data::make(kMistakes), m) {
  ExpectOnly(Replaced(Good(), m.entry, m.find, m.with), m.rule, m.severity, m.path);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
