#include "core/clinical/trend.h"

#include <array>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/core/clinical/readings.h"

namespace wardbridge::clinical {

BOOST_AUTO_TEST_SUITE(trend)

namespace {

namespace data = boost::unit_test::data;
using model::Vital;
using testing::At;
using testing::Make;

model::Summary StayOf(std::string_view start, std::string_view end) {
  model::Summary summary;
  summary.stay.start = At(start);
  summary.stay.end = At(end);
  return summary;
}

std::string Days(const std::vector<Gap>& gaps) {
  std::string text;
  for (const Gap& gap : gaps) {
    text += std::to_string(gap.first.month) + "/" + std::to_string(gap.first.day) + "-" +
            std::to_string(gap.last.month) + "/" + std::to_string(gap.last.day) + " ";
  }
  return text;
}

BOOST_AUTO_TEST_CASE(a_series_knows_first_lowest_highest_and_latest) {
  model::Summary summary = StayOf("2026-10-18T10:00:00Z", "2026-10-20T10:00:00Z");
  const std::array values = {"80", "62.5", "62.50", "118", "118", "90"};
  for (std::size_t i = 0; i < values.size(); ++i) {
    summary.readings.push_back(
        Make(Vital::kPulse, values[i],
             At("2026-10-18T10:00:00Z") + Millis(static_cast<std::int64_t>(i) * 3600 * 1000)));
  }
  const Trend trend = TrendOf(summary);
  const Series* series = trend.Find(Vital::kPulse);
  BOOST_REQUIRE(series != nullptr);
  BOOST_TEST(series->points.size() == 6U);
  BOOST_TEST(series->First().reading == 0U);
  BOOST_TEST(series->Lowest().reading == 1U);
  BOOST_TEST(series->Highest().reading == 3U);
  BOOST_TEST(series->Latest().reading == 5U);
  BOOST_TEST(series->Lowest().value == 62.5);
}

BOOST_AUTO_TEST_CASE(a_series_is_in_the_order_of_time_then_of_arrival) {
  model::Summary summary = StayOf("2026-10-18T10:00:00Z", "2026-10-20T10:00:00Z");
  summary.readings = {Make(Vital::kPulse, "70", At("2026-10-19T10:00:00Z")),
                      Make(Vital::kPulse, "60", At("2026-10-19T10:00:00Z")),
                      Make(Vital::kPulse, "50", At("2026-10-18T10:00:00Z"))};
  summary.readings[0].message = 2;
  summary.readings[1].message = 1;
  const Trend trend = TrendOf(summary);
  const Series* series = trend.Find(Vital::kPulse);
  BOOST_REQUIRE(series != nullptr);
  BOOST_TEST(series->points[0].reading == 2U);
  BOOST_TEST(series->points[1].reading == 1U);
  BOOST_TEST(series->points[2].reading == 0U);
}

BOOST_AUTO_TEST_CASE(vitals_without_readings_have_no_series) {
  model::Summary summary = StayOf("2026-10-18T10:00:00Z", "2026-10-20T10:00:00Z");
  summary.readings = {Make(Vital::kPulse, "70", At("2026-10-19T10:00:00Z"))};
  const Trend trend = TrendOf(summary);
  BOOST_TEST(trend.series.size() == 1U);
  BOOST_TEST(trend.Find(Vital::kTemperature) == nullptr);
}

BOOST_AUTO_TEST_CASE(implausible_readings_and_comparators_stand_apart) {
  model::Summary summary = StayOf("2026-10-18T10:00:00Z", "2026-10-20T10:00:00Z");
  summary.readings = {Make(Vital::kPulse, "700", At("2026-10-19T10:00:00Z")),
                      Make(Vital::kOxygenSaturation, "90", At("2026-10-19T11:00:00Z")),
                      Make(Vital::kOxygenSaturation, "95", At("2026-10-19T12:00:00Z"))};
  summary.readings[0].plausible = false;
  summary.readings[1].comparator = "<";
  const Trend trend = TrendOf(summary);
  BOOST_TEST(trend.unscored == (std::vector<std::size_t>{0, 1}));
  BOOST_TEST(trend.Find(Vital::kPulse) == nullptr);
  BOOST_TEST(trend.Find(Vital::kOxygenSaturation)->points.size() == 1U);
}

BOOST_AUTO_TEST_CASE(statements_are_kept_in_order) {
  model::Summary summary = StayOf("2026-10-18T10:00:00Z", "2026-10-20T10:00:00Z");
  summary.readings = {Make(Vital::kAirOrOxygen, "oxygen", At("2026-10-19T12:00:00Z")),
                      Make(Vital::kAirOrOxygen, "air", At("2026-10-19T10:00:00Z")),
                      Make(Vital::kConsciousness, "A", At("2026-10-19T10:00:00Z"))};
  const Trend trend = TrendOf(summary);
  BOOST_TEST(trend.oxygen == (std::vector<std::size_t>{1, 0}));
  BOOST_TEST(trend.answers == (std::vector<std::size_t>{2}));
}

BOOST_AUTO_TEST_CASE(totals_leave_out_sets_without_one) {
  model::Summary summary = StayOf("2026-10-18T10:00:00Z", "2026-10-20T10:00:00Z");
  for (const int total : {5, -1, 2, 9, 9}) {
    model::ObservationSet set;
    set.time = At("2026-10-19T10:00:00Z");
    if (total >= 0) {
      set.total = total;
      set.band = model::Band::kLow;
    }
    summary.sets.push_back(set);
  }
  const Trend trend = TrendOf(summary);
  BOOST_TEST(trend.totals.size() == 4U);
  BOOST_TEST(trend.totals[trend.lowest_total].set == 2U);
  BOOST_TEST(trend.totals[trend.highest_total].set == 3U);
}

struct GapCase {
  const char* name;
  const char* start;
  const char* end;
  std::vector<const char*> readings;
  const char* want;
  int days;
  int with;
};
std::ostream& operator<<(std::ostream& out, const GapCase& c) { return out << c.name; }

const std::array kGaps = {
    GapCase{"every day has one",
            "2026-10-18T10:00:00Z",
            "2026-10-19T10:00:00Z",
            {"2026-10-18T11:00:00Z", "2026-10-19T09:00:00Z"},
            "",
            2,
            2},
    GapCase{"no readings at all",
            "2026-10-18T10:00:00Z",
            "2026-10-20T10:00:00Z",
            {},
            "10/18-10/20 ",
            3,
            0},
    GapCase{"two gaps over the end of a month",
            "2026-09-28T10:00:00Z",
            "2026-10-03T10:00:00Z",
            {"2026-09-29T10:00:00Z", "2026-10-02T10:00:00Z"},
            "9/28-9/28 9/30-10/1 10/3-10/3 ",
            6,
            2},
    GapCase{"23:30 UTC in summer is the next day in London",
            "2026-07-01T10:00:00Z",
            "2026-07-02T10:00:00Z",
            {"2026-07-01T23:30:00Z"},
            "7/1-7/1 ",
            2,
            1},
    GapCase{"the day the clocks go back",
            "2026-10-24T10:00:00Z",
            "2026-10-26T10:00:00Z",
            {"2026-10-24T22:59:00Z", "2026-10-25T00:30:00Z", "2026-10-26T00:00:00Z"},
            "",
            3,
            3},
    GapCase{"a stay within one day over the new year's eve",
            "2026-12-31T10:00:00Z",
            "2027-01-01T10:00:00Z",
            {"2026-12-31T11:00:00Z"},
            "1/1-1/1 ",
            2,
            1}};

BOOST_DATA_TEST_CASE(days_without_readings_are_londons_days, data::make(kGaps), c) {
  model::Summary summary = StayOf(c.start, c.end);
  for (const char* time : c.readings) {
    summary.readings.push_back(Make(Vital::kPulse, "70", At(time)));
  }
  const Trend trend = TrendOf(summary);
  BOOST_TEST(Days(trend.gaps) == c.want);
  BOOST_TEST(trend.days == c.days);
  BOOST_TEST(trend.days_with_readings == c.with);
}

BOOST_AUTO_TEST_CASE(a_scale_statement_does_not_make_a_day_with_readings) {
  model::Summary summary = StayOf("2026-10-18T10:00:00Z", "2026-10-18T20:00:00Z");
  summary.readings = {Make(Vital::kSpo2Scale, "2", At("2026-10-18T11:00:00Z"))};
  BOOST_TEST(TrendOf(summary).days_with_readings == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::clinical
