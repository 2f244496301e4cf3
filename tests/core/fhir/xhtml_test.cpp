#include "core/fhir/xhtml.h"

#include <array>
#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::fhir {

BOOST_AUTO_TEST_SUITE(xhtml)

namespace {

constexpr const char* kStart = R"(<div xmlns="http://www.w3.org/1999/xhtml")";

struct Case {
  const char* name;
  std::string text;  // behind "<div xmlns=..."
  std::string want;  // likewise
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }
const std::array kKept = {
    Case{"text", "><p>Zo\xC3\xAB: 36.60 &lt; 37 &amp; \"well\"</p></div>", ""},
    Case{"white space between elements", ">\n  <p>a</p> <p>b\tc</p>\n</div>", ""},
    Case{"attributes in their order", R"( class="b" id="a"><a href="#x" title="1&#10;2"/></div>)",
         ""},
    Case{"the language of XML", R"( xml:lang="cy" lang="cy"><p>Si\xC3\xB4n</p></div>)", ""},
    Case{"a comment", "><!-- by whom --><p/></div>", ""},
    Case{"a carriage return", ">a&#13;b</div>", ""},
    Case{"a space that does not break",
         ">a\xC2\xA0"
         "b</div>",
         ""},
};
const std::array kRewritten = {
    Case{"a reference to a character", ">a&#160;b</div>",
         ">a\xC2\xA0"
         "b</div>"},
    Case{"single quotes", " class='a\"b'>c</div>", R"( class="a&quot;b">c</div>)"},
    Case{"a CDATA section", "><![CDATA[1 < 2]]></div>", ">1 &lt; 2</div>"},
    Case{"an element without content", "><p></p><br /></div>", "><p/><br/></div>"},
    Case{"another prefix", R"( xmlns:h="http://www.w3.org/1999/xhtml"><h:p>a</h:p></div>)",
         "><p>a</p></div>"},
    Case{"lines of another machine", ">a\r\nb</div>", ">a\nb</div>"},
    Case{"a processing instruction", ">a<?x y?>b</div>", ">ab</div>"},
};

struct BadCase {
  const char* name;
  const char* text;
  const char* detail;
};
std::ostream& operator<<(std::ostream& out, const BadCase& c) { return out << c.name; }
const std::array kBad = {
    BadCase{"plain text", "hello", "the XHTML: text outside of an element"},
    BadCase{"another element", R"(<p xmlns="http://www.w3.org/1999/xhtml">a</p>)",
            "the XHTML is not one element 'div'"},
    BadCase{"no namespace", "<div>a</div>", "the XHTML has an element of another namespace"},
    BadCase{"an element of another namespace inside",
            R"(<div xmlns="http://www.w3.org/1999/xhtml"><svg xmlns="http://www.w3.org/2000/svg"/>)"
            R"(</div>)",
            "the XHTML has an element of another namespace"},
    BadCase{"an attribute of another namespace",
            R"(<div xmlns="http://www.w3.org/1999/xhtml" xmlns:x="urn:x"><p x:a="1">a</p></div>)",
            "the XHTML has an attribute of another namespace"},
    BadCase{"an entity of HTML", R"(<div xmlns="http://www.w3.org/1999/xhtml">&copy;</div>)",
            "the XHTML: an entity that is none of XML's own five"},
    BadCase{"a tag of HTML that does not end",
            R"(<div xmlns="http://www.w3.org/1999/xhtml"><br></div>)",
            "the XHTML: an end tag that fits no start tag"},
    BadCase{"a document type", R"(<!DOCTYPE div><div xmlns="http://www.w3.org/1999/xhtml"/>)",
            "the XHTML: a document type definition is not taken"},
};

std::string Written(const std::string& text) {
  std::string out;
  const auto done = AppendXhtml(text, out);
  return done ? out : done.error().Text();
}

std::string Nested(int depth) {
  std::string xml = kStart + std::string(">");
  for (int i = 1; i < depth; ++i) xml += "<b>";
  for (int i = 1; i < depth; ++i) xml += "</b>";
  return xml + "</div>";
}

}  // namespace

BOOST_DATA_TEST_CASE(what_is_written_plainly_stays, boost::unit_test::data::make(kKept), c) {
  BOOST_TEST(Written(kStart + c.text) == kStart + c.text);
}

BOOST_DATA_TEST_CASE(the_same_is_always_written_the_same, boost::unit_test::data::make(kRewritten),
                     c) {
  const std::string written = Written(kStart + c.text);
  BOOST_TEST(written == kStart + c.want);
  BOOST_TEST(Written(written) == written);
}

BOOST_DATA_TEST_CASE(what_is_no_narrative_is_refused, boost::unit_test::data::make(kBad), c) {
  std::string out;
  const auto done = AppendXhtml(std::string_view(c.text), out);
  BOOST_TEST_REQUIRE(!done.has_value());
  BOOST_TEST(done.error().detail == c.detail);
}

BOOST_AUTO_TEST_CASE(a_narrative_of_64_levels_is_written_and_of_65_refused) {
  std::string out;
  BOOST_TEST(AppendXhtml(Nested(64), out).has_value());
  BOOST_TEST((AppendXhtml(Nested(65), out).error().code == Code::kUnsupported));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::fhir
