#include "engine/config.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

#include "base/digest.h"
#include "base/text.h"
#include "tests/engine/config_fixture.h"

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(config)

namespace {

namespace data = boost::unit_test::data;

BOOST_FIXTURE_TEST_CASE(a_good_configuration_has_no_fault, ConfigFixture) {
  const LoadResult loaded = Load(kGoodConfig);
  BOOST_TEST(loaded.faults.empty(), loaded.Text());
  BOOST_TEST(loaded.config.core.organisation.ods == "RXX");
  BOOST_TEST(loaded.config.core.organisation.telecom == "0300 555 0199");
  BOOST_TEST(loaded.config.store_path == folder.Path("store.db"));
  BOOST_TEST(loaded.config.core.settle.count() == 900'000);
  BOOST_TEST(loaded.config.core.late_readings.count() == 86'400'000);
  BOOST_TEST(loaded.config.console_listen == "");
  BOOST_TEST(loaded.config.file == folder.Path("wardbridge.yaml"));
}

BOOST_FIXTURE_TEST_CASE(sites_are_read_in_their_order_with_their_tables, ConfigFixture) {
  folder.Write("rxx/overlay.yaml", "overlay: rxx\n");
  folder.Write("rxx/tables/sex.csv", "source,target\n");
  folder.Write("rxx/tests/one.yaml", "");
  folder.Write("ryy/overlay.yaml", "overlay: ryy\n");
  const LoadResult loaded = LoadWith("{pack: pack}", "{pack: pack, site: [ryy, rxx]}");
  BOOST_TEST(loaded.faults.empty(), loaded.Text());
  const auto& overlays = loaded.config.core.pack.overlays;
  BOOST_REQUIRE_EQUAL(overlays.size(), 2U);
  BOOST_TEST(overlays[0]->root == "ryy");
  BOOST_TEST(overlays[1]->files.size() == 2U);
  BOOST_TEST(overlays[1]->files.count("tables/sex.csv") == 1U);
}

BOOST_FIXTURE_TEST_CASE(packs_that_are_used_stand_beside_the_pack, ConfigFixture) {
  folder.Write("packs/main/pack.yaml", "use: [shared@1, absent@1, ../main@1]\n");
  folder.Write("packs/shared/pack.yaml", "use: [tables@1, shared@1]\n");
  folder.Write("packs/tables/pack.yaml", "pack: tables\n");
  const LoadResult loaded = LoadWith("{pack: pack}", "{pack: packs/main/}");
  BOOST_TEST(loaded.faults.empty(), loaded.Text());
  const auto& used = loaded.config.core.pack.used;
  BOOST_REQUIRE_EQUAL(used.size(), 2U);
  BOOST_TEST(used.at("shared")->root == "packs/shared");
  BOOST_TEST(used.at("tables")->files.at("pack.yaml") == "pack: tables\n");
}

struct FaultCase {
  const char* from;
  const char* to;
  const char* place;  // "line:column code"
};
std::ostream& operator<<(std::ostream& out, const FaultCase& c) { return out << c.to; }

const std::array kFaults = {
    FaultCase{"wardbridge: 1", "wardbridge: 2", "1:13 config.version"},
    FaultCase{"wardbridge: 1\n", "", "1:1 config.key.missing"},
    FaultCase{"organisation:", "organization:", "2:1 config.key.unknown"},
    FaultCase{"\"RXX\"", "rxx", "2:21 config.value.ods"},
    FaultCase{"\"RXX\"", "RX", "2:21 config.value.ods"},
    FaultCase{"ods: \"RXX\", ", "", "2:15 config.key.missing"},
    FaultCase{"\"0300 555 0199\"", "\"\"", "2:75 config.value.empty"},
    FaultCase{"\"0300 555 0199\"", "\"0300\\x07\"", "2:75 config.value.characters"},
    FaultCase{"{path: store.db}", "{postgres: x}", "3:9 config.key.later"},
    FaultCase{"{path: store.db}", "{}", "3:8 config.key.missing"},
    FaultCase{"{path: store.db}", "store.db", "3:8 config.value.type"},
    FaultCase{"mapping: {pack: pack}", "mapping: {pack: pack, site: rxx}",
              "10:29 config.pack.unreadable"},
    FaultCase{"mapping: {pack: pack}", "mapping: {pack: nowhere}", "10:17 config.pack.unreadable"},
    FaultCase{"mapping: {pack: pack}", "mapping: {pack: empty}", "10:17 config.pack.missing"},
    FaultCase{"mapping: {pack: pack}", "mapping: {pack: pack, site: empty}",
              "10:29 config.pack.missing"},
    FaultCase{"wardbridge: 1", "wardbridge: 1\nsummary: {settle: 15}",
              "2:19 config.value.duration"},
    FaultCase{"wardbridge: 1", "wardbridge: 1\nsummary: {settle: 25h}", "2:19 config.value.range"},
    FaultCase{"wardbridge: 1", "wardbridge: 1\nsummary: {at: '7:00'}", "2:15 config.value.time"},
    FaultCase{"wardbridge: 1", "wardbridge: 1\nsummary: {at: '24:00'}", "2:15 config.value.time"},
    FaultCase{"wardbridge: 1", "wardbridge: 1\nretention: {stays: 12h}", "2:20 config.value.range"},
    FaultCase{"wardbridge: 1", "wardbridge: 1\nretention: {audit: 30d}", "2:13 config.key.unknown"},
    FaultCase{"wardbridge: 1", "wardbridge: 1\nretention: 30d", "2:12 config.value.type"},
    FaultCase{"wardbridge: 1",
              "wardbridge: 1\nsummary: {late-readings: 5d}\nretention: {stays: 4d}",
              "3:20 config.value.conflict"},
    FaultCase{"wardbridge: 1", "wardbridge: 1\nlog: {level: loud}", "2:14 config.value.word"},
    FaultCase{"wardbridge: 1", "wardbridge: 1\ndocument: {fonts: nowhere}",
              "2:19 config.value.folder"},
    FaultCase{"wardbridge: 1", "wardbridge: 1\nwardbridge: 1", "2:1 yaml.duplicate-key"},
};

BOOST_DATA_TEST_CASE_F(ConfigFixture, a_fault_has_line_column_and_code, data::make(kFaults), c) {
  std::filesystem::create_directories(folder.Path("empty"));
  const LoadResult loaded = LoadWith(c.from, c.to);
  bool found = false;
  for (const Fault& fault : loaded.faults) {
    found = found ||
            std::to_string(fault.line) + ":" + std::to_string(fault.column) + " " + fault.code ==
                c.place;
  }
  BOOST_TEST(found, loaded.Text());
}

BOOST_FIXTURE_TEST_CASE(all_faults_come_in_one_pass, ConfigFixture) {
  const LoadResult loaded = Load(
      "wardbridge: 7\norganisation: {ods: x}\nstore: {paht: s}\nfeeds: {a: {modus: live}}\n"
      "listeners: {l: {mllp: '1', feed: b}}\nmapping: {pack: nowhere}\n");
  for (const char* code :
       {"config.version", "config.value.ods", "config.key.missing", "config.key.unknown",
        "config.value.address", "config.feed.unknown", "config.pack.unreadable"}) {
    BOOST_TEST((loaded.Find(code) != nullptr), code);
  }
}

BOOST_FIXTURE_TEST_CASE(a_misspelt_key_gets_a_suggestion_and_its_line, ConfigFixture) {
  const LoadResult loaded = LoadWith("destinations:", "destination:");
  const Fault* fault = loaded.Find("config.key.unknown");
  BOOST_TEST_REQUIRE((fault != nullptr), loaded.Text());
  BOOST_TEST(fault->text.find("did you mean 'destinations'?") != std::string::npos);
  BOOST_TEST(fault->source == "destination:");
}

BOOST_FIXTURE_TEST_CASE(a_missing_file_is_a_fault_with_the_reason, ConfigFixture) {
  std::vector<Fault> faults;
  (void)LoadConfigFile(folder.Path("absent.yaml"), {}, faults);
  BOOST_TEST_REQUIRE(faults.size() == 1U);
  BOOST_TEST(faults[0].code == "config.file.unreadable");
  BOOST_TEST(faults[0].text.find("No such file") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_folder_is_no_configuration, ConfigFixture) {
  std::vector<Fault> faults;
  (void)LoadConfigFile(folder.Path("pack"), {}, faults);
  BOOST_TEST_REQUIRE(faults.size() == 1U);
  BOOST_TEST(faults[0].text.find("is a folder") != std::string::npos);
}

// Whoever opens a pipe without a writer waits for one, and a device may never end.
BOOST_FIXTURE_TEST_CASE(a_pipe_and_a_device_are_refused_without_being_opened, ConfigFixture) {
  const std::string pipe = folder.Path("pipe");
  BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  for (const std::string& path : {pipe, std::string("/dev/zero")}) {
    std::vector<Fault> faults;
    (void)LoadConfigFile(path, {}, faults);
    BOOST_TEST_REQUIRE(faults.size() == 1U);
    BOOST_TEST(faults[0].code == "config.file.unreadable");
    BOOST_TEST(faults[0].text.find("is not a regular file") != std::string::npos);
  }
  const LoadResult loaded = LoadWith("\"RXX\"", "\"file:pipe\"");
  const Fault* fault = loaded.Find("config.secret.file");
  BOOST_TEST_REQUIRE((fault != nullptr), loaded.Text());
  BOOST_TEST(fault->text.find("is not a regular file") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_variable_comes_from_the_lookup_before_the_environment, ConfigFixture) {
  ::setenv("WB_TEST_ODS", "RENV", 1);
  BOOST_TEST(LoadWith("\"RXX\"", "\"${WB_TEST_ODS}\"").config.core.organisation.ods == "RENV");
  variables["WB_TEST_ODS"] = "RHOST";
  BOOST_TEST(LoadWith("\"RXX\"", "\"${WB_TEST_ODS}\"").config.core.organisation.ods == "RHOST");
  ::unsetenv("WB_TEST_ODS");
}

BOOST_FIXTURE_TEST_CASE(a_missing_variable_is_named, ConfigFixture) {
  const LoadResult loaded = LoadWith("\"RXX\"", "\"${WB_TEST_ABSENT}\"");
  const Fault* fault = loaded.Find("config.secret.missing");
  BOOST_TEST_REQUIRE((fault != nullptr), loaded.Text());
  BOOST_TEST(fault->text.find("WB_TEST_ABSENT") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(what_a_variable_holds_is_never_repeated_in_a_fault, ConfigFixture) {
  variables["WB_TEST_SECRET"] = "s3cret-value";
  const LoadResult loaded = LoadWith("\"RXX\"", "\"${WB_TEST_SECRET}\"");
  BOOST_TEST(loaded.faults.size() == 1U, loaded.Text());
  BOOST_TEST(loaded.faults.at(0).Text(true).find("s3cret") == std::string::npos);
}

struct HiddenCase {
  const char* from;
  const char* to;
  const char* code;
};
std::ostream& operator<<(std::ostream& out, const HiddenCase& c) { return out << c.to; }

const std::array kHidden = {
    HiddenCase{"{pack: pack}", "{pack: '${WB_TEST_SECRET}'}", "config.pack.unreadable"},
    HiddenCase{"wardbridge: 1", "wardbridge: 1\ndocument: {fonts: ['${WB_TEST_SECRET}']}",
               "config.value.folder"},
    HiddenCase{"{charset: from-msh-18}", "{units: {table: '${WB_TEST_SECRET}'}}",
               "config.table.unreadable"},
    HiddenCase{"[VWRESP]", "['${WB_TEST_SECRET}', '${WB_TEST_SECRET}']", "config.value.twice"},
    HiddenCase{"codes: [VWRESP]}",
               "codes: '${WB_TEST_SECRET}'}\n  - {sender: RXX, codes: '${WB_TEST_SECRET}'}",
               "config.value.twice"},
};

BOOST_DATA_TEST_CASE_F(ConfigFixture, what_a_variable_holds_stays_out_of_every_fault,
                       data::make(kHidden), c) {
  variables["WB_TEST_SECRET"] = "s3cret-value";
  const LoadResult loaded = LoadWith(c.from, c.to);
  BOOST_TEST((loaded.Find(c.code) != nullptr), loaded.Text());
  for (const Fault& fault : loaded.faults) {
    BOOST_TEST(LowerAscii(fault.Text(true)).find("s3cret") == std::string::npos);
  }
}

struct ExpandCase {
  const char* raw;
  const char* want;  // "": refused
};
std::ostream& operator<<(std::ostream& out, const ExpandCase& c) { return out << c.raw; }

const std::array kExpansions = {
    ExpandCase{"a${WB_A}b${WB_A}", "aONEbONE"},
    ExpandCase{"$${WB_A}", "${WB_A}"},
    ExpandCase{"cost $5", "cost $5"},
    ExpandCase{"${WB_A", ""},
    ExpandCase{"${}", ""},
    ExpandCase{"${WB A}", ""},
    ExpandCase{"${1A}", ""},
};

BOOST_DATA_TEST_CASE_F(ConfigFixture, variables_are_put_in_once, data::make(kExpansions), c) {
  variables["WB_A"] = "ONE";
  const LoadResult loaded =
      LoadWith("\"Example NHS Foundation Trust\"", "\"" + std::string(c.raw) + "\"");
  BOOST_TEST(loaded.config.core.organisation.name == c.want);
  BOOST_TEST(HasErrors(loaded.faults) == std::string(c.want).empty());
}

BOOST_FIXTURE_TEST_CASE(a_variable_that_looks_like_a_variable_stays_as_it_is, ConfigFixture) {
  variables["WB_A"] = "${WB_A}";
  BOOST_TEST(
      LoadWith("\"Example NHS Foundation Trust\"", "\"${WB_A}\"").config.core.organisation.name ==
      "${WB_A}");
}

BOOST_FIXTURE_TEST_CASE(a_secret_file_lies_beside_the_configuration, ConfigFixture) {
  folder.Write("secrets/ods", "RFILE\r\n");
  BOOST_TEST(LoadWith("\"RXX\"", "\"file:secrets/ods\"").config.core.organisation.ods == "RFILE");
}

BOOST_FIXTURE_TEST_CASE(a_missing_secret_file_is_named, ConfigFixture) {
  const LoadResult loaded = LoadWith("\"RXX\"", "\"file:secrets/absent\"");
  const Fault* fault = loaded.Find("config.secret.file");
  BOOST_TEST_REQUIRE((fault != nullptr), loaded.Text());
  BOOST_TEST(fault->text.find("secrets/absent") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(the_pack_holds_yaml_tables_and_json_by_relative_name, ConfigFixture) {
  folder.Write("pack/tables/sex.csv", "source,target\n");
  folder.Write("pack/maps/deep/x.json", "{}");
  folder.Write("pack/README.md", "for people");
  folder.Write("pack/.hidden.yaml", "not: read");
  folder.Write("pack/.git/config.yaml", "not: read");
  folder.Write("pack/tests/a.json", "{}");
  const LoadResult loaded = Load(kGoodConfig);
  BOOST_TEST(loaded.config.core.pack.root == "pack");
  std::string names;
  for (const auto& [name, bytes] : loaded.config.core.pack.files) names += name + " ";
  BOOST_TEST(names == "maps/deep/x.json pack.yaml tables/sex.csv ");
  BOOST_TEST(loaded.config.core.pack.files.at("pack.yaml") == "pack: test\n");
}

BOOST_FIXTURE_TEST_CASE(a_pack_file_beyond_the_limit_is_refused, ConfigFixture) {
  folder.Write("pack/huge.csv", std::string((4U << 20U) + 1, 'x'));
  const Fault* fault = nullptr;
  const LoadResult loaded = Load(kGoodConfig);
  fault = loaded.Find("config.pack.unreadable");
  BOOST_TEST_REQUIRE((fault != nullptr), loaded.Text());
  BOOST_TEST(fault->text.find("pack/huge.csv: larger than 4MiB") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(summary_document_and_log_settings_arrive, ConfigFixture) {
  const LoadResult loaded =
      Load(std::string(kGoodConfig) +
           "summary: {settle: 0s, late-readings: 48h, amendment-debounce: 1min}\n"
           "document: {fonts: [pack], font-family: Noto Sans, title: Summary}\n"
           "log: {level: warn}\n");
  BOOST_TEST_REQUIRE(!HasErrors(loaded.faults), loaded.Text());
  BOOST_TEST(loaded.config.core.settle.count() == 0);
  BOOST_TEST(loaded.config.core.late_readings.count() == 48 * 3'600'000LL);
  BOOST_TEST(loaded.config.core.amendment_debounce.count() == 60'000);
  BOOST_TEST(loaded.config.core.document.font_folders.at(0) == folder.Path("pack"));
  BOOST_TEST(loaded.config.core.document.font_family == "Noto Sans");
  BOOST_TEST((loaded.config.log_level == telemetry::Level::kWarn));
}

BOOST_FIXTURE_TEST_CASE(what_is_done_by_the_clock_arrives, ConfigFixture) {
  const LoadResult loaded =
      LoadWith("wardbridge: 1",
               "wardbridge: 1\nsummary: {at: '07:05'}\n"
               "retention: {stays: 60d, messages: 40d, readings: 50d, fragments: 2d}");
  BOOST_TEST(loaded.faults.empty(), loaded.Text());
  constexpr Millis kDay{86'400'000};
  const pipeline::UpkeepOptions& upkeep = loaded.config.upkeep;
  BOOST_TEST((upkeep.daily_at == Millis(425 * 60'000)));
  BOOST_TEST((upkeep.retention.stays == 60 * kDay));
  BOOST_TEST((upkeep.retention.messages == 40 * kDay));
  BOOST_TEST((upkeep.retention.readings == 50 * kDay));
  BOOST_TEST((upkeep.retention.fragments == 2 * kDay));
}

BOOST_FIXTURE_TEST_CASE(without_a_word_data_is_kept_for_thirty_days, ConfigFixture) {
  const LoadResult loaded = Load(kGoodConfig);
  constexpr Millis kThirtyDays{std::int64_t{30} * 86'400'000};
  BOOST_TEST(!loaded.config.upkeep.daily_at);
  BOOST_TEST((loaded.config.upkeep.retention.stays == kThirtyDays));
  BOOST_TEST((loaded.config.upkeep.retention.messages == kThirtyDays));
}

BOOST_FIXTURE_TEST_CASE(the_digest_is_that_of_the_file, ConfigFixture) {
  const std::string digest = Load(kGoodConfig).config.digest;
  BOOST_TEST(digest == Hex(Sha256(kGoodConfig)));
  BOOST_TEST(digest != LoadWith("0199", "0198").config.digest);
}

BOOST_FIXTURE_TEST_CASE(paths_of_a_text_belong_to_the_working_directory, ConfigFixture) {
  std::vector<Fault> faults;
  const Config config = LoadConfigText("wardbridge: 1\nstore: {path: some/store.db}\n", {}, faults);
  BOOST_TEST(config.store_path == (std::filesystem::current_path() / "some/store.db").string());
  BOOST_TEST(config.file == "");
  BOOST_TEST(faults.at(0).file == "configuration");
}

BOOST_FIXTURE_TEST_CASE(json_is_a_configuration_too, ConfigFixture) {
  const LoadResult loaded = Load(
      R"({"wardbridge": 1, "organisation": {"ods": "RXX", "name": "N"}, "store": {"path": "s.db"},
          "feeds": {"a": {}}, "wards": [{"sender": "RXX", "codes": ["VW"]}], "mapping": {"pack": "pack"},
          "destinations": {"d": {"channel": "folder", "path": "o"}}})");
  BOOST_TEST(loaded.faults.empty(), loaded.Text());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
