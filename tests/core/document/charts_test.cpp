#include "core/document/charts.h"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/core/document/samples.h"

namespace wardbridge::document {

BOOST_AUTO_TEST_SUITE(charts)

namespace {

namespace data = boost::unit_test::data;
using testing::Sample;

std::vector<Chart> ChartsFor(const model::Summary& summary) {
  return ChartsOf(summary, clinical::TrendOf(summary));
}

const Chart& Find(const std::vector<Chart>& charts, const std::string& title) {
  const auto found = std::find_if(charts.begin(), charts.end(),
                                  [&](const Chart& chart) { return chart.title.find(title) == 0; });
  BOOST_REQUIRE_MESSAGE(found != charts.end(), "a chart " << title);
  return *found;
}

// "3:8.5-24.5 ..." of the bands, from below.
std::string Bands(const Chart& chart) {
  std::string text;
  for (const ShadedBand& band : chart.bands) {
    text += band.name + ":" + std::to_string(std::lround(band.low * 100)) + "-" +
            std::to_string(std::lround(band.high * 100)) + " ";
  }
  return text;
}

BOOST_DATA_TEST_CASE(every_dot_lies_on_the_axis, data::make(testing::SampleNames()), name) {
  for (const Chart& chart : ChartsFor(Sample(name))) {
    BOOST_TEST(chart.low < chart.high, chart.title);
    BOOST_TEST(chart.labels.size() <= 8U, chart.title);
    for (const Curve& curve : chart.curves) {
      for (const Dot& dot : curve.dots) {
        BOOST_TEST((dot.value >= chart.low && dot.value <= chart.high), chart.title);
      }
    }
  }
}

BOOST_DATA_TEST_CASE(every_chart_is_described, data::make(testing::SampleNames()), name) {
  const std::vector<Chart> charts = ChartsFor(Sample(name));
  BOOST_TEST(charts.size() == 8U);
  for (const Chart& chart : charts) BOOST_TEST(!chart.description.empty(), chart.title);
}

BOOST_AUTO_TEST_CASE(bands_change_half_way_between_two_values_of_different_points) {
  const std::vector<Chart> charts = ChartsFor(Sample("typical"));
  BOOST_TEST(Bands(Find(charts, "Pulse")) ==
             "3:3950-4050 1:4050-5050 0:5050-9050 1:9050-11050 2:11050-13050 3:13050-14050 ");
  BOOST_TEST(Bands(Find(charts, "Temperature")) ==
             "3:3495-3505 1:3505-3605 0:3605-3805 1:3805-3905 2:3905-4005 ");
  BOOST_TEST(Bands(Find(charts, "Oxygen saturation")) ==
             "3:8350-9150 2:9150-9350 1:9350-9550 0:9550-10050 ");
}

BOOST_AUTO_TEST_CASE(on_scale_2_there_is_no_band_where_oxygen_decides) {
  const Chart chart = Find(ChartsFor(Sample("scale-two")), "Oxygen saturation");
  BOOST_TEST(chart.bands.back().high == 92.5);
  BOOST_TEST(chart.remark == "bands of scale 2 (both were used)");
}

BOOST_AUTO_TEST_CASE(a_patient_who_is_not_scored_gets_no_bands) {
  for (const Chart& chart : ChartsFor(Sample("child"))) {
    BOOST_TEST(chart.bands.empty(), chart.title);
    BOOST_TEST(chart.remark.empty(), chart.title);
  }
}

BOOST_AUTO_TEST_CASE(a_vital_without_readings_says_so) {
  const std::vector<Chart> charts = ChartsFor(Sample("one"));
  BOOST_TEST(Find(charts, "Pulse").empty == "no reading");
  BOOST_TEST(Find(charts, "NEWS2").empty == "no set with a total");
  BOOST_TEST(Find(charts, "Air").empty == "not stated");
  BOOST_TEST(Find(charts, "Consciousness").empty == "no answer recorded");
  BOOST_TEST(Find(charts, "Temperature").empty.empty());
}

BOOST_AUTO_TEST_CASE(both_pressures_share_a_chart_and_are_named) {
  const Chart chart = Find(ChartsFor(Sample("typical")), "Blood pressure");
  BOOST_REQUIRE_EQUAL(chart.curves.size(), 2U);
  BOOST_TEST(chart.curves[0].name == "systolic (bands)");
  BOOST_TEST(chart.curves[1].name == "diastolic");
  BOOST_TEST((chart.curves[0].mark != chart.curves[1].mark));
}

BOOST_AUTO_TEST_CASE(an_absurd_value_does_not_stretch_the_axis_without_end) {
  model::Summary summary = Sample("one");
  summary.readings.front().value = model::Decimal::Parse("999999999999999");
  const Chart chart = Find(ChartsFor(summary), "Temperature");
  BOOST_TEST(chart.high <= 400);
  BOOST_TEST(chart.labels.size() <= 8U);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::document
