// The section `monitoring`.
#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/engine/config_fixture.h"

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(config_monitoring)

namespace {

namespace data = boost::unit_test::data;

constexpr std::string_view kPlace = "mapping: {pack: pack}";

struct MonitoringFixture : ConfigFixture {
  [[nodiscard]] LoadResult LoadSources(const std::string& sources) const {
    return LoadWith(kPlace, std::string(kPlace) + "\nmonitoring: {" + sources + "}");
  }
};

struct Case {
  const char* source;
  const char* place;  // "line:column code"
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.source; }

const std::array kCases = {
    Case{"a: {feed: pas}", "11:17 config.monitoring.kind"},
    Case{"a: {feed: pas, fhir: 'https://a.example', folder: in}", "11:17 config.monitoring.kind"},
    Case{"a: text", "11:17 config.value.type"},
    Case{"a: {fhir: 'https://a.example'}", "11:17 config.key.missing"},
    Case{"a: {fhir: 'https://a.example', feed: pass}", "11:51 config.feed.unknown"},
    Case{"a: {fhir: 'http://a.example', feed: pas}", "11:24 config.value.plain-http"},
    Case{"a: {fhir: 'https://a.example?b', feed: pas}", "11:24 config.value.uri"},
    Case{"a: {fhir: 'https://a.example', feed: pas, missing: ignore}", "11:65 config.value.word"},
    Case{"a: {fhir: 'https://a.example', feed: pas, resources: [Patient]}",
         "11:67 config.value.word"},
    Case{"a: {fhir: 'https://a.example', feed: pas, resources: []}", "11:67 config.value.empty"},
    Case{"a: {fhir: 'https://a.example', feed: pas, page-size: 0}", "11:67 config.value.number"},
    Case{"a: {fhir: 'https://a.example', feed: pas, token: x}", "11:56 config.key.unknown"},
    Case{"a: {listen: '0.0.0.0:8026', feed: pas}", "11:26 config.value.loopback"},
    Case{"a: {listen: 8026, feed: pas}", "11:26 config.value.address"},
    Case{"a: {listen: '127.0.0.1:2575', feed: pas}", "11:26 config.value.twice"},
    Case{"a: {listen: '127.0.0.1:8026', feed: pas, token: plain}", "11:62 config.secret.open"},
    Case{"a: {folder: in, feed: pas, every: 0s}", "11:48 config.value.range"},
    Case{"a: {folder: in, feed: pas}, b: {folder: in, feed: pas}", "11:54 config.value.twice"},
};

}  // namespace

BOOST_DATA_TEST_CASE_F(MonitoringFixture, a_faulty_source_has_line_column_and_code,
                       data::make(kCases), c) {
  const LoadResult loaded = LoadSources(c.source);
  BOOST_TEST(
      loaded.Text().find(std::string(":") + std::string(c.place).substr(0, 5)) != std::string::npos,
      loaded.Text());
  bool found = false;
  for (const Fault& fault : loaded.faults) {
    found = found ||
            std::to_string(fault.line) + ":" + std::to_string(fault.column) + " " + fault.code ==
                c.place;
  }
  BOOST_TEST(found, loaded.Text());
}

BOOST_FIXTURE_TEST_CASE(sources_of_each_kind_are_read, MonitoringFixture) {
  variables["TOKEN"] = "s3cret";
  const LoadResult loaded = LoadSources(
      "a: {fhir: 'https://a.example/fhir', feed: pas, timeout: 2s, missing: wait, give-up: 1min,"
      " search: post, resources: [Observation, Communication], page-size: 50},"
      " b: {listen: '127.0.0.1:8026', feed: pas, token: '${TOKEN}', max-body: 1MiB},"
      " c: {folder: in, feed: pas, every: 1min, quiet: 0s, max-file: 1MiB}");
  BOOST_TEST_REQUIRE(!HasErrors(loaded.faults), loaded.Text());
  const AskedConfig& asked = loaded.config.asked.at(0);
  BOOST_TEST(asked.name == "a");
  BOOST_TEST(asked.feed == "pas");
  BOOST_TEST(asked.fhir.base.path == "/fhir");
  BOOST_TEST(asked.fhir.limits.exchange.count() == 2'000);
  BOOST_TEST(asked.fhir.limits.connect.count() == 2'000);
  BOOST_TEST((asked.fhir.tls != nullptr));
  BOOST_TEST(asked.waits);
  BOOST_TEST(asked.give_up.count() == 60'000);
  BOOST_TEST(asked.fhir.by_post);
  BOOST_TEST(asked.fhir.types.size() == 2U);
  BOOST_TEST(asked.fhir.page == 50U);
  const PostConfig& post = loaded.config.posts.at(0);
  BOOST_TEST(post.listen == "127.0.0.1:8026");
  BOOST_TEST(post.fhir.token == "s3cret");
  BOOST_TEST(post.most_bytes == 1U << 20U);
  const pipeline::DropSource& drop = loaded.config.drops.at(0);
  BOOST_TEST(drop.folder.path == folder.Path("in"));
  BOOST_TEST(drop.every.count() == 60'000);
  BOOST_TEST(drop.folder.quiet.count() == 0);
}

BOOST_FIXTURE_TEST_CASE(a_source_without_settings_has_the_documented_defaults, MonitoringFixture) {
  const LoadResult loaded = LoadSources("a: {fhir: 'http://127.0.0.1:1', feed: pas}");
  BOOST_TEST_REQUIRE(!HasErrors(loaded.faults), loaded.Text());
  const AskedConfig& asked = loaded.config.asked.at(0);
  BOOST_TEST(!asked.waits);
  BOOST_TEST(asked.give_up.count() == 600'000);
  BOOST_TEST(asked.fhir.types == std::vector<std::string>{"Observation"});
  BOOST_TEST((asked.fhir.tls == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
