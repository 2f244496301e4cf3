// What the type check lets pass, and what it says of lines of other shapes. What packs look like
// that it refuses: broken/type-*.
#include <array>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/mapping/joined.h"
#include "core/mapping/primitive_text.h"
#include "core/mapping/result_type.h"
#include "tests/core/mapping/lab.h"

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(type_check)

namespace {

struct Case {
  const char* name;
  const char* type;
  const char* lines;  // the elements of a resource, each with its line end
  const char* codes;  // of the faults, with blanks between
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

constexpr const char* kTables =
    "tables:\n  sex: {file: tables/sex.csv}\n  marital: {file: tables/marital.csv}\n";

PackFiles PackWith(const Case& c) {
  std::string yaml =
      "pack: x\nformat: 1\nversion: 1.0.0\n" + std::string(kTables) +
      "templates:\n  named: {parameters: [list], each: $list, use: =human_name(.)}\n"
      "  marital: {parameters: [code], use: '=codeable(lookup(marital, $code))'}\n"
      "resources:\n  one:\n    type: " +
      c.type + "\n    id: =uuid5(\"one\")\n    set:\n" + c.lines +
      "  patient: {type: Patient, id: =uuid5(\"p\"), set: {name: {template: named, with: {list: "
      "=PID-5}}, maritalStatus: {template: marital, with: {code: =PID-16}}}}\n"
      "bundle: {type: collection, id: =uuid5(\"b\"), order: [one, patient]}\n";
  PackFiles pack = lab::PackOf(std::move(yaml), {});
  pack.files["tables/sex.csv"] = "source,target\nM,male\nF,female\n";
  pack.files["tables/marital.csv"] =
      "source,target,system\nM,M,http://terminology.hl7.org/CodeSystem/v3-MaritalStatus\n";
  return pack;
}

std::string CodesOf(const Case& c) {
  std::vector<Fault> faults;
  const auto program = Program::Compile(PackWith(c), faults);
  std::string codes;
  for (const Fault& fault : faults) {
    codes += (codes.empty() ? "" : " ") + fault.code;
    BOOST_TEST_MESSAGE(fault.Text(true));
  }
  return codes;
}

const std::array kSound = {
    Case{"text, code and date", "Patient",
         "      active: =true\n      gender: female\n      birthDate: 2024-03\n", ""},
    Case{"a table for a bound code", "Patient",
         "      gender: =lookup(sex, PID-8) or \"unknown\"\n", ""},
    Case{"a selector before a component", "Patient",
         "      identifier: [{value: '=PID-3[4 = \"RYY\" and 5 = \"PI\"].1'}]\n", ""},
    Case{"a list in every form", "Patient",
         "      name:\n        - {each: PID-5, use: =human_name(.)}\n        - {text: =PID-5.2}\n"
         "      telecom: {each: PID-13 + PID-14, use: =telecom(.)}\n"
         "      address: [=address(PID-11)]\n"
         "      photo: {choose: [{when: present(PID-1), each: PID-2, set: {title: =.1}}, {each: "
         "PID-3, set: {url: =.1}}]}\n",
         ""},
    Case{"a choice by name and by value", "Observation",
         "      status: final\n      code: {text: x}\n      valueQuantity: =quantity(OBX[1]-5, "
         "\"mg\")\n"
         "      effective[x]: =datetime(OBX[1]-14)\n",
         ""},
    Case{"a choice of several values", "Patient",
         "      deceased[x]: =datetime(PID-29) or true_only(PID-30)\n", ""},
    Case{"an extension of a primitive", "Patient",
         "      _birthDate:\n        extension:\n          - {url: "
         "http://hl7.org/fhir/StructureDefinition/patient-birthTime, "
         "valueDateTime: =datetime(PID-7)}\n",
         ""},
    Case{"a contained resource", "Patient",
         "      contained:\n        - set: {resourceType: Organization, id: gp, name: =PD1-3.1}\n",
         ""},
    Case{"a reference without a rule", "Patient",
         "      managingOrganization: {reference: '#gp', display: =PD1-3.1}\n", ""},
    Case{"a concept of its own", "Patient",
         "      maritalStatus: {coding: [{system: "
         "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus, code: M}]}\n",
         ""},
    Case{"a subclass of a quantity", "Condition",
         "      subject: =ref(patient)\n      onsetAge: =quantity(age(PID-7, EVN-2), \"a\")\n", ""},
    Case{"a time of the stay", "Encounter",
         "      status: finished\n      class: {code: HH}\n      period: {start: =stay.start, end: "
         "=stay.end}\n",
         ""},
    Case{"an extension of somebody else", "Patient",
         "      extension:\n        - {url: https://rxx.example/ward, valueString: =PV1-3.1}\n",
         ""},
    Case{"an extension with parts", "Patient",
         "      extension:\n        - url: https://fhir.hl7.org.uk/StructureDefinition/"
         "Extension-UKCore-DeathNotificationStatus\n          extension:\n"
         "            - {url: deathNotificationStatus, valueCodeableConcept: =codeable(PID-30)}\n"
         "            - {url: systemEffectiveDate, valueDateTime: =datetime(PID-29)}\n",
         ""},
    Case{"a text made of parts for a date", "Patient",
         "      birthDate: =concat(substr(PID-7, 1, 4), \"-\", substr(PID-7, 5, 2))\n", ""},
    Case{"repeated lists of several templates", "Patient",
         "      name: {template: named, with: {list: =PID-5}}\n", ""},
};

BOOST_DATA_TEST_CASE(what_is_right_is_no_fault, boost::unit_test::data::make(kSound), c) {
  BOOST_TEST(CodesOf(c) == c.codes);
}

const std::array kWrong = {
    Case{"a template for a single", "Person",
         "      name: {template: named, with: {list: =PID-5}}\n      gender: {template: named, "
         "with: {list: =PID-5}}\n",
         "type.single"},
    Case{"a template of another type", "Person",
         "      gender: {template: marital, with: {code: =PID-16}}\n", "type.value"},
    Case{"one of two alternatives", "Person",
         "      gender: {choose: [{when: present(PID-8), use: '=lookup(sex, PID-8)'}, {use: "
         "unknow}]}\n",
         "type.code"},
    Case{"a default", "Person", "      gender: {use: '=lookup(sex, PID-8)', default: none}\n",
         "type.code"},
    Case{"one of two values", "Person", "      birthDate: =date(PID-7) or PID-7\n", "type.value"},
    Case{"a value below a list", "Person", "      name: [{each: PID-5, set: {family: =true}}]\n",
         "type.value"},
    Case{"a part of a data type", "Person", "      name: [{period: {begin: =date(PID-7)}}]\n",
         "type.element"},
    Case{"a row for a coding", "Encounter",
         "      status: finished\n      class: =lookup(sex, PID-8)\n", "type.value"},
    Case{"a choice that the value cannot complete", "Observation",
         "      status: final\n      code: {text: x}\n      effective[x]: =date(PID-7)\n",
         "type.choice"},
    Case{"a moment for a date", "Person", "      birthDate: =stay.start\n", "type.value"},
    Case{"a required part", "Person", "      link: [{assurance: level1}]\n", "type.required"},
};

BOOST_DATA_TEST_CASE(what_is_wrong_is_found_wherever_it_stands,
                     boost::unit_test::data::make(kWrong), c) {
  BOOST_TEST(CodesOf(c) == c.codes);
}

// The check believes the table of types; so it has to be right.
BOOST_AUTO_TEST_CASE(every_joined_name_gives_the_type_that_it_is_said_to_give) {
  for (const std::string& name : JoinedNames()) {
    const JoinedName* joined = FindJoinedName(name);
    BOOST_REQUIRE(joined != nullptr);
    if (joined->list) continue;
    const std::string list = joined->scope == Type::kReading ? "readings"
                             : joined->scope == Type::kTotal ? "news2.totals"
                             : joined->scope == Type::kScore ? "news2.scores"
                                                             : "";
    const std::string body = list.empty() ? "=" + name : "{each: " + list + ", use: =" + name + "}";
    std::string value = lab::RunValueOnSample(body).value;
    if (!list.empty() && value.size() > 1) value = value.substr(1);
    if (value.empty()) continue;  // the sample has none
    const std::string_view type = TypeOfJoined(*joined);
    const bool is_text = value.starts_with('"');
    const bool is_boolean = value.starts_with("true") || value.starts_with("false");
    const bool wants_number = type == "integer" || type == "decimal";
    BOOST_TEST((wants_number || type == "boolean") == !is_text, name << " " << value);
    BOOST_TEST((type == "boolean") == is_boolean, name << " " << value);
    if (type == kMoment) {
      const std::string text = value.substr(1, value.find('"', 1) - 1);
      BOOST_TEST(IsPrimitiveText("instant", text), name << " " << text);
    }
  }
}

struct TextCase {
  const char* type;
  const char* text;
  bool fits;
};
std::ostream& operator<<(std::ostream& out, const TextCase& c) {
  return out << c.type << " " << c.text;
}
const std::array kTexts = {
    TextCase{"date", "2024", true},
    TextCase{"date", "2024-02-31", true},  // the form only
    TextCase{"date", "20240331", false},
    TextCase{"dateTime", "2024-03-31T09:30:00", false},  // no zone
    TextCase{"dateTime", "2024-03-31T09:30:00Z", true},
    TextCase{"instant", "2024-03-31", false},
    TextCase{"time", "24:00:00", false},
    TextCase{"uri", "urn:oid:1.2", true},
    TextCase{"uri", "two words", false},
    TextCase{"oid", "urn:oid:3.1", false},
    TextCase{"code", " final", false},
    TextCase{"code", "on hold", true},
    TextCase{"id", "a_b", false},
    TextCase{"decimal", "36.60", true},
    TextCase{"decimal", "36.", false},
    TextCase{"positiveInt", "0", false},
    TextCase{"unsignedInt", "0", true},
    TextCase{"boolean", "yes", false},
    TextCase{"string", "anything at all", true},
};

BOOST_DATA_TEST_CASE(texts_have_the_form_of_their_type, boost::unit_test::data::make(kTexts), c) {
  BOOST_TEST(IsPrimitiveText(c.type, c.text) == c.fits);
  if (!PrimitiveExample(c.type).empty()) {
    BOOST_TEST(IsPrimitiveText(c.type, PrimitiveExample(c.type)));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
