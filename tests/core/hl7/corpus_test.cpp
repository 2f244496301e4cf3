// Messages from files: the seeds of the fuzzer, and where they are at hand the messages of other
// projects.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "core/hl7/message.h"
#include "core/hl7/split.h"
#include "tests/fuzz/hl7_target.h"

namespace wardbridge::hl7 {

BOOST_AUTO_TEST_SUITE(corpus)

namespace {

namespace fs = std::filesystem;

std::string BytesOf(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<fs::path> FilesOf(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> files;
  if (!fs::is_directory(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  return files;
}

fs::path Shared() {
  const char* const stated = std::getenv("WARDBRIDGE_SHARED");
  return stated != nullptr ? fs::path(stated) : fs::path(WARDBRIDGE_SOURCE_DIR) / "../shared";
}

BOOST_AUTO_TEST_CASE(seeds_of_the_fuzzer_hold_every_property) {
  const auto files =
      FilesOf(fs::path(WARDBRIDGE_SOURCE_DIR) / "tests/fuzz/corpus/hl7_parse", ".hl7");
  BOOST_TEST(files.size() >= 20U);
  for (const fs::path& file : files) {
    BOOST_TEST_CONTEXT(file.filename().string()) { fuzz::RunHl7(BytesOf(file)); }
  }
}

BOOST_AUTO_TEST_CASE(messages_of_other_projects_parse) {
  const auto files = FilesOf(Shared() / "data/messages", ".hl7");
  if (files.empty()) {
    BOOST_TEST_MESSAGE("no messages of other projects at hand: nothing was read");
    return;
  }
  std::size_t messages = 0;
  for (const fs::path& file : files) {
    BOOST_TEST_CONTEXT(file.filename().string()) {
      const std::string bytes = BytesOf(file);
      const std::vector<std::string> split = SplitFile(bytes);
      BOOST_TEST(!split.empty());
      for (const std::string& message : split) {
        const auto parsed = Message::Parse(message);
        BOOST_REQUIRE_MESSAGE(parsed.has_value(), (parsed ? "" : parsed.error().Text()));
        BOOST_TEST(!parsed->Get("MSH", 9).Text().empty());
        ++messages;
      }
      fuzz::RunHl7(bytes);
    }
  }
  std::printf("read %zu messages from %zu files of other projects\n", messages, files.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::hl7
