// Faulty packs, and where each fault is found.
#include "core/mapping/pack_compiler.h"

#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/mapping/unchecked.h"
#include "tests/core/mapping/lab.h"

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(pack_compiler)

namespace {

struct Case {
  const char* name;
  std::string body;  // behind "v: ", which is line 10, column 10
  std::vector<std::string> want;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

std::string At(int column, const std::string& code) {
  return "p/pack.yaml:10:" + std::to_string(column) + " " + code;
}

const std::vector<Case> kLines = {
    {"a formula cut short", "=date(PID-7", {At(21, "formula.syntax")}},
    {"the column of a quoted formula", "'=date(PID-7'", {At(22, "formula.syntax")}},
    {"a function that does not exist", "=dat(PID-7)", {At(11, "formula.function.unknown")}},
    {"a name that does not exist", "=stay.kee", {At(11, "formula.name.unknown")}},
    {"a table that does not exist", "=lookup(sexx, PID-8)", {At(18, "formula.table.unknown")}},
    {"a rule that does not exist", "=ref(patient)", {At(15, "formula.rule.unknown")}},
    {"a segment that does not exist", "=PIX-3", {At(11, "formula.segment")}},
    {"every fault of a formula",
     "=concat(PIX-3, stay.kee)",
     {At(18, "formula.segment"), At(25, "formula.name.unknown")}},
    {"a selector on a segment that does not repeat", "'=PID[1]-3'", {At(12, "formula.path")}},
    {"a whole segment that is merged", "{each: PID, use: =.1}", {At(17, "formula.path")}},
    {"too many parts", "=PID-3.1.2.3", {At(11, "formula.path")}},
    {"too few arguments", "=substr(PID-3)", {At(11, "formula.argument")}},
    {"too many arguments", "=upper(PID-3, PID-4)", {At(11, "formula.argument")}},
    {"a text where a field is wanted", "=human_name(\"x\")", {At(22, "formula.argument")}},
    {"a field where a row is wanted", "=coding(PID-8)", {At(18, "formula.argument")}},
    {"a field where a text is wanted", "=telecom(PID-13, PID-14)", {At(27, "formula.argument")}},
    {"a reading outside of any", "=reading.key", {At(11, "formula.scope")}},
    {"an item outside of any", "=.1", {At(11, "formula.scope")}},
    {"a predicate outside of a selector", "=is_nhs_number", {At(11, "formula.scope")}},
    {"a pattern that is none", "=match(PID-3, \"(\")", {At(24, "formula.regex")}},
    {"a value where a condition is wanted", "{when: PID-8, use: x}", {At(17, "formula.type")}},
    {"a scalar where a list is wanted", "{each: stay.key, use: x}", {At(17, "formula.type")}},
    {"a list where a value is wanted", "=readings", {At(11, "formula.type")}},
    {"a sum of texts", "=concat(\"a\" + \"b\")", {At(18, "formula.type")}},
    {"a condition beside a value", "=present(PID-3) or PID-4", {At(29, "formula.type")}},
    {"home_or_first of segments", "'=NK1[home_or_first]-2'", {At(16, "formula.selector")}},
    {"a reference for an item that makes none",
     "{each: readings, use: '=ref(x, .)'}",
     {At(41, "formula.argument")}},
    {"a key that a rule does not have", "{each: PID-3, uze: =.}", {At(24, "rule.key.unknown")}},
    {"two bodies", "{each: PID-3, use: =., set: {a: b}}", {At(10, "rule.body")}},
    {"a default beside each", "{each: PID-3, use: =., default: x}", {At(42, "rule.default")}},
    {"a choice after the last", "{choose: [{use: a}, {use: b}]}", {At(20, "rule.choose")}},
    {"a required without word", "{use: =PID-3, required: why}", {At(34, "rule.value")}},
    {"an on-null that does not exist", "{use: =PID-3, on-null: keep}", {At(33, "rule.value")}},
    {"an on-error that does not exist", "{use: =PID-3, on-error: stop}", {At(34, "rule.value")}},
    {"an element with a bad name", "{set: {Bad-name: x}}", {At(17, "rule.element")}},
    {"an id among elements", "{id: n, system: x}", {At(15, "rule.id")}},
    {"nothing behind the colon", "{a: , b: c}", {At(11, "rule.empty")}},
    {"a text that looks like a path", "PID-7", {"warning " + At(10, "text.looks-like-path")}},
    {"a text that looks like a name", "stay.key", {"warning " + At(10, "text.looks-like-path")}},
    {"a text that looks like a call", "date(PID-7)", {"warning " + At(10, "text.looks-like-path")}},
    {"an alias", "*x", {At(10, "yaml.anchor")}},
};

BOOST_DATA_TEST_CASE(a_fault_of_a_line_is_found_at_its_place, boost::unit_test::data::make(kLines),
                     c) {
  BOOST_TEST(lab::FaultLines(lab::PackWithValue(c.body)) == c.want,
             boost::test_tools::per_element());
}

struct PackCase {
  const char* name;
  std::string text;
  std::map<std::string, std::string> others;
  std::vector<std::string> want;
};
std::ostream& operator<<(std::ostream& out, const PackCase& c) { return out << c.name; }

const std::string kHead = "pack: p\nformat: 1\nversion: 1.0.0\n";
const std::string kBundle = "bundle: {type: collection, id: =uuid5(\"b\"), order: [x]}\n";
const std::string kRule = "resources:\n  x: {type: Basic, id: =uuid5(\"x\"), set: {v: w}}\n";

const std::vector<PackCase> kPacks = {
    {"a good pack", kHead + kBundle + kRule, {}, {}},
    {"a key that does not exist",
     "pak: p\n" + kHead + kBundle + kRule,
     {},
     {"p/pack.yaml:1:1 pack.key.unknown"}},
    {"keys that are missing",
     kBundle + kRule,
     {},
     {"p/pack.yaml:1:1 pack.key.missing", "p/pack.yaml:1:1 pack.key.missing",
      "p/pack.yaml:1:1 pack.key.missing"}},
    {"another format",
     "pack: p\nformat: 2\nversion: 1\n" + kBundle + kRule,
     {},
     {"p/pack.yaml:2:9 pack.format"}},
    {"a setting with a value it cannot have",
     kHead + "settings: {unread-fields: error}\n" + kBundle + kRule,
     {},
     {"p/pack.yaml:4:27 pack.value"}},
    {"a zone that does not exist",
     kHead + "settings: {timezone: Europe/Londn}\n" + kBundle + kRule,
     {},
     {"p/pack.yaml:4:22 pack.value"}},
    {"an order of an unknown rule",
     kHead + "bundle: {type: collection, id: =uuid5(\"b\"), order: [x, y]}\n" + kRule,
     {},
     {"p/pack.yaml:4:56 bundle.order"}},
    {"an order that repeats a rule",
     kHead + "bundle: {type: collection, id: =uuid5(\"b\"), order: [x, x]}\n" + kRule,
     {},
     {"p/pack.yaml:4:56 bundle.order"}},
    {"a rule that no order names",
     kHead + kBundle + kRule,
     {{"y.yaml", "resources:\n  y: {type: Basic, id: =uuid5(\"y\"), set: {v: w}}\n"}},
     {"p/y.yaml:2:3 bundle.order"}},
    {"a rule of two files",
     kHead + kBundle + kRule,
     {{"y.yaml", kRule}},
     {"p/y.yaml:2:3 rule.duplicate"}},
    {"a key of another file",
     kHead + kBundle + kRule,
     {{"y.yaml", "tables: {}\n"}},
     {"p/y.yaml:1:1 pack.key.unknown"}},
    {"a rule without type and set",
     kHead + kBundle + "resources:\n  x: {id: =uuid5(\"x\")}\n",
     {},
     {"p/pack.yaml:6:6 pack.key.missing", "p/pack.yaml:6:3 pack.key.missing"}},
    {"an id that is a text",
     kHead + kBundle + "resources:\n  x: {type: Basic, id: one, set: {v: w}}\n",
     {},
     {"p/pack.yaml:6:24 pack.value"}},
    {"an id that refers",
     kHead + kBundle + "resources:\n  x: {type: Basic, id: =ref(x), set: {v: w}}\n",
     {},
     {"p/pack.yaml:6:25 formula.scope"}},
    {"another type of Bundle",
     kHead + "bundle: {type: document, id: =uuid5(\"b\"), order: [x]}\n" + kRule,
     {},
     {"p/pack.yaml:4:16 pack.value"}},
    {"a file that ends otherwise",
     kHead + kBundle + kRule,
     {{"y.yml", ""}},
     {"p/y.yml:0:0 pack.file"}},
    {"faults of all files in one pass",
     kHead + kBundle + "resources:\n  x: {type: Basic, id: =uuid5(\"x\"), set: {v: =dat(PID-1)}}\n",
     {{"a.yaml", "resurces: {}\n"}},
     {"p/a.yaml:1:1 pack.key.unknown", "p/pack.yaml:6:47 formula.function.unknown"}},
};

BOOST_DATA_TEST_CASE(a_fault_of_a_pack_is_found_at_its_place, boost::unit_test::data::make(kPacks),
                     c) {
  BOOST_TEST(lab::FaultLines(lab::PackOf(c.text, c.others)) == c.want,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_near_miss_is_told_with_what_was_meant) {
  std::vector<Fault> faults;
  const PackFiles pack = lab::PackWithValue("=human_nam(PID-5)");
  BOOST_TEST(CompileWith(pack, Checks::kAllButTypes, faults) == nullptr);
  BOOST_REQUIRE_EQUAL(faults.size(), 1U);
  BOOST_TEST(faults[0].text == "there is no function 'human_nam'; did you mean human_name?");
  BOOST_TEST(faults[0].source == "      v: =human_nam(PID-5)");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
