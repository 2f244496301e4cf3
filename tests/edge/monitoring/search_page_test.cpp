#include "edge/monitoring/search_page.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace wardbridge::monitoring {

BOOST_AUTO_TEST_SUITE(search_page)

BOOST_AUTO_TEST_CASE(entries_of_the_type_are_kept_as_they_came) {
  const std::string first =
      R"({"fullUrl":"http://x/Observation/1", "resource":{"resourceType":"Observation","id":"1","valueQuantity":{"value":36.80}}})";
  const auto page = ReadSearchPage(
      R"({"resourceType":"Bundle","type":"searchset","entry":[)" + first +
          R"(,{"resource":{"resourceType":"OperationOutcome"}},{"search":{"mode":"match"}}],)" +
          R"("link":[{"relation":"self","url":"http://x/a"},{"relation":"next","url":"http:\/\/x\/b?c=d&e"}]})",
      "Observation");
  BOOST_REQUIRE(page.has_value());
  BOOST_REQUIRE(page->entries.size() == 1U);
  BOOST_TEST(page->entries[0] == first);
  BOOST_TEST(page->ids[0] == "1");
  BOOST_TEST(page->next == "http://x/b?c=d&e");
}

BOOST_AUTO_TEST_CASE(a_page_without_entries_and_links_is_a_page) {
  const auto page = ReadSearchPage(R"({"resourceType":"Bundle"})", "Observation");
  BOOST_REQUIRE(page.has_value());
  BOOST_TEST(page->entries.empty());
  BOOST_TEST(page->next.empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_bundle_is_refused) {
  for (const char* body :
       {"", "<html>", "[]", R"({"resourceType":"Patient"})",
        R"({"resourceType":"Bundle","entry":[)", R"({"resourceType":"Bundle","entry":[1]})",
        R"({"resourceType":"Bundle","entry":{}})"}) {
    BOOST_TEST_CONTEXT(body) { BOOST_TEST(ReadSearchPage(body, "Observation").has_error()); }
  }
}

BOOST_AUTO_TEST_CASE(the_next_page_lies_at_the_same_server) {
  const auto base = *net::ParseHttpUrl("https://rpm.example/fhir");
  BOOST_TEST(*TargetOfNext(base, "https://RPM.example:443/other?page=2") == "/other?page=2");
  BOOST_TEST(*TargetOfNext(base, "/fhir?page=2") == "/fhir?page=2");
  BOOST_TEST(*TargetOfNext(base, "?page=2") == "/fhir?page=2");
  for (const char* next : {"http://rpm.example/fhir?page=2", "https://rpm.example:8443/fhir?page=2",
                           "https://elsewhere.example/fhir?page=2", "//elsewhere.example/fhir",
                           "ftp://rpm.example/", "page 2"}) {
    BOOST_TEST_CONTEXT(next) { BOOST_TEST(TargetOfNext(base, next).has_error()); }
  }
}

BOOST_AUTO_TEST_CASE(an_id_has_64_plain_characters_at_most) {
  BOOST_TEST(IsFhirId("a-B.9"));
  BOOST_TEST(IsFhirId(std::string(64, 'a')));
  BOOST_TEST(!IsFhirId(std::string(65, 'a')));
  BOOST_TEST(!IsFhirId(""));
  BOOST_TEST(!IsFhirId("a/../b"));
  BOOST_TEST(!IsFhirId("a?b"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::monitoring
