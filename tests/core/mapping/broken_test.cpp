// Broken packs and tables: each folder of broken/ holds the files that differ from the pack sound/
// and, in expected.txt, what is said about them, to the character. With WARDBRIDGE_UPDATE_EXPECTED
// set the files are written anew, and the test fails all the same: somebody has to read them.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "base/text.h"
#include "tests/core/mapping/lab.h"

namespace wardbridge::mapping {

BOOST_AUTO_TEST_SUITE(broken)

namespace {

namespace fs = std::filesystem;

const fs::path kHere = fs::path(WARDBRIDGE_SOURCE_DIR) / "tests/core/mapping";
constexpr const char* kExpected = "expected.txt";
constexpr const char* kAbsent = "absent";  // names of files of sound/ that the pack does not have

std::vector<std::string> Broken() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kHere / "broken")) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// Files below site/ are an overlay, those below used/NAME/ a pack that is used.
PackFiles BrokenPack(const std::string& name) {
  PackFiles pack = lab::PackOfFolder(kHere / "sound", "p");
  const fs::path folder = kHere / "broken" / name;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string file = entry.path().filename().string();
    if (file == "site") {
      pack.overlays = {std::make_shared<const PackFiles>(lab::PackOfFolder(entry.path(), "site"))};
    } else if (file == "used") {
      for (const auto& used : fs::directory_iterator(entry.path())) {
        const std::string other = used.path().filename().string();
        pack.used[other] = std::make_shared<const PackFiles>(lab::PackOfFolder(used.path(), other));
      }
    } else if (file == kAbsent) {
      const std::string absent = lab::ReadFile(entry.path());
      for (const std::string_view path : Split(absent, '\n')) pack.files.erase(std::string(path));
    } else if (entry.is_directory()) {
      for (auto& [path, bytes] : lab::PackOfFolder(entry.path(), {}).files) {
        pack.files[file + "/" + path] = bytes;
      }
    } else if (file != kExpected) {
      pack.files[file] = lab::ReadFile(entry.path());
    }
  }
  return pack;
}

BOOST_AUTO_TEST_CASE(the_sound_pack_has_no_fault) {
  std::vector<Fault> faults;
  BOOST_TEST((Program::Compile(lab::PackOfFolder(kHere / "sound", "p"), faults) != nullptr));
  for (const Fault& fault : faults) BOOST_ERROR(fault.Text(true));
}

BOOST_AUTO_TEST_CASE(the_shipped_pack_has_no_fault) {
  std::vector<Fault> faults;
  BOOST_TEST((Program::Compile(lab::ShippedPack(), faults) != nullptr));
  for (const Fault& fault : faults) BOOST_ERROR(fault.Text(true));
}

BOOST_AUTO_TEST_CASE(there_are_many_broken_packs) { BOOST_TEST(Broken().size() >= 60U); }

BOOST_DATA_TEST_CASE(what_is_broken_is_named_at_its_place, boost::unit_test::data::make(Broken()),
                     name) {
  std::vector<Fault> faults;
  const auto program = Program::Compile(BrokenPack(name), faults);
  BOOST_TEST((program == nullptr) == HasErrors(faults));
  std::string got;
  for (const Fault& fault : faults) got += fault.Text(true) + "\n";
  const fs::path expected = kHere / "broken" / name / kExpected;
  if (std::getenv("WARDBRIDGE_UPDATE_EXPECTED") != nullptr) {
    std::ofstream(expected, std::ios::binary) << got;
    BOOST_ERROR("written: " << expected);
  }
  BOOST_TEST(!got.empty());
  BOOST_TEST(lab::FirstDifference(got, lab::ReadFile(expected)) == "");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::mapping
