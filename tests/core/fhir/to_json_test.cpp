#include <array>
#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/fhir/xml.h"

namespace wardbridge::fhir {

BOOST_AUTO_TEST_SUITE(to_json)

namespace {

// `xml` with "@" standing for the namespace of FHIR.
std::string Xml(std::string xml) {
  const std::size_t at = xml.find('@');
  return at == std::string::npos ? xml : xml.replace(at, 1, R"(xmlns="http://hl7.org/fhir")");
}

struct Case {
  const char* name;
  const char* xml;
  const char* json;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }
const std::array kCases = {
    Case{"a resource without elements", "<Patient @/>", R"({"resourceType":"Patient"})"},
    Case{"one of a list is a list", R"(<Patient @><name><given value="A"/></name></Patient>)",
         R"({"resourceType":"Patient","name":[{"given":["A"]}]})"},
    Case{"kinds of values",
         R"(<Bundle @><total value="1"/><entry><search><score value="0.50"/></search></entry>)"
         R"(</Bundle>)",
         R"({"resourceType":"Bundle","total":1,"entry":[{"search":{"score":0.50}}]})"},
    Case{"a plus that JSON does not know", R"(<Bundle @><total value="+5"/></Bundle>)",
         R"({"resourceType":"Bundle","total":5})"},
    Case{"yes and no",
         R"(<Patient @><active value="true"/><deceasedBoolean value="false"/></Patient>)",
         R"({"resourceType":"Patient","active":true,"deceasedBoolean":false})"},
    Case{"attributes",
         R"(<Patient @><extension url="urn:x" id="e"><valueString value="v"/></extension>)"
         R"(</Patient>)",
         R"({"resourceType":"Patient","extension":[{"id":"e","url":"urn:x","valueString":"v"}]})"},
    Case{"a primitive with an extension",
         R"(<Patient @><birthDate value="1970-03-30"><extension url="urn:t">)"
         R"(<valueTime value="11:00:00"/>)"
         R"(</extension></birthDate></Patient>)",
         R"({"resourceType":"Patient","birthDate":"1970-03-30",)"
         R"("_birthDate":{"extension":[{"url":"urn:t","valueTime":"11:00:00"}]}})"},
    Case{"a primitive without a value", R"(<Patient @><gender id="g"/></Patient>)",
         R"({"resourceType":"Patient","_gender":{"id":"g"}})"},
    Case{"lists of values and extensions are padded",
         R"(<Patient @><name><given value="A"/><given id="2"/><given id="3" value="C"/></name>)"
         R"(</Patient>)",
         R"({"resourceType":"Patient","name":[{"given":["A",null,"C"],"_given":[null,)"
         R"({"id":"2"},{"id":"3"}]}]})"},
    Case{"a list of extensions alone",
         R"(<Patient @><name><given id="1"/><given id="2"/></name></Patient>)",
         R"({"resourceType":"Patient","name":[{"_given":[{"id":"1"},{"id":"2"}]}]})"},
    Case{"resources in resources",
         R"(<Bundle @><entry><resource><Basic><contained><Group/></contained></Basic>)"
         R"(</resource></entry></Bundle>)",
         R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Basic",)"
         R"("contained":[{"resourceType":"Group"}]}}]})"},
    Case{"white space, comments and a declaration",
         "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- a -->\n<Patient @>\n  <!-- "
         "b -->\n"
         "  <name>\n    <given value='A'/>\n    <!-- c -->\n    <given value='B'/>\n  "
         "</name>\n</Patient>\n",
         R"({"resourceType":"Patient","name":[{"given":["A","B"]}]})"},
    Case{
        "white space and signs in a value",
        R"(<Basic @><language value="&lt;&quot;&amp;&apos;&gt;&#9;&#xD;&#10; &#x1F3E5;"/></Basic>)",
        "{\"resourceType\":\"Basic\",\"language\":\"<\\\"&'>\\t\\r\\n \xF0\x9F\x8F\xA5\"}"},
    Case{"lines in a value are blanks, as XML has it",
         "<Basic @><language value=\"a\nb\r\nc\td\"/></Basic>",
         R"({"resourceType":"Basic","language":"a b c d"})"},
    Case{"prefixes",
         R"(<f:Basic xmlns:f="http://hl7.org/fhir" xmlns:h="http://www.w3.org/1999/xhtml"><f:text>)"
         R"(<f:status value="empty"/><h:div><h:p>a</h:p></h:div></f:text></f:Basic>)",
         R"({"resourceType":"Basic","text":{"status":"empty",)"
         R"("div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>a</p></div>"}})"},
    Case{"where the schema lies",
         R"(<Basic @ xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" )"
         R"(xsi:schemaLocation="http://hl7.org/fhir fhir-all.xsd"><id value="a"/></Basic>)",
         R"({"resourceType":"Basic","id":"a"})"},
};

struct BadCase {
  const char* name;
  const char* xml;
  const char* where;
  const char* detail;
  Code code = Code::kMalformed;
};
std::ostream& operator<<(std::ostream& out, const BadCase& c) { return out << c.name; }
const std::array kBad = {
    BadCase{"JSON", "{}", "line 1, column 1", "text outside of an element"},
    BadCase{"an entity",
            "<!DOCTYPE Basic [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Basic @><id "
            "value='&x;'/></Basic>",
            "line 1, column 1", "a document type definition is not taken", Code::kUnsupported},
    BadCase{"no namespace", "<Patient/>", "/Patient", "FHIR R4 has no such resource"},
    BadCase{"another namespace", "<Patient xmlns='urn:hl7-org:v3'/>", "/Patient",
            "FHIR R4 has no such resource"},
    BadCase{"no resource", "<HumanName @/>", "/HumanName", "FHIR R4 has no such resource"},
    BadCase{"an unknown element",
            "<Bundle @><entry><fullUrl value='a'/></entry><entry><resource><Patient><surname "
            "value='x'/></Patient>"
            "</resource></entry></Bundle>",
            "/Bundle/entry[2]/resource/Patient/surname", "FHIR R4 has no such element here"},
    BadCase{"an unknown attribute", "<Patient @ version='1'/>", "/Patient",
            "FHIR R4 has no such attribute here"},
    BadCase{"a value of what is no primitive", "<Patient @><name value='x'/></Patient>",
            "/Patient/name[1]", "FHIR R4 has no such attribute here"},
    BadCase{"an attribute where a resource is",
            "<Bundle @><entry><resource id='a'><Basic/></resource></entry></Bundle>",
            "/Bundle/entry[1]/resource", "FHIR R4 has no such attribute here"},
    BadCase{"an id as an element", "<Patient @><name><id value='a'/></name></Patient>",
            "/Patient/name[1]/id", "FHIR R4 has no such element here"},
    BadCase{"elements in another order",
            "<Patient @><gender value='male'/><active value='true'/></Patient>", "/Patient/active",
            "stands behind an element that FHIR R4 has after it, or twice"},
    BadCase{"a list in two parts",
            "<Patient @><name><text value='a'/></name><gender value='male'/><name><text "
            "value='b'/></name></Patient>",
            "/Patient/name", "stands behind an element that FHIR R4 has after it, or twice"},
    BadCase{"two of what stands once",
            "<Patient @><gender value='male'/><gender value='male'/></Patient>", "/Patient/gender",
            "may stand only once"},
    BadCase{"two of a choice",
            "<Observation @><valueString value='x'/><valueBoolean value='true'/></Observation>",
            "/Observation/valueBoolean",
            "stands behind an element that FHIR R4 has after it, or twice"},
    BadCase{"text", "<Patient @>hello<gender value='male'/></Patient>", "/Patient",
            "text between elements"},
    BadCase{"text behind an element", "<Patient @><gender value='male'/><![CDATA[x]]></Patient>",
            "/Patient", "text between elements"},
    BadCase{"text in a primitive", "<Patient @><gender>male</gender></Patient>", "/Patient/gender",
            "text between elements"},
    BadCase{"text beside a resource",
            "<Bundle @><entry><resource>x<Basic/></resource></entry></Bundle>",
            "/Bundle/entry[1]/resource", "text between elements"},
    BadCase{"two resources in one",
            "<Bundle @><entry><resource><Basic/><Basic/></resource></entry></Bundle>",
            "/Bundle/entry[1]/resource", "holds more than one resource"},
    BadCase{"no resource in one", "<Bundle @><entry><resource/></entry></Bundle>",
            "/Bundle/entry[1]/resource", "holds no resource"},
    BadCase{"an empty element", "<Patient @><name/></Patient>", "/Patient/name[1]",
            "an element must not be empty"},
    BadCase{"an empty primitive", "<Patient @><name><given value='a'/><given/></name></Patient>",
            "/Patient/name[1]/given[2]", "an element must not be empty"},
    BadCase{"an empty value", "<Patient @><gender value=''/></Patient>", "/Patient/gender",
            "a value must not be empty"},
    BadCase{"an empty url", "<Patient @><extension url=' '/></Patient>", "/Patient/extension[1]",
            "an attribute must not be empty"},
    BadCase{"yes or no in other words", "<Patient @><active value='1'/></Patient>",
            "/Patient/active", "must be true or false"},
    BadCase{"no number", "<Bundle @><total value='one'/></Bundle>", "/Bundle/total",
            "must be a number"},
    BadCase{"a number of another language", "<Bundle @><total value='1,5'/></Bundle>",
            "/Bundle/total", "must be a number"},
    BadCase{"a number with a zero in front", "<Bundle @><total value='01'/></Bundle>",
            "/Bundle/total", "must be a number"},
    BadCase{"a number that no reader can hold", "<Bundle @><total value='1e999'/></Bundle>",
            "/Bundle/total", "must be a number"},
    BadCase{"an element of another namespace",
            "<Patient @><gender xmlns='urn:x' value='male'/></Patient>", "/Patient/gender",
            "is in another namespace"},
    BadCase{"a narrative in no XHTML",
            "<Basic @><text><status value='empty'/><div>a</div></text></Basic>", "/Basic/text/div",
            "is in another namespace"},
    BadCase{"a narrative with something else in it",
            "<Basic @><text><status value='empty'/><div xmlns='http://www.w3.org/1999/xhtml'><p "
            "xmlns='urn:x'/></div>"
            "</text></Basic>",
            "/Basic/text/div", "the XHTML has an element of another namespace"},
};

// An extension in an extension and so on, `depth` of them: each takes two levels in JSON.
std::string Extensions(int depth) {
  std::string open;
  std::string close;
  for (int i = 0; i < depth; ++i) {
    open += "<extension url='a'>";
    close += "</extension>";
  }
  return Xml("<Basic @>" + open + close + "</Basic>");
}

}  // namespace

BOOST_DATA_TEST_CASE(xml_becomes_json, boost::unit_test::data::make(kCases), c) {
  const auto json = ToJson(Xml(c.xml));
  BOOST_TEST_REQUIRE(json.has_value(), json.error().Text());
  BOOST_TEST(*json == c.json);
  const auto again = ToXml(*json);
  BOOST_TEST_REQUIRE(again.has_value(), again.error().Text());
  BOOST_TEST(ToJson(*again).value() == c.json);
}

BOOST_DATA_TEST_CASE(what_is_no_resource_in_xml_is_refused_by_its_path,
                     boost::unit_test::data::make(kBad), c) {
  const auto json = ToJson(Xml(c.xml));
  BOOST_TEST_REQUIRE(!json.has_value());
  BOOST_TEST((json.error().code == c.code));
  BOOST_TEST(json.error().where == c.where);
  BOOST_TEST(json.error().detail == c.detail);
}

// What ToJson makes can be read again.
BOOST_AUTO_TEST_CASE(what_json_cannot_nest_is_refused) {
  const auto deepest = ToJson(Extensions(31));  // 63 levels: the next takes two
  BOOST_TEST_REQUIRE(deepest.has_value(), deepest.error().Text());
  BOOST_TEST(ToXml(*deepest).has_value());
  const auto deeper = ToJson(Extensions(32));
  BOOST_TEST_REQUIRE(!deeper.has_value());
  BOOST_TEST((deeper.error().code == Code::kUnsupported));
  BOOST_TEST(deeper.error().detail == "would be nested deeper than 64");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::fhir
