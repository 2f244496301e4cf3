// What may take the place of a running configuration.
#include "engine/reload.h"

#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "edge/store/store.h"
#include "engine/engine.h"
#include "engine/kept_pack.h"
#include "tests/engine/config_fixture.h"
#include "tests/support/virtual_ward.h"

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(reload)

namespace {

struct Change {
  const char* name;
  const char* from;
  const char* to;
  const char* section;  // that needs a restart; "" none
};
std::ostream& operator<<(std::ostream& out, const Change& change) { return out << change.name; }

const std::vector<Change> kChanges = {
    {"nothing", "RXX", "RXX", ""},
    {"a comment", "feeds:", "# a word\nfeeds:", ""},
    {"the organisation", "Example NHS", "Sample NHS", ""},
    {"a setting of a feed", "{charset: from-msh-18}", "{charset: \"force:ASCII\"}", ""},
    {"a ward", "codes: [VWRESP]", "codes: [VWRESP, VW2]", ""},
    {"the settle window", "mapping:", "summary: {settle: 5min}\nmapping:", ""},
    {"the time of day", "mapping:", "summary: {at: \"06:00\"}\nmapping:", "summary.at"},
    {"the store", "store.db", "other.db", "store"},
    {"a listener", "127.0.0.1:2575", "127.0.0.1:2576", "listeners"},
    {"a destination", "path: out", "path: other", "destinations"},
    {"a console", "mapping:", "console: {listen: \"127.0.0.1:8025\"}\nmapping:", "console"},
    {"the log", "mapping:", "log: {level: warn}\nmapping:", "log"},
    {"one more feed", "{charset: from-msh-18}", "{charset: from-msh-18}\n  rpm: {}", "feeds"},
};

BOOST_DATA_TEST_CASE(only_the_core_changes_while_it_runs, boost::unit_test::data::make(kChanges),
                     change) {
  const ConfigFixture fixture;
  const LoadResult running = fixture.Load(kGoodConfig);
  const LoadResult next = fixture.LoadWith(change.from, change.to);
  BOOST_TEST_REQUIRE(!HasErrors(next.faults), next.Text());
  std::vector<Fault> faults;
  RefuseWhatNeedsARestart(running.config, next.config, faults);
  if (std::string(change.section).empty()) {
    BOOST_TEST(faults.empty());
    return;
  }
  BOOST_REQUIRE_EQUAL(faults.size(), 1U);
  BOOST_TEST(faults[0].code == "reload.restart");
  BOOST_TEST(faults[0].text.starts_with(change.section));
}

// A store that has run the next mapping has it under its own digest, with its own bytes.
BOOST_AUTO_TEST_CASE(a_reload_before_the_start_is_what_is_started_and_kept) {
  const ConfigFixture fixture;
  const mapping::PackFiles shipped = test::ShippedMapping();
  for (const auto& [path, bytes] : shipped.files) {
    if (!path.starts_with("tests/")) fixture.folder.Write("pack/" + path, bytes);
  }
  const auto load = [&] { return fixture.LoadWith("127.0.0.1:2575", "127.0.0.1:0"); };
  std::vector<Fault> faults;
  const auto engine = Engine::Create(load().config, {}, faults);
  BOOST_REQUIRE(engine != nullptr);
  std::string changed = shipped.files.at("pack.yaml");
  changed += "# changed\n";
  fixture.folder.Write("pack/pack.yaml", changed);
  LoadResult next = load();
  BOOST_REQUIRE(engine->Reload(std::move(next.config), faults).has_value());
  BOOST_REQUIRE(!HasErrors(faults));
  const auto status = nlohmann::json::parse(engine->StatusJson());
  BOOST_REQUIRE(engine->Start().has_value());
  BOOST_REQUIRE(engine->Stop(Millis(0)).has_value());
  store::Options options;
  options.path = fixture.folder.Path("store.db");
  options.exclusive = false;
  const auto store = store::Store::Open(options);
  BOOST_REQUIRE(store.has_value());
  const std::string digest = DigestOf(status.at("mapping").get<std::string>());
  const auto kept = store::Find(**store, [&](store::Rows& rows) { return rows.FindPack(digest); });
  BOOST_REQUIRE(kept.has_value());
  BOOST_REQUIRE(kept->has_value());
  BOOST_TEST((FromRow(**kept).files.at("pack.yaml") == changed));
}

BOOST_AUTO_TEST_CASE(a_changed_byte_of_file_or_pack_changes_the_fingerprint) {
  const ConfigFixture fixture;
  (void)fixture.Load(kGoodConfig);
  const std::string file = fixture.folder.Path("wardbridge.yaml");
  const std::string first = Fingerprint(file);
  BOOST_TEST(Fingerprint(file) == first);
  fixture.folder.Write("pack/pack.yaml", "pack: tesd\n");
  const std::string second = Fingerprint(file);
  BOOST_TEST(second != first);
  fixture.folder.Write("pack/more.yaml", "templates: {}\n");
  BOOST_TEST(Fingerprint(file) != second);
  fixture.folder.Write("pack/pack.yaml", "pack: test\n");
  std::filesystem::remove(fixture.folder.Path("pack/more.yaml"));
  BOOST_TEST(Fingerprint(file) == first);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
