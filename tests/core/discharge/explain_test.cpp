// A summary explained: the same Bundle, with the origin of everything in it.
#include <algorithm>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

#include "base/json_spans.h"
#include "core/discharge/discharge.h"
#include "tests/support/stay_request.h"
#include "tests/support/virtual_ward.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(explain)

namespace {

using mapping::UnreadField;

ExplainRequest ToExplain() {
  ExplainRequest request;
  request.assemble = test::Request();
  request.measured = {{10, "R01", "rpm", test::ReadingsMessage("R", "20261021080000", "72")}};
  return request;
}

Explained Explain(const ExplainRequest& request, const Program& program = test::WardProgram()) {
  auto explained = program.Explain(request);
  BOOST_REQUIRE(explained.has_value());
  return std::move(*explained);
}

BOOST_AUTO_TEST_CASE(it_is_the_bundle_that_is_sent) {
  const ExplainRequest request = ToExplain();
  const auto assembled = test::WardProgram().Assemble(request.assemble);
  BOOST_REQUIRE(assembled.has_value());
  const Explained explained = Explain(request);
  BOOST_TEST(explained.assembled.bundle == assembled->bundle);
  const auto places = PlacesOf(explained.assembled.bundle);
  BOOST_REQUIRE(places.has_value());
  BOOST_TEST(explained.explanation.origins.size() == places->size());
}

BOOST_AUTO_TEST_CASE(a_reading_leads_to_its_segment) {
  const Explained explained = Explain(ToExplain());
  BOOST_REQUIRE_EQUAL(explained.readings.size(), 8U);
  std::map<std::string, ExplainedReading> by_key;
  for (const ExplainedReading& reading : explained.readings) by_key[reading.key] = reading;
  std::string temperature;
  for (const mapping::Origin& origin : explained.explanation.origins) {
    for (const mapping::ExplainedSource& source : origin.sources) {
      if (source.name != "reading.value" || source.readings.size() != 1) continue;
      const auto at = by_key.find(source.readings.front());
      BOOST_REQUIRE(at != by_key.end());
      if (at->second.value.text.Reveal() == "36.8") temperature = at->second.value.place;
    }
  }
  BOOST_TEST(temperature == "OBX[8]-5");
}

BOOST_AUTO_TEST_CASE(readings_of_fhir_lead_to_bytes_of_their_part) {
  const std::string content =
      R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":{)"
      R"("resourceType":"Observation","id":"o1","status":"final","subject":{"identifier":{)"
      R"("system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}},)"
      R"("effectiveDateTime":"2026-10-21T08:00:00+01:00",)"
      R"("code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"component":[)"
      R"({"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},)"
      R"("valueQuantity":{"value":131.0,"code":"mm[Hg]"}},)"
      R"({"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},)"
      R"("valueQuantity":{"value":79,"code":"mm[Hg]"}}]}}]})";
  const Program& program = test::WardProgram();
  const ReceivedReadings received = program.ReceiveReadings(content, "rpm", test::kEnd);
  BOOST_TEST_REQUIRE(received.parts.size() == 1U);
  const StoredMessage part{11, "FHIR", "rpm", received.parts.front().bytes};
  const Interpreted meaning = program.Interpret(part, test::kEnd);
  BOOST_TEST_REQUIRE(meaning.events.size() == 1U);
  ExplainRequest request;
  request.assemble = test::Request();
  request.assemble.readings = meaning.events.front().readings;
  request.measured = {part};
  const Explained explained = Explain(request);
  std::map<std::string, mapping::ExplainedField> by_key;
  for (const ExplainedReading& reading : explained.readings) by_key[reading.key] = reading.value;
  std::size_t found = 0;
  for (const mapping::Origin& origin : explained.explanation.origins) {
    for (const mapping::ExplainedSource& source : origin.sources) {
      for (const std::string& key : source.readings) {
        const auto at = by_key.find(key);
        BOOST_REQUIRE(at != by_key.end());
        const mapping::ExplainedField& field = at->second;
        BOOST_TEST(field.message == 11);
        BOOST_TEST_REQUIRE(field.begin < field.end);
        BOOST_TEST_REQUIRE(field.end <= part.bytes.size());
        BOOST_TEST(part.bytes.substr(field.begin, field.end - field.begin) == field.text.Reveal());
        if (field.text.Reveal() == "131.0") {
          BOOST_TEST(field.place == "/entry/0/resource/component/0/valueQuantity/value");
          ++found;
        }
      }
    }
  }
  BOOST_TEST(found > 0U);
}

BOOST_AUTO_TEST_CASE(what_the_product_reads_is_not_lost) {
  const Explained explained = Explain(ToExplain());
  std::map<std::string, std::string> readers;
  for (const UnreadField& unread : explained.explanation.unread) {
    readers[std::to_string(unread.field.message) + " " + unread.field.place] = Name(unread.reader);
  }
  // Read by the rules.
  BOOST_TEST(readers.count("2 PID-7") == 0U);
  BOOST_TEST(readers.count("10 OBX[8]-5") == 0U);
  // The end of the stay.
  BOOST_TEST(readers["2 PV1-45"] == "product");
  BOOST_TEST(readers["2 PV1-1"] == "nobody");
  BOOST_TEST(readers["10 OBR-4"] == "nobody");
}

BOOST_AUTO_TEST_CASE(a_pack_may_warn_of_what_nobody_reads) {
  Options options = test::WardSettings();
  std::string& pack = options.pack.files["pack.yaml"];
  const std::string key = "settings: {";
  const std::size_t at = pack.find(key);
  BOOST_REQUIRE(at != std::string::npos);
  pack.insert(at + key.size(), "unread-fields: warn, ");
  std::vector<Fault> faults;
  const auto program = Program::Compile(options, faults);
  BOOST_REQUIRE(program != nullptr);
  const auto assembled = program->Assemble(ToExplain().assemble);
  BOOST_REQUIRE(assembled.has_value());
  const auto unread = std::count_if(
      assembled->issues.begin(), assembled->issues.end(), [](const model::Issue& issue) {
        return issue.code == "mapping.unread" && issue.path == "PV1-1" &&
               issue.severity == model::Issue::Severity::kWarning;
      });
  BOOST_TEST(unread == 1);
  BOOST_TEST(assembled->bundle == Explain(ToExplain()).assembled.bundle);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
