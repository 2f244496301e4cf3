#include "core/fhir/xml_scan.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::fhir {

BOOST_AUTO_TEST_SUITE(xml_scan)

namespace {

struct GoodCase {
  const char* name;
  std::string_view xml;
};
std::ostream& operator<<(std::ostream& out, const GoodCase& c) { return out << c.name; }
const std::array kGood = {
    GoodCase{"an empty element", "<a/>"},
    GoodCase{"a declaration", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a></a>\n"},
    GoodCase{"a declaration without encoding", "<?xml version='1.0'?><a/>"},
    GoodCase{"a byte order mark", "\xEF\xBB\xBF<a/>"},
    GoodCase{"attributes", "<a b='1' c = \"2\"\n d='>'/>"},
    GoodCase{"prefixes", "<f:a xmlns:f='u' f:b='1'></f:a >"},
    GoodCase{"XML's own entities", "<a b='&quot;&apos;'>&amp;&lt;&gt;</a>"},
    GoodCase{"references to characters", "<a b='&#10;&#x1F3E5;&#xe9;'/>"},
    GoodCase{"comments", "<!-- 1 --><a><!-- <b> & --></a><!---->"},
    GoodCase{"a CDATA section", "<a><![CDATA[<b> & ]] >]]></a>"},
    GoodCase{"processing instructions", "<?xml-stylesheet href='a'?><a><?x?></a>"},
    GoodCase{"text", "<a>b \xC3\xA9 ]] > <c/> d</a>"},
};

struct BadCase {
  const char* name;
  std::string_view xml;
  const char* where;
  const char* detail;
};
std::ostream& operator<<(std::ostream& out, const BadCase& c) { return out << c.name; }
const std::array kBad = {
    BadCase{"nothing", "", "line 1, column 1", "there is no element"},
    BadCase{"blanks only", " \n ", "line 2, column 2", "there is no element"},
    BadCase{"JSON", "{}", "line 1, column 1", "text outside of an element"},
    BadCase{"an element that does not end", "<a>", "line 1, column 4", "an element does not end"},
    BadCase{"another end tag", "<a>\n<b></a>", "line 2, column 7",
            "an end tag that fits no start tag"},
    BadCase{"a tag that does not end", "<a b='1'", "line 1, column 9", "a tag does not end"},
    BadCase{"two elements", "<a/><b/>", "line 1, column 5",
            "something stands behind the last element"},
    BadCase{"text behind", "<a/>b", "line 1, column 5", "text outside of an element"},
    BadCase{"the same attribute twice", "<a b='1' b='2'/>", "line 1, column 11",
            "an element has the same attribute twice"},
    BadCase{"attributes side by side", "<a b='1'c='2'/>", "line 1, column 9", "a tag does not end"},
    BadCase{"an attribute without value", "<a b/>", "line 1, column 5",
            "an attribute without a value"},
    BadCase{"an attribute without quotes", "<a b=1/>", "line 1, column 6",
            "an attribute's value without quotes"},
    BadCase{"an open quote", "<a b='1/>", "line 1, column 7", "an attribute's value does not end"},
    BadCase{"a tag in an attribute", "<a b='<'/>", "line 1, column 7",
            "a '<' in an attribute's value"},
    BadCase{"the end of CDATA in text", "<a>]]></a>", "line 1, column 4", "a ']]>' in text"},
    BadCase{"an entity of HTML", "<a>&nbsp;</a>", "line 1, column 4",
            "an entity that is none of XML's own five"},
    BadCase{"a bare ampersand", "<a b='x & y'/>", "line 1, column 9",
            "an entity that is none of XML's own five"},
    BadCase{"a reference to NUL", "<a>&#0;</a>", "line 1, column 4",
            "a character reference that names no character of XML"},
    BadCase{"a reference to a control character", "<a>&#x1b;</a>", "line 1, column 4",
            "a character reference that names no character of XML"},
    BadCase{"a reference to half a pair", "<a>&#xD83C;</a>", "line 1, column 4",
            "a character reference that names no character of XML"},
    BadCase{"a reference beyond Unicode", "<a>&#x110000;</a>", "line 1, column 4",
            "a character reference that names no character of XML"},
    BadCase{"a reference beyond numbers", "<a>&#99999999999;</a>", "line 1, column 4",
            "a character reference that names no character of XML"},
    BadCase{"a reference that is cut", "<a>&#", "line 1, column 4",
            "a character reference that names no character of XML"},
    BadCase{"a reference with a minus", "<a>&#-1;</a>", "line 1, column 4",
            "a character reference that names no character of XML"},
    BadCase{"a control character", "<a>\x01</a>", "line 1, column 4",
            "a character that XML cannot hold, or broken UTF-8"},
    BadCase{"a control character in a comment", "<a><!--\x01--></a>", "line 1, column 8",
            "a character that XML cannot hold, or broken UTF-8"},
    BadCase{"NUL", std::string_view("<a>\0</a>", 8), "line 1, column 4",
            "a character that XML cannot hold, or broken UTF-8"},
    BadCase{"Latin-1", "<a b='\xE9'/>", "line 1, column 7",
            "a character that XML cannot hold, or broken UTF-8"},
    BadCase{"UTF-16", std::string_view("\xFF\xFE<\0a\0", 6), "line 1, column 1",
            "text outside of an element"},
    BadCase{"two hyphens in a comment", "<a><!-- -- --></a>", "line 1, column 11",
            "two hyphens in a comment"},
    BadCase{"an open comment", "<a><!-- </a>", "line 1, column 8", "a comment does not end"},
    BadCase{"an open CDATA section", "<a><![CDATA[</a>", "line 1, column 13",
            "a CDATA section does not end"},
    BadCase{"a late declaration", "<a><?xml version='1.0'?></a>", "line 1, column 9",
            "an XML declaration that is not at the start"},
    BadCase{"a name that begins with a digit", "<1/>", "line 1, column 2",
            "no name, or one that neither FHIR nor XHTML has"},
    BadCase{"a name that is not ASCII", "<\xC3\xA9/>", "line 1, column 2",
            "no name, or one that neither FHIR nor XHTML has"},
    BadCase{"a prefix alone", "<f:/>", "line 1, column 4", "a prefix without a name"},
    BadCase{"a declaration inside", "<a><!ELEMENT b></a>", "line 1, column 4",
            "a declaration inside of an element"},
};

const std::array kUnsupported = {
    BadCase{"an external entity",
            "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "line 1, column 1",
            "a document type definition is not taken"},
    BadCase{"an entity that multiplies",
            "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;'>]><a>&c;</a>",
            "line 2, column 1", "a document type definition is not taken"},
    BadCase{"Latin-1 by its declaration", "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
            "line 1, column 1", "another encoding than UTF-8"},
    BadCase{"UTF-16 by its declaration", "<?xml version=\"1.0\" encoding=\"utf-16\"?><a/>",
            "line 1, column 1", "another encoding than UTF-8"},
};

void CheckRefused(const BadCase& c, Code code) {
  const auto checked = CheckXml(c.xml);
  BOOST_TEST_REQUIRE(!checked.has_value());
  BOOST_TEST((checked.error().code == code));
  BOOST_TEST(checked.error().where == c.where);
  BOOST_TEST(checked.error().detail == c.detail);
}

std::string Nested(int depth) {
  std::string xml;
  for (int i = 0; i < depth; ++i) xml += "<a>";
  for (int i = 0; i < depth; ++i) xml += "</a>";
  return xml;
}

std::string WithAttributes(int count) {
  std::string xml = "<a";
  for (int i = 0; i < count; ++i) xml += " a" + std::to_string(i) + "=''";
  return xml + "/>";
}

}  // namespace

BOOST_DATA_TEST_CASE(what_is_xml_passes, boost::unit_test::data::make(kGood), c) {
  const auto checked = CheckXml(c.xml);
  BOOST_TEST(checked.has_value(), (checked ? "" : checked.error().Text()));
}

BOOST_DATA_TEST_CASE(what_is_no_xml_is_refused_at_its_place, boost::unit_test::data::make(kBad),
                     c) {
  CheckRefused(c, Code::kMalformed);
}

BOOST_DATA_TEST_CASE(what_could_do_harm_is_not_taken, boost::unit_test::data::make(kUnsupported),
                     c) {
  CheckRefused(c, Code::kUnsupported);
}

BOOST_AUTO_TEST_CASE(elements_and_attributes_have_limits) {
  BOOST_TEST(CheckXml(Nested(200)).has_value());
  BOOST_TEST((CheckXml(Nested(201)).error().code == Code::kUnsupported));
  BOOST_TEST(CheckXml(WithAttributes(64)).has_value());
  BOOST_TEST((CheckXml(WithAttributes(65)).error().code == Code::kUnsupported));
}

BOOST_AUTO_TEST_CASE(a_document_cut_anywhere_is_no_document) {
  const std::string xml =
      "<?xml version='1.0'?><!-- c --><a b='&amp;1'><![CDATA[x]]><?p q?><c/>&#10;</a>";
  BOOST_TEST(CheckXml(xml).has_value());
  for (std::size_t size = 0; size < xml.size(); ++size) {
    BOOST_TEST(!CheckXml(xml.substr(0, size)).has_value(), "cut at " << size);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::fhir
