#include "base/text.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge {

BOOST_AUTO_TEST_SUITE(text)

namespace {

struct Pair {
  std::string text;
  std::string want;
};
std::ostream& operator<<(std::ostream& out, const Pair& p) {
  return out << "to \"" << p.want << '"';
}

const std::array kTrims = {Pair{"", ""},
                           Pair{"a", "a"},
                           Pair{"  a b  ", "a b"},
                           Pair{"\t\r\na\n\r\t", "a"},
                           Pair{" \t ", ""},
                           Pair{std::string("\0a\0", 3), "a"},
                           Pair{"\xC2\xA0"
                                "a",
                                "\xC2\xA0"
                                "a"}};  // a no-break space is text

struct Digits {
  const char* text;
  std::optional<long long> want;
};
std::ostream& operator<<(std::ostream& out, const Digits& d) { return out << '"' << d.text << '"'; }
const std::array kDigits = {Digits{"0", 0},
                            Digits{"007", 7},
                            Digits{"999999999999999999", 999999999999999999},
                            Digits{"1000000000000000000", std::nullopt},
                            Digits{"", std::nullopt},
                            Digits{"-1", std::nullopt},
                            Digits{"+1", std::nullopt},
                            Digits{"1a", std::nullopt},
                            Digits{" 1", std::nullopt},
                            Digits{"1.0", std::nullopt},
                            Digits{"\xD9\xA1", std::nullopt}};  // an Arabic one

struct Utf8 {
  const char* name;
  std::string bytes;
  bool valid;
};
std::ostream& operator<<(std::ostream& out, const Utf8& u) { return out << u.name; }
// RFC 3629 sections 3 and 4: each row of the grammar at its edges.
const std::array kUtf8 = {Utf8{"empty", "", true},
                          Utf8{"ASCII", std::string("a\x7F\0", 3), true},
                          Utf8{"U+0080", "\xC2\x80", true},
                          Utf8{"U+07FF", "\xDF\xBF", true},
                          Utf8{"U+0800", "\xE0\xA0\x80", true},
                          Utf8{"U+D7FF", "\xED\x9F\xBF", true},
                          Utf8{"U+E000", "\xEE\x80\x80", true},
                          Utf8{"U+FFFF", "\xEF\xBF\xBF", true},
                          Utf8{"U+10000", "\xF0\x90\x80\x80", true},
                          Utf8{"U+10FFFF", "\xF4\x8F\xBF\xBF", true},
                          Utf8{"a lone tail", "\x80", false},
                          Utf8{"overlong slash", "\xC0\xAF", false},
                          Utf8{"overlong C1", "\xC1\xBF", false},
                          Utf8{"overlong three bytes", "\xE0\x9F\xBF", false},
                          Utf8{"overlong four bytes", "\xF0\x8F\xBF\xBF", false},
                          Utf8{"the first surrogate", "\xED\xA0\x80", false},
                          Utf8{"the last surrogate", "\xED\xBF\xBF", false},
                          Utf8{"beyond U+10FFFF", "\xF4\x90\x80\x80", false},
                          Utf8{"F5", "\xF5\x80\x80\x80", false},
                          Utf8{"FF", "\xFF", false},
                          Utf8{"cut after one of two", "a\xC3", false},
                          Utf8{"cut after two of three", "a\xE2\x82", false},
                          Utf8{"cut after three of four", "a\xF0\x9F\x98", false},
                          Utf8{"a tail that is none", "\xC3(", false},
                          Utf8{"windows-1252", "Ren\xE9", false}};

struct Guess {
  const char* word;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const Guess& g) { return out << g.word; }
const std::array kGuesses = {Guess{"listner", "listeners"},
                             Guess{"feed", "feeds"},
                             Guess{"FEEDS", ""},
                             Guess{"stores", "store"},
                             Guess{"wrads", ""},
                             Guess{"mapping", "mapping"},
                             Guess{"x", ""},
                             Guess{"", ""},
                             Guess{"destination", "destinations"},
                             Guess{"unrelated", ""}};
const std::vector<std::string> kCandidates = {"store", "listeners", "feeds",
                                              "wards", "mapping",   "destinations"};

}  // namespace

BOOST_DATA_TEST_CASE(trim_takes_blanks_from_both_ends, boost::unit_test::data::make(kTrims), p) {
  BOOST_TEST(Trim(p.text) == p.want);
}

BOOST_AUTO_TEST_CASE(trim_gives_a_view_of_the_same_buffer) {
  const std::string text = "  ab ";
  BOOST_TEST(static_cast<const void*>(Trim(text).data()) ==
             static_cast<const void*>(text.data() + 2));
}

BOOST_AUTO_TEST_CASE(one_byte_order_mark_is_taken_off_the_front) {
  BOOST_TEST(WithoutByteOrderMark("") == "");
  BOOST_TEST(WithoutByteOrderMark("a\xEF\xBB\xBF") == "a\xEF\xBB\xBF");
  BOOST_TEST(WithoutByteOrderMark("\xEF\xBB") == "\xEF\xBB");
  BOOST_TEST(WithoutByteOrderMark("\xEF\xBB\xBF\xEF\xBB\xBF"
                                  "a") ==
             "\xEF\xBB\xBF"
             "a");
}

BOOST_AUTO_TEST_CASE(upper_and_lower_know_ascii_only) {
  BOOST_TEST(UpperAscii("az AZ 09 \xC3\xA9[`{") == "AZ AZ 09 \xC3\xA9[`{");
  BOOST_TEST(LowerAscii("az AZ 09 \xC3\x89[@") == "az az 09 \xC3\x89[@");
}

BOOST_AUTO_TEST_CASE(split_keeps_empty_parts) {
  const std::vector<std::string_view> want = {"", "a", "", "b", ""};
  BOOST_TEST(Split(",a,,b,", ',') == want, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(split_of_nothing_is_one_empty_part) {
  BOOST_TEST(Split("", ',').size() == 1U);
  BOOST_TEST(Split("", ',').front().empty());
}

BOOST_DATA_TEST_CASE(digits_are_a_whole_number_without_sign, boost::unit_test::data::make(kDigits),
                     d) {
  BOOST_TEST((ParseDigits(d.text) == d.want));
}

BOOST_DATA_TEST_CASE(utf8_is_that_of_rfc_3629, boost::unit_test::data::make(kUtf8), u) {
  BOOST_TEST(IsUtf8(u.bytes) == u.valid);
}

BOOST_DATA_TEST_CASE(a_near_word_is_offered, boost::unit_test::data::make(kGuesses), g) {
  BOOST_TEST(DidYouMean(g.word, kCandidates) == g.want);
}

BOOST_AUTO_TEST_CASE(the_nearest_of_several_is_offered) {
  BOOST_TEST(DidYouMean("patient-clas", {"patient-codes", "patient-class", "patient"}) ==
             "patient-class");
}

BOOST_AUTO_TEST_CASE(a_suggestion_ends_a_sentence) {
  BOOST_TEST(Suggestion("patient-clas", {"patient-class"}) == "; did you mean patient-class?");
}

BOOST_AUTO_TEST_CASE(what_is_visible_has_one_line_and_is_utf_8) {
  BOOST_TEST(Visible("a\x1b[31m\tb\nc\x7F") == "a?[31m\tb?c?");
  BOOST_TEST(Visible("\xC3\xA9") == "\xC3\xA9");
  BOOST_TEST(Visible("\xC3 e") == "? e");
}

BOOST_AUTO_TEST_CASE(without_candidates_nothing_is_offered) {
  BOOST_TEST(DidYouMean("store", {}).empty());
  BOOST_TEST(Suggestion("store", {}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge
