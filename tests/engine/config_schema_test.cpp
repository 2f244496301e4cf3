#include "engine/config_schema.h"

#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(config_schema)

namespace {

using Json = nlohmann::json;

Json Schema() { return Json::parse(ConfigSchema()); }

const Json& PropertyOf(const Json& section, const std::string& key) {
  BOOST_REQUIRE_MESSAGE(section.at("properties").contains(key), key << " in " << section.dump());
  return section.at("properties").at(key);
}

}  // namespace

BOOST_AUTO_TEST_CASE(sections_take_their_keys_and_no_others) {
  const Json schema = Schema();
  const Json& summary = PropertyOf(schema, "summary");
  BOOST_TEST(summary.at("additionalProperties") == false);
  BOOST_TEST(summary.at("properties").contains("settle"));
  BOOST_TEST(schema.at("required").size() >= 5U);
  BOOST_TEST(!PropertyOf(schema, "store").at("properties").contains("postgres"));  // later
}

BOOST_AUTO_TEST_CASE(names_that_are_chosen_have_the_keys_of_their_section) {
  const Json schema = Schema();
  const Json& listener = PropertyOf(schema, "listeners").at("additionalProperties");
  BOOST_TEST(listener.at("properties").contains("max-frame"));
  BOOST_TEST(PropertyOf(listener, "tls").at("properties").contains("certificate"));
  const Json& feed = PropertyOf(schema, "feeds").at("additionalProperties");
  const Json& assigner = PropertyOf(feed, "assigners").at("additionalProperties");
  BOOST_TEST(assigner.at("properties").contains("patient"));
}

BOOST_AUTO_TEST_CASE(names_with_values_take_any_text) {
  const Json schema = Schema();
  const Json& destination = PropertyOf(schema, "destinations").at("additionalProperties");
  BOOST_TEST(PropertyOf(destination, "headers").at("additionalProperties").contains("type"));
  for (const char* key : {"channel", "path", "base", "oauth2", "retry"}) {
    BOOST_TEST(destination.at("properties").contains(key), key);
  }
  const Json& source = PropertyOf(schema, "monitoring").at("additionalProperties");
  for (const char* key : {"fhir", "listen", "folder", "oauth2", "token", "every"}) {
    BOOST_TEST(source.at("properties").contains(key), key);
  }
  BOOST_TEST(source.at("required").dump() == R"(["feed"])");
}

BOOST_AUTO_TEST_CASE(lists_of_sections_and_words_are_told) {
  const Json schema = Schema();
  const Json& wards = PropertyOf(schema, "wards");
  BOOST_TEST(wards.at("type") == "array");
  const Json& scale = PropertyOf(wards.at("items"), "spo2-scale");
  // 1 may be written with and without quotes.
  BOOST_TEST(scale.at("anyOf").at(0).at("enum").dump() == R"(["1",1,"2",2])");
  BOOST_TEST(PropertyOf(wards.at("items"), "codes").at("type").dump().find("array") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
