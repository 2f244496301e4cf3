#include "core/mapping/schema.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "core/fhir/node.h"
#include "core/mapping/functions.h"
#include "core/mapping/keys.h"

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(schema)

namespace {

fhir::Node Parsed(const std::string& text) {
  auto node = fhir::Node::Parse(text);
  BOOST_REQUIRE(node.has_value());
  return *node;
}

BOOST_AUTO_TEST_CASE(every_key_of_the_compiler_stands_in_the_schema) {
  const fhir::Node pack = Parsed(PackSchema());
  for (const std::string& key : kPackKeys) BOOST_TEST(bool(pack["properties"][key]), key);
  const fhir::Node resource = pack["definitions"]["resource"]["properties"];
  for (const std::string& key : kResourceKeys) BOOST_TEST(bool(resource[key]), key);
  const fhir::Node patient = pack["definitions"]["Patient"]["anyOf"].At(0)["properties"];
  for (const std::string& key : kLineKeys) BOOST_TEST(bool(patient[key]), key);
  const fhir::Node overlay = Parsed(OverlaySchema());
  for (const std::string& key : kOverlayKeys) BOOST_TEST(bool(overlay["properties"][key]), key);
}

BOOST_AUTO_TEST_CASE(elements_stand_in_the_schema_under_every_name_they_can_have) {
  const fhir::Node patient = Parsed(PackSchema())["definitions"]["Patient"]["anyOf"].At(0);
  for (const char* key : {"birthDate", "deceased[x]", "deceasedBoolean", "deceasedDateTime"}) {
    BOOST_TEST(bool(patient["properties"][key]), key);
  }
  BOOST_TEST(!patient["properties"]["deceased"]);
  BOOST_TEST(patient["properties"]["name"]["$ref"].Text() == "#/definitions/HumanName");
}

BOOST_AUTO_TEST_CASE(an_element_named_like_a_key_of_rules_may_be_either) {
  const fhir::Node name = Parsed(PackSchema())["definitions"]["HumanName"]["anyOf"].At(0);
  BOOST_TEST(name["properties"]["use"]["anyOf"].Size() == 2U);
}

BOOST_AUTO_TEST_CASE(the_help_of_formulas_names_every_function) {
  const std::string help = Parsed(PackSchema())["definitions"]["formula"]["description"].Text();
  for (const std::string& name : FunctionNames()) {
    BOOST_TEST((help.find(name) != std::string::npos), name);
  }
}

// What is referred to is there.
BOOST_AUTO_TEST_CASE(every_reference_of_the_schema_leads_somewhere) {
  const std::string text = PackSchema();
  const fhir::Node definitions = Parsed(text)["definitions"];
  constexpr std::string_view kBegin = "#/definitions/";
  std::size_t count = 0;
  for (std::size_t at = text.find(kBegin); at != std::string::npos; at = text.find(kBegin, at)) {
    at += kBegin.size();
    const std::string name = text.substr(at, text.find('"', at) - at);
    BOOST_REQUIRE_MESSAGE(bool(definitions[name]), name);
    ++count;
  }
  BOOST_TEST(count > 1000U);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
