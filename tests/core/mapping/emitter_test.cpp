// What a line does: each, when, skip-if, accept, choose, default, required, on-null, on-error.
#include "core/mapping/emitter.h"

#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/core/mapping/lab.h"

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(emitter)

namespace {

struct Case {
  const char* name;
  const char* body;
  const char* want;
  const char* issues = "";
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

// PID-3 has three repetitions, PID-7 is no date, PID-8 is F, PID-29 is deleted.
constexpr const char* kSegments =
    "PID|1||A^x~B^\"\"~A^x||Bell||1944xx29|F|||||||||||||||||||||\"\"";

const std::vector<Case> kCases = {
    {"each makes an array of different items", "{each: PID-3, use: =.1}", R"(["A","B"])"},
    {"each goes through every repetition unless told", "{each: 'PID-3[1]', use: =.1}", R"(["A"])"},
    {"each joins lists", "{each: PID-8 + PID-5, use: =.}", R"(["F","Bell"])"},
    {"each over nothing writes nothing", "{each: PID-9, use: =.}", ""},
    {"each inside a list adds its items", "['a', {each: PID-3, use: =.1}, =PID-8]",
     R"(["a","A","B","F"])"},
    {"when keeps items out", "{each: PID-3, when: '.1 = \"B\"', use: =.1}", R"(["B"])"},
    {"skip-if keeps items out", "{each: PID-3, skip-if: '.1 = \"B\"', use: =.1}", R"(["A"])"},
    {"accept keeps items out and warns", "{each: PID-3, accept: '.1 = \"A\"', use: =.1}",
     R"(["A"])", "warning mapping.not-accepted PID-3"},
    {"when without each", "{when: 'PID-8 = \"M\"', use: =PID-8}", ""},
    {"an object of an item", "{each: PID-3, set: {k: c, n: =.1, m: =.2}}",
     R"([{"k":"c","n":"A","m":"x"},{"k":"c","n":"B"}])"},
    {"constants alone do not keep an object whose formulas give nothing", "{k: c, n: =PID-9}", ""},
    {"constants alone keep an object without formulas", "{k: c, n: d}", R"({"k":"c","n":"d"})"},
    {"an object of an object that gives nothing", "{k: {k: c, n: =PID-9}}", ""},
    {"a blank text is not written, the others are", "{k: ' ', n: d}", R"({"n":"d"})"},
    {"an object of blank texts", "{k: ' '}", ""},
    {"texts are escaped", "{k: 'a\"b'}", R"({"k":"a\"b"})"},
    {"a list of texts and objects", "[a, {k: c}, {set: {k: d}}]", R"(["a",{"k":"c"},{"k":"d"}])"},
    {"a list inside a list adds its items", "[a, [b, {k: c}], d]", R"(["a","b",{"k":"c"},"d"])"},
    {"texts beside a formula", "{k: [c], n: =PID-8, o: {k: [e, f]}}",
     R"({"k":["c"],"n":"F","o":{"k":["e","f"]}})"},
    {"a text of an item that is not wanted", "[a, {when: present(PID-9), use: b}, c]",
     R"(["a","c"])"},
    {"texts alone do not make an item", "{each: PID-3, set: {k: c}}", ""},
    {"a default counts as a value", "{k: c, n: {use: =PID-9, default: d}}", R"({"k":"c","n":"d"})"},
    {"a default for what is missing", "{use: =PID-9, default: d}", R"("d")"},
    {"a default formula", "{use: =PID-9, default: =PID-8}", R"("F")"},
    {"no default for what is there", "{use: =PID-8, default: d}", R"("F")"},
    {"no default for what is deleted", "{use: =PID-29, default: d}", ""},
    {"a default for what is deleted, if told", "{use: =PID-29, on-null: default, default: d}",
     R"("d")"},
    {"a warning for what is deleted, if told", "{use: =PID-29, on-null: warn}", "",
     "warning mapping.deleted PID-29"},
    {"an error for what is deleted, if told", "{use: =PID-29, on-null: error}", "",
     "error mapping.deleted PID-29"},
    {"no default for what is not understood", "{use: =date(PID-7), default: d}", "",
     "warning mapping.date PID-7"},
    {"an error for what is not understood, if told", "{use: =date(PID-7), on-error: error}", "",
     "error mapping.date PID-7"},
    {"silence for what is not understood, if told", "{use: =date(PID-7), on-error: omit}", ""},
    {"on-error holds for what stands below", "{on-error: error, set: {a: =date(PID-7), b: =PID-8}}",
     R"({"b":"F"})", "error mapping.date PID-7"},
    {"required and missing", "{use: =PID-9, required: error \"why\"}", "",
     "error mapping.required PID-9"},
    {"required and deleted", "{use: =PID-29, required: warn \"why\"}", "",
     "warning mapping.required PID-29"},
    {"required and there", "{use: =PID-8, required: error}", R"("F")"},
    {"required of an empty list", "{each: PID-9, use: =., required: error \"why\"}", "",
     "error mapping.required PID-9"},
    {"required where when says no", "{when: present(PID-9), use: =PID-9, required: error \"why\"}",
     ""},
    {"the first choice that holds",
     "{choose: [{when: 'PID-8 = \"M\"', use: a}, {when: 'PID-8 = \"F\"', use: b}, {use: c}]}",
     R"("b")"},
    {"the last choice without when", "{choose: [{when: 'PID-8 = \"M\"', use: a}, {use: c}]}",
     R"("c")"},
    {"a choice that gives nothing is still the choice",
     "{choose: [{when: present(PID-8), use: =PID-9}, {use: c}]}", ""},
    {"a choice of nothing", "{choose: [{when: present(PID-9), use: a}]}", ""},
    {"the same fault of many items is one Issue", "{each: PID-3, use: =date(.1)}", "",
     "warning mapping.date PID-3.1"},
};

BOOST_DATA_TEST_CASE(a_line_does_what_it_says, boost::unit_test::data::make(kCases), c) {
  const lab::Result result = lab::RunValue(c.body, kSegments);
  BOOST_TEST(result.value == c.want);
  BOOST_TEST(result.Codes() == c.issues);
}

struct ChoiceCase {
  const char* body;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const ChoiceCase& c) { return out << c.body; }

const std::vector<ChoiceCase> kTypes = {
    {"=PID-8", "\"vString\":\"F\""},
    {"a text", "\"vString\":\"a text\""},
    {"{choose: [{when: present(PID-8), use: a text}]}", "\"vString\":\"a text\""},
    {"=36.6", "\"vDecimal\":36.6"},
    {"=summary.revision", "\"vInteger\":1"},
    {"=true", "\"vBoolean\":true"},
    {"=present(PID-8)", "\"vBoolean\":true"},
    {"=date(\"19440229\")", "\"vDate\":\"1944-02-29\""},
    {"=stay.start", "\"vDateTime\":\"2026-10-20T17:16:00+01:00\""},
    {"=instant(stay.start)", "\"vInstant\":\"2026-10-20T17:16:00.000+01:00\""},
    {"'=quantity(\"1\", \"%\")'", "\"vQuantity\":{"},
    {"=ref(x)", "\"vReference\":{"},
    {"{choose: [{when: present(PID-9), use: =PID-9}, {use: =date(\"2026\")}]}",
     "\"vDate\":\"2026\""},
};

BOOST_DATA_TEST_CASE(the_value_completes_the_name_of_a_choice, boost::unit_test::data::make(kTypes),
                     c) {
  PackFiles pack = lab::PackWithValue(c.body);
  std::string& text = pack.files["pack.yaml"];
  text.replace(text.find("      v: "), 9, "      v[x]: ");
  const auto program = lab::CompileGood(pack);
  const hl7::View view = lab::ViewOfSegments(kSegments);
  const model::Summary summary = lab::SampleSummary();
  const Output output = program->Run({view, summary});
  BOOST_TEST(output.bundle.find(c.want) != std::string::npos, output.bundle);
}

BOOST_AUTO_TEST_CASE(an_issue_names_the_rule_and_never_the_value) {
  const lab::Result result = lab::RunValue("{use: =date(PID-7)}", kSegments);
  BOOST_REQUIRE_EQUAL(result.issues.size(), 1U);
  BOOST_TEST(result.issues[0].rule == "p/pack.yaml:10");
  BOOST_TEST(result.issues[0].text == "x.v: not a date");
  BOOST_TEST(result.issues[0].text.find("1944") == std::string::npos);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
