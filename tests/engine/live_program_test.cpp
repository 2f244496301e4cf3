// A program is replaced while others use it: each summary is made by one of them alone.
#include "engine/live_program.h"

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "tests/support/stay_request.h"
#include "tests/support/virtual_ward.h"

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(live_program)

namespace {

// The shipped mapping, with a version and a title of its own.
std::shared_ptr<const discharge::Program> Version(const std::string& version) {
  discharge::Options options = test::WardSettings();
  std::string& pack = options.pack.files["pack.yaml"];
  const std::string key = "\nversion: ";
  const std::size_t at = pack.find(key) + key.size();
  pack.replace(at, pack.find('\n', at) - at, version);
  options.document.title = "Summary of version " + version;
  std::vector<Fault> faults;
  auto program = discharge::Program::Compile(options, faults);
  BOOST_REQUIRE(program != nullptr);
  return program;
}

BOOST_AUTO_TEST_CASE(a_call_is_done_by_the_program_of_its_moment) {
  LiveProgram live(Version("1.0.0"));
  BOOST_TEST(live.MappingVersion().find(" 1.0.0 ") != std::string::npos);
  live.Swap(Version("2.0.0"));
  BOOST_TEST(live.MappingVersion().find(" 2.0.0 ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_summary_is_made_by_half_of_each) {
  const auto one = Version("1.0.0");
  const auto two = Version("2.0.0");
  const discharge::AssembleRequest request = test::Request();
  std::map<std::string, std::string> bundles;
  for (const auto& program : {one, two}) {
    const auto made = program->Assemble(request);
    BOOST_REQUIRE(made.has_value());
    bundles[made->mapping] = made->bundle;
  }
  BOOST_REQUIRE_EQUAL(bundles.size(), 2U);
  BOOST_REQUIRE(bundles.begin()->second != bundles.rbegin()->second);
  LiveProgram live(one);
  std::atomic<bool> done{false};
  std::thread swapper([&] {
    for (bool second = true; !done; second = !second) live.Swap(second ? two : one);
  });
  bool all_whole = true;
  for (int i = 0; i < 40; ++i) {
    const auto made = live.Assemble(request);
    all_whole = all_whole && made.has_value() && bundles[made->mapping] == made->bundle;
  }
  done = true;
  swapper.join();
  BOOST_TEST(all_whole);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
