#include "base/csv_field.h"

#include <array>
#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge {

BOOST_AUTO_TEST_SUITE(csv_field)

namespace {

struct Case {
  const char* text;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.want; }

const std::array kCases = {Case{"", ""},
                           Case{"plain text", "plain text"},
                           Case{"a,b", "\"a,b\""},
                           Case{"say \"x\"", "\"say \"\"x\"\"\""},
                           Case{"a\nb", "\"a\nb\""},
                           Case{"a\rb", "\"a\rb\""},
                           Case{"#1", "\"#1\""}};

}  // namespace

BOOST_DATA_TEST_CASE(a_cell_is_quoted_where_it_must_be, boost::unit_test::data::make(kCases), c) {
  BOOST_TEST(CsvField(c.text) == c.want);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge
