#include "base/json_spans.h"

#include <array>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge {

BOOST_AUTO_TEST_SUITE(json_spans)

namespace {

constexpr std::array kNoObjects = {"",     "[]",         "{",           "{\"a\"}",     "{\"a\":}",
                                   "{\"a", "{\"a\":1,}", "{\"a\":[1}]", "{\"a\":1} x", "{a:1}"};

}  // namespace

BOOST_AUTO_TEST_CASE(members_are_found_with_their_bytes_as_they_stand) {
  const auto members =
      MembersOf(R"( {"a":1.50, "b" : {"c":["}",{}]} ,"d":"x\"y,{","e":[1,[2]],"f":null} )");
  BOOST_REQUIRE(members.has_value());
  BOOST_TEST_REQUIRE(members->size() == 5U);
  BOOST_TEST(Find(*members, "a") == "1.50");
  BOOST_TEST(Find(*members, "b") == R"({"c":["}",{}]})");
  BOOST_TEST(Find(*members, "d") == R"("x\"y,{")");
  BOOST_TEST(Find(*members, "e") == "[1,[2]]");
  BOOST_TEST(Find(*members, "f") == "null");
  BOOST_TEST(Find(*members, "g").empty());
  BOOST_TEST(MembersOf("{}")->empty());
}

BOOST_AUTO_TEST_CASE(items_are_found_with_their_bytes_as_they_stand) {
  const auto items = ItemsOf(R"([{"a":1}, "x,y", 36.60 ,[]])");
  BOOST_REQUIRE(items.has_value());
  BOOST_TEST_REQUIRE(items->size() == 4U);
  BOOST_TEST((*items)[0] == R"({"a":1})");
  BOOST_TEST((*items)[1] == R"("x,y")");
  BOOST_TEST((*items)[2] == "36.60");
  BOOST_TEST((*items)[3] == "[]");
  BOOST_TEST(ItemsOf("[]")->empty());
  BOOST_TEST(!ItemsOf("[1,]").has_value());
  BOOST_TEST(!ItemsOf("{}").has_value());
}

BOOST_DATA_TEST_CASE(what_is_no_object_is_refused, boost::unit_test::data::make(kNoObjects), text) {
  BOOST_TEST(!MembersOf(text).has_value());
}

BOOST_AUTO_TEST_CASE(a_member_is_replaced_added_or_taken_out_and_nothing_else_changes) {
  const char* text = R"({"resourceType":"Bundle","id":"a","total":1.50})";
  BOOST_TEST(*WithMember(text, "id", "\"b\"") ==
             R"({"resourceType":"Bundle","id":"b","total":1.50})");
  BOOST_TEST(*WithMember(text, "id", "") == R"({"resourceType":"Bundle","total":1.50})");
  BOOST_TEST(*WithMember(R"({"a":1})", "id", "\"b\"") == R"({"id":"b","a":1})");
  BOOST_TEST(*WithMember("{}", "id", "\"b\"") == R"({"id":"b"})");
  BOOST_TEST(!WithMember("[]", "id", "\"b\"").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge
