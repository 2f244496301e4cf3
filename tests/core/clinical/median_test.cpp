#include "core/clinical/median.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::clinical {

BOOST_AUTO_TEST_SUITE(median)

namespace {

namespace data = boost::unit_test::data;
using model::Decimal;

struct Case {
  const char* name;
  std::vector<const char*> values;
  const char* median;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::array kCases = {
    Case{"one value keeps its digits", {"36.60"}, "36.60"},
    Case{"the middle of three", {"118", "62", "80"}, "80"},
    Case{"the mean of two whole numbers", {"16", "18"}, "17"},
    Case{"the mean gets a place where it needs one", {"16", "17"}, "16.5"},
    Case{"the mean of tenths", {"36.9", "37.0"}, "36.95"},
    Case{"the mean of values of different length", {"37", "37.25"}, "37.125"},
    Case{"equal values of different length", {"62.5", "62.50"}, "62.50"},
    Case{"the two in the middle of four", {"90", "70", "80", "120"}, "85"},
    Case{"one far away value moves nothing", {"70", "71", "72", "73", "350"}, "72"},
    Case{"more places than a decimal has are rounded",
         {"1.000000000", "1.000000001"},
         "1.000000001"},
    Case{"below zero away from zero", {"-1.000000000", "-1.000000001"}, "-1.000000001"}};

}  // namespace

BOOST_DATA_TEST_CASE(the_median_is_exact_whatever_the_order, data::make(kCases), c) {
  std::vector<Decimal> values;
  for (const char* text : c.values) values.push_back(Decimal::Parse(text).value());
  std::vector<std::size_t> order(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  do {
    std::vector<const Decimal*> pointers;
    for (const std::size_t i : order) pointers.push_back(&values[i]);
    BOOST_TEST((MedianOf(pointers) == Decimal::Parse(c.median).value()));
  } while (std::next_permutation(order.begin(), order.end()));
}

BOOST_AUTO_TEST_CASE(the_median_is_written_with_the_digits_it_has) {
  const Decimal sixteen = Decimal::Parse("16").value();
  const Decimal seventeen = Decimal::Parse("17").value();
  BOOST_TEST(MedianOf({&sixteen, &seventeen}).Text() == "16.5");
  BOOST_TEST(MedianOf({&sixteen, &sixteen}).Text() == "16");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::clinical
