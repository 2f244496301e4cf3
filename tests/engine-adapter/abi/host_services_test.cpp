#include "engine-adapter/abi/host_services.h"

#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/engine-adapter/abi/plugin_host.h"

namespace wardbridge::abi {

BOOST_AUTO_TEST_SUITE(host_services)

namespace {

std::map<std::string, std::string> variables;

int64_t WB_CALL GetVariable(void*, wb_str key, char* buf, uint64_t cap) {
  const auto found = variables.find(Text(key));
  if (found == variables.end()) return -1;
  found->second.copy(buf, cap);  // without a NUL: the size says where it ends
  return static_cast<int64_t>(found->second.size());
}

BOOST_FIXTURE_TEST_CASE(a_short_value_is_read_in_one_call, PluginHost) {
  variables = {{"A", "one"}};
  host.config_get = &GetVariable;
  BOOST_TEST(HostServices(host).Get("A").value() == "one");
}

BOOST_FIXTURE_TEST_CASE(a_long_value_is_read_whole, PluginHost) {
  variables = {{"A", std::string(5'000, 'v')}};
  host.config_get = &GetVariable;
  BOOST_TEST(HostServices(host).Get("A").value() == std::string(5'000, 'v'));
}

BOOST_FIXTURE_TEST_CASE(an_empty_value_is_a_value, PluginHost) {
  variables = {{"A", ""}};
  host.config_get = &GetVariable;
  BOOST_TEST(HostServices(host).Get("A").value() == "");
}

BOOST_FIXTURE_TEST_CASE(what_the_host_does_not_set_is_not_there, PluginHost) {
  variables.clear();
  host.config_get = &GetVariable;
  BOOST_TEST(!HostServices(host).Get("A").has_value());
  host.config_get = nullptr;
  BOOST_TEST(!HostServices(host).Get("A").has_value());
}

BOOST_FIXTURE_TEST_CASE(a_value_that_grows_for_ever_is_given_up, PluginHost) {
  host.config_get = [](void*, wb_str, char*, uint64_t cap) -> int64_t {
    return static_cast<int64_t>(cap) + 1;
  };
  BOOST_TEST(!HostServices(host).Get("A").has_value());
}

BOOST_FIXTURE_TEST_CASE(the_clock_of_the_host_is_used, PluginHost) {
  host.wall_ms = [](void*) -> int64_t { return 1'234'567; };
  const HostServices services(host);
  BOOST_TEST_REQUIRE((services.Services().clock != nullptr));
  BOOST_TEST(services.Services().clock->Now().UnixMs() == 1'234'567);
}

BOOST_FIXTURE_TEST_CASE(without_a_clock_and_a_log_the_engine_uses_its_own, PluginHost) {
  host.log = nullptr;
  const HostServices services(host);
  BOOST_TEST((services.Services().clock == nullptr));
  BOOST_TEST(!services.Services().log);
}

BOOST_FIXTURE_TEST_CASE(functions_beyond_struct_size_count_as_not_given, PluginHost) {
  host.wall_ms = [](void*) -> int64_t { return 1; };
  host.struct_size = offsetof(wb_host, wall_ms);
  const HostServices services(host);
  BOOST_TEST((services.Services().clock == nullptr));
  BOOST_TEST(static_cast<bool>(services.Services().log));
}

BOOST_FIXTURE_TEST_CASE(lines_below_the_level_are_dropped, PluginHost) {
  HostServices services(host);
  services.Allow(telemetry::Level::kWarn);
  services.Log(telemetry::Level::kInfo, "net", "connected");
  services.Log(telemetry::Level::kWarn, "net", "noise bytes=3");
  BOOST_TEST_REQUIRE(lines.size() == 1U);
  BOOST_TEST(lines[0].level == WB_LOG_WARN);
  BOOST_TEST(lines[0].component == "net");
  BOOST_TEST(lines[0].text == "noise bytes=3");
}

BOOST_FIXTURE_TEST_CASE(faults_are_logged_without_their_source_lines, PluginHost) {
  const HostServices services(host);
  services.LogFaults({{Fault::Severity::kError, "a.yaml", 2, 5, "c", "wrong", "key: value"},
                      {Fault::Severity::kWarning, "a.yaml", 3, 1, "d", "odd", ""}});
  BOOST_TEST_REQUIRE(lines.size() == 2U);
  BOOST_TEST(lines[0].text == "a.yaml:2:5: error c: wrong");
  BOOST_TEST(lines[0].level == WB_LOG_ERROR);
  BOOST_TEST(lines[1].level == WB_LOG_WARN);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::abi
