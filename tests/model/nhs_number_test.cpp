#include "model/nhs_number.h"

#include <array>
#include <ostream>
#include <string>
#include <type_traits>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::model {

BOOST_AUTO_TEST_SUITE(nhs_number)

namespace {

struct Case {
  const char* name;
  std::string text;
  std::string want;  // "" refused
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::array kCases = {Case{"ten digits", "9990000018", "9990000018"},
                           Case{"printed with spaces", "999 000 0018", "9990000018"},
                           Case{"with hyphens", "999-000-0018", "9990000018"},
                           Case{"blanks around", " 9990000018 ", "9990000018"},
                           Case{"remainder 0, so 11 becomes 0", "9990000050", "9990000050"},
                           Case{"remainder 10, so the digit is 1", "9990000131", "9990000131"},
                           Case{"ten equal digits pass the check", "3333333333", "3333333333"},
                           Case{"wrong check digit", "9990000017", ""},
                           Case{"the guidance's misprint", "9912003890", ""},
                           Case{"two digits exchanged", "9990000108", ""},
                           Case{"ten zeros", "0000000000", ""},
                           Case{"nine digits", "999000001", ""},
                           Case{"eleven digits", "99900000180", ""},
                           Case{"ten digits and more behind a space", "9990000018 1", ""},
                           Case{"a letter", "999000001X", ""},
                           Case{"a dot", "999.000.0018", ""},
                           Case{"a tab", "999\t0000018", ""},
                           Case{"a no-break space",
                                "999\xC2\xA0"
                                "0000018",
                                ""},
                           Case{"digits of another script",
                                "\xD9\xA9\xD9\xA9\xD9\xA9"
                                "0000018",
                                ""},
                           Case{"spaces only", "   ", ""},
                           Case{"empty", "", ""}};

// The check digit by the rule, written another way than the product does; nothing when it would
// be 10.
std::optional<char> CheckDigit(const std::string& nine) {
  int sum = 0;
  int weight = 10;
  for (const char c : nine) sum += (c - '0') * weight--;
  const int check = 11 - sum % 11;
  if (check == 10) return std::nullopt;
  return static_cast<char>('0' + (check == 11 ? 0 : check));
}

template <typename T, typename = void>
struct IsStreamable : std::false_type {};
template <typename T>
struct IsStreamable<
    T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>>
    : std::true_type {};

}  // namespace

BOOST_DATA_TEST_CASE(a_number_is_read, boost::unit_test::data::make(kCases), c) {
  const auto number = NhsNumber::Parse(c.text);
  BOOST_TEST((number ? number->Reveal() : "") == c.want);
}

BOOST_AUTO_TEST_CASE(exactly_one_check_digit_fits_or_none) {
  int without = 0;
  for (int i = 0; i < 2000; ++i) {
    std::string nine = "999" + std::to_string(1000000 + i * 7).substr(1);
    const auto right = CheckDigit(nine);
    if (!right) ++without;
    for (char digit = '0'; digit <= '9'; ++digit) {
      BOOST_REQUIRE(NhsNumber::Parse(nine + digit).has_value() == (right == digit));
    }
  }
  BOOST_TEST(without > 0);  // remainder 1: no digit fits
}

BOOST_AUTO_TEST_CASE(range_999_is_for_tests) {
  BOOST_TEST(NhsNumber::Parse("9990000018")->IsTest());
  BOOST_TEST(!NhsNumber::Parse("3333333333")->IsTest());
}

BOOST_AUTO_TEST_CASE(ten_equal_digits_are_recognised) {
  BOOST_TEST(NhsNumber::Parse("3333333333")->IsTenEqual());
  BOOST_TEST(!NhsNumber::Parse("9990000018")->IsTenEqual());
}

BOOST_AUTO_TEST_CASE(spelling_does_not_make_another_number) {
  BOOST_TEST((NhsNumber::Parse("999 000 0018") == NhsNumber::Parse("9990000018")));
  BOOST_TEST((NhsNumber::Parse("9990000018") != NhsNumber::Parse("9990000026")));
  BOOST_TEST((*NhsNumber::Parse("9990000018") < *NhsNumber::Parse("9990000026")));
}

BOOST_AUTO_TEST_CASE(a_number_cannot_be_streamed) { BOOST_TEST(!IsStreamable<NhsNumber>::value); }

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::model
