#include "edge/net/endpoint.h"

#include <array>
#include <ostream>
#include <sstream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::net {

BOOST_AUTO_TEST_SUITE(endpoint)

namespace {

const std::array<const char*, 5> kGood = {"127.0.0.1:2575", "0.0.0.0:0", "[::1]:2575", "[::]:65535",
                                          "[fe80::1]:1"};

BOOST_DATA_TEST_CASE(an_address_with_a_port_is_read, boost::unit_test::data::make(kGood), text) {
  const auto endpoint = ParseEndpoint(text);
  BOOST_REQUIRE(endpoint.has_value());
  std::ostringstream written;
  written << *endpoint;
  BOOST_TEST(written.str() == text);
}

const std::array<const char*, 14> kBad = {"",
                                          "127.0.0.1",
                                          "2575",
                                          ":2575",
                                          "127.0.0.1:",
                                          "127.0.0.1:65536",
                                          "::1:2575",
                                          "[127.0.0.1]:2575",
                                          "localhost:2575",
                                          "127.0.0.1:25 75",
                                          "127.0.0.1:-1",
                                          "127.0.0.1:0x50",
                                          "[::1]",
                                          "256.0.0.1:1"};

BOOST_DATA_TEST_CASE(anything_else_is_refused_by_name, boost::unit_test::data::make(kBad), text) {
  const auto endpoint = ParseEndpoint(text);
  BOOST_REQUIRE(endpoint.has_error());
  BOOST_TEST((endpoint.error().code == Code::kIo));
  BOOST_TEST(endpoint.error().where == text);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::net
