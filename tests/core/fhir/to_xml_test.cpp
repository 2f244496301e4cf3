// FHIR JSON to FHIR XML. That the way back gives the same: to_json_test.cpp, xml_bundles_test.cpp.
#include <array>
#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/fhir/xml.h"

namespace wardbridge::fhir {

BOOST_AUTO_TEST_SUITE(to_xml)

namespace {

struct Case {
  const char* name;
  const char* json;
  const char* xml;  // without the namespace of FHIR
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }
const std::array kCases = {
    Case{"a resource without elements", R"({"resourceType":"Patient"})", "<Patient/>"},
    Case{"elements in the order of the standard",
         R"({"gender":"female","id":"p","active":true,"resourceType":"Patient",)"
         R"("meta":{"versionId":"1"}})",
         R"(<Patient><id value="p"/><meta><versionId value="1"/></meta><active value="true"/>)"
         R"(<gender value="female"/></Patient>)"},
    Case{"lists", R"({"resourceType":"Patient","name":[{"given":["A","B"]},{"given":["C"]}]})",
         R"(<Patient><name><given value="A"/><given value="B"/></name><name><given value="C"/>)"
         R"(</name></Patient>)"},
    Case{"a choice",
         R"({"resourceType":"Observation","valueQuantity":{"unit":"Cel","value":36.60}})",
         R"(<Observation><valueQuantity><value value="36.60"/><unit value="Cel"/>)"
         R"(</valueQuantity></Observation>)"},
    Case{
        "id and url as attributes",
        R"({"resourceType":"Patient","extension":[{"valueString":"v","url":"urn:x","id":"e"}]})",
        R"(<Patient><extension id="e" url="urn:x"><valueString value="v"/></extension></Patient>)"},
    Case{"a primitive with id and extension",
         R"({"resourceType":"Patient","birthDate":"1970-03-30",)"
         R"("_birthDate":{"id":"b","extension":[{"url":"urn:t","valueTime":"11:00:00"}]}})",
         R"(<Patient><birthDate id="b" value="1970-03-30"><extension url="urn:t">)"
         R"(<valueTime value="11:00:00"/>)"
         R"(</extension></birthDate></Patient>)"},
    Case{"a primitive without a value", R"({"resourceType":"Patient","_gender":{"id":"g"}})",
         R"(<Patient><gender id="g"/></Patient>)"},
    Case{"primitives of which some have a value and some an extension",
         R"({"resourceType":"Patient","name":[{"given":["A",null,"C"],"_given":[null,)"
         R"({"id":"2"},{"id":"3"}]}]})",
         R"(<Patient><name><given value="A"/><given id="2"/><given id="3" value="C"/></name>)"
         R"(</Patient>)"},
    Case{"a shorter list of extensions",
         R"({"resourceType":"Patient","name":[{"given":["A","B"],"_given":[{"id":"1"}]}]})",
         R"(<Patient><name><given id="1" value="A"/><given value="B"/></name></Patient>)"},
    Case{"a resource in a resource",
         R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Basic","id":"b"}}]})",
         R"(<Bundle><entry><resource><Basic><id value="b"/></Basic></resource></entry></Bundle>)"},
    Case{"contained resources",
         R"({"resourceType":"Basic","contained":[{"resourceType":"Basic","id":"a"},)"
         R"({"resourceType":"Group","id":"b"}]})",
         R"(<Basic><contained><Basic><id value="a"/></Basic></contained><contained><Group>)"
         R"(<id value="b"/></Group>)"
         R"(</contained></Basic>)"},
    Case{"a narrative",
         R"({"resourceType":"Basic","text":{"status":"generated",)"
         R"("div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>a &amp; b</p></div>"}})",
         R"(<Basic><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">)"
         R"(<p>a &amp; b</p></div>)"
         R"(</text></Basic>)"},
    Case{"what is defined elsewhere",
         R"({"resourceType":"Questionnaire","item":[{"linkId":"1","item":[{"linkId":"1.1"}]}]})",
         R"(<Questionnaire><item><linkId value="1"/><item><linkId value="1.1"/></item></item>)"
         R"(</Questionnaire>)"},
    Case{"signs and white space", R"({"resourceType":"Basic","language":"<\"&'>\t\r\n x"})",
         R"(<Basic><language value="&lt;&quot;&amp;'&gt;&#9;&#13;&#10; x"/></Basic>)"},
    Case{"numbers with the digits they have",
         R"({"resourceType":"RiskAssessment","prediction":[{"probabilityDecimal":0.10},)"
         R"({"probabilityDecimal":-0.0},{"probabilityDecimal":1.50E-2},)"
         R"({"probabilityDecimal":12345678901234567890.12345678901234567890},)"
         R"({"probabilityDecimal":100}]})",
         R"(<RiskAssessment><prediction><probabilityDecimal value="0.10"/></prediction>)"
         R"(<prediction><probabilityDecimal value="-0.0"/></prediction>)"
         R"(<prediction><probabilityDecimal value="1.50E-2"/></prediction>)"
         R"(<prediction><probabilityDecimal value="12345678901234567890.12345678901234567890"/>)"
         R"(</prediction>)"
         R"(<prediction><probabilityDecimal value="100"/></prediction></RiskAssessment>)"},
};

struct BadCase {
  const char* name;
  const char* json;
  const char* where;
  const char* detail;
};
std::ostream& operator<<(std::ostream& out, const BadCase& c) { return out << c.name; }
const std::array kBad = {
    BadCase{"no JSON", "<Patient/>", "JSON", "not JSON at byte 1"},
    BadCase{"a list", "[]", "", "a resource is an object"},
    BadCase{"no type", "{}", "", "a resource needs its resourceType"},
    BadCase{"a type of nothing", R"({"resourceType":"Ward"})", "/resourceType",
            "FHIR R4 has no such resource"},
    BadCase{"a type that is none", R"({"resourceType":"HumanName"})", "/resourceType",
            "FHIR R4 has no such resource"},
    BadCase{"an abstract type", R"({"resourceType":"DomainResource"})", "/resourceType",
            "FHIR R4 has no such resource"},
    BadCase{"an unknown element",
            R"({"resourceType":"Bundle","entry":[{},{"resource":{"resourceType":"Patient",)"
            R"("name":[{"surname":"x"}]}}]})",
            "/entry/0", "an object must not be empty"},
    BadCase{"an unknown element far below",
            R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient",)"
            R"("name":[{"surname":"x"}]}}]})",
            "/entry/0/resource/name/0/surname", "FHIR R4 has no such element here"},
    BadCase{"a key that is no name", R"({"resourceType":"Patient","Mary Specimen":1})", "/?",
            "FHIR R4 has no such element here"},
    BadCase{"a choice without its type", R"({"resourceType":"Observation","value":"x"})", "/value",
            "FHIR R4 has no such element here"},
    BadCase{"a choice of a type it cannot have", R"({"resourceType":"Observation","valueUrl":"x"})",
            "/valueUrl", "FHIR R4 has no such element here"},
    BadCase{"two of a choice",
            R"({"resourceType":"Observation","valueString":"x","valueBoolean":true})",
            "/valueBoolean", "there is a value of another type already"},
    BadCase{"a type where there is none",
            R"({"resourceType":"Patient","meta":{"resourceType":"Meta"}})", "/meta/resourceType",
            "FHIR R4 has no such element here"},
    BadCase{"extensions of what is no primitive",
            R"({"resourceType":"Patient","_meta":{"id":"x"}})", "/_meta",
            "FHIR R4 has no such element here"},
    BadCase{"extensions of an attribute",
            R"({"resourceType":"Patient","extension":[{"url":"urn:x","_url":{"id":"x"}}]})",
            "/extension/0/_url", "FHIR R4 has no such element here"},
    BadCase{"one value where there are many", R"({"resourceType":"Patient","name":{"text":"x"}})",
            "/name", "must be an array"},
    BadCase{"many values where there is one", R"({"resourceType":"Patient","gender":["male"]})",
            "/gender", "must not be an array"},
    BadCase{"one extension where there are many",
            R"({"resourceType":"Patient","name":[{"given":["x"],"_given":{"id":"x"}}]})",
            "/name/0/_given", "must be an array"},
    BadCase{"many extensions where there is one",
            R"({"resourceType":"Patient","_gender":[{"id":"x"}]})", "/_gender",
            "must be an object"},
    BadCase{"an empty list", R"({"resourceType":"Patient","name":[]})", "/name",
            "an array must not be empty"},
    BadCase{"an empty object", R"({"resourceType":"Patient","meta":{}})", "/meta",
            "an object must not be empty"},
    BadCase{"an empty extension", R"({"resourceType":"Patient","_gender":{}})", "/_gender",
            "an object must not be empty"},
    BadCase{"an empty text", R"({"resourceType":"Patient","gender":""})", "/gender",
            "a value must not be empty"},
    BadCase{"blanks alone", R"({"resourceType":"Patient","gender":" \t"})", "/gender",
            "a value must not be empty"},
    BadCase{"an empty attribute", R"({"resourceType":"Patient","extension":[{"url":""}]})",
            "/extension/0/url", "a value must not be empty"},
    BadCase{"null", R"({"resourceType":"Patient","gender":null})", "/gender",
            "null stands in arrays only"},
    BadCase{"null with nothing beside it",
            R"({"resourceType":"Patient","name":[{"given":["x",null]}]})", "/name/0/given/1",
            "must be a string"},
    BadCase{"a text for a number", R"({"resourceType":"Bundle","total":"1"})", "/total",
            "must be a number"},
    BadCase{"a number for a text", R"({"resourceType":"Patient","gender":1})", "/gender",
            "must be a string"},
    BadCase{"a text for yes or no", R"({"resourceType":"Patient","active":"true"})", "/active",
            "must be true or false"},
    BadCase{"a text for an object", R"({"resourceType":"Patient","meta":"x"})", "/meta",
            "must be an object"},
    BadCase{"a text for a resource", R"({"resourceType":"Bundle","entry":[{"resource":"x"}]})",
            "/entry/0/resource", "a resource is an object"},
    BadCase{"an object for an attribute", R"({"resourceType":"Patient","meta":{"id":{"id":"x"}}})",
            "/meta/id", "must be a string"},
    BadCase{"a control character", R"({"resourceType":"Patient","name":[{"given":["a\u0001b"]}]})",
            "/name/0/given/0", "a control character, which XML cannot hold"},
    BadCase{"NUL", R"({"resourceType":"Patient","id":"a\u0000"})", "/id",
            "a control character, which XML cannot hold"},
    BadCase{"a control character in an attribute",
            R"({"resourceType":"Patient","extension":[{"url":"urn:\u001b"}]})", "/extension/0/url",
            "a control character, which XML cannot hold"},
    BadCase{
        "a control character in an extension",
        R"({"resourceType":"Patient","_gender":{"extension":[{"url":"u","valueCode":"\u0002"}]}})",
        "/_gender/extension/0/valueCode", "a control character, which XML cannot hold"},
    BadCase{"no narrative", R"({"resourceType":"Basic","text":{"status":"empty","div":"<p>"}})",
            "/text/div", "the XHTML: an element does not end"},
    BadCase{"a narrative with an extension",
            R"({"resourceType":"Basic","text":{"status":"empty","_div":{"id":"x"}}})", "/text/_div",
            "FHIR R4 has no such element here"},
};

std::string WithNamespace(std::string xml) {
  return xml.insert(xml.find_first_of("/>"), R"( xmlns="http://hl7.org/fhir")");
}

}  // namespace

BOOST_DATA_TEST_CASE(json_becomes_xml, boost::unit_test::data::make(kCases), c) {
  const auto xml = ToXml(c.json);
  BOOST_TEST_REQUIRE(xml.has_value(), xml.error().Text());
  BOOST_TEST(*xml == WithNamespace(c.xml));
}

BOOST_DATA_TEST_CASE(what_is_no_resource_is_refused_by_its_pointer,
                     boost::unit_test::data::make(kBad), c) {
  const auto xml = ToXml(c.json);
  BOOST_TEST_REQUIRE(!xml.has_value());
  BOOST_TEST((xml.error().code == Code::kMalformed));
  BOOST_TEST(xml.error().where == c.where);
  BOOST_TEST(xml.error().detail == c.detail);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::fhir
