// What the readings of a stay say of its limits (core/clinical/trend.cpp).
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "core/clinical/trend.h"
#include "tests/core/clinical/readings.h"

namespace wardbridge::clinical {

BOOST_AUTO_TEST_SUITE(trend_limits)

namespace {

using model::Decimal;
using model::Vital;
using testing::At;
using testing::Make;

constexpr std::int64_t kHour = 60LL * 60 * 1000;
const Timestamp kStart = At("2026-10-18T10:00:00Z");

Timestamp Hour(int hour) { return kStart + Millis(hour * kHour); }

// Two days on a ward that wants SpO2 of 92 and more and a pulse of 50 to 120.
model::Summary TwoDays() {
  model::Summary summary;
  summary.stay.start = kStart;
  summary.stay.end = Hour(48);
  summary.stay.ward = model::Ward{};
  summary.stay.ward->thresholds =
      model::ThresholdsOf("oxygen-saturation=92..;pulse=50..120;news2=5;holds=43200000").value();
  return summary;
}

model::ObservationSet SetOf(int total, int hour) {
  model::ObservationSet set;
  set.time = Hour(hour);
  if (total >= 0) {
    set.total = total;
    set.band = model::Band::kLow;
  }
  return set;
}

std::int64_t Hours(Millis length) { return length.count() / kHour; }

}  // namespace

BOOST_AUTO_TEST_CASE(a_series_knows_its_median_and_its_time_within_limits) {
  model::Summary summary = TwoDays();
  const std::vector<std::pair<int, const char*>> values = {
      {2, "95"}, {8, "91"}, {10, "88.5"}, {14, "93"}, {40, "92"}};
  for (const auto& [hour, value] : values) {
    summary.readings.push_back(Make(Vital::kOxygenSaturation, value, Hour(hour)));
  }
  const Trend trend = TrendOf(summary);
  const Series* series = trend.Find(Vital::kOxygenSaturation);
  BOOST_REQUIRE(series != nullptr);
  BOOST_TEST(series->median.Text() == "92");
  BOOST_TEST(series->has_limits);
  BOOST_TEST(!series->limits_vary);
  // 2 to 8 and 14 to 26 and 40 to 48 within; 8 to 14 below; before 2 and from 26 to 40 not known.
  BOOST_TEST(Hours(series->time.within) == 26);
  BOOST_TEST(Hours(series->time.below) == 6);
  BOOST_TEST(Hours(series->time.above) == 0);
  BOOST_TEST(Hours(series->time.unknown) == 16);
  BOOST_REQUIRE_EQUAL(series->episodes.size(), 1U);
  const Episode& episode = series->episodes.front();
  BOOST_TEST((episode.start == Hour(8)));
  BOOST_TEST((episode.end == Hour(14)));
  BOOST_TEST(episode.Count() == 2U);
  BOOST_TEST(series->points[episode.extreme].reading == 2U);
  BOOST_TEST((episode.ending == Ending::kWithin));
}

BOOST_AUTO_TEST_CASE(limits_of_a_reading_count_before_those_of_the_ward) {
  model::Summary summary = TwoDays();
  summary.readings = {Make(Vital::kOxygenSaturation, "90", Hour(1)),
                      Make(Vital::kOxygenSaturation, "90", Hour(2))};
  summary.readings[1].low = Decimal::Parse("88");
  const Trend trend = TrendOf(summary);
  const Series* series = trend.Find(Vital::kOxygenSaturation);
  BOOST_REQUIRE(series != nullptr);
  BOOST_TEST(series->limits_vary);
  BOOST_TEST(Hours(series->time.below) == 1);
  BOOST_TEST(Hours(series->time.within) == 12);
}

BOOST_AUTO_TEST_CASE(without_limits_nothing_is_known_and_nothing_beyond) {
  model::Summary summary = TwoDays();
  summary.readings = {Make(Vital::kTemperature, "41.5", Hour(1))};
  const Trend trend = TrendOf(summary);
  const Series* series = trend.Find(Vital::kTemperature);
  BOOST_REQUIRE(series != nullptr);
  BOOST_TEST(!series->has_limits);
  BOOST_TEST(series->episodes.empty());
  BOOST_TEST(Hours(series->time.unknown) == 48);
  summary.stay.ward.reset();
  BOOST_TEST(!TrendOf(summary).Find(Vital::kTemperature)->has_limits);
}

BOOST_AUTO_TEST_CASE(readings_that_are_not_usable_take_no_part) {
  model::Summary summary = TwoDays();
  summary.readings = {Make(Vital::kPulse, "80", Hour(1)), Make(Vital::kPulse, "700", Hour(2)),
                      Make(Vital::kPulse, "130", Hour(3)), Make(Vital::kPulse, "90", Hour(4))};
  summary.readings[1].plausible = false;
  summary.readings[2].comparator = ">";
  const Trend trend = TrendOf(summary);
  const Series* series = trend.Find(Vital::kPulse);
  BOOST_REQUIRE(series != nullptr);
  BOOST_TEST(series->median.Text() == "85");
  BOOST_TEST(series->episodes.empty());
  BOOST_TEST(Hours(series->time.within) == 15);
}

BOOST_AUTO_TEST_CASE(totals_change_from_the_first_of_the_stay) {
  model::Summary summary = TwoDays();
  summary.sets = {SetOf(-1, 1), SetOf(3, 2), SetOf(7, 6), SetOf(5, 8), SetOf(4, 10), SetOf(1, 20)};
  const Trend trend = TrendOf(summary);
  std::string changes;
  for (const TotalPoint& point : trend.totals) changes += std::to_string(point.change) + " ";
  BOOST_TEST(changes == "0 4 2 1 -2 ");
  // 5 and more: from 6 to 10.
  BOOST_REQUIRE_EQUAL(trend.total_episodes.size(), 1U);
  BOOST_TEST((trend.total_episodes[0].start == Hour(6)));
  BOOST_TEST((trend.total_episodes[0].end == Hour(10)));
  BOOST_TEST(trend.totals[trend.total_episodes[0].extreme].total == 7);
  BOOST_TEST(Hours(trend.total_time.above) == 4);
  BOOST_TEST(Hours(trend.total_time.within) == 4 + 10 + 12);
  BOOST_TEST(Hours(trend.total_time.unknown) == 2 + 16);
}

BOOST_AUTO_TEST_CASE(a_ward_may_want_to_be_told_of_other_totals) {
  model::Summary summary = TwoDays();
  summary.stay.ward->thresholds.news2_from = 7;
  summary.sets = {SetOf(6, 2), SetOf(7, 6)};
  const Trend trend = TrendOf(summary);
  BOOST_REQUIRE_EQUAL(trend.total_episodes.size(), 1U);
  BOOST_TEST((trend.total_episodes[0].start == Hour(6)));
}

BOOST_AUTO_TEST_CASE(times_without_any_reading_are_longer_than_a_reading_holds) {
  model::Summary summary = TwoDays();
  summary.readings = {
      Make(Vital::kPulse, "80", Hour(13)), Make(Vital::kTemperature, "37.0", Hour(25)),
      Make(Vital::kSpo2Scale, "2", Hour(30)), Make(Vital::kConsciousness, "A", Hour(47))};
  const Trend trend = TrendOf(summary);
  BOOST_REQUIRE_EQUAL(trend.silences.size(), 2U);
  BOOST_TEST((trend.silences[0].from == Hour(0)));
  BOOST_TEST((trend.silences[0].to == Hour(13)));
  BOOST_TEST((trend.silences[1].from == Hour(25)));
  BOOST_TEST((trend.silences[1].to == Hour(47)));
  summary.stay.ward->thresholds.holds_ms = 22 * kHour;
  BOOST_TEST(TrendOf(summary).silences.empty());
  summary.readings.clear();
  BOOST_REQUIRE_EQUAL(TrendOf(summary).silences.size(), 1U);
  BOOST_TEST(Hours(TrendOf(summary).silences[0].Length()) == 48);
}

BOOST_AUTO_TEST_CASE(the_order_of_the_readings_never_matters) {
  model::Summary summary = TwoDays();
  for (int i = 0; i < 40; ++i) {
    summary.readings.push_back(Make(Vital::kPulse, std::to_string(40 + i * 37 % 100), Hour(i)));
    summary.readings.back().key += std::to_string(i);
    if (i % 3 == 0) summary.readings.back().high = Decimal::Parse("100");
    if (i % 4 == 0) summary.readings.back().flag = "H";
  }
  const Trend one = TrendOf(summary);
  std::mt19937 random(7);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(summary.readings.begin(), summary.readings.end(), random);
    const Trend other = TrendOf(summary);
    const Series& a = one.series.front();
    const Series& b = other.series.front();
    BOOST_TEST(a.median.Text() == b.median.Text());
    BOOST_TEST((a.time.within == b.time.within && a.time.below == b.time.below));
    BOOST_TEST((a.time.above == b.time.above && a.time.unknown == b.time.unknown));
    BOOST_REQUIRE_EQUAL(a.episodes.size(), b.episodes.size());
    for (std::size_t i = 0; i < a.episodes.size(); ++i) {
      BOOST_TEST((a.episodes[i].start == b.episodes[i].start));
      BOOST_TEST(a.episodes[i].extreme == b.episodes[i].extreme);
    }
    BOOST_TEST(one.flags.front().count == other.flags.front().count);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::clinical
