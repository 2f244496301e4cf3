// HL7's concept maps as CSV become tables of a pack. The files are made up in the published layout.
#include "core/mapping/import_table.h"

#include <array>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/mapping/table.h"

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(import_table)

namespace {

// The layout of former years, and the one with the versions of FHIR.
const std::string kFormer =
    "HL7 v2,,,Condition (IF True),,,HL7 FHIR,,,,,Comments\n"
    "Code,Text,Code System,Computable ANTLR,Computable FHIRPath,Narrative,Code,,Display,Code "
    "System,,\n";
const std::string kNewer =
    "HL7 v2,,,FHIR Version,,Condition (IF TRUE),,,HL7 FHIR,,,,,Comment\n"
    "Code,Text,Code System,Core Version,Incubator Version,Computable ANTLR,Computable FHIRPath,"
    "Narrative,Code,,Display,Code System,,\n";
const std::string kTitles = "source,target,display,system,note\n";

struct Import {
  ImportedTable table;
  std::vector<std::string> faults;  // "3:1 error import.header"
};

Import Run(const std::string& text) {
  std::vector<Fault> faults;
  Import import;
  import.table = ImportTable(text, "map.csv", faults);
  for (const Fault& fault : faults) {
    const bool error = fault.severity == Fault::Severity::kError;
    import.faults.push_back(std::to_string(fault.line) + ":" + std::to_string(fault.column) +
                            (error ? " error " : " warning ") + fault.code);
  }
  return import;
}

// What stands below the titles.
std::string RowsOf(const ImportedTable& table) {
  const std::size_t titles = table.csv.find(kTitles);
  BOOST_REQUIRE(titles != std::string::npos);
  return table.csv.substr(titles + kTitles.size());
}

BOOST_AUTO_TEST_CASE(codes_with_one_target_become_rows) {
  const Import former = Run(kFormer +
                            "Q1,Quiet,HL79999,,,,quiet,,Quiet room,http://x.example/room,,\n"
                            "Q2,\"Loud, very\",HL79999,,,,loud,,\"Loud \"\"room\"\"\","
                            "http://x.example/room,,seen in tests\n");
  BOOST_TEST(former.faults.empty());
  BOOST_TEST(former.table.rows == 2U);
  BOOST_TEST(RowsOf(former.table) ==
             "Q1,quiet,Quiet room,http://x.example/room,Quiet\n"
             "Q2,loud,\"Loud \"\"room\"\"\",http://x.example/room,\"Loud, very; seen in tests\"\n");
  const Import newer = Run(
      kNewer + "Q1,Quiet,HL79999,\"F-R4, F-R6\",,,,,quiet,,Quiet room,http://x.example/room,,\n");
  BOOST_TEST(newer.faults.empty());
  BOOST_TEST(RowsOf(newer.table) == "Q1,quiet,Quiet room,http://x.example/room,Quiet\n");
}

BOOST_AUTO_TEST_CASE(the_first_line_names_the_source) {
  const Import import = Run(kFormer + "A,,HL79999,,,,a,,,,,\nB,,HL79998,,,,b,,,,,\n");
  BOOST_TEST(import.table.csv.starts_with(
      "# HL7 v2 to FHIR, table HL79999, table HL79998. Source: map.csv, "));
}

BOOST_AUTO_TEST_CASE(what_was_imported_is_a_table) {
  const Import import = Run(kFormer + "#9,\"a \"\"mark\"\", and more\",HL79999,,,,=x,,,,,\n");
  BOOST_TEST(import.faults.empty());
  Table table;
  std::vector<Fault> faults;
  ReadCsvTable(import.table.csv, "t.csv", table, faults);
  BOOST_TEST(faults.empty());
  BOOST_REQUIRE(table.Find("#9") != nullptr);
  BOOST_TEST(table.Find("#9")->target == "=x");
}

struct Doubt {
  const char* name;
  std::string rows;
  std::string want;  // of the table
  std::vector<std::string> faults;
};
std::ostream& operator<<(std::ostream& out, const Doubt& c) { return out << c.name; }

const std::string kLost = "# Codes without a row, which a lookup does not find:\n";
const std::array kDoubts = {
    Doubt{"a code without target gets no row, so that a lookup still warns",
          "Q1,Quiet,HL79999,,,,,,,,,\n",
          kLost + "# Q1 (Quiet): no target\n",
          {"3:1 warning import.target"}},
    Doubt{"a target that holds sometimes",
          "Q1,Quiet,HL79999,,IF X,,quiet,,,,,\n",
          kLost + "# Q1 (Quiet): a target that holds under a condition\n",
          {"3:1 warning import.condition"}},
    Doubt{
        "a code with two targets",
        "Q1,Quiet,HL79999,,,,quiet,,,,,\nQ2,,HL79999,,,,b,,,,,\n q1 ,Quiet,HL79999,,,,loud,,,,,\n",
        "Q2,b,,,\n" + kLost + "# Q1 (Quiet): several targets\n",
        {"5:1 warning import.targets"}},
    Doubt{"a code twice with the same target is one",
          "Q1,Quiet,HL79999,,,,quiet,,,,,\nq1,Quiet,HL79998,,,,quiet,,,,,\n",
          "Q1,quiet,,,Quiet\n",
          {}},
    Doubt{"a target without code",
          "Q1,Quiet,HL79999,,,,quiet,,,,,\n,,,,,,extra,,Extra,http://x.example/room,,\n",
          "Q1,quiet,,,Quiet\n",
          {"4:7 warning import.source"}},
    Doubt{"display and system one column to the left",
          "Q1,Quiet,HL79999,,,,quiet,Quiet room,http://x.example/room,,,\n",
          "Q1,quiet,Quiet room,http://x.example/room,Quiet\n",
          {"3:38 warning import.shifted"}},
    Doubt{"short and empty records",
          ",,,,,,,,,,,\n\nQ1,Quiet,HL79999,,,,quiet\n",
          "Q1,quiet,,,Quiet\n",
          {}},
};

BOOST_DATA_TEST_CASE(what_a_person_must_decide_is_told, boost::unit_test::data::make(kDoubts), c) {
  const Import import = Run(kFormer + c.rows);
  BOOST_TEST(RowsOf(import.table) == c.want);
  BOOST_TEST(import.faults == c.faults, boost::test_tools::per_element());
}

struct Faulty {
  const char* name;
  std::string text;
  std::string fault;
};
std::ostream& operator<<(std::ostream& out, const Faulty& c) { return out << c.name; }

const std::array kFaults = {
    Faulty{"nothing", "", "1:1 error import.header"},
    Faulty{"one line", "HL7 v2,HL7 FHIR\n", "1:1 error import.header"},
    Faulty{"a table of a pack", "source,target\n1,male\n", "1:1 error import.header"},
    Faulty{"the groups the other way round", "HL7 FHIR,HL7 v2\nCode,Code\n",
           "1:1 error import.header"},
    Faulty{"no code on the side of FHIR", "\nHL7 v2,HL7 FHIR\nCode,Display\n",
           "3:1 error import.header"},
    Faulty{"a code among the comments only", "HL7 v2,HL7 FHIR,Comments\nCode,Display,Code\n",
           "2:1 error import.header"},
    Faulty{"more cells than the header", "HL7 v2,HL7 FHIR\nCode,Code\na,b,c\n",
           "3:1 error table.csv.cells"},
    Faulty{"an open quotation", "HL7 v2,HL7 FHIR\nCode,Code\na,\"b\n", "3:3 error table.csv.quote"},
    Faulty{"not UTF-8", "HL7 v2,HL7 FHIR\nCode,Code\na,\xE9\n", "0:0 error table.csv.encoding"},
};

BOOST_DATA_TEST_CASE(a_faulty_map_gives_no_table, boost::unit_test::data::make(kFaults), c) {
  const Import import = Run(c.text);
  BOOST_TEST(import.table.csv == "");
  BOOST_REQUIRE(import.faults.size() == 1U);
  BOOST_TEST(import.faults.front() == c.fault);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
