#include "edge/net/url.h"

#include <array>
#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::net {

BOOST_AUTO_TEST_SUITE(url)

namespace {

struct Case {
  const char* text;
  const char* authority;
  const char* path;
  const char* query;
  bool is_tls;
  bool is_loopback;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.text; }

constexpr std::array kGood = {
    Case{"https://shcr.example/fhir", "shcr.example", "/fhir", "", true, false},
    Case{"https://shcr.example/fhir/", "shcr.example", "/fhir", "", true, false},
    Case{"HTTPS://shcr.example:443", "shcr.example", "", "", true, false},
    Case{"http://127.0.0.1:8090/fhir", "127.0.0.1:8090", "/fhir", "", false, true},
    Case{"http://[::1]:80/a?b=c%20d", "[::1]", "/a", "b=c%20d", false, true},
    Case{"http://localhost", "localhost", "", "", false, true},
    Case{"http://128.0.0.1:443", "128.0.0.1:443", "", "", false, false},
};

constexpr std::array kBad = {
    "",
    "ftp://a.example",
    "https:/a.example",
    "https://",
    "https://user@a.example",
    "https://a.example/#x",
    "https://a.example/a b",
    "https://a.example:0",
    "https://a.example:65536",
    "https://a.example:",
    "https://[::1",
    "https://[127.0.0.1]/",
    "https://a.example/\"",
};

}  // namespace

BOOST_DATA_TEST_CASE(an_address_is_taken_apart, boost::unit_test::data::make(kGood), c) {
  const auto url = ParseHttpUrl(c.text);
  BOOST_REQUIRE(url.has_value());
  BOOST_TEST(url->Authority() == c.authority);
  BOOST_TEST(url->path == c.path);
  BOOST_TEST(url->query == c.query);
  BOOST_TEST(url->is_tls == c.is_tls);
  BOOST_TEST(url->IsLoopback() == c.is_loopback);
}

BOOST_DATA_TEST_CASE(what_is_no_address_is_refused, boost::unit_test::data::make(kBad), text) {
  BOOST_TEST(!ParseHttpUrl(text).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::net
