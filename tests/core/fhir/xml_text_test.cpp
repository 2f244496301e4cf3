#include "core/fhir/xml_text.h"

#include <array>
#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::fhir {

BOOST_AUTO_TEST_SUITE(xml_text)

namespace {

struct CharacterCase {
  const char* name;
  std::string_view text;
  bool is_good;
};
std::ostream& operator<<(std::ostream& out, const CharacterCase& c) { return out << c.name; }
const std::array kCharacters = {CharacterCase{"tab, LF and CR", "\t\n\r", true},
                                CharacterCase{"NUL", std::string_view("\0", 1), false},
                                CharacterCase{"vertical tab", "a\vb", false},
                                CharacterCase{"escape", "\x1B[0m", false},
                                CharacterCase{"delete", "\x7F", true},
                                CharacterCase{"U+0085", "\xC2\x85", true},
                                CharacterCase{"U+D7FF", "\xED\x9F\xBF", true},
                                CharacterCase{"half a pair, U+D800", "\xED\xA0\x80", false},
                                CharacterCase{"U+FFFD", "\xEF\xBF\xBD", true},
                                CharacterCase{"U+FFFE", "\xEF\xBF\xBE", false},
                                CharacterCase{"U+FFFF", "\xEF\xBF\xBF", false},
                                CharacterCase{"beyond 16 bits", "\xF0\x9F\x8F\xA5", true},
                                CharacterCase{"a byte that begins nothing", "\xFF", false},
                                CharacterCase{"cut short", "\xE2\x82", false}};

std::string Attribute(std::string_view text) {
  std::string out;
  AppendXmlAttribute(text, out);
  return out;
}

std::string Text(std::string_view text) {
  std::string out;
  AppendXmlText(text, out);
  return out;
}

std::string Json(std::string_view text) {
  std::string out;
  AppendJsonString(text, out);
  return out;
}

}  // namespace

BOOST_DATA_TEST_CASE(xml_holds_what_the_standard_says, boost::unit_test::data::make(kCharacters),
                     c) {
  BOOST_TEST(IsXmlText(c.text) == c.is_good);
}

BOOST_AUTO_TEST_CASE(blanks_alone_are_no_value) {
  BOOST_TEST(!HasContent(""));
  BOOST_TEST(!HasContent(" \t\r\n"));
  BOOST_TEST(HasContent(" a "));
  BOOST_TEST(HasContent("\xC2\xA0"));  // a space that does not break is content
}

BOOST_AUTO_TEST_CASE(an_attribute_keeps_its_white_space_and_signs) {
  BOOST_TEST(Attribute("") == "");
  BOOST_TEST(Attribute("36.60") == "36.60");
  BOOST_TEST(Attribute("a\tb\nc\rd  e") == "a&#9;b&#10;c&#13;d  e");
  BOOST_TEST(Attribute(R"(<a href="b">&'</a>)") == "&lt;a href=&quot;b&quot;&gt;&amp;'&lt;/a&gt;");
  BOOST_TEST(Attribute("\xC3\xA9\xF0\x9F\x8F\xA5") == "\xC3\xA9\xF0\x9F\x8F\xA5");
}

BOOST_AUTO_TEST_CASE(text_keeps_its_lines_and_signs) {
  BOOST_TEST(Text("a\tb\nc\r\"d\"") == "a\tb\nc&#13;\"d\"");
  BOOST_TEST(Text("1 < 2 && ]]>") == "1 &lt; 2 &amp;&amp; ]]&gt;");
}

BOOST_AUTO_TEST_CASE(a_json_string_drops_nothing) {
  BOOST_TEST(Json("") == R"("")");
  BOOST_TEST(Json("Zo\xC3\xAB") == "\"Zo\xC3\xAB\"");
  BOOST_TEST(Json("a\"b\\c/d") == R"("a\"b\\c/d")");
  BOOST_TEST(Json("\t\n\r\x01\x7F") == "\"\\t\\n\\r\\u0001\x7F\"");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::fhir
