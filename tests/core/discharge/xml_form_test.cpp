// The door to FHIR XML; the rules are held by to_xml_test.cpp of core/fhir.
#include <string>

#include <boost/test/unit_test.hpp>

#include "core/discharge/discharge.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(xml_form)

BOOST_AUTO_TEST_CASE(a_bundle_is_written_in_xml_with_the_digits_it_has) {
  const auto xml = ToXml(R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":)"
                         R"({"resourceType":"Observation","valueQuantity":{"value":36.60}}}]})");
  BOOST_TEST_REQUIRE(xml.has_value(), xml.error().Text());
  BOOST_TEST(*xml ==
             R"(<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/><entry><resource>)"
             R"(<Observation><valueQuantity><value value="36.60"/></valueQuantity></Observation>)"
             R"(</resource></entry></Bundle>)");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_in_xml_is_named_by_its_pointer) {
  const auto xml = ToXml(R"({"resourceType":"Bundle","entry":[{"fullUrl":"a\u0001"}]})");
  BOOST_TEST_REQUIRE(!xml.has_value());
  BOOST_TEST(xml.error().where == "/entry/0/fullUrl");
}

BOOST_AUTO_TEST_CASE(a_bundle_is_asked_for_by_its_identifier) {
  BOOST_TEST(IdentifierSearch(R"({"identifier":{"system":"urn:s","value":"v"},"entry":[]})") ==
             "identifier=urn:s|v");
  BOOST_TEST(IdentifierSearch(R"({"identifier":{"value":"v"}})") == "");
  BOOST_TEST(IdentifierSearch(R"({"entry":[]})") == "");
  BOOST_TEST(IdentifierSearch("no JSON") == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
