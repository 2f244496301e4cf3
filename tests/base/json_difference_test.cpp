// Where two JSON texts differ, and JSON with a line for each member.
#include "base/json_difference.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge {

BOOST_AUTO_TEST_SUITE(json_difference)

namespace {

struct Case {
  const char* name;
  const char* before;
  const char* after;
  const char* want;  // "pointer|before|after" of each, with a blank between them
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

constexpr std::array kCases = {
    Case{"the same", R"({"a":[1,{"b":null}]})", R"( { "a" : [ 1 , {"b":null} ] } )", ""},
    Case{"another order of members", R"({"a":1,"b":2})", R"({"b":2,"a":1})", ""},
    Case{"a value", R"({"a":1})", R"({"a":2})", "/a|1|2"},
    Case{"a decimal written otherwise", R"({"a":93.50})", R"({"a":93.5})", "/a|93.50|93.5"},
    Case{"a member taken out", R"({"a":1,"b":2})", R"({"b":2})", "/a|1|"},
    Case{"a member put in", R"({})", R"({"a":{"b":1}})", R"(/a||{"b":1})"},
    Case{"another shape", R"({"a":[1]})", R"({"a":{"b":1}})", R"(/a|[1]|{"b":1})"},
    Case{"an item more", R"([1])", R"([1,2])", "/1||2"},
    Case{"an item less", R"([1,2])", R"([1])", "/1|2|"},
    Case{"deep inside", R"({"a":[{"b":[0,1]}]})", R"({"a":[{"b":[0,2]}]})", "/a/0/b/1|1|2"},
    Case{"names with signs", R"({"a/b":1,"c~d":1})", R"({"a/b":2,"c~d":2})", "/a~1b|1|2 /c~0d|1|2"},
    Case{"an entry put in before others", R"([{"fullUrl":"1","x":1},{"fullUrl":"2","x":2}])",
         R"([{"fullUrl":"0"},{"fullUrl":"1","x":1},{"fullUrl":"2","x":3}])",
         R"(/2/x|2|3 /0||{"fullUrl":"0"})"},
    Case{"an entry taken out", R"([{"fullUrl":"1"},{"fullUrl":"2"}])", R"([{"fullUrl":"2"}])",
         R"(/0|{"fullUrl":"1"}|)"},
    Case{"entries in another order", R"({"e":[{"fullUrl":"1"},{"fullUrl":"2"}]})",
         R"({"e":[{"fullUrl":"2"},{"fullUrl":"1"}]})", R"(/e|"in this order"|"in another order")"},
    Case{"a top that is a number", "1", "2", "|1|2"},
};

}  // namespace

BOOST_DATA_TEST_CASE(differences_are_found, boost::unit_test::data::make(kCases), c) {
  const auto found = DifferencesOf(c.before, c.after, 100);
  BOOST_TEST_REQUIRE(found.has_value());
  std::string text;
  for (const JsonDifference& one : *found) {
    text += (text.empty() ? "" : " ") + one.pointer + "|" + one.before + "|" + one.after;
  }
  BOOST_TEST(text == c.want);
}

BOOST_AUTO_TEST_CASE(no_more_are_collected_than_are_wanted) {
  const auto found = DifferencesOf("[1,2,3,4]", "[5,6,7,8,9]", 2);
  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST(found->size() == 2U);
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_refused) {
  for (const char* text : {"", "{", "[1", "{\"a\":1} x", "1,2"}) {
    BOOST_TEST(!DifferencesOf(text, "{}", 1).has_value(), text);
    BOOST_TEST(!DifferencesOf("{}", text, 1).has_value(), text);
    BOOST_TEST(!IndentedJson(text).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(each_member_and_item_gets_a_line) {
  const auto text = IndentedJson(R"({"a":[1.50,"x,{"],"b":{},"c":[],"d":{"e":null}})");
  BOOST_TEST_REQUIRE(text.has_value());
  BOOST_TEST(*text ==
             "{\n  \"a\": [\n    1.50,\n    \"x,{\"\n  ],\n  \"b\": {},\n  \"c\": [],\n"
             "  \"d\": {\n    \"e\": null\n  }\n}\n");
  BOOST_TEST(*IndentedJson(*text) == *text);
}

BOOST_AUTO_TEST_CASE(what_nests_without_end_is_no_trouble) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  BOOST_TEST(IndentedJson(deep).has_value());
  BOOST_TEST(DifferencesOf(deep, "[" + deep + "]", 1)->size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge
