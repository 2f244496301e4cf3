#include "core/mapping/functions.h"

#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "base/digest.h"
#include "tests/core/mapping/lab.h"

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(functions)

namespace {

struct Case {
  const char* name;
  std::string formula;
  std::string field;  // PID-5 of the message
  std::string want;
  const char* issues = "";
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

void Check(const Case& c) {
  const lab::Result result =
      lab::RunValue("'" + c.formula + "'", "PID|1||||" + c.field,
                    "  u: {file: tables/u.csv, unmapped: keep-source-code}",
                    {{"tables/u.csv", "source,target,display,system\nA,a1,Word,http://s\n"}});
  BOOST_TEST(result.value == c.want);
  BOOST_TEST(result.Codes() == c.issues);
}

const std::vector<Case> kTexts = {
    {"trim", "=trim(concat(\" a\", PID-5, \" \"))", "b", "\"ab\""},
    {"upper", "=upper(PID-5)", "aB1", "\"AB1\""},
    {"lower", "=lower(PID-5)", "aB1", "\"ab1\""},
    {"concat leaves out what is missing", "=concat(\"x\", PID-6, PID-5)", "b", "\"xb\""},
    {"join puts separators between what is there", "=join(\"/\", PID-5, PID-6, \"z\")", "b",
     "\"b/z\""},
    {"substr counts characters", "=substr(PID-5, 2, 2)", "Zo\xC3\xABl", "\"o\xC3\xAB\""},
    {"substr to the end", "=substr(PID-5, 3)", "abcd", "\"cd\""},
    {"substr beyond the end is nothing", "=substr(PID-5, 9)", "abcd", ""},
    {"pad on the left", "=pad(PID-5, 4, \"0\")", "7", "\"0007\""},
    {"pad leaves what is wide enough", "=pad(PID-5, 2, \"0\")", "777", "\"777\""},
    {"match gives the group", "=match(PID-5, \"^NSTS(\\d\\d)$\")", "NSTS04", "\"04\""},
    {"match gives the whole without group", "=match(PID-5, \"\\d+\")", "a12b", "\"12\""},
    {"match without match is nothing", "=match(PID-5, \"^\\d+$\")", "a12b", ""},
    {"base64 of a text", "=base64(PID-5)", "%PDF-", "\"JVBERi0=\""},
    {"sha1 of a text", "=sha1(PID-5)", "abc", "\"qZk+NkcGgWq6PiVxeFDCbJzQ2J0=\""},
    {"number keeps its digits", "=number(PID-5)", "36.60", "36.60"},
    {"what is no number is a warning", "=number(PID-5)", "hot", "", "warning mapping.number PID-5"},
    {"an NHS number loses its blanks", "=nhs_number(PID-5)", "999 000 0018", "\"9990000018\""},
    {"a wrong check digit is a warning", "=nhs_number(PID-5)", "9990000019", "",
     "warning mapping.nhs-number PID-5"},
    {"an ODS code is put in capitals", "=ods(PID-5)", "rxx01", "\"RXX01\""},
    {"what is no ODS code is a warning", "=ods(PID-5)", "R-1", "", "warning mapping.ods PID-5"},
    {"uuid5 joins its parts", "=uuid5(\"a\", PID-5)", "b",
     "\"" +
         Uuid5("a\x1f"
               "b") +
         "\""},
    {"uuid5 of a missing part is a fault", "=uuid5(\"a\", PID-6)", "b", "",
     "warning mapping.id x.v"},
    {"yes", "=yes_no(PID-5)", "y", "true"},
    {"no", "=yes_no(PID-5)", "N", "false"},
    {"neither", "=yes_no(PID-5)", "maybe", "", "warning mapping.yes-no PID-5"},
    {"true only says nothing for no", "=true_only(PID-5)", "N", ""},
    {"a deleted value passes through", "=upper(PID-5)", "\"\"", ""},
    {"with_warning gives the value and warns", "=with_warning(PID-5, \"why\")", "b", "\"b\"",
     "warning mapping.doubtful PID-5"},
    {"a system of a configured assigner", "=patient_system(PID-5)", "rxx",
     "\"https://rxx.example/Id/mrn\""},
    {"a system of a visit", "=visit_system(PID-5)", "RXX", "\"https://rxx.example/Id/visit\""},
    {"an unknown assigner is a warning", "=visit_system(PID-5)", "RYY", "",
     "warning mapping.assigner PID-5"},
    {"a missing assigner is a warning", "=visit_system(PID-6)", "RYY", "",
     "warning mapping.assigner PID-6"},
};
BOOST_DATA_TEST_CASE(a_text_function_gives_its_text, boost::unit_test::data::make(kTexts), c) {
  Check(c);
}

const std::vector<Case> kTimes = {
    {"a date", "=date(PID-5)", "19440229", "\"1944-02-29\""},
    {"a date with midnight is a date", "=date(PID-5)", "19440229000000", "\"1944-02-29\""},
    {"a year and month", "=date(PID-5)", "194402", "\"1944-02\""},
    {"no such day", "=date(PID-5)", "19450229", "", "warning mapping.date PID-5"},
    {"summer time", "=datetime(PID-5)", "202607011530", "\"2026-07-01T15:30:00+01:00\""},
    {"winter time", "=datetime(PID-5)", "202601011530", "\"2026-01-01T15:30:00+00:00\""},
    {"an offset of its own", "=datetime(PID-5)", "20260701153000+0000",
     "\"2026-07-01T16:30:00+01:00\""},
    {"a date stays a date", "=datetime(PID-5)", "20260701", "\"2026-07-01\""},
    {"an instant has milliseconds", "=instant(PID-5)", "20260701153000.25",
     "\"2026-07-01T15:30:00.250+01:00\""},
    {"a date is no instant", "=instant(PID-5)", "20260701", "", "warning mapping.date PID-5"},
    {"the day of a time", "=date(stay.start)", "x", "\"2026-10-20\""},
    {"age before the birthday", "=age(PID-5, stay.start)", "19441021", "81"},
    {"age on the birthday", "=age(PID-5, stay.start)", "19441020", "82"},
    {"age of a year alone is not known", "=age(PID-5, stay.start)", "1944", "",
     "warning mapping.date PID-5"},
};
BOOST_DATA_TEST_CASE(a_time_function_gives_its_time, boost::unit_test::data::make(kTimes), c) {
  Check(c);
}

const std::vector<Case> kPeople = {
    {"a legal name", "=human_name(PID-5)", "Bell^Ann^May Rose^Jr^Dr^^L",
     R"({"use":"official","family":"Bell","given":["Ann","May","Rose"],"prefix":["Dr"],"suffix":["Jr"]})"},
    {"a name without type is official where it is first", "=human_name(PID-5)", "Bell^Mary Ann",
     R"({"use":"official","family":"Bell","given":["Mary Ann"]})"},
    {"a second name without type has no use", "=human_name(PID-5[2])", "Bell^Ann~Ball^Ann",
     R"({"family":"Ball","given":["Ann"]})"},
    {"a maiden name", "=human_name(PID-5)", "Bell^^^^^^PREVIOUS-MAIDEN",
     R"({"use":"maiden","family":"Bell"})"},
    {"a name of a type that nobody knows takes the stated use", "=human_name(PID-5, \"official\")",
     "Bell^Ann^^^^^CURRENT", R"({"use":"official","family":"Bell","given":["Ann"]})"},
    {"a known type wins over the stated use", "=human_name(PID-5, \"official\")", "Bell^Ann^^^^^A",
     R"({"use":"nickname","family":"Bell","given":["Ann"]})"},
    {"a name of a title only is no name", "=human_name(PID-5)", "^^^^Dr^^L", ""},
    {"deleted parts are no text", "=human_name(PID-5)", "Bell^\"\"",
     R"({"use":"official","family":"Bell"})"},
    {"an address", "=address(PID-5)", "1 Road^Flat 2^Leeds^Yorks^ls1 1aa^GBR^H",
     R"({"use":"home","line":["1 Road","Flat 2"],"city":"Leeds","district":"Yorks","postalCode":"LS1 1AA","country":"GBR"})"},
    {"a postal address", "=address(PID-5)", "1 Road^^^^LS1 1AA^^PST",
     R"({"type":"postal","line":["1 Road"],"postalCode":"LS1 1AA"})"},
    {"a street in parts", "=address(PID-5)", "&Long Lane&7^^^^LS1 1AA",
     R"({"line":["7 Long Lane"],"postalCode":"LS1 1AA"})"},
    {"an address without postcode warns", "=address(PID-5)", "1 Road", R"({"line":["1 Road"]})",
     "warning mapping.postcode PID-5"},
    {"a country alone is no address", "=address(PID-5)", "^^^^^GBR^H", ""},
    {"a home telephone", "=telecom(PID-5)", "01632 960001^PRN^PH",
     R"({"system":"phone","value":"01632 960001","use":"home"})"},
    {"a mobile", "=telecom(PID-5)", "07700 900001^PRN^CP",
     R"({"system":"phone","value":"07700 900001","use":"mobile"})"},
    {"a fax at work", "=telecom(PID-5)", "01632 960001^WPN^FX",
     R"({"system":"fax","value":"01632 960001","use":"work"})"},
    {"an e-mail in its place", "=telecom(PID-5)", "^NET^Internet^e@example.org",
     R"({"system":"email","value":"e@example.org"})"},
    {"an e-mail in the wrong place", "=telecom(PID-5)", "e@example.org^NET",
     R"({"system":"email","value":"e@example.org"})"},
    {"a number in parts", "=telecom(PID-5)", "^PRN^PH^^44^1632^960001^9",
     R"({"system":"phone","value":"+44 1632 960001 x9","use":"home"})"},
    {"the use of the field where none is stated", "=telecom(PID-5, \"work\")", "01632 960001",
     R"({"system":"phone","value":"01632 960001","use":"work"})"},
    {"a use without number is nothing", "=telecom(PID-5)", "^PRN^PH", ""},
    {"the first of two that is written", "=telecom(PID-6) or telecom(PID-5)", "1",
     R"({"system":"phone","value":"1"})"},
};
BOOST_DATA_TEST_CASE(a_person_function_writes_its_type, boost::unit_test::data::make(kPeople), c) {
  Check(c);
}

const std::vector<Case> kCodes = {
    {"a coding", "=coding(lookup(u, PID-5))", "a",
     R"({"system":"http://s","code":"a1","display":"Word"})"},
    {"a concept", "=codeable(lookup(u, PID-5))", "A",
     R"({"coding":[{"system":"http://s","code":"a1","display":"Word"}]})"},
    {"a concept with text", "=codeable(lookup(u, PID-5), PID-5)", "A",
     R"({"coding":[{"system":"http://s","code":"a1","display":"Word"}],"text":"A"})"},
    {"a concept of a kept code is its text", "=codeable(lookup(u, PID-5))", "Q", R"({"text":"Q"})"},
    {"a concept of nothing is nothing", "=codeable(lookup(u, PID-6))", "Q", ""},
    {"a quantity with a row", "=quantity(\"36.60\", lookup(u, PID-5))", "A",
     R"({"value":36.60,"unit":"Word","system":"http://s","code":"a1"})"},
    {"a quantity with a code", "=quantity(PID-5, \"/min\")", "72",
     R"({"value":72,"unit":"/min","system":"http://unitsofmeasure.org","code":"/min"})"},
    {"a quantity of no number warns", "=quantity(PID-5, \"/min\")", "fast", "",
     "warning mapping.number PID-5"},
    {"the discharge method", "=discharge_method(lookup(u, PID-5))", "A",
     R"({"url":"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DischargeMethod",)"
     R"("valueCodeableConcept":{"coding":[{"system":"http://s","code":"a1","display":"Word"}]}})"},
    {"the admission method", "=admission_method(lookup(u, PID-5))", "A",
     R"({"url":"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AdmissionMethod",)"
     R"("valueCodeableConcept":{"coding":[{"system":"http://s","code":"a1","display":"Word"}]}})"},
    {"the ethnic category", "=ethnic_category(lookup(u, PID-5))", "A",
     R"({"url":"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory",)"
     R"("valueCodeableConcept":{"coding":[{"system":"http://s","code":"a1","display":"Word"}]}})"},
    {"the status of an NHS number", "=nhs_number_status(lookup(u, PID-5))", "A",
     R"({"url":"https://fhir.hl7.org.uk/StructureDefinition/)"
     R"(Extension-UKCore-NHSNumberVerificationStatus",)"
     R"("valueCodeableConcept":{"coding":[{"system":"http://s","code":"a1","display":"Word"}]}})"},
    {"an extension of nothing", "=ethnic_category(lookup(u, PID-5))", "", ""},
    {"a death notification", "=death_notification(lookup(u, PID-5), datetime(\"20261102\"))", "A",
     R"({"url":"https://fhir.hl7.org.uk/StructureDefinition/)"
     R"(Extension-UKCore-DeathNotificationStatus","extension":[{"url":"deathNotificationStatus",)"
     R"("valueCodeableConcept":{"coding":[{"system":"http://s","code":"a1","display":"Word"}]}},)"
     R"({"url":"systemEffectiveDate","valueDateTime":"2026-11-02"}]})"},
    {"a death notification without time", "=death_notification(lookup(u, PID-5))", "A",
     R"({"url":"https://fhir.hl7.org.uk/StructureDefinition/)"
     R"(Extension-UKCore-DeathNotificationStatus","extension":[{"url":"deathNotificationStatus",)"
     R"("valueCodeableConcept":{"coding":[{"system":"http://s","code":"a1","display":"Word"}]}}]})"},
    {"a reference", "=ref(x)", "", R"({"reference":"urn:uuid:)" + Uuid5("x") + "\"}"},
};
BOOST_DATA_TEST_CASE(a_code_function_writes_its_type, boost::unit_test::data::make(kCodes), c) {
  Check(c);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
