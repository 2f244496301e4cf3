#include "base/fault.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge {

BOOST_AUTO_TEST_SUITE(fault)

namespace {

constexpr auto kError = Fault::Severity::kError;
constexpr auto kWarning = Fault::Severity::kWarning;

struct Case {
  const char* name;
  Fault fault;
  bool caret;
  const char* text;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::array kCases = {Case{"error with a place",
                                {kError, "a.yaml", 3, 7, "config.key.unknown", "no such key", ""},
                                false,
                                "a.yaml:3:7: error config.key.unknown: no such key"},
                           Case{"warning with a place",
                                {kWarning, "a.yaml", 1, 1, "x.y", "odd", ""},
                                false,
                                "a.yaml:1:1: warning x.y: odd"},
                           Case{"the whole file",
                                {kError, "a.yaml", 0, 0, "yaml.size", "too large", ""},
                                false,
                                "a.yaml: error yaml.size: too large"},
                           Case{"the whole file has no caret",
                                {kError, "a.yaml", 0, 0, "yaml.size", "too large", "x"},
                                true,
                                "a.yaml: error yaml.size: too large"},
                           Case{"no source, no caret",
                                {kError, "a.yaml", 2, 2, "c", "t", ""},
                                true,
                                "a.yaml:2:2: error c: t"},
                           Case{"the caret is not asked for",
                                {kError, "a.yaml", 2, 2, "c", "t", "  x"},
                                false,
                                "a.yaml:2:2: error c: t"},
                           Case{"caret in the first column",
                                {kError, "a.yaml", 2, 1, "c", "t", "key: v"},
                                true,
                                "a.yaml:2:1: error c: t\nkey: v\n^"},
                           Case{"caret in the middle",
                                {kError, "a.yaml", 2, 6, "c", "t", "key: v"},
                                true,
                                "a.yaml:2:6: error c: t\nkey: v\n     ^"},
                           Case{"tabs stay tabs",
                                {kError, "a.yaml", 2, 4, "c", "t", "\tk\tv"},
                                true,
                                "a.yaml:2:4: error c: t\n\tk\tv\n\t \t^"},
                           Case{"columns are characters, not bytes",
                                {kError, "a.yaml", 2, 5, "c", "t", "\xC3\xA9\xE2\x82\xAC: v"},
                                true,
                                "a.yaml:2:5: error c: t\n\xC3\xA9\xE2\x82\xAC: v\n    ^"},
                           Case{"a column behind the line ends at its end",
                                {kError, "a.yaml", 2, 99, "c", "t", "ab"},
                                true,
                                "a.yaml:2:99: error c: t\nab\n  ^"}};

}  // namespace

BOOST_DATA_TEST_CASE(a_fault_is_one_line_and_a_caret, boost::unit_test::data::make(kCases), c) {
  BOOST_TEST(c.fault.Text(c.caret) == c.text);
}

BOOST_AUTO_TEST_CASE(no_faults_are_no_errors) { BOOST_TEST(!HasErrors({})); }

BOOST_AUTO_TEST_CASE(warnings_are_no_errors) {
  BOOST_TEST(
      !HasErrors({{kWarning, "a", 1, 1, "c", "t", ""}, {kWarning, "a", 2, 1, "c", "t", ""}}));
}

BOOST_AUTO_TEST_CASE(one_error_among_warnings_counts) {
  BOOST_TEST(HasErrors({{kWarning, "a", 1, 1, "c", "t", ""}, {kError, "a", 2, 1, "c", "t", ""}}));
}

BOOST_AUTO_TEST_CASE(the_caret_stands_under_its_character_of_a_cut_line) {
  Fault fault{kError, "a.yaml", 1, 1005, "c", "t", "0123456789"};
  fault.source_from = 1000;
  BOOST_TEST(fault.Text(true) == "a.yaml:1:1005: error c: t\n0123456789\n     ^");
}

BOOST_AUTO_TEST_CASE(faults_without_end_end_with_one_that_says_so) {
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < kMostFaults; ++i) {
    AddFault(faults, {kWarning, "a.yaml", static_cast<int>(i + 1), 1, "c", "t", ""});
  }
  BOOST_TEST(faults.size() == kMostFaults);
  BOOST_TEST(faults.back().code == "c");
  AddFault(faults, {kWarning, "a.yaml", 2000, 1, "c", "t", ""});
  BOOST_TEST_REQUIRE(faults.size() == kMostFaults + 1);
  BOOST_TEST(faults.back().Text(true) ==
             "a.yaml: warning fault.more: there are more faults; these are the first 1000");
  BOOST_TEST(!HasErrors(faults));
  AddFault(faults, {kError, "a.yaml", 2001, 1, "c", "t", ""});
  AddFault(faults, {kWarning, "a.yaml", 2002, 1, "c", "t", ""});
  BOOST_TEST(faults.size() == kMostFaults + 1);
  BOOST_TEST(HasErrors(faults));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge
