// The seeds of the fuzzer of readings hold every property, in every build.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/fuzz/readings_target.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(readings_corpus)

namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> Seeds() {
  std::map<std::string, std::string> seeds;
  for (const auto& entry :
       fs::directory_iterator(fs::path(WARDBRIDGE_SOURCE_DIR) / "tests/fuzz/corpus/readings")) {
    std::ifstream in(entry.path(), std::ios::binary);
    seeds[entry.path().filename().string()] = {std::istreambuf_iterator<char>(in),
                                               std::istreambuf_iterator<char>()};
  }
  return seeds;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_seed_has_readings_or_a_reason) {
  const auto seeds = Seeds();
  BOOST_TEST(seeds.size() >= 20U);
  for (const auto& [name, bytes] : seeds) {
    BOOST_TEST_CONTEXT(name) {
      const bool is_good = fuzz::RunReadings(bytes);
      if (name.starts_with("good-")) BOOST_TEST(is_good, name << " has no readings");
      if (name.starts_with("bad-")) BOOST_TEST(!is_good, name << " has readings");
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
