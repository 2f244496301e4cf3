// FHIR Observation to readings, element by element of docs/readings.md.
#include "core/discharge/fhir_reading.h"

#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "monitored_fixture.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(fhir_reading)

namespace {

using model::MeasuredBy;
using model::ReadingStatus;
using model::Vital;

constexpr const char* kSnomed = "http://snomed.info/sct";

struct Value {
  const char* name;
  const char* system;
  const char* code;
  const char* element;
  Vital vital;
  const char* want;     // the number or answer; "" when no reading
  const char* problem;  // "" when none
};
std::ostream& operator<<(std::ostream& out, const Value& c) { return out << c.name; }

const Value kValues[] = {
    {"LOINC", "http://loinc.org", "8867-4", R"("valueQuantity":{"value":72,"code":"/min"})",
     Vital::kPulse, "72", ""},
    {"SNOMED CT keeps its digits", kSnomed, "276885007",
     R"("valueQuantity":{"value":36.60,"system":"http://unitsofmeasure.org","code":"Cel"})",
     Vital::kTemperature, "36.60", ""},
    {"the feed's own code", "urn:rpm", "hr", R"("valueQuantity":{"value":72,"unit":"bpm"})",
     Vital::kPulse, "72", ""},
    {"a unit of another system is read as people do", "http://loinc.org", "8867-4",
     R"("valueQuantity":{"value":72,"system":"http://snomed.info/sct","code":"1","unit":"bpm"})",
     Vital::kPulse, "72", ""},
    {"kPa becomes mm[Hg]", "http://loinc.org", "8480-6",
     R"("valueQuantity":{"value":16,"code":"kPa"})", Vital::kSystolic, "120", ""},
    {"Fahrenheit becomes Celsius", "http://loinc.org", "8310-5",
     R"("valueQuantity":{"value":98.6,"code":"[degF]"})", Vital::kTemperature, "37.0", ""},
    {"an integer with the feed's unit", "http://loinc.org", "2708-6", R"("valueInteger":97)",
     Vital::kOxygenSaturation, "97", ""},
    {"a number as text with the feed's unit", "http://loinc.org", "2708-6",
     R"("valueString":" 97.5 ")", Vital::kOxygenSaturation, "97.5", ""},
    {"consciousness by SNOMED CT answer", kSnomed, "1104441000000107",
     R"("valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"248234008"}]})",
     Vital::kConsciousness, "A", ""},
    {"consciousness by the feed's word", kSnomed, "1104441000000107",
     R"("valueCodeableConcept":{"text":"Wide awake"})", Vital::kConsciousness, "A", ""},
    {"consciousness as text", kSnomed, "1104441000000107", R"("valueString":"V")",
     Vital::kConsciousness, "V", ""},
    {"the code itself says air", kSnomed, "722742002", "", Vital::kAirOrOxygen, "air", ""},
    {"the answer says oxygen", "urn:rpm", "O2",
     R"("valueCodeableConcept":{"coding":[{"code":"371825009"}]})", Vital::kAirOrOxygen, "oxygen",
     ""},
    {"the scale", "urn:rpm", "SCALE", R"("valueInteger":2)", Vital::kSpo2Scale, "2", ""},

    {"confused is no answer", kSnomed, "1104441000000107", R"("valueString":"Confused")",
     Vital::kConsciousness, "", "reading.answer"},
    {"on oxygen: no", kSnomed, "371825009", R"("valueBoolean":false)", Vital::kAirOrOxygen, "",
     "reading.answer"},
    {"on oxygen: no, in words", kSnomed, "371825009", R"("valueString":"No")", Vital::kAirOrOxygen,
     "", "reading.answer"},
    {"on oxygen with no flow", kSnomed, "371825009",
     R"("valueQuantity":{"value":0,"code":"L/min"})", Vital::kAirOrOxygen, "", "reading.answer"},
    {"a code is no number", "http://loinc.org", "2708-6",
     R"("valueCodeableConcept":{"coding":[{"code":"97"}]})", Vital::kOxygenSaturation, "",
     "reading.value"},
    {"an exponent", "http://loinc.org", "8867-4",
     R"("valueQuantity":{"value":7.2e1,"code":"/min"})", Vital::kPulse, "", "reading.value"},
    {"too many digits", "http://loinc.org", "8867-4",
     R"("valueQuantity":{"value":72.00000000000000001,"code":"/min"})", Vital::kPulse, "",
     "reading.value"},
    {"a number in quotes", "http://loinc.org", "8867-4",
     R"("valueQuantity":{"value":"72","code":"/min"})", Vital::kPulse, "", "reading.value"},
    {"no unit", "http://loinc.org", "8867-4", R"("valueQuantity":{"value":72})", Vital::kPulse, "",
     "reading.unit"},
    {"a unit of another vital", "http://loinc.org", "8867-4",
     R"("valueQuantity":{"value":72,"code":"Cel"})", Vital::kPulse, "", "reading.unit"},
    {"a comparator of R5", "http://loinc.org", "8867-4",
     R"("valueQuantity":{"value":72,"comparator":"ad","code":"/min"})", Vital::kPulse, "",
     "reading.comparator"},
    {"a range", "http://loinc.org", "8867-4", R"("valueRange":{"low":{"value":70}})", Vital::kPulse,
     "", "reading.value"},
    {"no value", "http://loinc.org", "8867-4", R"("id":"o1")", Vital::kPulse, "", "reading.value"},
    {"said to be absent", "http://loinc.org", "8867-4", R"("dataAbsentReason":{"text":"refused"})",
     Vital::kPulse, "", "reading.absent"},
    {"a scale of 3", "urn:rpm", "SCALE", R"("valueInteger":3)", Vital::kSpo2Scale, "",
     "reading.scale"},
    {"an unknown modifier", "http://loinc.org", "8867-4",
     R"("modifierExtension":[{"url":"urn:x"}],"valueQuantity":{"value":72,"code":"/min"})",
     Vital::kPulse, "", "reading.modifier"},
    {"about somebody else", "http://loinc.org", "8867-4",
     R"("focus":[{"display":"fetus"}],"valueQuantity":{"value":140,"code":"/min"})", Vital::kPulse,
     "", "reading.focus"},
};

std::string Answer(const model::Reading& reading) {
  if (reading.acvpu) return {model::Letter(*reading.acvpu)};
  if (reading.on_oxygen) return *reading.on_oxygen ? "oxygen" : "air";
  if (reading.spo2_scale) return std::to_string(*reading.spo2_scale);
  return reading.value ? reading.value->Text() : "nothing";
}

BOOST_DATA_TEST_CASE(value_is_read_or_told, boost::unit_test::data::make(kValues), c) {
  const ReadAll all = ReadOne(ObservationOf(c.code, c.element, c.system));
  const auto readings = all.Readings();
  BOOST_TEST_REQUIRE(readings.size() == (*c.want ? 1U : 0U));
  BOOST_TEST(all.received.readings == readings.size());
  BOOST_TEST(all.received.problems.size() == (*c.problem ? 1U : 0U));
  if (*c.problem) BOOST_TEST(all.Tells(c.problem));
  if (readings.empty()) return;
  BOOST_TEST(Answer(readings.front()) == c.want);
  BOOST_CHECK(readings.front().vital == c.vital);
}

struct Time {
  const char* name;
  const char* element;
  const char* want;  // "" when no reading
};
std::ostream& operator<<(std::ostream& out, const Time& c) { return out << c.name; }

const Time kTimes[] = {
    {"offset", R"("effectiveDateTime":"2026-10-20T12:00:00+01:00")", "2026-10-20T12:00:00+01:00"},
    {"UTC in summer", R"("effectiveDateTime":"2026-07-20T11:00:00Z")", "2026-07-20T12:00:00+01:00"},
    {"instant", R"("effectiveInstant":"2026-11-20T12:00:00.500Z")",
     "2026-11-20T12:00:00.500+00:00"},
    {"the end of a period",
     R"("effectivePeriod":{"start":"2026-10-20T10:00:00Z","end":"2026-10-20T11:00:00Z"})",
     "2026-10-20T12:00:00+01:00"},
    {"the start of an open period", R"("effectivePeriod":{"start":"2026-10-20T11:00:00Z"})",
     "2026-10-20T12:00:00+01:00"},
    {"no offset: the feed's zone", R"("effectiveDateTime":"2026-07-20T12:00:00")",
     "2026-07-20T12:00:00+01:00"},
    {"the hour that comes twice, with its offset",
     R"("effectiveDateTime":"2026-10-25T01:30:00+00:00")", "2026-10-25T01:30:00+00:00"},
    {"a date alone", R"("effectiveDateTime":"2026-10-20")", ""},
    {"a month", R"("effectiveDateTime":"2026-10")", ""},
    {"no such day", R"("effectiveDateTime":"2026-02-29T12:00:00Z")", ""},
    {"no such hour", R"("effectiveDateTime":"2026-10-20T24:00:00Z")", ""},
    {"no such offset", R"("effectiveDateTime":"2026-10-20T12:00:00+15:00")", ""},
    {"words after it", R"("effectiveDateTime":"2026-10-20T12:00:00Z maybe")", ""},
    {"timing", R"("effectiveTiming":{"event":["2026-10-20T12:00:00Z"]})", ""},
    {"none", R"("id":"o1")", ""},
};

BOOST_DATA_TEST_CASE(time_is_read_or_told, boost::unit_test::data::make(kTimes), c) {
  const std::string observation =
      R"({"resourceType":"Observation","status":"final","subject":{"reference":"Patient/p1"},)" +
      std::string(c.element) +
      R"(,"code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},)"
      R"("valueQuantity":{"value":72,"code":"/min"}})";
  const ReadAll all = ReadOne(observation);
  const auto readings = all.Readings();
  BOOST_TEST_REQUIRE(readings.size() == (*c.want ? 1U : 0U));
  if (readings.empty()) {
    BOOST_TEST(all.Tells("reading.no-time"));
    return;
  }
  BOOST_TEST(FormatDateTime(readings.front().time) == c.want);
  BOOST_TEST(all.Problem() == "0");
}

BOOST_AUTO_TEST_CASE(hour_that_comes_twice_without_offset_is_told) {
  std::string observation = ObservationOf("8867-4", kPulse);
  const std::string sent = "2026-10-20T12:00:00+01:00";
  observation.replace(observation.find(sent), sent.size(), "2026-10-25T01:30:00");
  const ReadAll all = ReadOne(observation);
  BOOST_TEST(all.Problem() == "date.ambiguous Bundle.entry[1].effectiveDateTime");
  BOOST_TEST_REQUIRE(all.Readings().size() == 1U);
  BOOST_TEST(FormatDateTime(all.Readings().front().time) == "2026-10-25T01:30:00+01:00");
}

struct Status {
  const char* word;
  std::optional<ReadingStatus> want;
};
std::ostream& operator<<(std::ostream& out, const Status& c) { return out << c.word; }

const Status kStatuses[] = {{"registered", ReadingStatus::kPreliminary},
                            {"preliminary", ReadingStatus::kPreliminary},
                            {"final", ReadingStatus::kFinal},
                            {"amended", ReadingStatus::kCorrected},
                            {"corrected", ReadingStatus::kCorrected},
                            {"cancelled", ReadingStatus::kWithdrawn},
                            {"entered-in-error", ReadingStatus::kWithdrawn},
                            {"unknown", std::nullopt},
                            {"Final", std::nullopt},
                            {"", std::nullopt}};

BOOST_DATA_TEST_CASE(status_is_kept_and_the_key_stays, boost::unit_test::data::make(kStatuses), c) {
  const std::string original = ObservationOf("8867-4", kPulse);
  std::string observation = original;
  const std::string final_word = R"("status":"final")";
  observation.replace(observation.find(final_word), final_word.size(),
                      R"("status":")" + std::string(c.word) + "\"");
  const ReadAll all = ReadOne(observation);
  BOOST_TEST_REQUIRE(all.Readings().size() == (c.want ? 1U : 0U));
  if (!c.want) {
    BOOST_TEST(all.Problem() == "reading.status Bundle.entry[1].status");
    return;
  }
  const auto was = ReadOne(original);
  BOOST_CHECK(all.Readings().front().status == *c.want);
  BOOST_TEST(all.Readings().front().key == was.Readings().front().key);
}

constexpr const char* kPressure =
    R"("identifier":[{"system":"urn:rpm:ids","value":"77"}],"component":[)"
    R"({"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},)"
    R"("valueQuantity":{"value":120,"code":"mm[Hg]"},)"
    R"("interpretation":[{"coding":[{"code":"H"}]}]},)"
    R"({"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},)"
    R"("valueQuantity":{"value":75,"code":"mm[Hg]"}}])";

BOOST_AUTO_TEST_CASE(components_of_a_blood_pressure_are_readings) {
  const ReadAll all = ReadOne(ObservationOf("85354-9", kPressure));
  const auto readings = all.Readings();
  BOOST_TEST_REQUIRE(readings.size() == 2U);
  BOOST_CHECK(readings[0].vital == Vital::kSystolic);
  BOOST_CHECK(readings[1].vital == Vital::kDiastolic);
  BOOST_TEST(readings[0].value->Text() == "120");
  BOOST_TEST(readings[0].flag == "H");
  BOOST_TEST(readings[1].flag.empty());
  BOOST_TEST(readings[0].key != readings[1].key);
  BOOST_TEST(all.Problem() == "0");
}

BOOST_AUTO_TEST_CASE(withdrawn_blood_pressure_without_its_components_withdraws_both) {
  std::string withdrawn =
      ObservationOf("85354-9", R"("identifier":[{"system":"urn:rpm:ids","value":"77"}])");
  withdrawn.replace(withdrawn.find("\"final\""), 7, "\"entered-in-error\"");
  const auto readings = ReadOne(withdrawn).Readings();
  const auto were = ReadOne(ObservationOf("85354-9", kPressure)).Readings();
  BOOST_TEST_REQUIRE(readings.size() == 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    BOOST_TEST(readings[i].key == were[i].key);
    BOOST_CHECK(readings[i].status == ReadingStatus::kWithdrawn);
  }
}

BOOST_AUTO_TEST_CASE(withdrawal_needs_no_time) {
  const std::string withdrawn =
      R"({"resourceType":"Observation","id":"o1","status":"entered-in-error",)"
      R"("subject":{"reference":"Patient/p1"},"issued":"2026-10-21T12:00:00Z",)"
      R"("code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]}})";
  const auto readings = ReadOne(withdrawn).Readings();
  BOOST_TEST_REQUIRE(readings.size() == 1U);
  BOOST_TEST(readings.front().key ==
             ReadOne(ObservationOf("8867-4", kPulse)).Readings().front().key);
  BOOST_TEST(FormatDateTime(readings.front().time) == "2026-10-21T13:00:00+01:00");
}

BOOST_AUTO_TEST_CASE(what_is_said_of_the_measurement_is_kept) {
  const std::string more =
      std::string(kPulse) +
      R"(,"issued":"2026-10-20T12:01:00+01:00","interpretation":[{"coding":[{"code":"hh"}]}],)"
      R"("referenceRange":[{"text":"usual"},{"low":{"value":50,"code":"/min"},"high":{"value":110}}],)"
      R"("contained":[{"resourceType":"Device","id":"d","deviceName":[{"name":"Pulse oximeter 3"}]}],)"
      R"("device":{"reference":"#d"},"performer":[{"reference":"Patient/p1"}],)"
      R"("note":[{"text":"after stairs"},{"text":"sitting"}])";
  const ReadAll all = ReadOne(ObservationOf("8867-4", more));
  BOOST_TEST_REQUIRE(all.Readings().size() == 1U);
  const model::Reading reading = all.Readings().front();
  BOOST_TEST(reading.flag == "HH");
  BOOST_TEST(reading.low->Text() == "50");
  BOOST_TEST(reading.high->Text() == "110");
  BOOST_TEST(reading.device == "Pulse oximeter 3");
  BOOST_CHECK(reading.by == MeasuredBy::kPatient);
  BOOST_TEST(reading.note.Reveal() == "after stairs\nsitting");
  BOOST_TEST(FormatDateTime(*reading.stated) == "2026-10-20T12:01:00+01:00");
  BOOST_TEST(all.Problem() == "0");
}

BOOST_AUTO_TEST_CASE(limit_in_another_unit_is_told_and_left_out) {
  const ReadAll all = ReadOne(ObservationOf(
      "8867-4", std::string(kPulse) + R"(,"referenceRange":[{"high":{"value":1,"code":"Hz"}}])"));
  BOOST_TEST(all.Problem() == "reading.limit Bundle.entry[1].referenceRange[0].high");
  BOOST_TEST(!all.Readings().front().high.has_value());
}

struct Performer {
  const char* reference;
  MeasuredBy want;
};
std::ostream& operator<<(std::ostream& out, const Performer& c) { return out << c.reference; }

const Performer kPerformers[] = {{"Patient/p1", MeasuredBy::kPatient},
                                 {"RelatedPerson/9", MeasuredBy::kRelated},
                                 {"https://x.example/Practitioner/9", MeasuredBy::kStaff},
                                 {"PractitionerRole/9", MeasuredBy::kStaff},
                                 {"Patient/p2", MeasuredBy::kNotStated},
                                 {"Organization/9", MeasuredBy::kNotStated}};

BOOST_DATA_TEST_CASE(performer_is_told_apart, boost::unit_test::data::make(kPerformers), c) {
  const ReadAll all = ReadOne(ObservationOf(
      "8867-4", std::string(kPulse) + R"(,"performer":[{"reference":")" + c.reference + "\"}]"));
  BOOST_TEST_REQUIRE(all.Readings().size() == 1U);
  BOOST_CHECK(all.Readings().front().by == c.want);
}

BOOST_AUTO_TEST_CASE(implausible_and_compared_values_are_kept_and_not_scored) {
  const ReadAll high =
      ReadOne(ObservationOf("8867-4", R"("valueQuantity":{"value":900,"code":"/min"})"));
  BOOST_TEST(high.Problem() == "reading.implausible Bundle.entry[1].valueQuantity");
  BOOST_TEST(!high.Readings().front().IsUsable());
  const ReadAll below = ReadOne(
      ObservationOf("2708-6", R"("valueQuantity":{"value":92,"comparator":"<","code":"%"})"));
  BOOST_TEST(below.Readings().front().comparator == "<");
  BOOST_TEST(!below.Readings().front().IsUsable());
}

BOOST_AUTO_TEST_CASE(oxygen_has_its_flow) {
  const ReadAll all = ReadOne(
      ObservationOf("371825009", R"("valueQuantity":{"value":2.5,"unit":"L/min"})", kSnomed));
  BOOST_TEST_REQUIRE(all.Readings().size() == 1U);
  BOOST_TEST(all.Readings().front().flow->Text() == "2.5");
}

BOOST_AUTO_TEST_CASE(members_of_a_panel_are_one_set) {
  const auto numbered = [](const char* id, const char* code) {
    return ObservationOf(
        code, "\"id\":\"" + std::string(id) + R"(","valueQuantity":{"value":18,"code":"/min"})");
  };
  const std::string panel = ObservationOf(
      "85353-1",
      R"("id":"p","hasMember":[{"reference":"Observation/a"},{"reference":"Observation/b"}])");
  const auto readings = ReadMonitored(BundleOf({kFhirPatient, numbered("a", "9279-1"), panel,
                                                numbered("b", "8867-4"), numbered("c", "8867-4")}))
                            .Readings();
  BOOST_TEST_REQUIRE(readings.size() == 3U);
  BOOST_TEST(!readings[0].set.empty());
  BOOST_TEST(readings[0].set == readings[1].set);
  BOOST_TEST(readings[2].set.empty());
}

// A sender's own name of a member may hold anything, a patient's name too.
BOOST_AUTO_TEST_CASE(member_that_only_begins_like_a_value_is_none_and_is_not_named) {
  const ReadAll all = ReadOne(ObservationOf("8867-4", R"("valueEXAMPLE":{"value":72})"));
  BOOST_TEST(all.Readings().empty());
  BOOST_TEST(all.Tells("reading.value"));
  for (const model::Issue& problem : all.received.problems) {
    BOOST_TEST((problem.path + problem.text).find("EXAMPLE") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(two_values_of_one_vital_in_one_resource_are_both_kept) {
  const std::string one = R"({"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},)"
                          R"("valueQuantity":{"value":120,"code":"mm[Hg]"}})";
  const auto readings =
      ReadOne(ObservationOf("85354-9", "\"component\":[" + one + "," + one + "]")).Readings();
  BOOST_TEST_REQUIRE(readings.size() == 2U);
  BOOST_TEST(readings[0].key != readings[1].key);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
