// Thresholds of a ward: beyond which values somebody wants to be told.
#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/engine/config_fixture.h"

namespace wardbridge::engine {

BOOST_AUTO_TEST_SUITE(config_thresholds)

namespace {

namespace data = boost::unit_test::data;

struct ThresholdsFixture : ConfigFixture {
  [[nodiscard]] LoadResult LoadThresholds(const std::string& thresholds) const {
    return LoadWith("[VWRESP]}", "[VWRESP],\n     thresholds: " + thresholds + "}");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_ward_has_no_limits_unless_it_says_so, ThresholdsFixture) {
  const LoadResult loaded = Load(kGoodConfig);
  BOOST_REQUIRE_EQUAL(loaded.config.core.wards.size(), 1U);
  BOOST_TEST((loaded.config.core.wards[0].thresholds == model::Thresholds{}));
}

BOOST_FIXTURE_TEST_CASE(every_threshold_arrives_as_it_is_written, ThresholdsFixture) {
  const LoadResult loaded = LoadThresholds(
      "{oxygen-saturation: {low: 92}, pulse: {low: 50, high: '120.5'}, temperature: {high: "
      "38.50}, news2: {from: 7}, holds: 8h}");
  BOOST_TEST_REQUIRE(!HasErrors(loaded.faults), loaded.Text());
  const model::Thresholds& thresholds = loaded.config.core.wards[0].thresholds;
  BOOST_TEST(model::TextOf(thresholds) ==
             "oxygen-saturation=92..;pulse=50..120.5;temperature=..38.50;news2=7;holds=28800000");
}

struct ThresholdFault {
  const char* thresholds;
  const char* place;  // "line:column code"
};
std::ostream& operator<<(std::ostream& out, const ThresholdFault& c) { return out << c.thresholds; }

// The value begins in column 18 of line 10.
const std::array kFaults = {
    ThresholdFault{"5", "10:18 config.value.type"},
    ThresholdFault{"{spo2: {low: 92}}", "10:19 config.key.unknown"},
    ThresholdFault{"{air-or-oxygen: {low: 92}}", "10:19 config.key.unknown"},
    ThresholdFault{"{pulse: 120}", "10:26 config.value.type"},
    ThresholdFault{"{pulse: {}}", "10:26 config.key.missing"},
    ThresholdFault{"{pulse: {least: 50}}", "10:27 config.key.unknown"},
    ThresholdFault{"{pulse: {low: fifty}}", "10:32 config.value.number"},
    ThresholdFault{"{pulse: {low: 5e1}}", "10:32 config.value.number"},
    ThresholdFault{"{pulse: {high: 900}}", "10:33 config.value.range"},
    ThresholdFault{"{temperature: {high: 101}}", "10:39 config.value.range"},
    ThresholdFault{"{pulse: {low: 120, high: 50}}", "10:32 config.value.range"},
    ThresholdFault{"{pulse: {low: 50, high: 50.0}}", "10:32 config.value.range"},
    ThresholdFault{"{pulse: {low: 50, low: 60}}", "10:36 yaml.duplicate-key"},
    ThresholdFault{"{news2: {from: 0}}", "10:33 config.value.number"},
    ThresholdFault{"{news2: {from: 21}}", "10:33 config.value.number"},
    ThresholdFault{"{news2: {high: 5}}", "10:27 config.key.unknown"},
    ThresholdFault{"{holds: 30min}", "10:26 config.value.range"},
    ThresholdFault{"{holds: 3d}", "10:26 config.value.range"},
    ThresholdFault{"{holds: 12}", "10:26 config.value.duration"},
};

BOOST_DATA_TEST_CASE_F(ThresholdsFixture, faults_of_thresholds_stand_at_their_place,
                       data::make(kFaults), fault) {
  const LoadResult loaded = LoadThresholds(fault.thresholds);
  BOOST_TEST_REQUIRE(HasErrors(loaded.faults));
  const Fault& first = loaded.faults.front();
  BOOST_TEST(std::to_string(first.line) + ":" + std::to_string(first.column) + " " + first.code ==
             fault.place);
}

BOOST_FIXTURE_TEST_CASE(a_limit_is_named_with_its_unit, ThresholdsFixture) {
  const LoadResult loaded = LoadThresholds("{systolic-pressure: {low: 12 kPa}}");
  BOOST_TEST_REQUIRE(HasErrors(loaded.faults));
  BOOST_TEST(loaded.faults.front().text ==
             "wards[0].thresholds.systolic-pressure.low must be a decimal number such as 92 or "
             "38.5, in mm[Hg]");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::engine
