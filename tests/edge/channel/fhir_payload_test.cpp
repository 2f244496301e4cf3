#include "edge/channel/fhir_payload.h"

#include <boost/test/unit_test.hpp>

namespace wardbridge::channel {

BOOST_AUTO_TEST_SUITE(fhir_payload)

namespace {

model::Delivery Json(std::string payload) {
  model::Delivery delivery;
  delivery.payload = std::move(payload);
  return delivery;
}

model::Delivery Xml(std::string payload) {
  model::Delivery delivery = Json(std::move(payload));
  delivery.format = model::PayloadFormat::kXml;
  delivery.search = "identifier=urn:s|v";
  return delivery;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_bundle_in_json_says_itself_how_it_is_asked_for) {
  BOOST_TEST(SearchFor(Json(R"({"identifier":{"system":"urn:s","value":"a b"}})")) ==
             "identifier=urn:s|a%20b");
  BOOST_TEST(SearchFor(Json(R"({"type":"collection"})")) == "");
  BOOST_TEST(SearchFor(Json(R"({"identifier":["x"]})")) == "");
  BOOST_TEST(SearchFor(Json("no JSON")) == "");
}

BOOST_AUTO_TEST_CASE(of_a_bundle_in_xml_it_is_said_beside) {
  BOOST_TEST(SearchFor(Xml("<Bundle/>")) == "identifier=urn:s|v");
}

BOOST_AUTO_TEST_CASE(the_id_of_json_is_put_exchanged_and_taken_out) {
  const auto delivery = Json(R"({"resourceType":"Bundle","id":"own","total":36.60})");
  BOOST_TEST(WithId(delivery, "17").value() ==
             R"({"resourceType":"Bundle","id":"17","total":36.60})");
  BOOST_TEST(WithId(delivery, "").value() == R"({"resourceType":"Bundle","total":36.60})");
  BOOST_TEST(WithId(Json(R"({"total":1})"), "17").value() == R"({"id":"17","total":1})");
  BOOST_TEST(!WithId(Json("[]"), "17").has_value());
}

BOOST_AUTO_TEST_CASE(the_id_of_xml_is_put_exchanged_and_taken_out) {
  const std::string start = R"(<Bundle xmlns="http://hl7.org/fhir">)";
  const std::string rest =
      R"(<meta><versionId value="2"/></meta><type value="collection"/></Bundle>)";
  const auto with = Xml(start + R"(<id value="own"/>)" + rest);
  BOOST_TEST(WithId(with, "17").value() == start + R"(<id value="17"/>)" + rest);
  BOOST_TEST(WithId(with, "").value() == start + rest);
  BOOST_TEST(WithId(Xml(start + rest), "17").value() == start + R"(<id value="17"/>)" + rest);
}

BOOST_AUTO_TEST_CASE(what_is_no_bundle_in_xml_is_not_changed) {
  BOOST_TEST(!WithId(Xml("{}"), "17").has_value());
  BOOST_TEST(!WithId(Xml(R"(<Basic xmlns="http://hl7.org/fhir"></Basic>)"), "17").has_value());
  BOOST_TEST(!WithId(Xml(R"(<Bundle xmlns="http://hl7.org/fhir"><id value=")"), "17").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::channel
