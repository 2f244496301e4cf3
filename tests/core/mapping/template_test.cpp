// Templates, packs that are used, and the limits of a run. Their faults: broken_test.cpp.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/mapping/unchecked.h"
#include "tests/core/mapping/lab.h"

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(templates)

namespace {

const std::string kTemplates =
    "templates:\n"
    "  coded:\n"
    "    parameters: [table, code, optional text]\n"
    "    use: =codeable(lookup($table, $code), $text)\n"
    "  pair:\n"
    "    parameters: [first, second, system]\n"
    "    when: present($first)\n"
    "    set:\n"
    "      system: =$system\n"
    "      a: =$first\n"
    "      b: {template: coded, with: {table: t, code: =$second}}\n"
    "  each-of:\n"
    "    parameters: [list, beside]\n"
    "    each: $list\n"
    "    set: {own: =.1, beside: =$beside}\n"
    "  only-if:\n"
    "    parameters: [condition, pattern]\n"
    "    when: $condition\n"
    "    use: =match(PID-5.1, $pattern)\n"
    "  referring:\n"
    "    parameters: [rule]\n"
    "    use: =ref($rule)\n";

struct Case {
  const char* name;
  const char* body;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::vector<Case> kCases = {
    {"a table and a formula", "{template: coded, with: {table: t, code: =PID-8}}",
     R"({"coding":[{"code":"female"}]})"},
    {"an optional parameter", "{template: coded, with: {table: t, code: =PID-8, text: words}}",
     R"({"coding":[{"code":"female"}],"text":"words"})"},
    {"a template in a template",
     "{template: pair, with: {first: =PID-5.1, second: =PID-8, system: http://x}}",
     R"({"system":"http://x","a":"Bell","b":{"coding":[{"code":"female"}]}})"},
    {"a template whose when says no",
     "{template: pair, with: {first: =PID-9, second: =PID-8, system: http://x}}", ""},
    {"a text that begins with an equals sign",
     "{template: pair, with: {first: '==\"x\"', second: =PID-8, system: s}}",
     R"({"system":"s","a":"=x","b":{"coding":[{"code":"female"}]}})"},
    {"a list", "{template: each-of, with: {list: =PID-3, beside: =PID-8}}",
     R"([{"own":"A1","beside":"F"},{"own":"B2","beside":"F"}])"},
    {"the item around it, from inside a list of its own",
     "{each: PID-3, set: {o: {template: each-of, with: {list: '=NK1[*]', beside: =.1}}}}",
     R"([{"o":[{"own":"1","beside":"A1"},{"own":"2","beside":"A1"}]},)"
     R"({"o":[{"own":"1","beside":"B2"},{"own":"2","beside":"B2"}]}])"},
    {"the item around it, in a selector", "{each: PID-3, use: '=NK1[3 = \"SIS\"]-1'}", R"(["2"])"},
    {"a condition and a pattern",
     "{template: only-if, with: {condition: =present(PID-8), pattern: \"^(B.)\"}}", R"("Be")"},
    {"a condition that does not hold",
     "{template: only-if, with: {condition: =present(PID-9), pattern: \"^(B.)\"}}", ""},
    {"keys of the line beside the template",
     "{template: coded, with: {table: t, code: =PID-8}, when: PID-8 = \"M\"}", ""},
    {"each beside the template", "{each: PID-3, template: coded, with: {table: t, code: =.5}}",
     R"([{"coding":[{"code":"female"}]}])"},
};

PackFiles PackWith(const std::string& body, const std::string& templates) {
  return lab::PackWithValue(body, "  t: {file: tables/t.csv, unmapped: omit}",
                            {{"t.yaml", templates}, {"tables/t.csv", "source,target\nF,female\n"}});
}

BOOST_DATA_TEST_CASE(a_template_writes_what_it_is_given, boost::unit_test::data::make(kCases), c) {
  std::vector<Fault> faults;
  const auto program = CompileWith(PackWith(c.body, kTemplates), Checks::kAllButTypes, faults);
  for (const Fault& fault : faults) {
    if (fault.code != "template.unused") BOOST_ERROR(fault.Text(true));
  }
  BOOST_REQUIRE(program != nullptr);
  BOOST_TEST(lab::RunProgram(*program, "PID|1||A1~B2^^^^F||Bell|||F\nNK1|1|Bob|HUS\nNK1|2|Cat|SIS")
                 .value == c.want);
}

BOOST_AUTO_TEST_CASE(an_issue_names_the_rule_and_the_line_of_the_template) {
  const lab::Result result =
      lab::RunPack(PackWith("{template: when-born, with: {born: =PID-7}}",
                            "templates:\n  when-born: {parameters: [born], use: =date($born)}\n"),
                   "PID|1||||||soon");
  BOOST_REQUIRE_EQUAL(result.issues.size(), 1U);
  BOOST_TEST(result.issues[0].code == "mapping.date");
  BOOST_TEST(result.issues[0].path == "PID-7");
  BOOST_TEST(result.issues[0].text.starts_with("x.v: "));
  BOOST_TEST(result.issues[0].rule == "p/t.yaml:2");
}

std::shared_ptr<const PackFiles> Used(const std::string& name, const std::string& text) {
  auto pack = std::make_shared<PackFiles>();
  pack->root = name;
  pack->files["pack.yaml"] = "pack: " + name + "\nformat: 1\nversion: 2.3.0\n" + text;
  pack->files["tables/t.csv"] = "source,target\nF,female\n";
  return pack;
}

BOOST_AUTO_TEST_CASE(a_used_pack_lends_tables_and_templates_and_those_of_packs_it_uses) {
  PackFiles pack = lab::PackWithValue("{template: sex, with: {code: =PID-8}}");
  pack.files["pack.yaml"] += "use: [shared@2]\n";
  pack.used["shared"] = Used("shared",
                             "use: [tables@2.3]\ntemplates:\n  sex: {parameters: [code], use: "
                             "'=lookup(t, $code)'}\n  more: {use: x}\n");
  pack.used["tables"] = Used("tables", "tables: {t: {file: tables/t.csv}}\n");
  std::vector<Fault> faults;
  const auto program = CompileWith(pack, Checks::kAllButTypes, faults);
  BOOST_REQUIRE(program != nullptr);
  BOOST_TEST(lab::RunProgram(*program, "PID|1|||||||F").value == R"("female")");
  BOOST_TEST((UsedPacks(pack) == std::vector<std::string>{"shared"}));
}

BOOST_AUTO_TEST_CASE(lists_that_multiply_come_to_an_end_and_set_the_summary_aside) {
  std::string segments = "PID|1";
  for (int i = 0; i < 200; ++i) segments += "\nOBX|" + std::to_string(i + 1) + "|NM|X||1";
  const lab::Result result = lab::RunValue(
      "{each: 'OBX[*]', set: {a: {each: 'OBX[*]', set: {b: {each: 'OBX[*]', set: {c: "
      "{each: 'OBX[*]', use: =.1}}}}}}}",
      segments);
  BOOST_TEST(result.Codes() == "error mapping.limit x.v.a.b");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
