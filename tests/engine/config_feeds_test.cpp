// The sections feeds and wards.
#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/engine/config_fixture.h"

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(config_feeds)

namespace {

namespace data = boost::unit_test::data;

struct Fixture : ConfigFixture {
  [[nodiscard]] const discharge::FeedOptions& Feed(const LoadResult& loaded) const {
    BOOST_TEST_REQUIRE(!HasErrors(loaded.faults), loaded.Text());
    return loaded.config.core.feeds.at("pas");
  }
};

BOOST_FIXTURE_TEST_CASE(a_feed_without_settings_has_the_documented_defaults, Fixture) {
  const LoadResult loaded = Load(kGoodConfig);
  const discharge::FeedOptions& feed = Feed(loaded);
  BOOST_TEST(feed.name == "pas");
  BOOST_TEST(!feed.force_charset.has_value());
  BOOST_TEST(feed.timezone == "Europe/London");
  BOOST_TEST(feed.offset_trust);
  BOOST_TEST(feed.split_multi_msh);
  BOOST_TEST(!feed.test_mode);
  BOOST_TEST(!feed.assume_air);
  BOOST_TEST(feed.set_window.count() == 900'000);
  BOOST_TEST((feed.unsupported == discharge::Unsupported::kIgnore));
}

BOOST_FIXTURE_TEST_CASE(every_setting_of_a_feed_arrives, Fixture) {
  const LoadResult loaded = LoadFeed(
      "charset: 'force:8859/15', timezone: Europe/Paris, duplicates: by-control-id-and-body, "
      "null-is-absent: true, offset-trust: false, lenient-dates: true, disposition-layout: "
      "swapped, "
      "a04-admits: true, unsupported: reject, multi-msh: reject, test-messages: reject, mode: "
      "test, "
      "assume-air: true, assume-alert: true, set-window: 30min, "
      "default-units: {temperature: Cel, systolic-pressure: 'mm[Hg]'}, "
      "assigners: {rxx: {patient: 'https://rxx.example/Id/mrn', visit: 'urn:x'}}");
  const discharge::FeedOptions& feed = Feed(loaded);
  BOOST_TEST((feed.force_charset == hl7::Charset::kIso8859_15));
  BOOST_TEST(feed.timezone == "Europe/Paris");
  BOOST_TEST(feed.null_is_absent);
  BOOST_TEST(!feed.offset_trust);
  BOOST_TEST(feed.lenient_dates);
  BOOST_TEST((feed.disposition_layout == discharge::DispositionLayout::kSwapped));
  BOOST_TEST(feed.a04_admits);
  BOOST_TEST((feed.unsupported == discharge::Unsupported::kReject));
  BOOST_TEST(!feed.split_multi_msh);
  BOOST_TEST(feed.reject_test_messages);
  BOOST_TEST(feed.test_mode);
  BOOST_TEST(feed.assume_air);
  BOOST_TEST(feed.assume_alert);
  BOOST_TEST(feed.set_window.count() == 1'800'000);
  BOOST_TEST(feed.default_units.at(model::Vital::kTemperature) == "Cel");
  BOOST_TEST(feed.default_units.at(model::Vital::kSystolic) == "mm[Hg]");
  BOOST_TEST(feed.assigners.at("RXX").patient_system == "https://rxx.example/Id/mrn");
  BOOST_TEST(feed.assigners.at("RXX").visit_system == "urn:x");
}

struct FaultCase {
  const char* setting;
  const char* code;
};
std::ostream& operator<<(std::ostream& out, const FaultCase& c) { return out << c.setting; }

const std::array kFeedFaults = {
    FaultCase{"chraset: auto", "config.key.unknown"},
    FaultCase{"charset: utf-8", "config.value.word"},
    FaultCase{"charset: 'force:KLINGON'", "config.value.charset"},
    FaultCase{"timezone: Europe/Lundon", "config.value.timezone"},
    FaultCase{"duplicates: never", "config.value.word"},
    FaultCase{"assume-air: yes", "config.value.word"},
    FaultCase{"assume-air: [true]", "config.value.type"},
    FaultCase{"set-window: 30s", "config.value.range"},
    FaultCase{"set-window: 61min", "config.value.range"},
    FaultCase{"set-window: half an hour", "config.value.duration"},
    FaultCase{"default-units: {temperature: '%'}", "config.value.unit"},
    FaultCase{"default-units: {consciousness: A}", "config.key.unknown"},
    FaultCase{"assigners: {RXX: {patient: mrn}}", "config.value.uri"},
    FaultCase{"assigners: {RXX: {}}", "config.value.empty"},
    FaultCase{"assigners: {RXX: {patient: 'urn:a'}, rxx: {patient: 'urn:b'}}",
              "config.value.twice"},
    FaultCase{"assigners: [RXX]", "config.value.type"},
    FaultCase{"observations: {table: absent.csv}", "config.table.unreadable"},
    FaultCase{"observations: absent.csv", "config.value.type"},
    FaultCase{"observations: {}", "config.key.missing"},
    FaultCase{"texts: {}", "config.key.missing"},
    FaultCase{"patient-classes: {INPATIENT: A}", "config.value.word"},
    FaultCase{"patient-classes: {INPATIENT: I, Inpatient: I}", "config.value.twice"},
    FaultCase{"patient-classes: I", "config.value.type"},
    FaultCase{"mode: trial", "config.value.word"},
    FaultCase{"mode:", "config.value.empty"},
};

BOOST_DATA_TEST_CASE_F(Fixture, a_faulty_feed_setting_is_named, data::make(kFeedFaults), c) {
  const LoadResult loaded = LoadFeed(c.setting);
  BOOST_TEST(HasErrors(loaded.faults));
  const Fault* fault = loaded.Find(c.code);
  BOOST_TEST_REQUIRE((fault != nullptr), loaded.Text());
  BOOST_TEST(fault->line == 7);
}

BOOST_FIXTURE_TEST_CASE(the_tables_of_a_feed_are_read_beside_the_configuration, Fixture) {
  folder.Write("tables/o.csv", "source,target\nLOCAL1,pulse\n");
  folder.Write("tables/u.csv", "source,target\nslaege,/min\n");
  folder.Write("tables/c.csv", "source,target\nawake,A\n");
  folder.Write("tables/d.csv", "source,method,destination\nhome,,19\n");
  folder.Write("tables/t.csv", "source,target,title\nword1,note,Ward note\n");
  const LoadResult loaded = LoadFeed(
      "observations: {table: tables/o.csv}, units: {table: tables/u.csv}, "
      "consciousness: {table: tables/c.csv}, dispositions: {table: tables/d.csv}, "
      "texts: {table: tables/t.csv}");
  const discharge::FeedOptions& feed = Feed(loaded);
  BOOST_TEST((feed.local_codes.at("LOCAL1").vital == model::Vital::kPulse));
  BOOST_TEST(feed.local_units.at("SLAEGE") == "/min");
  BOOST_TEST((feed.local_consciousness.at("AWAKE") == model::Acvpu::kAlert));
  BOOST_TEST(feed.local_dispositions.at("HOME").destination == "19");
  BOOST_TEST(feed.local_texts.at("WORD1").title == "Ward note");
}

BOOST_FIXTURE_TEST_CASE(a_code_is_a_reading_or_a_text_and_not_both, Fixture) {
  folder.Write("o.csv", "source,target\nX1,pulse\n");
  folder.Write("t.csv", "source,target\nx1,note\n");
  const LoadResult loaded = LoadFeed("observations: {table: o.csv}, texts: {table: t.csv}");
  const Fault* fault = loaded.Find("config.value.conflict");
  BOOST_TEST_REQUIRE((fault != nullptr), loaded.Text());
  BOOST_TEST(fault->text.find("'X1' stands in observations and in texts") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(csv_columns_of_a_feed_name_patient_time_and_readings, Fixture) {
  folder.Write("good.csv", "column,means\nN,nhs-number\nT,time\nP,pulse\n");
  BOOST_TEST(Feed(LoadFeed("csv: {table: good.csv}")).csv.size() == 3U);
  folder.Write("bad.csv", "column,means\nN,nhs-number\nT,time\nC,code\n");
  const LoadResult loaded = LoadFeed("csv: {table: bad.csv}");
  BOOST_TEST((loaded.Find("config.table.csv") != nullptr), loaded.Text());
}

BOOST_FIXTURE_TEST_CASE(a_feed_may_have_its_own_words_for_patient_classes, Fixture) {
  const LoadResult loaded = LoadFeed("patient-classes: {Inpatient: I, DAY CASE: D}");
  const discharge::FeedOptions& feed = Feed(loaded);
  BOOST_TEST(feed.local_classes.at("INPATIENT") == "I");
  BOOST_TEST(feed.local_classes.at("DAY CASE") == "D");
}

BOOST_FIXTURE_TEST_CASE(a_fault_in_a_table_has_the_place_in_the_table, Fixture) {
  folder.Write("o.csv", "source,target\nLOCAL1,pulze\n");
  const LoadResult loaded = LoadFeed("observations: {table: o.csv}");
  const Fault* fault = loaded.Find("table.value.word");
  BOOST_TEST_REQUIRE((fault != nullptr), loaded.Text());
  BOOST_TEST(fault->file == "o.csv");
  BOOST_TEST(fault->line == 2);
  BOOST_TEST(fault->column == 8);
}

BOOST_FIXTURE_TEST_CASE(test_identity_puts_the_feed_in_test_mode, Fixture) {
  folder.Write("i.csv", "sender,control-id,nhs-number,ward\n*,*,9990000018,VW1\n");
  const LoadResult loaded = LoadFeed("test-identity: {table: i.csv}");
  BOOST_TEST(Feed(loaded).test_mode);
  BOOST_TEST(Feed(loaded).test_identity.size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(test_identity_on_a_live_feed_is_refused, Fixture) {
  folder.Write("i.csv", "sender,control-id,nhs-number,ward\n*,*,9990000018,VW1\n");
  const LoadResult loaded = LoadFeed("mode: live, test-identity: {table: i.csv}");
  BOOST_TEST((loaded.Find("config.value.conflict") != nullptr), loaded.Text());
}

BOOST_FIXTURE_TEST_CASE(an_empty_test_identity_table_is_refused, Fixture) {
  folder.Write("i.csv", "sender,control-id,nhs-number,ward\n");
  const LoadResult loaded = LoadFeed("test-identity: {table: i.csv}");
  BOOST_TEST((loaded.Find("config.table.empty") != nullptr), loaded.Text());
}

BOOST_FIXTURE_TEST_CASE(feeds_keep_the_order_of_the_file, Fixture) {
  const LoadResult loaded =
      LoadWith("  pas: {charset: from-msh-18}", "  zulu: {}\n  pas: {}\n  Feed 3: {}");
  BOOST_TEST_REQUIRE(!HasErrors(loaded.faults), loaded.Text());
  BOOST_TEST(loaded.config.feed_order == (std::vector<std::string>{"zulu", "pas", "Feed 3"}),
             boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_configuration_without_feeds_is_refused, Fixture) {
  BOOST_TEST((LoadWith("feeds:\n  pas: {charset: from-msh-18}\n", "").Find("config.key.missing") !=
              nullptr));
  BOOST_TEST((LoadWith("feeds:\n  pas: {charset: from-msh-18}\n", "feeds: {}\n")
                  .Find("config.value.empty") != nullptr));
}

BOOST_FIXTURE_TEST_CASE(every_setting_of_a_ward_arrives, Fixture) {
  const LoadResult loaded = LoadWith(
      "{sender: RXX, codes: [VWRESP]}",
      "{sender: rxx, codes: [' vwresp', HAH1], site: rxx01, name: Hospital at home, "
      "ward-component: 2, class: VR, stay-start: admit, spo2-scale: 2, exclude: [vwtrain], "
      "patient-classes: [I, o], a02-exit-ends-stay: true, grace: 2d}");
  BOOST_TEST_REQUIRE(!HasErrors(loaded.faults), loaded.Text());
  const discharge::WardOptions& ward = loaded.config.core.wards.at(0);
  BOOST_TEST(ward.sender == "RXX");
  BOOST_TEST(ward.codes == (std::vector<std::string>{"VWRESP", "HAH1"}),
             boost::test_tools::per_element());
  BOOST_TEST(ward.site == "RXX01");
  BOOST_TEST(ward.name == "Hospital at home");
  BOOST_TEST((ward.ward_component == discharge::WardOptions::Component::kTwo));
  BOOST_TEST(ward.encounter_class == "VR");
  BOOST_TEST((ward.stay_start == discharge::WardOptions::StayStart::kAdmit));
  BOOST_TEST(ward.spo2_scale == 2);
  BOOST_TEST(ward.exclude.at(0) == "VWTRAIN");
  BOOST_TEST(ward.patient_classes == (std::vector<std::string>{"I", "O"}),
             boost::test_tools::per_element());
  BOOST_TEST(ward.a02_exit_ends_stay);
  BOOST_TEST(ward.grace.count() == 2 * 86'400'000LL);
}

const std::array kWardFaults = {
    FaultCase{"{codes: [VW]}", "config.key.missing"},
    FaultCase{"{sender: RXX}", "config.key.missing"},
    FaultCase{"{sender: RXX, codes: []}", "config.key.missing"},
    FaultCase{"{sender: RXX, codes: [VW, vw]}", "config.value.twice"},
    FaultCase{"{sender: RXX, codes: [VW], class: HOME}", "config.value.word"},
    FaultCase{"{sender: RXX, codes: [VW], spo2-scale: 3}", "config.value.word"},
    FaultCase{"{sender: RXX, codes: [VW], grace: 15d}", "config.value.range"},
    FaultCase{"{sender: RXX, codes: [VW], patient-classes: [E]}", "config.value.word"},
    FaultCase{"{sender: RXX, codes: [VW], patient-classes: []}", "config.value.empty"},
    FaultCase{"{sender: RXX, codes: [VW], site-component: 4}", "config.key.later"},
    FaultCase{"{sender: RXX, codes: {a: b}}", "config.value.type"},
    FaultCase{"RXX", "config.value.type"},
};

BOOST_DATA_TEST_CASE_F(Fixture, a_faulty_ward_is_named, data::make(kWardFaults), c) {
  const LoadResult loaded = LoadWith("{sender: RXX, codes: [VWRESP]}", c.setting);
  const Fault* fault = loaded.Find(c.code);
  BOOST_TEST_REQUIRE((fault != nullptr), loaded.Text());
  BOOST_TEST(fault->line == 9);
}

BOOST_FIXTURE_TEST_CASE(a_ward_may_be_recognised_by_its_site_alone, Fixture) {
  const LoadResult loaded =
      LoadWith("{sender: RXX, codes: [VWRESP]}", "{sender: RXX, site: RXXVW}");
  BOOST_TEST(!HasErrors(loaded.faults), loaded.Text());
}

BOOST_FIXTURE_TEST_CASE(a_ward_code_in_two_rows_of_a_sender_is_refused, Fixture) {
  const LoadResult loaded = LoadWith("- {sender: RXX, codes: [VWRESP]}",
                                     "- {sender: RXX, codes: [VWRESP]}\n"
                                     "  - {sender: rxx, codes: [VWX, vwresp]}");
  const Fault* fault = loaded.Find("config.value.twice");
  BOOST_TEST_REQUIRE((fault != nullptr), loaded.Text());
  BOOST_TEST(fault->line == 10);
}

BOOST_FIXTURE_TEST_CASE(a_configuration_without_wards_is_warned_of, Fixture) {
  const LoadResult loaded = LoadWith("wards:\n  - {sender: RXX, codes: [VWRESP]}\n", "");
  BOOST_TEST(!HasErrors(loaded.faults));
  BOOST_TEST((loaded.Find("config.wards.none") != nullptr));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
