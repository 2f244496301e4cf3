// The sections listeners, destinations and console.
#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "edge/net/tls.h"
#include "tests/engine/config_fixture.h"
#include "tests/support/certificates.h"

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(config_routes)

namespace {

namespace data = boost::unit_test::data;

constexpr std::string_view kListener = R"({mllp: "127.0.0.1:2575", feed: pas})";
constexpr std::string_view kDestination = "{channel: folder, path: out}";

BOOST_FIXTURE_TEST_CASE(a_listener_without_settings_has_the_documented_defaults, ConfigFixture) {
  const LoadResult loaded = Load(kGoodConfig);
  BOOST_TEST_REQUIRE(loaded.config.listeners.size() == 1U, loaded.Text());
  const ListenerConfig& listener = loaded.config.listeners[0];
  BOOST_TEST(listener.mllp.name == "adt");
  BOOST_TEST(listener.mllp.address == "127.0.0.1:2575");
  BOOST_TEST(listener.feed == "pas");
  BOOST_TEST((listener.ack == hl7::AckMode::kOriginal));
  BOOST_TEST((listener.transient_nak == TransientNak::kHangup));
  BOOST_TEST(listener.mllp.max_frame_bytes == 16U << 20U);
  BOOST_TEST(listener.mllp.max_connections == 256U);
  BOOST_TEST(listener.mllp.in_flight == 1U);
}

BOOST_FIXTURE_TEST_CASE(every_setting_of_a_listener_arrives, ConfigFixture) {
  const LoadResult loaded = LoadWith(
      kListener, R"({mllp: "[::1]:0", feed: pas, ack: commit, transient-nak: ar, max-frame: 1MiB, )"
                 R"(max-connections: 8, in-flight: 64, frame-timeout: 5s, quiet-after-fs: 300ms})");
  BOOST_TEST_REQUIRE(!HasErrors(loaded.faults), loaded.Text());
  const ListenerConfig& listener = loaded.config.listeners.at(0);
  BOOST_TEST(listener.mllp.address == "[::1]:0");
  BOOST_TEST((listener.ack == hl7::AckMode::kCommit));
  BOOST_TEST((listener.transient_nak == TransientNak::kAr));
  BOOST_TEST(listener.mllp.max_frame_bytes == 1U << 20U);
  BOOST_TEST(listener.mllp.max_connections == 8U);
  BOOST_TEST(listener.mllp.in_flight == 64U);
  BOOST_TEST(listener.mllp.frame_timeout.count() == 5'000);
  BOOST_TEST(listener.mllp.quiet_after_fs.count() == 300);
}

BOOST_FIXTURE_TEST_CASE(a_listener_gets_its_certificate, ConfigFixture) {
  const test::Identity own = test::MakeIdentity({});
  folder.Write("own.pem", own.certificate);
  folder.Write("own.key", own.key);
  const LoadResult loaded =
      LoadWith(kListener, R"({mllp: "[::1]:0", feed: pas, tls: {certificate: own.pem, )"
                          R"(key: "file:own.key", client-ca: own.pem}})");
  BOOST_TEST_REQUIRE(!HasErrors(loaded.faults), loaded.Text());
  const auto& tls = loaded.config.listeners.at(0).mllp.tls;
  BOOST_REQUIRE((tls != nullptr));
  BOOST_TEST((tls->Expires() > Timestamp()));
  BOOST_TEST((Load(kGoodConfig).config.listeners.at(0).mllp.tls == nullptr));
}

struct FaultCase {
  const char* value;
  const char* code;
};
std::ostream& operator<<(std::ostream& out, const FaultCase& c) { return out << c.value; }

const std::array kListenerFaults = {
    FaultCase{"{feed: pas}", "config.key.missing"},
    FaultCase{"{mllp: '127.0.0.1:2575'}", "config.key.missing"},
    FaultCase{"{mllp: 'tie.example:2575', feed: pas}", "config.value.address"},
    FaultCase{"{mllp: '127.0.0.1:2575', feed: pass}", "config.feed.unknown"},
    FaultCase{"{mllp: '127.0.0.1:2575', feed: pas, ack: sometimes}", "config.value.word"},
    FaultCase{"{mllp: '127.0.0.1:2575', feed: pas, max-frame: 16MB}", "config.value.size"},
    FaultCase{"{mllp: '127.0.0.1:2575', feed: pas, max-frame: 1B}", "config.value.range"},
    FaultCase{"{mllp: '127.0.0.1:2575', feed: pas, in-flight: 65}", "config.value.number"},
    FaultCase{"{mllp: '127.0.0.1:2575', feed: pas, in-flight: one}", "config.value.number"},
    FaultCase{"{mllp: '127.0.0.1:2575', feed: pas, tls: {key: k}}", "config.key.missing"},
    FaultCase{"{mllp: '127.0.0.1:2575', feed: pas, tls: {certificate: c, key: k}}",
              "config.secret.file"},
    FaultCase{"{mllp: '127.0.0.1:2575', feed: pas, tls: {certificate: pack/pack.yaml, "
              "key: pack/pack.yaml}}",
              "config.value.pem"},
    FaultCase{"{mllp: '127.0.0.1:2575', feed: pas, tls: on}", "config.value.type"},
    FaultCase{"{mllp: '127.0.0.1:2575', feed: pas, mllp-release: 2}", "config.key.later"},
    FaultCase{"{mllp: '127.0.0.1:2575', feed: pas, max-frames: 1MiB}", "config.key.unknown"},
    FaultCase{"2575", "config.value.type"},
};

BOOST_DATA_TEST_CASE_F(ConfigFixture, a_faulty_listener_is_named, data::make(kListenerFaults), c) {
  const LoadResult loaded = LoadWith(kListener, c.value);
  const Fault* fault = loaded.Find(c.code);
  BOOST_TEST_REQUIRE((fault != nullptr), loaded.Text());
  BOOST_TEST(fault->line == 5);
}

BOOST_FIXTURE_TEST_CASE(a_feed_that_is_near_is_suggested, ConfigFixture) {
  const LoadResult loaded = LoadWith("feed: pas}", "feed: pass}");
  const Fault* fault = loaded.Find("config.feed.unknown");
  BOOST_TEST_REQUIRE((fault != nullptr), loaded.Text());
  BOOST_TEST(fault->text.find("did you mean 'pas'?") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(two_listeners_cannot_share_an_address, ConfigFixture) {
  const LoadResult loaded = LoadWith(kListener, R"({mllp: "127.0.0.1:2575", feed: pas})"
                                                "\n  rpm: {mllp: 'localhost:2575', feed: pas}");
  BOOST_TEST((loaded.Find("config.value.twice") != nullptr), loaded.Text());
}

BOOST_FIXTURE_TEST_CASE(two_listeners_may_both_take_any_free_port, ConfigFixture) {
  const LoadResult loaded = LoadWith(kListener, R"({mllp: "127.0.0.1:0", feed: pas})"
                                                "\n  rpm: {mllp: '127.0.0.1:0', feed: pas}");
  BOOST_TEST(!HasErrors(loaded.faults), loaded.Text());
  BOOST_TEST(loaded.config.listeners.size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(a_plugin_may_have_no_listener, ConfigFixture) {
  const LoadResult loaded =
      LoadWith("listeners:\n  adt: {mllp: \"127.0.0.1:2575\", feed: pas}\n", "");
  BOOST_TEST(loaded.faults.empty(), loaded.Text());
}

BOOST_FIXTURE_TEST_CASE(a_destination_folder_is_found_beside_the_configuration, ConfigFixture) {
  const LoadResult loaded = Load(kGoodConfig);
  BOOST_TEST_REQUIRE(loaded.config.destinations.size() == 1U, loaded.Text());
  BOOST_TEST(loaded.config.destinations[0].name == "archive");
  BOOST_TEST(loaded.config.destinations[0].channel == "folder");
  BOOST_TEST(loaded.config.destinations[0].folder.path == folder.Path("out"));
}

const std::array kDestinationFaults = {
    FaultCase{"{path: out}", "config.key.missing"},
    FaultCase{"{channel: folder}", "config.key.missing"},
    FaultCase{"{channel: folder, path: out, mode: 0755}", "config.key.unknown"},
    FaultCase{"{channel: folder, path: out, retry: {bases: 1s}}", "config.key.unknown"},
    FaultCase{"{channel: folder, path: out, retry: {base: 1ms}}", "config.value.range"},
    FaultCase{"{channel: folder, path: out, retry: {base: 1h}}", "config.value.range"},
    FaultCase{"{channel: folder, path: out, parallel: 0}", "config.value.number"},
    FaultCase{"{channel: pigeon}", "config.channel.unknown"},
    FaultCase{"{channel: mesh, mailbox: RXXOT001}", "config.channel.later"},
    FaultCase{"{channel: mllp, address: '127.0.0.1:1'}", "config.channel.later"},
    FaultCase{"out", "config.value.type"},
};

BOOST_DATA_TEST_CASE_F(ConfigFixture, a_faulty_destination_is_named, data::make(kDestinationFaults),
                       c) {
  const LoadResult loaded = LoadWith(kDestination, c.value);
  BOOST_TEST_REQUIRE((loaded.Find(c.code) != nullptr), loaded.Text());
  BOOST_TEST(loaded.faults.size() == 1U, loaded.Text());
  BOOST_TEST(loaded.faults[0].line == 12);
}

BOOST_FIXTURE_TEST_CASE(how_a_destination_is_tried_is_read, ConfigFixture) {
  const LoadResult loaded = LoadWith(
      kDestination,
      "{channel: folder, path: out, parallel: 9, retry: {base: 50ms, cap: 2min, age-limit: 1d, "
      "probe-cap: 3s}}");
  BOOST_TEST_REQUIRE(loaded.config.destinations.size() == 1U, loaded.Text());
  const pipeline::RetryOptions& retry = loaded.config.destinations[0].retry;
  BOOST_TEST(retry.parallel == 9U);
  BOOST_TEST(retry.base.count() == 50);
  BOOST_TEST(retry.cap.count() == 120'000);
  BOOST_TEST(retry.age_limit.count() == 86'400'000);
  BOOST_TEST(retry.probe_cap.count() == 3'000);
}

BOOST_FIXTURE_TEST_CASE(two_destinations_cannot_share_a_folder, ConfigFixture) {
  const LoadResult loaded =
      LoadWith(kDestination, "{channel: folder, path: out}\n  b: {channel: folder, path: ./out}");
  BOOST_TEST((loaded.Find("config.value.twice") != nullptr), loaded.Text());
}

BOOST_FIXTURE_TEST_CASE(a_configuration_without_destinations_is_warned_of, ConfigFixture) {
  const LoadResult loaded =
      LoadWith("destinations:\n  archive: {channel: folder, path: out}\n", "");
  BOOST_TEST(!HasErrors(loaded.faults));
  BOOST_TEST((loaded.Find("config.destinations.none") != nullptr));
}

BOOST_FIXTURE_TEST_CASE(the_console_listens_on_loopback_only, ConfigFixture) {
  const std::string good(kGoodConfig);
  BOOST_TEST(Load(good + "console: {listen: \"127.0.0.1:8025\"}\n").config.console_listen ==
             "127.0.0.1:8025");
  BOOST_TEST((Load(good + "console: {listen: \"0.0.0.0:8025\"}\n").Find("config.value.loopback") !=
              nullptr));
  BOOST_TEST(
      (Load(good + "console: {listen: \"8025\"}\n").Find("config.value.address") != nullptr));
  BOOST_TEST((Load(good + "console: {listen: \"127.0.0.1:2575\"}\n").Find("config.value.twice") !=
              nullptr));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
