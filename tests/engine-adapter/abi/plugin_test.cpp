// The table of functions: arguments, sizes, exceptions.
#include <array>
#include <cstring>
#include <ostream>
#include <string>
#include <type_traits>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/engine-adapter/abi/plugin_host.h"

namespace wardbridge::abi {

BOOST_AUTO_TEST_SUITE(plugin)

namespace {

BOOST_FIXTURE_TEST_CASE(the_entry_gives_the_table_of_version_one, PluginHost) {
  BOOST_TEST_REQUIRE((api != nullptr));
  BOOST_TEST(api->struct_size == sizeof(wardbridge_plugin_api));
  BOOST_TEST(api->abi_major == 1U);
  BOOST_TEST(api->id == "uk.wardbridge");
  BOOST_TEST(std::strlen(api->version) > 0U);
  BOOST_TEST(std::strlen(api->build) > 0U);
  BOOST_TEST(api->capabilities ==
             (WB_CAP_LISTENER | WB_CAP_PUSH | WB_CAP_CONCURRENT | WB_CAP_RELOAD));
}

BOOST_FIXTURE_TEST_CASE(an_unknown_major_version_gets_no_table, PluginHost) {
  BOOST_TEST((wardbridge_plugin_entry_v1(2, 0, &error) == nullptr));
  BOOST_TEST(error.status == WB_E_VERSION);
  BOOST_TEST(std::string(error.text).find("1.0") != std::string::npos);
  BOOST_TEST((wardbridge_plugin_entry_v1(0, 9, nullptr) == nullptr));
}

BOOST_FIXTURE_TEST_CASE(a_newer_minor_version_of_the_host_is_fine, PluginHost) {
  BOOST_TEST((wardbridge_plugin_entry_v1(1, 99, &error) == api));
  BOOST_TEST(error.status == WB_OK);
}

BOOST_FIXTURE_TEST_CASE(the_configuration_is_handed_on_as_text_or_path, PluginHost) {
  BOOST_TEST_REQUIRE(Create() == WB_OK);
  BOOST_TEST(script.config == "wardbridge: 1");
  BOOST_TEST(!script.config_was_path);
  wb_instance* second = nullptr;
  BOOST_TEST(api->create(&host, Bytes("/etc/w.yaml"), 1, &second, nullptr) == WB_OK);
  BOOST_TEST(script.config == "/etc/w.yaml");
  BOOST_TEST(script.config_was_path);
  api->destroy(second);
}

BOOST_FIXTURE_TEST_CASE(the_host_struct_is_copied, PluginHost) {
  wb_host given = host;
  std::string name = "short-lived";
  given.name = name.c_str();
  BOOST_TEST_REQUIRE(api->create(&given, Bytes("x"), 0, &instance, nullptr) == WB_OK);
  std::memset(&given, 0, sizeof given);
  name.assign(name.size(), '?');
  script.services.log(telemetry::Level::kInfo, "net", "connected");
  BOOST_TEST_REQUIRE(lines.size() == 1U);
  BOOST_TEST(lines[0].text == "connected");
}

BOOST_FIXTURE_TEST_CASE(variables_are_asked_from_the_host, PluginHost) {
  script.variables = {"A", "B"};
  host.config_get = [](void*, wb_str key, char* buf, uint64_t cap) -> int64_t {
    if (Text(key) != "A" || cap < 1) return -1;
    *buf = 'v';
    return 1;
  };
  BOOST_TEST_REQUIRE(Create() == WB_OK);
  BOOST_TEST(script.values.at(0).value() == "v");
  BOOST_TEST(!script.values.at(1).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_refused_configuration_gives_the_first_fault_and_logs_all, PluginHost) {
  script.config_faults = {
      {Fault::Severity::kError, "w.yaml", 4, 3, "config.key.unknown", "no such key", "s"},
      {Fault::Severity::kError, "w.yaml", 9, 1, "config.value.size", "no size", ""}};
  instance = reinterpret_cast<wb_instance*>(&host);  // must become null
  BOOST_TEST(Create() == WB_E_CONFIG);
  BOOST_TEST((instance == nullptr));
  BOOST_TEST(error.code == "config.key.unknown");
  BOOST_TEST(error.where == "w.yaml:4:3");
  BOOST_TEST(error.text == "no such key");
  BOOST_TEST(lines.size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(a_refused_mapping_is_a_refused_configuration, PluginHost) {
  script.create_faults = {
      {Fault::Severity::kError, "p.yaml", 1, 1, "mapping.path.unknown", "t", ""}};
  BOOST_TEST(Create() == WB_E_CONFIG);
  BOOST_TEST(error.code == "mapping.path.unknown");
}

BOOST_FIXTURE_TEST_CASE(warnings_are_logged_and_do_not_refuse, PluginHost) {
  script.config_faults = {
      {Fault::Severity::kWarning, "w.yaml", 4, 3, "config.wards.none", "t", ""}};
  BOOST_TEST(Create() == WB_OK);
  BOOST_TEST_REQUIRE(lines.size() == 1U);
  BOOST_TEST(lines[0].level == WB_LOG_WARN);
}

BOOST_FIXTURE_TEST_CASE(no_exception_and_no_text_of_one_gets_out, PluginHost) {
  script.create_throws = true;
  BOOST_TEST(Create() == WB_E_INTERNAL);
  BOOST_TEST(std::string(error.text).find("must not get out") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(an_exception_while_processing_is_an_internal_error, PluginHost) {
  script.process = [](const engine::ProcessRequest&) -> Result<engine::ProcessOutcome> { throw 7; };
  BOOST_TEST_REQUIRE(CreateAndStart() == WB_OK);
  BOOST_TEST(Process() == WB_E_INTERNAL);
  BOOST_TEST((outcome.owner == nullptr));
  script.process = [](const engine::ProcessRequest&) -> Result<engine::ProcessOutcome> {
    throw std::bad_alloc();
  };
  BOOST_TEST(Process() == WB_E_MEMORY);
}

struct CreateCase {
  const char* name;
  void (*spoil)(PluginHost&);
  wb_status want;
};
std::ostream& operator<<(std::ostream& out, const CreateCase& c) { return out << c.name; }

const std::array kHosts = {
    CreateCase{"host too small", [](PluginHost& p) { p.host.struct_size = 16; }, WB_E_ARGUMENT},
    CreateCase{"host size zero", [](PluginHost& p) { p.host.struct_size = 0; }, WB_E_ARGUMENT},
    CreateCase{"reserved flag", [](PluginHost& p) { p.host.flags = 1; }, WB_E_ARGUMENT},
    CreateCase{"other major", [](PluginHost& p) { p.host.abi_major = 2; }, WB_E_VERSION},
    CreateCase{"host larger than known",
               [](PluginHost& p) { p.host.struct_size = sizeof(wb_host) + 64; }, WB_OK},
    CreateCase{"only what it must say",
               [](PluginHost& p) { p.host.struct_size = offsetof(wb_host, name); }, WB_OK},
};

BOOST_DATA_TEST_CASE_F(PluginHost, a_host_is_looked_at_before_it_is_used,
                       boost::unit_test::data::make(kHosts), c) {
  // Behind the struct lies what a larger one of a newer host would hold.
  struct {
    wb_host host;
    char more[64];
  } larger{};
  c.spoil(*this);
  larger.host = host;
  BOOST_TEST(api->create(&larger.host, Bytes("x"), 0, &instance, &error) == c.want);
}

BOOST_FIXTURE_TEST_CASE(null_arguments_of_create_are_refused, PluginHost) {
  BOOST_TEST(api->create(nullptr, Bytes("x"), 0, &instance, &error) == WB_E_ARGUMENT);
  BOOST_TEST(api->create(&host, Bytes("x"), 0, nullptr, &error) == WB_E_ARGUMENT);
  BOOST_TEST(api->create(&host, wb_str{nullptr, 5}, 0, &instance, &error) == WB_E_ARGUMENT);
  BOOST_TEST(api->create(&host, wb_str{nullptr, 0}, 0, &instance, &error) == WB_E_ARGUMENT);
  BOOST_TEST(api->create(nullptr, Bytes("x"), 0, nullptr, nullptr) == WB_E_ARGUMENT);
}

BOOST_FIXTURE_TEST_CASE(a_null_instance_is_refused_by_every_function, PluginHost) {
  BOOST_TEST(api->start(nullptr, &error) == WB_E_ARGUMENT);
  BOOST_TEST(api->stop(nullptr, 0, &error) == WB_E_ARGUMENT);
  BOOST_TEST(api->reload(nullptr, Bytes("x"), 0, &error) == WB_E_ARGUMENT);
  BOOST_TEST(api->process(nullptr, &message, &outcome, &error) == WB_E_ARGUMENT);
  BOOST_TEST(api->status_json(nullptr, nullptr, 0) == -1);
  BOOST_TEST(api->get_extension(nullptr, nullptr) == nullptr);
  api->destroy(nullptr);
  api->outcome_release(nullptr);
}

BOOST_FIXTURE_TEST_CASE(a_message_reaches_the_engine_with_all_it_says, PluginHost) {
  message.source = Bytes("pas");
  message.received_wall_ms = 1'700'000'000'123;
  message.timeout_ms = 250;
  message.flags = WB_MSG_DRY_RUN;
  BOOST_TEST_REQUIRE(CreateAndStart() == WB_OK);
  BOOST_TEST(Process() == WB_OK);
  BOOST_TEST(script.request.body == "MSH|^~\\&|x\r");
  BOOST_TEST(script.request.feed == "pas");
  BOOST_TEST(script.request.received.UnixMs() == 1'700'000'000'123);
  BOOST_TEST(script.request.timeout.count() == 250);
  BOOST_TEST(script.request.dry_run);
  BOOST_TEST(outcome.disposition == WB_D_ACCEPTED);
  BOOST_TEST(Text(outcome.ack) == "MSH|ack\r");
}

BOOST_FIXTURE_TEST_CASE(fields_of_a_message_beyond_its_size_are_not_read, PluginHost) {
  message.source = wb_str{reinterpret_cast<const char*>(1), 99};
  message.timeout_ms = -5;
  message.struct_size = offsetof(wb_message, source);
  BOOST_TEST_REQUIRE(CreateAndStart() == WB_OK);
  BOOST_TEST(Process() == WB_OK);
  BOOST_TEST(script.request.feed == "");
}

struct MessageCase {
  const char* name;
  void (*spoil)(PluginHost&);
  wb_status want;
};
std::ostream& operator<<(std::ostream& out, const MessageCase& c) { return out << c.name; }

const std::array kMessages = {
    MessageCase{"message too small", [](PluginHost& p) { p.message.struct_size = 8; },
                WB_E_ARGUMENT},
    MessageCase{"unknown flag", [](PluginHost& p) { p.message.flags = 2; }, WB_E_ARGUMENT},
    MessageCase{"empty body", [](PluginHost& p) { p.message.body.size = 0; }, WB_E_ARGUMENT},
    MessageCase{"null body", [](PluginHost& p) { p.message.body.data = nullptr; }, WB_E_ARGUMENT},
    MessageCase{"null source", [](PluginHost& p) { p.message.source.size = 3; }, WB_E_ARGUMENT},
    MessageCase{"negative time", [](PluginHost& p) { p.message.received_wall_ms = -1; },
                WB_E_ARGUMENT},
    MessageCase{"negative timeout", [](PluginHost& p) { p.message.timeout_ms = -1; },
                WB_E_ARGUMENT},
    MessageCase{"own ordering", [](PluginHost& p) { p.message.ordering_key = Bytes("k"); },
                WB_E_UNSUPPORTED},
    MessageCase{"outcome too small", [](PluginHost& p) { p.outcome.struct_size = 56; },
                WB_E_ARGUMENT},
};

BOOST_DATA_TEST_CASE_F(PluginHost, a_message_is_looked_at_before_it_is_taken,
                       boost::unit_test::data::make(kMessages), c) {
  BOOST_TEST_REQUIRE(CreateAndStart() == WB_OK);
  c.spoil(*this);
  BOOST_TEST(Process() == c.want);
  BOOST_TEST(error.status == c.want);
  BOOST_TEST(script.request.body.empty());
}

BOOST_FIXTURE_TEST_CASE(null_message_and_outcome_are_refused, PluginHost) {
  BOOST_TEST_REQUIRE(CreateAndStart() == WB_OK);
  BOOST_TEST(api->process(instance, nullptr, &outcome, &error) == WB_E_ARGUMENT);
  BOOST_TEST(api->process(instance, &message, nullptr, &error) == WB_E_ARGUMENT);
}

BOOST_FIXTURE_TEST_CASE(an_outcome_is_not_used_again_before_its_release, PluginHost) {
  BOOST_TEST_REQUIRE(CreateAndStart() == WB_OK);
  BOOST_TEST(Process() == WB_OK);
  BOOST_TEST(Process() == WB_E_ARGUMENT);
  api->outcome_release(&outcome);
  BOOST_TEST(Process() == WB_OK);
}

BOOST_FIXTURE_TEST_CASE(an_outcome_outlives_its_instance, PluginHost) {
  BOOST_TEST_REQUIRE(CreateAndStart() == WB_OK);
  BOOST_TEST(Process() == WB_OK);
  api->destroy(instance);
  instance = nullptr;
  BOOST_TEST(Text(outcome.ack) == "MSH|ack\r");
}

struct ErrorCase {
  Code code;
  wb_status want;
};
std::ostream& operator<<(std::ostream& out, const ErrorCase& c) { return out << Name(c.code); }

const std::array kProcessErrors = {
    ErrorCase{Code::kNotFound, WB_E_ARGUMENT}, ErrorCase{Code::kBusy, WB_E_BUSY},
    ErrorCase{Code::kTimeout, WB_E_TIMEOUT},   ErrorCase{Code::kClosed, WB_E_STATE},
    ErrorCase{Code::kInternal, WB_E_INTERNAL},
};

BOOST_DATA_TEST_CASE_F(PluginHost, an_error_of_processing_has_its_status,
                       boost::unit_test::data::make(kProcessErrors), c) {
  const Code code = c.code;
  script.process = [code](const engine::ProcessRequest&) -> Result<engine::ProcessOutcome> {
    return Error{code, "there", "so"};
  };
  BOOST_TEST_REQUIRE(CreateAndStart() == WB_OK);
  BOOST_TEST(Process() == c.want);
  BOOST_TEST((outcome.owner == nullptr));
}

BOOST_FIXTURE_TEST_CASE(a_store_that_fails_is_an_outcome_without_an_answer, PluginHost) {
  script.process = [](const engine::ProcessRequest&) -> Result<engine::ProcessOutcome> {
    return Error{Code::kFull, "store", "no space"};
  };
  BOOST_TEST_REQUIRE(CreateAndStart() == WB_OK);
  BOOST_TEST(Process() == WB_OK);
  BOOST_TEST(outcome.disposition == WB_D_FAILED);
  BOOST_TEST(outcome.ack.size == 0U);
}

BOOST_FIXTURE_TEST_CASE(status_says_how_much_room_it_needs, PluginHost) {
  script.status = R"({"state":"created"})";
  BOOST_TEST_REQUIRE(Create() == WB_OK);
  const auto needed = api->status_json(instance, nullptr, 0);
  BOOST_TEST(needed == static_cast<int64_t>(script.status.size()));
  std::string small(8, '?');
  BOOST_TEST(api->status_json(instance, small.data(), 4) == needed);
  BOOST_TEST(small == "{\"st????");
  std::string whole(static_cast<std::size_t>(needed), '?');
  BOOST_TEST(api->status_json(instance, whole.data(), whole.size()) == needed);
  BOOST_TEST(whole == script.status);
}

// The structs cross the border to other compilers and languages.
static_assert(std::is_standard_layout_v<wb_host> && std::is_trivially_copyable_v<wb_host>);
static_assert(std::is_standard_layout_v<wb_error> && std::is_trivially_copyable_v<wb_error>);
static_assert(std::is_standard_layout_v<wb_message> && std::is_trivially_copyable_v<wb_message>);
static_assert(std::is_standard_layout_v<wb_outcome> && std::is_trivially_copyable_v<wb_outcome>);
static_assert(std::is_standard_layout_v<wardbridge_plugin_api>);
static_assert(offsetof(wb_message, body) == 8 && offsetof(wb_message, timeout_ms) == 64);
static_assert(offsetof(wb_outcome, owner) == 56);
static_assert(offsetof(wb_error, text) == 200);
static_assert(offsetof(wb_host, get_extension) == 88);

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::abi
