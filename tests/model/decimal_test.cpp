#include "model/decimal.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::model {

BOOST_AUTO_TEST_SUITE(decimal)

namespace {

Decimal D(const char* text) {
  const auto decimal = Decimal::Parse(text);
  BOOST_REQUIRE_MESSAGE(decimal.has_value(), "no decimal: " << text);
  return *decimal;
}

struct Written {
  const char* text;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const Written& w) {
  return out << '"' << w.text << '"';
}
const std::array kWritten = {Written{"36.60", "36.60"},
                             Written{"36", "36"},
                             Written{"0", "0"},
                             Written{"0.0", "0.0"},
                             Written{"007", "7"},
                             Written{"00.50", "0.50"},
                             Written{"+5", "5"},
                             Written{"-1", "-1"},
                             Written{"-0.05", "-0.05"},
                             Written{".5", "0.5"},
                             Written{"-.5", "-0.5"},
                             Written{"5.", "5"},
                             Written{" 98 ", "98"},
                             Written{"-0", "0"},
                             Written{"-0.00", "0.00"},
                             Written{"999999999999999", "999999999999999"},
                             Written{"000000000000000000001", "1"},
                             Written{"0.123456789", "0.123456789"},
                             Written{"123456.123456789", "123456.123456789"}};

const std::array kRefused = {"",
                             " ",
                             ".",
                             "-",
                             "+",
                             "-.",
                             "1e3",
                             "1E3",
                             "0x10",
                             "1,5",
                             "1 000",
                             "--1",
                             "+-1",
                             "1-",
                             "1.2.3",
                             "NaN",
                             "inf",
                             "<5",
                             "98%",
                             "1234567890123456",
                             "0.1234567890",
                             "\xD9\xA3"};

struct Rounding {
  const char* text;
  int places;
  std::int64_t want;
};
std::ostream& operator<<(std::ostream& out, const Rounding& r) {
  return out << r.text << " to " << r.places;
}
const std::array kRoundings = {Rounding{"35.05", 1, 351},
                               Rounding{"36.04999", 1, 360},
                               Rounding{"35.0499999", 1, 350},
                               Rounding{"38.1", 1, 381},
                               Rounding{"36.60", 1, 366},
                               Rounding{"36.6", 3, 36600},
                               Rounding{"95.5", 0, 96},
                               Rounding{"95.4999", 0, 95},
                               Rounding{"0.5", 0, 1},
                               Rounding{"0.4", 0, 0},
                               Rounding{"-0.5", 0, -1},
                               Rounding{"-0.4", 0, 0},
                               Rounding{"-35.05", 1, -351},
                               Rounding{"-35.04", 1, -350},
                               Rounding{"7", 0, 7},
                               Rounding{"7", 2, 700},
                               Rounding{"9.995", 2, 1000},
                               Rounding{"0.000000001", 0, 0},
                               Rounding{"999999999999999", 3, 999999999999999000}};

struct Scaling {
  const char* name;
  const char* text;
  std::int64_t numerator;
  std::int64_t denominator;
  std::int64_t offset;
  int places;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const Scaling& s) { return out << s.name; }
const std::array kScalings = {
    Scaling{"Fahrenheit of a fever", "101.3", 5, 9, -1778, 2, "38.50"},  // (F * 5 - 160) / 9
    Scaling{"Fahrenheit of freezing", "32", 5, 9, -17778, 3, "0.000"},
    Scaling{"kilopascals to millimetres of mercury", "16", 750062, 100000, 0, 0, "120"},
    Scaling{"a fraction to percent", "0.97", 100, 1, 0, 0, "97"},
    Scaling{"nothing changes", "36.60", 1, 1, 0, 2, "36.60"},
    Scaling{"places grow", "36.6", 1, 1, 0, 3, "36.600"},
    Scaling{"half away from zero", "1", 1, 8, 0, 2, "0.13"},
    Scaling{"half away from zero below it", "-1", 1, 8, 0, 2, "-0.13"},
    Scaling{"an offset alone", "0", 1, 1, -5, 1, "-0.5"},
    Scaling{"large numbers do not overflow", "999999999999", 750062, 100000, 0, 0,
            "7500619999992"}};

struct Order {
  const char* a;
  const char* b;
  int sign;
};
std::ostream& operator<<(std::ostream& out, const Order& o) { return out << o.a << " and " << o.b; }
const std::array kOrders = {
    Order{"36.6", "36.60", 0},     Order{"0", "-0.0", 0},
    Order{"1", "2", -1},           Order{"-1", "1", -1},
    Order{"-2", "-1", -1},         Order{"0.1", "0.09", 1},
    Order{"10", "9.999999999", 1}, Order{"999999999999999", "0.000000001", 1}};

}  // namespace

BOOST_DATA_TEST_CASE(a_decimal_keeps_its_digits, boost::unit_test::data::make(kWritten), w) {
  BOOST_TEST(D(w.text).Text() == w.want);
}

BOOST_DATA_TEST_CASE(what_is_no_plain_decimal_is_refused, boost::unit_test::data::make(kRefused),
                     text) {
  BOOST_TEST(!Decimal::Parse(text).has_value());
}

BOOST_DATA_TEST_CASE(rounding_is_half_away_from_zero, boost::unit_test::data::make(kRoundings), r) {
  BOOST_TEST(D(r.text).RoundTo(r.places) == r.want);
}

BOOST_DATA_TEST_CASE(scaling_rounds_once, boost::unit_test::data::make(kScalings), s) {
  BOOST_TEST(D(s.text).Scaled(s.numerator, s.denominator, s.offset, s.places).Text() == s.want);
}

BOOST_DATA_TEST_CASE(decimals_compare_by_value, boost::unit_test::data::make(kOrders), o) {
  BOOST_TEST((D(o.a) == D(o.b)) == (o.sign == 0));
  BOOST_TEST((D(o.a) < D(o.b)) == (o.sign < 0));
  BOOST_TEST((D(o.b) < D(o.a)) == (o.sign > 0));
}

BOOST_AUTO_TEST_CASE(a_decimal_made_of_parts_has_exactly_its_places) {
  BOOST_TEST(Decimal::FromScaled(3660, 2).Text() == "36.60");
  BOOST_TEST(Decimal::FromScaled(5, 3).Text() == "0.005");
  BOOST_TEST(Decimal::FromScaled(-5, 1).Text() == "-0.5");
  BOOST_TEST(Decimal::FromScaled(0, 2).Text() == "0.00");
  BOOST_TEST(Decimal::FromScaled(120, 0).Text() == "120");
}

BOOST_AUTO_TEST_CASE(a_new_decimal_is_zero) {
  BOOST_TEST(Decimal().Text() == "0");
  BOOST_TEST((Decimal() == D("0.00")));
}

BOOST_AUTO_TEST_CASE(charts_get_a_double) {
  BOOST_TEST(D("36.60").ToDouble() == 36.6);
  BOOST_TEST(D("-0.5").ToDouble() == -0.5);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::model
