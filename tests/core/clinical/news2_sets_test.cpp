// Sets, missing parameters, scales, assumptions and who is scored at all (spec/news2 sections 3 to
// 5).
#include <algorithm>
#include <array>
#include <cstdint>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/clinical/news2.h"
#include "tests/core/clinical/readings.h"

namespace wardbridge::clinical {

BOOST_AUTO_TEST_SUITE(news2_sets)

namespace {

namespace data = boost::unit_test::data;
using model::ObservationSet;
using model::Parameter;
using model::Reading;
using model::Vital;
using testing::Adult;
using testing::After;
using testing::Find;
using testing::FullSet;
using testing::kMorning;
using testing::Make;
using testing::Without;

ObservationSet Only(const std::vector<Reading>& readings, const ScoreOptions& options = Adult()) {
  std::vector<ObservationSet> sets = ScoreSets(readings, options);
  BOOST_REQUIRE_EQUAL(sets.size(), 1U);
  return sets.front();
}

std::string Shape(const std::vector<ObservationSet>& sets) {
  std::string text;
  for (const ObservationSet& set : sets) {
    text += set.key + " " + FormatInstant(set.time, "UTC") + " " +
            std::to_string(set.total.value_or(-1)) + "\n";
    for (const std::string& key : set.readings) text += "  " + key + "\n";
    for (const model::SubScore& score : set.scores) {
      text += "  " + std::string(model::SnomedCode(score.parameter)) + "=" +
              std::to_string(score.points) + " " + score.readings.front() + "\n";
    }
  }
  return text;
}

// --- which readings make a set

BOOST_AUTO_TEST_CASE(readings_of_different_orders_never_mix) {
  std::vector<Reading> readings = FullSet("one");
  readings.erase(readings.begin() + 7);
  readings.push_back(Make(Vital::kTemperature, "38.5", kMorning, "two"));
  const std::vector<ObservationSet> sets = ScoreSets(readings, Adult());
  BOOST_REQUIRE_EQUAL(sets.size(), 2U);
  BOOST_TEST(sets[0].key == "one");
  BOOST_TEST(sets[1].key == "two");
  BOOST_TEST(!sets[0].total.has_value());
  BOOST_TEST(!sets[1].total.has_value());
}

BOOST_AUTO_TEST_CASE(an_order_holds_together_over_hours) {
  std::vector<Reading> readings = FullSet();
  readings[7].time = After(240);
  const ObservationSet set = Only(readings);
  BOOST_TEST(set.total.value() == 6);
  BOOST_TEST((set.time == After(240)));
}

BOOST_AUTO_TEST_CASE(a_reading_without_an_order_does_not_join_one) {
  std::vector<Reading> readings = Without(FullSet(), Vital::kTemperature);
  readings.push_back(Make(Vital::kTemperature, "38.5", kMorning));
  const std::vector<ObservationSet> sets = ScoreSets(readings, Adult());
  BOOST_REQUIRE_EQUAL(sets.size(), 2U);
  BOOST_TEST(!sets[0].total.has_value());
}

struct WindowCase {
  const char* name;
  std::int64_t offset_ms;
  std::size_t sets;
};
std::ostream& operator<<(std::ostream& out, const WindowCase& c) { return out << c.name; }
const std::array kWindow = {WindowCase{"at the same time", 0, 1},
                            WindowCase{"at its last moment", 15 * 60 * 1000, 1},
                            WindowCase{"one millisecond later", 15 * 60 * 1000 + 1, 2}};

BOOST_DATA_TEST_CASE(without_an_order_the_window_makes_the_set, data::make(kWindow), c) {
  std::vector<Reading> readings = FullSet("");
  readings[7].time = kMorning + Millis(c.offset_ms);
  BOOST_TEST(ScoreSets(readings, Adult()).size() == c.sets);
}

BOOST_AUTO_TEST_CASE(the_window_starts_at_the_first_reading_and_does_not_slide) {
  const std::vector<Reading> readings = {
      Make(Vital::kPulse, "70", kMorning), Make(Vital::kPulse, "71", After(10)),
      Make(Vital::kPulse, "72", After(20)), Make(Vital::kPulse, "73", After(35))};
  const std::vector<ObservationSet> sets = ScoreSets(readings, Adult());
  BOOST_REQUIRE_EQUAL(sets.size(), 2U);
  BOOST_TEST(sets[0].readings.size() == 2U);
  BOOST_TEST(sets[1].readings.size() == 2U);
}

BOOST_AUTO_TEST_CASE(the_window_can_be_set) {
  ScoreOptions options = Adult();
  options.window = Millis(60 * 60 * 1000);
  std::vector<Reading> readings = FullSet("");
  readings[7].time = After(60);
  BOOST_TEST(Only(readings, options).total.value() == 6);
}

BOOST_AUTO_TEST_CASE(the_key_of_a_window_is_made_from_its_first_reading) {
  std::vector<Reading> readings = FullSet("");
  const std::string key = Only(readings).key;
  readings[7].time = After(3);
  BOOST_TEST(Only(readings).key == key);
  for (Reading& reading : readings) reading.time = reading.time + Millis(1);
  BOOST_TEST(Only(readings).key != key);
}

BOOST_AUTO_TEST_CASE(the_latest_value_by_time_is_scored) {
  std::vector<Reading> readings = FullSet();
  readings.push_back(Make(Vital::kRespiration, "16", After(4), "one"));
  readings.push_back(Make(Vital::kRespiration, "30", kMorning - Millis(1000), "one"));
  readings.back().message = 9;
  const ObservationSet set = Only(readings);
  BOOST_TEST(Find(set, Parameter::kRespiration)->points == 0);
  BOOST_TEST((Find(set, Parameter::kRespiration)->time == After(4)));
}

BOOST_AUTO_TEST_CASE(of_equal_times_the_later_arrival_is_scored) {
  std::vector<Reading> readings = FullSet();
  readings[0].message = 7;
  Reading earlier = Make(Vital::kRespiration, "30", kMorning, "one");
  earlier.key = "z";
  earlier.message = 6;
  readings.push_back(earlier);
  BOOST_TEST(Find(Only(readings), Parameter::kRespiration)->points == 2);
}

BOOST_AUTO_TEST_CASE(the_order_of_the_input_does_not_matter) {
  std::vector<Reading> readings;
  for (int day = 0; day < 4; ++day) {
    for (Reading reading : FullSet("", After(day * 60))) readings.push_back(reading);
    for (Reading reading : FullSet("order " + std::to_string(day), After(day * 60))) {
      readings.push_back(reading);
    }
  }
  const std::string want = Shape(ScoreSets(readings, Adult()));
  std::mt19937 random(7);
  for (int i = 0; i < 20; ++i) {
    std::shuffle(readings.begin(), readings.end(), random);
    BOOST_TEST(Shape(ScoreSets(readings, Adult())) == want);
  }
}

BOOST_AUTO_TEST_CASE(sets_come_by_time_then_by_key) {
  std::vector<Reading> readings = {Make(Vital::kPulse, "70", After(1), "b"),
                                   Make(Vital::kPulse, "70", After(1), "a"),
                                   Make(Vital::kPulse, "70", kMorning, "c")};
  const std::vector<ObservationSet> sets = ScoreSets(readings, Adult());
  BOOST_REQUIRE_EQUAL(sets.size(), 3U);
  BOOST_TEST(sets[0].key == "c");
  BOOST_TEST(sets[1].key == "a");
  BOOST_TEST(sets[2].key == "b");
}

BOOST_AUTO_TEST_CASE(no_readings_make_no_sets) {
  BOOST_TEST(ScoreSets(std::vector<Reading>{}, Adult()).empty());
}

BOOST_AUTO_TEST_CASE(diastolic_alone_is_a_set_without_scores) {
  const ObservationSet set = Only({Make(Vital::kDiastolic, "70", kMorning, "one")});
  BOOST_TEST(set.scores.empty());
  BOOST_TEST(set.missing.size() == 7U);
  BOOST_TEST((set.time == kMorning));
}

BOOST_AUTO_TEST_CASE(a_later_diastolic_reading_does_not_date_the_set) {
  std::vector<Reading> readings = FullSet();
  readings[4].time = After(9);
  BOOST_TEST((Only(readings).time == kMorning));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::clinical
