// The seeds of the configuration's fuzzer hold every property, in every build.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/fuzz/config_target.h"

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(config_corpus)

namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> Seeds() {
  std::map<std::string, std::string> seeds;
  for (const auto& entry :
       fs::directory_iterator(fs::path(WARDBRIDGE_SOURCE_DIR) / "tests/fuzz/corpus/config")) {
    std::ifstream in(entry.path(), std::ios::binary);
    seeds[entry.path().filename().string()] = {std::istreambuf_iterator<char>(in),
                                               std::istreambuf_iterator<char>()};
  }
  return seeds;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_seed_is_a_configuration_or_names_its_faults) {
  for (const auto& [name, bytes] : Seeds()) {
    BOOST_TEST_CONTEXT(name) {
      const bool is_good = fuzz::RunConfig(bytes);
      if (name.starts_with("good-")) BOOST_TEST(is_good, name << " has an error");
      if (name.starts_with("bad-")) BOOST_TEST(!is_good, name << " has no error");
    }
  }
}

// Every code of the engine's reference is reached by a seed, but for those that need the real disk.
BOOST_AUTO_TEST_CASE(the_seeds_reach_the_faults_of_the_reference) {
  std::map<std::string, int> reached;
  for (const auto& [name, bytes] : Seeds()) {
    std::vector<Fault> faults;
    (void)LoadConfigText(bytes, fuzz::LookUp, faults);
    for (const Fault& fault : faults) ++reached[fault.code];
  }
  std::ifstream reference(WARDBRIDGE_SOURCE_DIR "/docs/configuration.md");
  int codes = 0;
  for (std::string line; std::getline(reference, line);) {
    if (!line.starts_with("| `config.")) continue;
    const std::string code = line.substr(3, line.find('`', 3) - 3);
    ++codes;
    if (code == "config.file.unreadable" || code == "config.pack.size" ||
        code == "config.pack.unreadable") {
      continue;
    }
    BOOST_TEST(reached[code] > 0, code << " is reached by no seed");
  }
  BOOST_TEST(codes > 30);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
