#include "engine-adapter/loader/plugin.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::loader {

BOOST_AUTO_TEST_SUITE(plugin)

namespace {

std::string Library(const std::string& name) {
  return std::string(WARDBRIDGE_TEST_PLUGINS) + "/lib" + name + ".so";
}

struct Fixture {
  Problem problem;
  std::vector<std::string> lines;
  std::unique_ptr<const Plugin> plugin = Plugin::Open(Library("plugin_good"), problem);

  std::unique_ptr<Instance> Create(const std::string& config = "w.yaml") {
    BOOST_TEST_REQUIRE((plugin != nullptr), problem.Line());
    HostFunctions host;
    host.log = [this](std::int32_t, std::string_view, std::string_view line) {
      lines.emplace_back(line);
    };
    return Instance::Create(*plugin, std::move(host), config, problem);
  }
};

BOOST_FIXTURE_TEST_CASE(a_plugin_is_opened_and_says_what_it_is, Fixture) {
  BOOST_TEST_REQUIRE((plugin != nullptr), problem.Line());
  BOOST_TEST(plugin->Api().id == "example");
  BOOST_TEST(plugin->File() == Library("plugin_good"));
  BOOST_TEST(problem.IsNone());
}

struct BrokenCase {
  const char* library;
  const char* code;
  const char* text;  // a part of it
};
std::ostream& operator<<(std::ostream& out, const BrokenCase& c) { return out << c.library; }

const std::array kBroken = {
    BrokenCase{"absent", "load.open", "No such file"},
    BrokenCase{"no_plugin", "load.symbol", "wardbridge_plugin_entry_v1"},
    BrokenCase{"plugin_refuses_version", "load.version", "version 7 only"},
    BrokenCase{"plugin_other_major", "load.version", "version 2"},
    BrokenCase{"plugin_short_table", "load.table", "too short"},
    BrokenCase{"plugin_holes", "load.table", "holes"},
    BrokenCase{"plugin_nameless", "load.table", "what it is"},
};

BOOST_DATA_TEST_CASE(a_broken_library_is_refused_with_file_and_reason,
                     boost::unit_test::data::make(kBroken), c) {
  Problem problem;
  BOOST_TEST((Plugin::Open(Library(c.library), problem) == nullptr));
  BOOST_TEST(problem.code == c.code);
  BOOST_TEST(problem.where == Library(c.library));
  BOOST_TEST(problem.text.find(c.text) != std::string::npos, problem.text);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_library_is_refused) {
  const auto file = std::filesystem::temp_directory_path() / "wb-loader-no-library.so";
  std::ofstream(file) << "not an ELF file";
  Problem problem;
  BOOST_TEST((Plugin::Open(file.string(), problem) == nullptr));
  BOOST_TEST(problem.code == "load.open");
  std::filesystem::remove(file);
}

BOOST_AUTO_TEST_CASE(a_bare_name_is_not_searched_for_in_the_folders_of_the_system) {
  Problem problem;
  BOOST_TEST((Plugin::Open("libc.so.6", problem) == nullptr));
  BOOST_TEST(problem.code == "load.open");
}

BOOST_FIXTURE_TEST_CASE(an_instance_lives_and_is_destroyed, Fixture) {
  auto instance = Create();
  BOOST_TEST_REQUIRE((instance != nullptr), problem.Line());
  BOOST_TEST(instance->Start().IsNone());
  BOOST_TEST(instance->Start().status == WB_E_STATE);
  BOOST_TEST(instance->Stop(1).status == WB_E_TIMEOUT);
  instance.reset();
  BOOST_TEST_REQUIRE(lines.size() == 2U);
  BOOST_TEST(lines[1] == "destroyed");
}

BOOST_FIXTURE_TEST_CASE(texts_of_a_careless_plugin_are_bounded, Fixture) {
  BOOST_TEST((Create("refused") == nullptr));
  BOOST_TEST(problem.status == WB_E_CONFIG);
  BOOST_TEST(problem.code == std::string(32, 'c'));
  BOOST_TEST(problem.Line() == "there: refused (" + std::string(32, 'c') + ")");
}

BOOST_FIXTURE_TEST_CASE(a_plugin_that_gives_no_instance_is_caught, Fixture) {
  BOOST_TEST((Create("nothing") == nullptr));
  BOOST_TEST(problem.code == "load.create");
}

BOOST_FIXTURE_TEST_CASE(an_answer_is_copied_and_given_back, Fixture) {
  auto instance = Create();
  BOOST_TEST_REQUIRE((instance != nullptr), problem.Line());
  Outcome outcome;
  BOOST_TEST(instance->Process("MSH|", "", outcome).IsNone());
  BOOST_TEST(outcome.disposition == WB_D_ACCEPTED);
  BOOST_TEST(outcome.ack == "MSH|");
  BOOST_TEST(lines.back() == "released");
  BOOST_TEST(instance->Process("MSH|", "nobody", outcome).status == WB_E_ARGUMENT);
}

BOOST_FIXTURE_TEST_CASE(a_status_larger_than_the_first_buffer_is_read_whole, Fixture) {
  auto instance = Create();
  BOOST_TEST_REQUIRE((instance != nullptr), problem.Line());
  BOOST_TEST(instance->StatusJson() == std::string(8'192, 's'));
}

BOOST_FIXTURE_TEST_CASE(an_exception_of_the_log_does_not_cross_the_border, Fixture) {
  BOOST_TEST_REQUIRE((plugin != nullptr));
  HostFunctions host;
  host.log = [](std::int32_t, std::string_view, std::string_view) { throw 7; };
  const auto instance = Instance::Create(*plugin, std::move(host), "w.yaml", problem);
  BOOST_TEST((instance != nullptr));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::loader
