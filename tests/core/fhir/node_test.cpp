#include "core/fhir/node.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::fhir {

BOOST_AUTO_TEST_SUITE(fhir_node)

namespace {

Node Parsed(std::string_view json) {
  auto node = Node::Parse(json);
  BOOST_REQUIRE_MESSAGE(node.has_value(), "not parsed: " << json);
  return *node;
}

std::string Nested(int depth, char open, char close) {
  return std::string(static_cast<std::size_t>(depth), open) +
         std::string(static_cast<std::size_t>(depth), close);
}

struct NumberCase {
  const char* json;
  bool integer;
};
std::ostream& operator<<(std::ostream& out, const NumberCase& c) { return out << c.json; }
const std::array kNumbers = {NumberCase{"0", true},
                             NumberCase{"-0", true},
                             NumberCase{"36.60", false},
                             NumberCase{"36.0", false},
                             NumberCase{"-1", true},
                             NumberCase{"1e3", false},
                             NumberCase{"1.50E-2", false},
                             NumberCase{"0.10", false},
                             NumberCase{"-0.0", false},
                             NumberCase{"9223372036854775807", true},
                             NumberCase{"18446744073709551615", true},
                             NumberCase{"123456789012345678901234567890", true},
                             NumberCase{"3.141592653589793238462643383279", false}};

struct BadCase {
  const char* name;
  const char* json;
};
std::ostream& operator<<(std::ostream& out, const BadCase& c) { return out << c.name; }
const std::array kBad = {BadCase{"empty text", ""},
                         BadCase{"a word", "Bundle"},
                         BadCase{"an open object", R"({"a":1)"},
                         BadCase{"a comma too many", R"([1,])"},
                         BadCase{"two values", R"({} {})"},
                         BadCase{"a comment", R"({/* no */})"},
                         BadCase{"a leading zero", "01"},
                         BadCase{"a plus", "+1"},
                         BadCase{"a number beyond double", "1e999"},
                         BadCase{"single quotes", "{'a':1}"},
                         BadCase{"broken UTF-8", "\"\xC3\x28\""},
                         BadCase{"half a surrogate pair", R"("\ud800")"},
                         BadCase{"a raw control character", "\"\x01\""},
                         BadCase{"the same key twice", R"({"a":1,"b":2,"a":3})"},
                         BadCase{"the same key twice inside", R"([{"x":{"a":1,"a":1}}])"},
                         BadCase{"the same key, once escaped", R"({"a":1,"\u0061":2})"}};

}  // namespace

BOOST_DATA_TEST_CASE(a_number_keeps_its_digits, boost::unit_test::data::make(kNumbers), c) {
  const Node number = Parsed(std::string(R"({"n":)") + c.json + "}")["n"];
  BOOST_TEST(number.IsNumber());
  BOOST_TEST(number.NumberText() == c.json);
}

BOOST_DATA_TEST_CASE(an_integer_has_neither_fraction_nor_exponent,
                     boost::unit_test::data::make(kNumbers), c) {
  BOOST_TEST(Parsed(c.json).IsInteger() == c.integer);
}

BOOST_AUTO_TEST_CASE(integer_gives_the_value_within_its_range) {
  BOOST_TEST(Parsed("-9223372036854775808").Integer().value() == -9223372036854775807LL - 1);
  BOOST_TEST(Parsed("-0").Integer().value() == 0);
}

BOOST_AUTO_TEST_CASE(integer_gives_nothing_out_of_range_or_for_other_kinds) {
  BOOST_TEST(!Parsed("9223372036854775808").Integer().has_value());
  BOOST_TEST(!Parsed("1.0").Integer().has_value());
  BOOST_TEST(!Parsed(R"("7")").Integer().has_value());
}

BOOST_DATA_TEST_CASE(what_is_not_json_is_malformed, boost::unit_test::data::make(kBad), c) {
  const auto node = Node::Parse(c.json);
  BOOST_REQUIRE(node.has_error());
  BOOST_TEST(static_cast<int>(node.error().code) == static_cast<int>(Code::kMalformed));
}

BOOST_AUTO_TEST_CASE(a_byte_zero_does_not_end_the_text) {
  const std::string whole = R"({"a":1})";
  const auto node = Node::Parse(whole + std::string("\n\0 more", 7));
  BOOST_TEST_REQUIRE(!node);
  BOOST_TEST(node.error().detail == "a byte 0 at byte 8");
}

BOOST_AUTO_TEST_CASE(an_error_does_not_quote_the_document) {
  const auto node = Node::Parse(R"({"family":"Secretname" oops)");
  BOOST_REQUIRE(node.has_error());
  BOOST_TEST(node.error().Text().find("Secret") == std::string::npos);
  BOOST_TEST(node.error().Text() == "malformed JSON: not JSON at byte 24");
}

BOOST_AUTO_TEST_CASE(sixty_four_levels_are_read) {
  BOOST_TEST(Node::Parse(Nested(64, '[', ']')).has_value());
}

BOOST_AUTO_TEST_CASE(sixty_five_levels_are_refused) {
  const auto node = Node::Parse(Nested(65, '[', ']'));
  BOOST_REQUIRE(node.has_error());
  BOOST_TEST(node.error().detail == "nested deeper than 64");
}

BOOST_AUTO_TEST_CASE(a_million_levels_are_refused_without_harm) {
  BOOST_TEST(Node::Parse(std::string(1000000, '[')).has_error());
}

BOOST_AUTO_TEST_CASE(equal_keys_of_different_objects_are_fine) {
  BOOST_TEST(Parsed(R"({"a":{"a":1},"b":[{"a":1},{"a":2}]})")["b"].At(1)["a"].NumberText() == "2");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_false_however_deep_one_asks) {
  const Node root = Parsed(R"({"a":[1]})");
  BOOST_TEST(!root["b"]);
  BOOST_TEST(!root["b"]["c"].At(3)["d"]);
  BOOST_TEST(!root["a"].At(1));
  BOOST_TEST(!root["a"]["x"]);
  BOOST_TEST(!root.At(0));
  BOOST_TEST(!Node());
}

BOOST_AUTO_TEST_CASE(a_missing_node_has_no_kind_and_no_content) {
  const Node none = Parsed("{}")["x"];
  BOOST_TEST(!(none.IsObject() || none.IsArray() || none.IsString() || none.IsNumber() ||
               none.IsInteger() || none.IsBoolean()));
  BOOST_TEST(none.Text().empty());
  BOOST_TEST(none.NumberText().empty());
  BOOST_TEST(none.Size() == 0U);
  BOOST_TEST(none.Items().empty());
  BOOST_TEST(none.Keys().empty());
  BOOST_TEST(!none.Boolean().has_value());
}

BOOST_AUTO_TEST_CASE(a_null_is_there_but_of_no_kind) {
  const Node null = Parsed(R"({"a":null})")["a"];
  BOOST_TEST(static_cast<bool>(null));
  BOOST_TEST(!(null.IsObject() || null.IsArray() || null.IsString() || null.IsNumber() ||
               null.IsBoolean()));
}

BOOST_AUTO_TEST_CASE(booleans_are_told_apart_from_words) {
  const Node root = Parsed(R"({"t":true,"f":false,"s":"true"})");
  BOOST_TEST(root["t"].Boolean().value());
  BOOST_TEST(!root["f"].Boolean().value());
  BOOST_TEST(!root["s"].Boolean().has_value());
}

BOOST_AUTO_TEST_CASE(text_is_unescaped) {
  BOOST_TEST(Parsed(R"("a\"b\\c\u00e9\ud83d\ude00\n")").Text() ==
             "a\"b\\c\xC3\xA9\xF0\x9F\x98\x80\n");
}

BOOST_AUTO_TEST_CASE(keys_and_items_stand_in_the_order_of_the_document) {
  const Node root = Parsed(R"({"z":1,"a":2,"m":[3,1,2]})");
  const std::vector<std::string> keys = {"z", "a", "m"};
  BOOST_TEST(root.Keys() == keys, boost::test_tools::per_element());
  std::string digits;
  for (const Node& item : root["m"].Items()) digits += item.NumberText();
  BOOST_TEST(digits == "312");
  BOOST_TEST(root.Size() == 3U);
}

BOOST_AUTO_TEST_CASE(entries_of_an_object_are_read_by_position) {
  const Node root = Parsed(R"({"z":"last","a":2})");
  BOOST_TEST(root.KeyAt(0) == "z");
  BOOST_TEST(root.ValueAt(0).View() == "last");
  BOOST_TEST(root.ValueAt(1).NumberText() == "2");
  BOOST_TEST(root.KeyAt(2).empty());
  BOOST_TEST(!root.ValueAt(2));
  BOOST_TEST(!Parsed("[1]").ValueAt(0));
}

BOOST_AUTO_TEST_CASE(a_node_outlives_the_document_it_was_taken_from) {
  Node leaf;
  {
    const std::string json = R"({"a":{"b":["kept"]}})";
    leaf = Parsed(json)["a"]["b"].At(0);
  }
  BOOST_TEST(leaf.Text() == "kept");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::fhir
