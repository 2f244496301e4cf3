// What a source brings becomes parts of one patient each; hostile content is refused, not followed.
#include "core/discharge/monitored.h"

#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "base/digest.h"
#include "core/fhir/node.h"
#include "monitored_fixture.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(monitored)

namespace {

struct Reason {
  const char* name;
  std::string content;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const Reason& c) { return out << c.name; }

const Reason kReasons[] = {
    {"nothing", "", "not-readings"},
    {"blanks", " \r\n\t", "not-readings"},
    {"HL7 v2", "MSH|^~\\&|A|B\r", "not-readings"},
    {"FHIR XML", "<Bundle/>", "not-readings"},
    {"CSV without columns in the feed", "nhs,time\n1,2\n", "not-readings"},
    {"cut JSON", R"({"resourceType":"Bundle","entry":[)", "not-json"},
    {"two keys of one name", R"({"resourceType":"Bundle","id":"a","id":"b"})", "not-json"},
    {"no UTF-8", "{\"resourceType\":\"Bundle\",\"id\":\"\xFF\"}", "not-json"},
    {"a number no double holds", R"({"resourceType":"Bundle","total":1e999})", "not-json"},
    {"no resource", R"({"a":1})", "not-fhir"},
    {"a type that is no text", R"({"resourceType":{}})", "not-fhir"},
    {"an empty Bundle", R"({"resourceType":"Bundle","type":"searchset"})", "no-readings"},
    {"entries that are no list", R"({"resourceType":"Bundle","entry":{"resource":1}})",
     "no-readings"},
    {"entries that are no objects", R"({"resourceType":"Bundle","entry":[1,null,"x",[]]})",
     "no-readings"},
    {"other resources only", R"({"resourceType":"OperationOutcome"})", "no-readings"},
    {"nested too deep",
     R"({"resourceType":"Bundle","x":)" + std::string(100, '[') + std::string(100, ']') + "}",
     "not-json"},
};

BOOST_DATA_TEST_CASE(content_without_readings_has_a_reason, boost::unit_test::data::make(kReasons),
                     c) {
  const ReadAll all = ReadMonitored(c.content);
  BOOST_TEST(all.received.reason == c.want);
  BOOST_TEST(all.received.parts.empty());
}

BOOST_AUTO_TEST_CASE(part_is_an_inbox_row_without_an_answer) {
  const ReadAll all = ReadOne(ObservationOf("8867-4", kPulse));
  BOOST_TEST_REQUIRE(all.received.parts.size() == 1U);
  const Received& part = all.received.parts.front();
  BOOST_CHECK(part.verdict == Verdict::kStore);
  BOOST_TEST(part.type == "FHIR");
  BOOST_TEST(part.body_hash == Hex(Sha256(part.bytes)));
  BOOST_TEST(part.control_id == part.body_hash.substr(0, 32));
  BOOST_TEST(part.reply.empty());
  BOOST_TEST(part.reply_code == "none");
  BOOST_TEST(part.sender_application.empty());
  BOOST_TEST(all.received.reason.empty());
}

BOOST_AUTO_TEST_CASE(event_has_the_numbers_of_the_patient) {
  const ReadAll all = ReadOne(ObservationOf("8867-4", kPulse));
  BOOST_TEST_REQUIRE(all.events.size() == 1U);
  const model::Event& event = all.events.front();
  BOOST_CHECK(event.kind == model::EventKind::kMeasured);
  BOOST_TEST(event.trigger == "FHIR");
  BOOST_TEST(event.patient.nhs_number->Reveal() == "9990000018");
  BOOST_TEST_REQUIRE(event.patient.local.size() == 1U);
  BOOST_TEST(event.patient.local.front().Reveal() == "M1|RXX");
  BOOST_TEST(event.patient.birth_date.Reveal() == "19440229");
  BOOST_TEST(event.readings.front().message == 7);
}

std::string Of(const std::string& number, const std::string& id) {
  return R"({"resourceType":"Observation","id":")" + id +
         R"(","status":"final","subject":{"identifier":{)"
         R"("system":"https://fhir.nhs.uk/Id/nhs-number","value":")" +
         number +
         R"("}},"effectiveDateTime":"2026-10-20T12:00:00Z","code":{"coding":[{)"
         R"("system":"http://loinc.org","code":"8867-4"}]},)"
         R"("valueQuantity":{"value":72.10,"code":"/min"}})";
}

BOOST_AUTO_TEST_CASE(each_patient_has_a_part_with_the_bytes_that_came) {
  const std::string one = Of("9990000018", "a");
  const std::string other = Of("9990000026", "b");
  const ReadAll all = ReadMonitored(BundleOf({one, other, Of("9990000018", "c")}));
  BOOST_TEST_REQUIRE(all.received.parts.size() == 2U);
  BOOST_TEST(all.received.parts[0].bytes.find(one) != std::string::npos);
  BOOST_TEST(all.received.parts[0].bytes.find(other) == std::string::npos);
  BOOST_TEST(all.received.parts[1].bytes.find(other) != std::string::npos);
  BOOST_TEST(all.received.readings == 3U);
  BOOST_TEST_REQUIRE(all.events.size() == 2U);
  BOOST_TEST(all.events[0].readings.size() == 2U);
  BOOST_TEST(all.events[0].readings[0].value->Text() == "72.10");
  BOOST_TEST(all.events[1].patient.nhs_number->Reveal() == "9990000026");
}

BOOST_AUTO_TEST_CASE(one_patients_fault_holds_nobody_elses_readings) {
  const ReadAll all =
      ReadMonitored(BundleOf({Of("9990000019", "a"), Of("9990000026", "b"), Of("", "c")}));
  BOOST_TEST_REQUIRE(all.events.size() == 1U);
  BOOST_TEST(all.events[0].patient.nhs_number->Reveal() == "9990000026");
  BOOST_TEST(all.Tells("nhs-number.invalid"));
  BOOST_TEST(all.Tells("reading.no-patient"));
}

BOOST_AUTO_TEST_CASE(same_content_gives_the_same_parts) {
  const std::string content = BundleOf({Of("9990000018", "a"), Of("9990000026", "b")});
  const ReadAll first = ReadMonitored(content);
  const ReadAll again = ReadMonitored("\xEF\xBB\xBF \n" + content);
  BOOST_TEST_REQUIRE(again.received.parts.size() == 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    BOOST_TEST(first.received.parts[i].control_id == again.received.parts[i].control_id);
  }
}

BOOST_AUTO_TEST_CASE(many_resources_become_several_parts) {
  std::vector<std::string> resources = {kFhirPatient};
  for (int i = 0; i < 2'500; ++i) {
    resources.push_back(ObservationOf(
        "8867-4",
        "\"id\":\"o" + std::to_string(i) + R"(","valueQuantity":{"value":72,"code":"/min"})"));
  }
  const ReadAll all = ReadMonitored(BundleOf(resources));
  BOOST_TEST(all.received.parts.size() == 3U);
  BOOST_TEST(all.received.readings == 2'500U);
  BOOST_TEST(all.Readings().size() == 2'500U);
  for (const model::Event& event : all.events) {
    BOOST_TEST(event.patient.birth_date.Reveal() == "19440229");
  }
}

BOOST_AUTO_TEST_CASE(lines_are_resources_or_bundles_and_a_cut_one_is_told) {
  const ReadAll all =
      ReadMonitored(Of("9990000018", "a") + "\r\n\n" + BundleOf({Of("9990000026", "b")}) + "\n" +
                    Of("9990000018", "c") + "\n{\"resourceType\":\"Obs");
  BOOST_TEST(all.Readings().size() == 3U);
  BOOST_TEST(all.Problem() == "fhir.not-json line 5");
}

BOOST_AUTO_TEST_CASE(reference_within_another_bundle_is_nobody) {
  const std::string lines =
      BundleOf({kFhirPatient}) + "\n" + BundleOf({ObservationOf("8867-4", kPulse)}) + "\n";
  const ReadAll all = ReadMonitored(lines);
  BOOST_TEST(all.Readings().empty());
  BOOST_TEST(all.Problem() == "reading.no-patient line 2 Bundle.entry[0].subject");
}

std::string WithUrls(const std::string& patient_url, const std::string& reference) {
  std::string observation = ObservationOf("8867-4", kPulse);
  const std::string was = "Patient/p1";
  observation.replace(observation.find(was), was.size(), reference);
  return R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":")" + patient_url +
         "\",\"resource\":" + kFhirPatient + "},{\"resource\":" + observation + "}]}";
}

BOOST_AUTO_TEST_CASE(reference_is_followed_by_full_url_and_by_id_of_the_same_server) {
  BOOST_TEST(ReadMonitored(WithUrls("urn:uuid:1", "urn:uuid:1")).Readings().size() == 1U);
  BOOST_TEST(ReadMonitored(WithUrls("urn:uuid:1", "Patient/p1")).Readings().size() == 1U);
  BOOST_TEST(ReadMonitored(WithUrls("urn:uuid:1", "Patient/p1/_history/3")).Readings().size() ==
             1U);
  BOOST_TEST(ReadMonitored(WithUrls("https://a.example/Patient/p1", "https://a.example/Patient/p1"))
                 .Readings()
                 .size() == 1U);
  BOOST_TEST(ReadMonitored(WithUrls("https://a.example/Patient/p1", "https://b.example/Patient/p1"))
                 .Readings()
                 .empty());
  BOOST_TEST(ReadMonitored(WithUrls("urn:uuid:1", "Group/p1")).Readings().empty());
}

BOOST_AUTO_TEST_CASE(contained_patient_is_the_subject) {
  std::string observation = ObservationOf(
      "8867-4", std::string(kPulse) + ",\"contained\":[" + std::string(kFhirPatient) + "]");
  const std::string was = "Patient/p1";
  observation.replace(observation.find(was), was.size(), "#p1");
  const ReadAll all = ReadMonitored(observation);
  BOOST_TEST_REQUIRE(all.events.size() == 1U);
  BOOST_TEST(all.events.front().patient.nhs_number->Reveal() == "9990000018");
}

BOOST_AUTO_TEST_CASE(patient_with_two_nhs_numbers_or_two_meanings_is_nobody) {
  std::string two = kFhirPatient;
  const std::string local = R"("system":"https://rxx.example/mrn","value":"M1")";
  two.replace(two.find(local), local.size(),
              R"("system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000026")");
  const ReadAll conflict = ReadMonitored(BundleOf({two, ObservationOf("8867-4", kPulse)}));
  BOOST_TEST(conflict.Readings().empty());
  BOOST_TEST(conflict.Tells("nhs-number.conflict"));

  std::string other = kFhirPatient;
  other.replace(other.find("9990000018"), 10, "9990000026");
  const ReadAll ambiguous =
      ReadMonitored(BundleOf({kFhirPatient, other, ObservationOf("8867-4", kPulse)}));
  BOOST_TEST(ambiguous.Readings().empty());
  BOOST_TEST(ambiguous.Tells("reading.several-patients"));
}

BOOST_AUTO_TEST_CASE(reference_to_another_patients_reading_brings_no_other_patient_into_a_part) {
  std::string one = Of("9990000018", "a");
  one.insert(one.size() - 1, R"(,"device":{"reference":"Observation/b"})");
  std::string other = Of("9990000026", "b");
  other.insert(other.size() - 1, R"(,"hasMember":[{"reference":"Observation/a"}])");
  const ReadAll all = ReadMonitored(BundleOf({one, other}));
  BOOST_TEST(all.quarantined.empty());
  BOOST_TEST(all.events.size() == 2U);
}

BOOST_AUTO_TEST_CASE(escaped_names_are_the_same_names) {
  std::string bundle = BundleOf({kFhirPatient, ObservationOf("8867-4", kPulse)});
  const std::string entry = "\"entry\"";
  bundle.replace(bundle.find(entry), entry.size(), "\"\\u0065ntry\"");
  const std::string resource = "\"resource\"";
  bundle.replace(bundle.find(resource), resource.size(), "\"r\\u0065source\"");
  BOOST_TEST(ReadMonitored(bundle).Readings().size() == 1U);
}

BOOST_AUTO_TEST_CASE(bundles_in_bundles_are_followed_to_a_depth) {
  std::string bundle = BundleOf({kFhirPatient, ObservationOf("8867-4", kPulse)});
  for (int i = 0; i < 4; ++i) {
    BOOST_TEST(ReadMonitored(bundle).Readings().size() == 1U);
    bundle = BundleOf({bundle});
  }
  const ReadAll deep = ReadMonitored(bundle);
  BOOST_TEST(deep.Readings().empty());
  BOOST_TEST(deep.Tells("fhir.bundle-depth"));
}

BOOST_AUTO_TEST_CASE(deletion_without_its_resource_is_told) {
  const ReadAll all = ReadMonitored(
      R"({"resourceType":"Bundle","entry":[{"request":{"method":"DELETE","url":"Observation/1"}}]})");
  BOOST_TEST(all.Problem() == "reading.deleted Bundle.entry[0]");
}

BOOST_AUTO_TEST_CASE(too_many_resources_are_refused_as_a_whole) {
  std::string lines;
  for (int i = 0; i < 100'001; ++i) lines += "{\"resourceType\":\"Basic\"}\n";
  const ReadAll all = ReadMonitored(lines);
  BOOST_TEST(all.received.reason == "too-many");
  BOOST_TEST(all.Problem() == "fhir.too-many content");
}

BOOST_AUTO_TEST_CASE(problems_are_counted_beyond_a_thousand) {
  std::vector<std::string> resources;
  for (int i = 0; i < 1'500; ++i) resources.push_back(ObservationOf("8867-4", kPulse));
  const ReadAll all = ReadMonitored(BundleOf(resources));
  BOOST_TEST_REQUIRE(all.received.problems.size() == 1'001U);
  BOOST_TEST(all.received.problems.back().code == "reading.more");
  BOOST_TEST(all.received.problems.back().text.find("500") == 0U);
}

BOOST_AUTO_TEST_CASE(photograph_of_a_patient_is_not_copied_into_every_part) {
  std::string patient = kFhirPatient;
  patient.insert(patient.size() - 1,
                 R"(,"photo":[{"data":")" + std::string(100'000, 'A') + R"("}])");
  const ReadAll all = ReadMonitored(BundleOf({patient, ObservationOf("8867-4", kPulse)}));
  BOOST_TEST_REQUIRE(all.received.parts.size() == 1U);
  BOOST_TEST(all.received.parts.front().bytes.size() < 2'000U);
  BOOST_TEST(all.events.front().patient.birth_date.Reveal() == "19440229");
}

BOOST_AUTO_TEST_CASE(problems_hold_no_value_of_the_content) {
  std::string bad = ObservationOf("8867-4", R"("valueString":"SECRET1")");
  bad.replace(bad.find("\"final\""), 7, "\"final\"");
  const ReadAll all = ReadMonitored(BundleOf({bad, Of("SECRET2", "SECRET3")}));
  BOOST_TEST(!all.received.problems.empty());
  for (const model::Issue& issue : all.received.problems) {
    BOOST_TEST((issue.code + issue.path + issue.text).find("SECRET") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(stored_content_of_two_patients_is_quarantined) {
  const FeedOptions feed = MonitoringFeed();
  const Interpreted two = InterpretMonitored(
      {7, "FHIR", "rpm", BundleOf({Of("9990000018", "a"), Of("9990000026", "b")})}, {}, feed,
      nullptr);
  BOOST_TEST(two.events.empty());
  BOOST_TEST(model::CodesOf(two.problems) == "message.several-patients");
  const Interpreted broken = InterpretMonitored({7, "FHIR", "rpm", "{"}, {}, feed, nullptr);
  BOOST_TEST(model::CodesOf(broken.problems) == "message.unreadable");
}

BOOST_AUTO_TEST_CASE(every_reading_stands_in_the_bytes_of_its_part) {
  const FeedOptions feed = MonitoringFeed();
  const ReadAll all = ReadOne(ObservationOf("8867-4", kPulse));
  const std::string& bytes = all.received.parts.front().bytes;
  const auto places = PlacesOfReadings({7, "FHIR", "rpm", bytes}, feed);
  BOOST_TEST_REQUIRE(places.size() == 1U);
  BOOST_TEST(places.front().key == all.Readings().front().key);
  const mapping::ExplainedField& value = places.front().value;
  BOOST_TEST(value.place == "/entry/1/resource/valueQuantity/value");
  BOOST_TEST(bytes.substr(value.begin, value.end - value.begin) == "72");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
