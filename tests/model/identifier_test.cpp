#include "model/identifier.h"

#include <boost/test/unit_test.hpp>

namespace wardbridge::model {

BOOST_AUTO_TEST_SUITE(identifier)

BOOST_AUTO_TEST_CASE(an_identifier_becomes_the_search_for_it) {
  BOOST_TEST(IdentifierSearch("https://fhir.nhs.uk/Id/nhs-number", "9990000018") ==
             "identifier=https://fhir.nhs.uk/Id/nhs-number|9990000018");
}

BOOST_AUTO_TEST_CASE(characters_with_a_meaning_in_searches_and_addresses_are_escaped) {
  BOOST_TEST(IdentifierSearch("urn:a", "a,b|c$d\\e f&g") ==
             "identifier=urn:a|a%5C%2Cb%5C%7Cc%5C%24d%5C%5Ce%20f%26g");
}

BOOST_AUTO_TEST_CASE(half_an_identifier_is_no_search) {
  BOOST_TEST(IdentifierSearch("", "1").empty());
  BOOST_TEST(IdentifierSearch("urn:a", "").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::model
