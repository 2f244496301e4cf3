#include "edge/net/http_date.h"

#include <array>
#include <optional>
#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::net {

BOOST_AUTO_TEST_SUITE(http_date)

namespace {

constexpr long long kDay = 86'400'000;

struct Case {
  const char* text;
  long long wait_ms;  // -1: nothing
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << '"' << c.text << '"'; }

// Now is Sun, 06 Nov 1994 08:49:37 GMT.
constexpr std::array kCases = {
    Case{"0", -1},
    Case{" 120 ", 120'000},
    Case{"86401", kDay},
    Case{"999999999999999999", kDay},
    Case{"Sun, 06 Nov 1994 08:50:07 GMT", 30'000},
    Case{"Sun, 06 Nov 1994 08:00:00 GMT", -1},
    Case{"Fri, 01 Jan 2038 00:00:00 GMT", kDay},
    Case{"", -1},
    Case{"-1", -1},
    Case{"1.5", -1},
    Case{"soon", -1},
    Case{"Sun, 31 Feb 1994 08:50:07 GMT", -1},
    Case{"Sun, 06 Now 1994 08:50:07 GMT", -1},
    Case{"Sun, 06 Nov 1994 08:50:07 EST", -1},
    Case{"Sun, 06 Nov 1994 08-50-07 GMT", -1},
    Case{"Sunday, 06-Nov-94 08:49:37 GMT", -1},
};

}  // namespace

BOOST_DATA_TEST_CASE(retry_after_is_seconds_or_a_date, boost::unit_test::data::make(kCases), c) {
  const auto wait = ReadRetryAfter(c.text, Timestamp::FromUnixMs(784'111'777'000));
  BOOST_TEST((wait ? wait->count() : -1) == c.wait_ms);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::net
