#include "edge/console/console.h"

#include <boost/test/unit_test.hpp>

namespace wardbridge::console {

BOOST_AUTO_TEST_SUITE(console)

namespace {

net::HttpResponse Ask(const std::string& target, const Health& health = {}) {
  const net::HttpHandler handler = MakeHandler(
      Sources{[] { return std::string("wardbridge_inbox_depth 7\n"); }, [&] { return health; }});
  return handler(net::HttpRequest{"GET", target});
}

BOOST_AUTO_TEST_CASE(metrics_are_given_as_they_are_in_the_text_format) {
  const net::HttpResponse response = Ask("/metrics");
  BOOST_TEST(response.status == 200);
  BOOST_TEST(response.content_type == "text/plain; version=0.0.4; charset=utf-8");
  BOOST_TEST(response.body == "wardbridge_inbox_depth 7\n");
}

BOOST_AUTO_TEST_CASE(good_health_is_200) {
  const net::HttpResponse response = Ask("/health");
  BOOST_TEST(response.status == 200);
  BOOST_TEST(response.content_type == "application/json");
  BOOST_TEST(response.body == R"({"status":"ok"})");
}

BOOST_AUTO_TEST_CASE(any_other_health_is_503_with_its_reasons) {
  const net::HttpResponse response =
      Ask("/health", {"failing", {"store.full", "destination.archive.held"}});
  BOOST_TEST(response.status == 503);
  BOOST_TEST(response.body ==
             R"({"status":"failing","reasons":["store.full","destination.archive.held"]})");
}

BOOST_AUTO_TEST_CASE(bad_health_without_a_reason_has_an_empty_list) {
  BOOST_TEST(HealthJson({"stopping", {}}) == R"({"status":"stopping","reasons":[]})");
}

BOOST_AUTO_TEST_CASE(reasons_are_escaped) {
  BOOST_TEST(HealthJson({"failing", {"a\"b\n"}}) == R"({"status":"failing","reasons":["a\"b\n"]})");
}

BOOST_AUTO_TEST_CASE(a_reason_that_is_no_utf8_does_not_silence_the_answer) {
  BOOST_TEST(HealthJson({"failing", {"\xC4x"}}).find("\"failing\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(anything_else_is_404_with_the_routes) {
  const net::HttpResponse response = Ask("/metrics/");
  BOOST_TEST(response.status == 404);
  BOOST_TEST(response.body.find("/health\n/metrics\n") != std::string::npos);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::console
