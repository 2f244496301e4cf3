// The code tables that ship with the pack: each names its source, takes rows as `queue unmapped`
// prints them, and says what the functions do that need no table.
#include <array>
#include <ostream>
#include <string>
#include <string_view>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/mapping/table.h"
#include "tests/core/mapping/lab.h"

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(shipped_tables)

namespace {

constexpr std::string_view kColumns = "\nsource,target,display,system,note\n";

// A table of the shipped pack.
Table Shipped(const std::string& name) {
  const PackFiles pack = lab::ShippedPack();
  const auto file = pack.files.find("tables/" + name + ".csv");
  BOOST_REQUIRE(file != pack.files.end());
  Table table;
  std::vector<Fault> faults;
  ReadCsvTable(file->second, file->first, table, faults);
  BOOST_REQUIRE(faults.empty());
  return table;
}

struct Function {
  const char* table;
  const char* formula;
  const char* before;  // of PID-11
  const char* behind;
  const char* member;
};
std::ostream& operator<<(std::ostream& out, const Function& c) { return out << c.table; }

const std::array kFunctions = {
    Function{"name-use", "=human_name(PID-11)", "A^B^^^^^", "", "use"},
    Function{"address-use", "=address(PID-11)", "1 Lane^^Town^^ZZ99 3VZ^^", "", "use"},
    Function{"address-type", "=address(PID-11)", "1 Lane^^Town^^ZZ99 3VZ^^", "", "type"},
    Function{"telecom-use", "=telecom(PID-11)", "01632 960101^", "^PH", "use"},
    Function{"telecom-system", "=telecom(PID-11)", "01632 960101^PRN^", "^a@b.example", "system"},
};

}  // namespace

BOOST_AUTO_TEST_CASE(every_table_names_its_source_and_has_all_columns) {
  std::size_t tables = 0;
  for (const auto& [path, text] : lab::ShippedPack().files) {
    if (!path.starts_with("tables/")) continue;
    ++tables;
    BOOST_TEST(text.find("Source") != std::string::npos, path + " names no source");
    if (path.ends_with(".csv")) {
      BOOST_TEST(text.find(kColumns) != std::string::npos, path + " has other columns");
    }
  }
  BOOST_TEST(tables == 20U);
}

BOOST_AUTO_TEST_CASE(a_row_as_queue_unmapped_prints_it_fits_every_table) {
  for (const auto& [path, text] : lab::ShippedPack().files) {
    if (!path.starts_with("tables/") || !path.ends_with(".csv")) continue;
    Table table;
    std::vector<Fault> faults;
    ReadCsvTable(text + "\"NEW,1\",target,,,in 3 summaries; last 2026; stay 1234\n", path, table,
                 faults);
    BOOST_TEST(faults.empty(), path);
    BOOST_TEST((table.Find("NEW,1") != nullptr), path);
  }
}

BOOST_AUTO_TEST_CASE(the_letters_of_hl7_lead_to_nhs_codes) {
  BOOST_TEST(Shipped("admission-method").Find("r")->target == "12");
  BOOST_TEST(Shipped("admission-method").Find("U")->target == "");
  BOOST_TEST(Shipped("admission-source").Find("7")->target == "51");
  BOOST_TEST(Shipped("ethnic-category").Find("H")->display == "Asian or Asian British - Indian");
  BOOST_TEST(Shipped("patient-class").Find("P")->target == "PRENC");
  BOOST_TEST(Shipped("attendance-disposal").Find("4")->target == "");
}

BOOST_DATA_TEST_CASE(functions_do_what_their_table_says, boost::unit_test::data::make(kFunctions),
                     c) {
  const Table table = Shipped(c.table);
  BOOST_REQUIRE(table.size() > 0U);
  for (const Row& row : table.rows()) {
    const std::string field = c.before + row.source + c.behind;
    const lab::Result result =
        lab::RunValue(std::string("'") + c.formula + "'", "PID|1||||||||||" + field);
    const std::string member = std::string("\"") + c.member + "\":\"" + row.target + "\"";
    BOOST_TEST(result.value.find(member) != std::string::npos, row.source + ": " + result.value);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
