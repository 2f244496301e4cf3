// The seeds of the fuzzers hold every property, in every build.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/fuzz/mapping_target.h"

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(corpus)

namespace {

namespace fs = std::filesystem;

template <typename Run>
void RunAll(const char* folder, Run run) {
  std::size_t files = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(WARDBRIDGE_SOURCE_DIR) / folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    BOOST_TEST_CONTEXT(entry.path().filename().string()) { run(bytes); }
    ++files;
  }
  BOOST_TEST(files >= 5U);
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_seed_compiles_or_names_its_faults) {
  int compiled = 0;
  const auto run = [&compiled](std::string_view bytes) { compiled += fuzz::RunMapping(bytes); };
  RunAll("tests/fuzz/corpus/mapping", run);
  BOOST_TEST(compiled >= 2);
  RunAll("mappings", run);
}

BOOST_AUTO_TEST_CASE(every_seed_is_a_table_or_names_its_faults) {
  RunAll("tests/fuzz/corpus/table", fuzz::RunTable);
  RunAll("mappings", fuzz::RunTable);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
