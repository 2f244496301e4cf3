// The seeds of the fuzzer of FHIR XML hold every property, in every build.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/fuzz/xml_target.h"

namespace wardbridge::fhir {

BOOST_AUTO_TEST_SUITE(xml_corpus)

namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> Seeds() {
  std::map<std::string, std::string> seeds;
  for (const auto& entry :
       fs::directory_iterator(fs::path(WARDBRIDGE_SOURCE_DIR) / "tests/fuzz/corpus/xml")) {
    std::ifstream in(entry.path(), std::ios::binary);
    seeds[entry.path().filename().string()] = {std::istreambuf_iterator<char>(in),
                                               std::istreambuf_iterator<char>()};
  }
  return seeds;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_seed_is_a_resource_or_is_refused) {
  const auto seeds = Seeds();
  BOOST_TEST(seeds.size() >= 20U);
  for (const auto& [name, bytes] : seeds) {
    BOOST_TEST_CONTEXT(name) {
      const bool is_good = fuzz::RunXml(bytes);
      if (name.starts_with("good-")) BOOST_TEST(is_good, name << " is refused");
      if (name.starts_with("bad-")) BOOST_TEST(!is_good, name << " is taken");
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::fhir
