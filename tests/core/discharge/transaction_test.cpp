#include "core/discharge/transaction.h"

#include <fstream>
#include <iterator>
#include <string>

#include <boost/test/unit_test.hpp>

#include "core/fhir/node.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(transaction)

namespace {

std::string Collection() {
  std::ifstream file(WARDBRIDGE_SOURCE_DIR "/tests/core/discharge/good_summary.json",
                     std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

fhir::Node Transaction(int revision) {
  const auto made = MakeTransaction(Collection(), revision);
  BOOST_REQUIRE(made.has_value());
  const auto node = fhir::Node::Parse(*made);
  BOOST_REQUIRE(node.has_value());
  return *node;
}

// The first entry with a resource of that type.
fhir::Node EntryOf(const fhir::Node& bundle, const std::string& type) {
  for (const fhir::Node& entry : bundle["entry"].Items()) {
    if (entry["resource"]["resourceType"].Text() == type) return entry;
  }
  return {};
}

constexpr const char* kNhs = "identifier=https://fhir.nhs.uk/Id/nhs-number|9990000018";

}  // namespace

BOOST_AUTO_TEST_CASE(the_first_revision_creates_each_resource_unless_it_is_there) {
  const fhir::Node bundle = Transaction(1);
  BOOST_TEST(bundle["type"].Text() == "transaction");
  const fhir::Node patient = EntryOf(bundle, "Patient")["request"];
  BOOST_TEST(patient["method"].Text() == "POST");
  BOOST_TEST(patient["url"].Text() == "Patient");
  BOOST_TEST(patient["ifNoneExist"].Text() == kNhs);
  BOOST_TEST(EntryOf(bundle, "Organization")["request"]["ifNoneExist"].Text() ==
             "identifier=https://fhir.nhs.uk/Id/ods-organization-code|RXX");
  BOOST_TEST(EntryOf(bundle, "Encounter")["request"]["ifNoneExist"].Text() ==
             "identifier=https://tools.ietf.org/html/rfc4122|00000000-0000-5000-8000-000000009003");
  BOOST_TEST(EntryOf(bundle, "DocumentReference")["request"]["ifNoneExist"].Text() ==
             "identifier=https://tools.ietf.org/html/rfc4122|00000000-0000-5000-8000-000000009004");
  for (const fhir::Node& entry : bundle["entry"].Items()) {
    BOOST_TEST(entry["request"]["method"].Text() == "POST");
    BOOST_TEST(!entry["request"]["ifNoneExist"].Text().empty());
  }
}

BOOST_AUTO_TEST_CASE(a_correction_updates_what_is_ours_and_adds_a_new_document) {
  const fhir::Node bundle = Transaction(2);
  for (const char* type : {"Patient", "Encounter", "Observation"}) {
    const fhir::Node entry = EntryOf(bundle, type);
    BOOST_TEST(entry["request"]["method"].Text() == "PUT");
    BOOST_TEST(entry["request"]["url"].Text().starts_with(std::string(type) + "?identifier="));
    BOOST_TEST(!entry["request"]["ifNoneExist"]);
    BOOST_TEST(!entry["resource"]["id"]);
    BOOST_TEST(!entry["fullUrl"].Text().empty());
  }
  for (const char* type : {"Organization", "DocumentReference"}) {
    BOOST_TEST(EntryOf(bundle, type)["request"]["method"].Text() == "POST");
    BOOST_TEST(!EntryOf(bundle, type)["resource"]["id"].Text().empty());
  }
}

BOOST_AUTO_TEST_CASE(without_updates_a_correction_leaves_what_the_server_has) {
  const auto first = MakeTransaction(Collection(), 1, Updates::kNever);
  const auto later = MakeTransaction(Collection(), 2, Updates::kNever);
  BOOST_REQUIRE((first.has_value() && later.has_value()));
  BOOST_TEST(*later == *first);
  BOOST_TEST(*first == *MakeTransaction(Collection(), 1));
  BOOST_TEST(*later != *MakeTransaction(Collection(), 2));
}

BOOST_AUTO_TEST_CASE(resources_keep_every_byte) {
  const std::string collection =
      R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:1","resource":)"
      R"({"resourceType":"Observation","identifier":[{"system":"urn:s","value":"v"}],)"
      R"("valueQuantity":{"value":36.60}}}]})";
  const auto made = MakeTransaction(collection, 1);
  BOOST_REQUIRE(made.has_value());
  BOOST_TEST(*made ==
             R"({"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"urn:uuid:1",)"
             R"("resource":{"resourceType":"Observation",)"
             R"("identifier":[{"system":"urn:s","value":"v"}],"valueQuantity":{"value":36.60}},)"
             R"("request":{"method":"POST","url":"Observation",)"
             R"("ifNoneExist":"identifier=urn:s|v"}}]})");
}

BOOST_AUTO_TEST_CASE(what_could_be_made_twice_is_refused) {
  const std::string collection =
      R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:1","resource":)"
      R"({"resourceType":"Observation","identifier":[{"value":"v"}]}}]})";
  const auto made = MakeTransaction(collection, 1);
  BOOST_REQUIRE(!made.has_value());
  BOOST_TEST(made.error().where == "Observation");
  BOOST_TEST(!MakeTransaction("{}", 1).has_value());
  BOOST_TEST(!MakeTransaction("[]", 1).has_value());
  BOOST_TEST(!MakeTransaction(R"({"entry":[{"fullUrl":"urn:uuid:1"}]})", 1).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
