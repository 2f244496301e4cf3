#include "core/mapping/table.h"

#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/core/mapping/lab.h"

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(table)

namespace {

std::vector<std::string> Lines(const std::vector<Fault>& faults) {
  std::vector<std::string> lines;
  for (const Fault& fault : faults) {
    lines.push_back(std::to_string(fault.line) + ":" + std::to_string(fault.column) + " " +
                    fault.code);
  }
  return lines;
}

BOOST_AUTO_TEST_CASE(a_csv_table_is_read_with_quotes_comments_and_any_column_order) {
  Table table;
  std::vector<Fault> faults;
  ReadCsvTable(
      "\xEF\xBB\xBF# where it is from\r\ndisplay,source,target,system\r\n\r\n\"Bell, "
      "\"\"big\"\"\",a,b,http://s\r\nplain, c ,,\r\n",
      "t.csv", table, faults);
  BOOST_TEST(faults.empty());
  BOOST_TEST(table.size() == 2U);
  const Row* row = table.Find(" A ");
  BOOST_REQUIRE(row != nullptr);
  BOOST_TEST(row->target == "b");
  BOOST_TEST(row->display == "Bell, \"big\"");
  BOOST_TEST(row->system == "http://s");
  BOOST_TEST(row->line == 4);
  BOOST_REQUIRE(table.Find("C") != nullptr);
  BOOST_TEST(table.Find("C")->target == "");
  BOOST_TEST(table.Find("d") == nullptr);
}

struct Case {
  const char* name;
  std::string text;
  std::vector<std::string> want;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::vector<Case> kCsv = {
    {"an empty file", "", {"1:1 table.csv.header"}},
    {"no target column", "source,display\na,b\n", {"1:1 table.csv.header"}},
    {"an unknown column", "source,traget\na,b\n", {"1:8 table.csv.header"}},
    {"a column twice", "source,target,source\n", {"1:15 table.csv.header"}},
    {"a cell too few", "source,target\na,b\nc\n", {"3:1 table.csv.cells"}},
    {"a cell too many", "source,target\na,b,c\n", {"2:1 table.csv.cells"}},
    {"a source twice, in other letters", "source,target\na,b\nA,c\n", {"3:1 table.csv.duplicate"}},
    {"a row without source", "target,source\nb,\n", {"2:3 table.csv.source"}},
    {"a quote without end", "source,target\na,\"b\n", {"2:3 table.csv.quote"}},
    {"text after a quote", "source,target\n\"a\"x,b\n", {"2:1 table.csv.quote"}},
    {"a quote inside a cell", "source,target\na\"x,b\n", {"2:1 table.csv.quote"}},
    {"bytes that are no UTF-8", "source,target\n\xFF,b\n", {"0:0 table.csv.encoding"}},
    {"every fault in one pass",
     "source,target\na\nb,c\nb,d\n",
     {"2:1 table.csv.cells", "4:1 table.csv.duplicate"}},
};

BOOST_DATA_TEST_CASE(a_fault_of_a_csv_table_is_found_in_its_line,
                     boost::unit_test::data::make(kCsv), c) {
  Table table;
  std::vector<Fault> faults;
  ReadCsvTable(c.text, "t.csv", table, faults);
  BOOST_TEST(Lines(faults) == c.want, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_concept_map_is_read) {
  Table table;
  std::vector<Fault> faults;
  ReadConceptMap(R"({"resourceType": "ConceptMap", "group": [
    {"element": [{"code": "19", "display": "x", "target": [{"code": "h", "display": "Home", "equivalence": "equivalent"}]},
                 {"code": "99", "target": [{"equivalence": "unmatched", "code": "u"}]}],
     "target": "http://s"},
    {"target": "http://t", "element": [{"code": "a", "target": [{"code": "b"}]}]}]})",
                 "m.json", table, faults);
  BOOST_TEST(faults.empty());
  BOOST_REQUIRE(table.Find("19") != nullptr);
  BOOST_TEST(table.Find("19")->target == "h");
  BOOST_TEST(table.Find("19")->display == "Home");
  BOOST_TEST(table.Find("19")->system == "http://s");
  BOOST_TEST(table.Find("19")->line == 2);
  BOOST_REQUIRE(table.Find("99") != nullptr);
  BOOST_TEST(table.Find("99")->target == "");
  BOOST_REQUIRE(table.Find("A") != nullptr);
  BOOST_TEST(table.Find("A")->system == "http://t");
}

const std::vector<Case> kMaps = {
    {"no JSON", "{\"resourceType\":\n  oops}", {"2:3 table.map.syntax"}},
    {"cut short", "{\"resourceType\":", {"1:17 table.map.syntax"}},
    {"another resource", R"({"resourceType":"Patient"})", {"1:1 table.map.type"}},
    {"an empty map", R"({"resourceType":"ConceptMap","group":[]})", {"1:1 table.map.empty"}},
    {"a code twice",
     "{\"resourceType\":\"ConceptMap\",\"group\":[{\"element\":[\n{\"code\":\"a\",\"target\":[{"
     "\"code\":\"b\"}]},\n"
     "{\"code\":\"A\",\"target\":[{\"code\":\"c\"}]}]}]}",
     {"3:11 table.map.duplicate"}},
    {"two targets",
     "{\"resourceType\":\"ConceptMap\",\"group\":[{\"element\":[\n{\"code\":\"a\",\"target\":[{"
     "\"code\":\"b\"},{\"code\":\"c\"}]}]}]}",
     {"2:11 table.map.targets"}},
    {"an element without code",
     "{\"resourceType\":\"ConceptMap\",\"group\":[{\"element\":[{\"code\":\"a\"},\n{\"target\":[{"
     "\"code\":\"b\"}]}]}]}",
     {"2:1 table.map.source"}},
};

BOOST_DATA_TEST_CASE(a_fault_of_a_concept_map_is_found_at_its_place,
                     boost::unit_test::data::make(kMaps), c) {
  Table table;
  std::vector<Fault> faults;
  ReadConceptMap(c.text, "m.json", table, faults);
  BOOST_TEST(Lines(faults) == c.want, boost::test_tools::per_element());
}

struct SectionCase {
  const char* name;
  std::string tables;
  std::vector<std::string> want;
};
std::ostream& operator<<(std::ostream& out, const SectionCase& c) { return out << c.name; }

const std::vector<SectionCase> kSections = {
    {"a file that is not there",
     "  t: {file: tables/s.csv}",
     {"p/pack.yaml:5:13 table.file", "warning p/tables/t.csv:0:0 table.unused"}},
    {"no file",
     "  t: {unmapped: warn}",
     {"p/pack.yaml:5:6 table.key", "warning p/tables/t.csv:0:0 table.unused"}},
    {"a file of another kind",
     "  t: {file: a.txt}\n  s: {file: tables/t.csv}",
     {"p/pack.yaml:5:13 table.file"}},
    {"an unmapped that does not exist",
     "  t: {file: tables/t.csv, unmapped: wrn}",
     {"p/pack.yaml:5:37 table.unmapped"}},
    {"a key that does not exist",
     "  t: {file: tables/t.csv, unmaped: warn}",
     {"p/pack.yaml:5:27 table.key"}},
};

BOOST_DATA_TEST_CASE(a_fault_of_the_section_is_found_at_its_place,
                     boost::unit_test::data::make(kSections), c) {
  const PackFiles pack =
      lab::PackWithValue("w", c.tables, {{"tables/t.csv", "source,target\na,b\n"}, {"a.txt", ""}});
  BOOST_TEST(lab::FaultLines(pack) == c.want, boost::test_tools::per_element());
}

struct UnmappedCase {
  const char* policy;
  const char* want;
  const char* issues;
  bool is_noted = true;
};
std::ostream& operator<<(std::ostream& out, const UnmappedCase& c) { return out << c.policy; }

const std::vector<UnmappedCase> kPolicies = {
    {"error", "", "error mapping.unmapped PID-8"},
    {"warn", "", "warning mapping.unmapped PID-8"},
    {"omit", "", "", false},
    {"keep-source-code", R"({"text":"q"})", ""},
    {"'use \"b\"'", R"({"coding":[{"system":"http://s","code":"b"}]})", ""},
    {"'use \"z\"'", R"({"text":"z"})", ""},
};

BOOST_DATA_TEST_CASE(a_code_without_row_goes_by_the_policy, boost::unit_test::data::make(kPolicies),
                     c) {
  const lab::Result result = lab::RunValue(
      "=codeable(lookup(t, PID-8))", "PID|1|||||||q",
      std::string("  t: {file: tables/t.csv, system: http://s, unmapped: ") + c.policy + "}",
      {{"tables/t.csv", "source,target\na,b\n"}});
  BOOST_TEST(result.value == c.want);
  BOOST_TEST(result.Codes() == c.issues);
  const std::vector<model::UnmappedCode> noted = {{"t", "q"}};
  BOOST_TEST((result.unmapped == (c.is_noted ? noted : std::vector<model::UnmappedCode>())));
}

BOOST_AUTO_TEST_CASE(a_code_without_row_is_noted_once_and_one_with_a_row_never) {
  const lab::Result result =
      lab::RunValue("=concat(lookup(t, PID-8), lookup(t, PID-7), lookup(t, PID-8))",
                    "PID|1||||||a|q", "  t: {file: tables/t.csv, unmapped: keep-source-code}",
                    {{"tables/t.csv", "source,target\na,b\n"}});
  BOOST_TEST((result.unmapped == std::vector<model::UnmappedCode>{{"t", "q"}}));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
