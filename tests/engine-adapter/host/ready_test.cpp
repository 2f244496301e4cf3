#include "engine-adapter/host/ready.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include <boost/test/unit_test.hpp>

namespace wardbridge::host {

BOOST_AUTO_TEST_SUITE(ready)

namespace {

constexpr std::string_view kStatus =
    R"({"state":"started","health":{"status":"ok","reasons":[]},"listeners":[{"name":"adt","port":2575},)"
    R"({"name":"r\"pm","port":41000}],"console":8025,"inbox":{"new":0}})";

BOOST_AUTO_TEST_CASE(ports_are_read_from_the_status) {
  const Ports ports = ReadPorts(kStatus);
  BOOST_TEST_REQUIRE(ports.listeners.size() == 2U);
  BOOST_TEST(ports.listeners[0].first == "adt");
  BOOST_TEST(ports.listeners[1].first == "r\"pm");
  BOOST_TEST(ports.listeners[1].second == 41'000);
  BOOST_TEST(ports.console == 8'025);
}

BOOST_AUTO_TEST_CASE(ports_are_told_to_people) {
  BOOST_TEST(Sentence(ReadPorts(kStatus)) ==
             "adt on port 2575, r\"pm on port 41000, console on port 8025");
  BOOST_TEST(Sentence({}) == "no listener");
}

BOOST_AUTO_TEST_CASE(ports_are_told_to_scripts) {
  BOOST_TEST(ReadyJson(ReadPorts(kStatus), 4'711) ==
             "{\"pid\":4711,\"listeners\":{\"adt\":2575,\"r\\\"pm\":41000},\"console\":8025}\n");
  BOOST_TEST(ReadyJson({}, 1) == "{\"pid\":1,\"listeners\":{}}\n");
}

BOOST_AUTO_TEST_CASE(a_status_that_is_not_understood_gives_no_ports) {
  for (const char* status :
       {"", "[]", "{\"listeners\":7}", "{\"listeners\":[{\"name\":\"a\"}]}", "{{{"}) {
    BOOST_TEST(ReadPorts(status).listeners.empty(), status);
  }
}

BOOST_AUTO_TEST_CASE(a_ready_file_is_replaced_whole) {
  namespace fs = std::filesystem;
  const fs::path folder =
      fs::temp_directory_path() / ("wb-ready-" + std::to_string(std::random_device()()));
  fs::create_directories(folder);
  const std::string file = (folder / "ready.json").string();
  BOOST_TEST(WriteAtomically(file, "a much longer first text").has_value());
  BOOST_TEST(WriteAtomically(file, "second").has_value());
  std::ifstream in(file);
  BOOST_TEST(std::string(std::istreambuf_iterator<char>(in), {}) == "second");
  BOOST_TEST(!fs::exists(file + ".part"));
  fs::remove_all(folder);
}

BOOST_AUTO_TEST_CASE(a_ready_file_in_a_missing_folder_is_an_error_with_its_name) {
  const auto written = WriteAtomically("/nonexistent-folder/ready.json", "x");
  BOOST_TEST_REQUIRE(written.has_error());
  BOOST_TEST((written.error().code == Code::kIo));
  BOOST_TEST(written.error().where == "/nonexistent-folder/ready.json");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::host
