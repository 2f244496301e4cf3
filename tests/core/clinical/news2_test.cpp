// Sets, missing parameters, scales, assumptions and who is scored at all (spec/news2 sections 3 to
// 5).
#include "core/clinical/news2.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/core/clinical/readings.h"

namespace wardbridge::clinical {
namespace {

namespace data = boost::unit_test::data;
using model::ObservationSet;
using model::Parameter;
using model::Reading;
using model::Vital;
using testing::At;
using testing::Make;

const Timestamp kMorning = At("2026-10-20T08:00:00+01:00");

ScoreOptions Adult() {
  ScoreOptions options;
  options.birth_date = "1944-02-29";
  return options;
}

Timestamp After(std::int64_t minutes) { return kMorning + Millis(minutes * 60 * 1000); }

std::vector<Reading> FullSet(const std::string& set = "one", Timestamp time = kMorning) {
  return {
      Make(Vital::kRespiration, "21", time, set),  Make(Vital::kOxygenSaturation, "93", time, set),
      Make(Vital::kAirOrOxygen, "air", time, set), Make(Vital::kSystolic, "120", time, set),
      Make(Vital::kDiastolic, "70", time, set),    Make(Vital::kPulse, "95", time, set),
      Make(Vital::kConsciousness, "A", time, set), Make(Vital::kTemperature, "38.5", time, set)};
}

std::vector<Reading> Without(std::vector<Reading> readings, Vital vital) {
  std::erase_if(readings, [vital](const Reading& reading) { return reading.vital == vital; });
  return readings;
}

ObservationSet Only(const std::vector<Reading>& readings, const ScoreOptions& options = Adult()) {
  std::vector<ObservationSet> sets = ScoreSets(readings, options);
  BOOST_REQUIRE_EQUAL(sets.size(), 1U);
  return sets.front();
}

const model::SubScore* Find(const ObservationSet& set, Parameter parameter) {
  for (const model::SubScore& score : set.scores) {
    if (score.parameter == parameter) return &score;
  }
  return nullptr;
}

bool IsMissing(const ObservationSet& set, Parameter parameter) {
  return std::find(set.missing.begin(), set.missing.end(), parameter) != set.missing.end();
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

BOOST_AUTO_TEST_CASE(a_full_set_has_seven_sub_scores_in_order_and_a_total) {
  const ObservationSet set = Only(FullSet());
  const std::vector<std::pair<Parameter, int>> want = {
      {Parameter::kRespiration, 2}, {Parameter::kSpo2Scale1, 2}, {Parameter::kAirOrOxygen, 0},
      {Parameter::kSystolic, 0},    {Parameter::kPulse, 1},      {Parameter::kConsciousness, 0},
      {Parameter::kTemperature, 1}};
  BOOST_REQUIRE_EQUAL(set.scores.size(), want.size());
  for (std::size_t i = 0; i < want.size(); ++i) {
    BOOST_TEST((set.scores[i].parameter == want[i].first), "place " << i);
    BOOST_TEST(set.scores[i].points == want[i].second, "place " << i);
  }
  BOOST_TEST(set.total.value() == 6);
  BOOST_TEST((set.band == model::Band::kMedium));
  BOOST_TEST(!set.any_single_3);
  BOOST_TEST(set.missing.empty());
  BOOST_TEST(set.key == "one");
  BOOST_TEST(set.readings.size() == 8U);
}

BOOST_AUTO_TEST_CASE(each_sub_score_names_the_reading_it_comes_from) {
  const std::vector<Reading> readings = FullSet();
  const ObservationSet set = Only(readings);
  BOOST_TEST(Find(set, Parameter::kTemperature)->readings ==
             std::vector<std::string>{readings[7].key});
  BOOST_TEST(Find(set, Parameter::kConsciousness)->readings ==
             std::vector<std::string>{readings[6].key});
}

BOOST_AUTO_TEST_CASE(air_or_oxygen_names_the_spo2_reading_first_and_has_its_time) {
  std::vector<Reading> readings = FullSet();
  readings[2].time = After(5);
  const ObservationSet set = Only(readings);
  const model::SubScore* score = Find(set, Parameter::kAirOrOxygen);
  BOOST_REQUIRE(score != nullptr);
  BOOST_TEST(score->readings == (std::vector<std::string>{readings[1].key, readings[2].key}));
  BOOST_TEST((score->time == readings[1].time));
  BOOST_TEST((set.time == After(5)));
}

struct MissingCase {
  const char* name;
  Vital vital;
  Parameter parameter;
  std::size_t sub_scores;
};
std::ostream& operator<<(std::ostream& out, const MissingCase& c) { return out << c.name; }
const std::array kSeven = {
    MissingCase{"respiration", Vital::kRespiration, Parameter::kRespiration, 6},
    // Without SpO2 there is no air or oxygen sub-score either.
    MissingCase{"SpO2", Vital::kOxygenSaturation, Parameter::kSpo2Scale1, 5},
    MissingCase{"air or oxygen", Vital::kAirOrOxygen, Parameter::kAirOrOxygen, 6},
    MissingCase{"systolic", Vital::kSystolic, Parameter::kSystolic, 6},
    MissingCase{"pulse", Vital::kPulse, Parameter::kPulse, 6},
    MissingCase{"consciousness", Vital::kConsciousness, Parameter::kConsciousness, 6},
    MissingCase{"temperature", Vital::kTemperature, Parameter::kTemperature, 6}};

BOOST_DATA_TEST_CASE(with_one_of_the_seven_missing_there_is_no_total, data::make(kSeven), c) {
  const ObservationSet set = Only(Without(FullSet(), c.vital));
  BOOST_TEST(!set.total.has_value());
  BOOST_TEST(!set.band.has_value());
  BOOST_TEST((set.missing == std::vector{c.parameter}));
  BOOST_TEST(set.scores.size() == c.sub_scores);
  BOOST_TEST(Find(set, c.parameter) == nullptr);
}

BOOST_DATA_TEST_CASE(an_implausible_reading_counts_as_missing, data::make(kSeven), c) {
  std::vector<Reading> readings = FullSet();
  for (Reading& reading : readings) {
    if (reading.vital == c.vital) reading.plausible = false;
  }
  const ObservationSet set = Only(readings);
  BOOST_TEST((set.missing == std::vector{c.parameter}));
  BOOST_TEST(set.readings.size() == 8U);
}

BOOST_AUTO_TEST_CASE(a_reading_with_a_comparator_is_not_scored) {
  std::vector<Reading> readings = FullSet();
  readings[1].comparator = "<";
  BOOST_TEST(IsMissing(Only(readings), Parameter::kSpo2Scale1));
}

BOOST_AUTO_TEST_CASE(a_value_out_of_limits_is_not_scored_even_when_it_is_not_flagged) {
  std::vector<Reading> readings = FullSet();
  readings[7].value = model::Decimal::Parse("98.6");
  BOOST_TEST(IsMissing(Only(readings), Parameter::kTemperature));
}

BOOST_AUTO_TEST_CASE(an_implausible_latest_value_leaves_the_one_before_it) {
  std::vector<Reading> readings = FullSet();
  readings.push_back(Make(Vital::kTemperature, "36.5", After(1), "one"));
  readings.push_back(Make(Vital::kTemperature, "77", After(2), "one"));
  readings.back().plausible = false;
  const ObservationSet set = Only(readings);
  BOOST_TEST(Find(set, Parameter::kTemperature)->points == 0);
  BOOST_TEST((set.time == After(1)));
}

BOOST_AUTO_TEST_CASE(a_preliminary_reading_is_scored) {
  std::vector<Reading> readings = FullSet();
  for (Reading& reading : readings) reading.status = model::ReadingStatus::kPreliminary;
  BOOST_TEST(Only(readings).total.value() == 6);
}

BOOST_AUTO_TEST_CASE(a_single_three_is_flagged_with_and_without_a_total) {
  std::vector<Reading> readings = FullSet();
  readings[0] = Make(Vital::kRespiration, "25", kMorning, "one");
  BOOST_TEST(Only(readings).any_single_3);
  BOOST_TEST(Only(Without(readings, Vital::kPulse)).any_single_3);
}

BOOST_AUTO_TEST_CASE(oxygen_is_two_points_but_no_single_three) {
  std::vector<Reading> readings = FullSet();
  readings[2] = Make(Vital::kAirOrOxygen, "oxygen", kMorning, "one");
  const ObservationSet set = Only(readings);
  BOOST_TEST(set.total.value() == 8);
  BOOST_TEST(!set.any_single_3);
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

// --- scales, air and alert

BOOST_AUTO_TEST_CASE(a_scale_statement_is_no_member_of_a_set) {
  BOOST_TEST(
      ScoreSets(std::vector{Make(Vital::kSpo2Scale, "2", kMorning, "one")}, Adult()).empty());
}

struct ScaleCase {
  const char* name;
  std::int64_t statement_minutes;
  int want;
};
std::ostream& operator<<(std::ostream& out, const ScaleCase& c) { return out << c.name; }
const std::array kScales = {ScaleCase{"a statement hours before", -300, 2},
                            ScaleCase{"a statement at the same time", 0, 2},
                            ScaleCase{"a statement one minute later", 1, 1}};

BOOST_DATA_TEST_CASE(a_scale_statement_counts_from_its_time_on, data::make(kScales), c) {
  std::vector<Reading> readings = FullSet();
  readings.push_back(Make(Vital::kSpo2Scale, "2", After(c.statement_minutes), "other"));
  const ObservationSet set = Only(readings);
  BOOST_TEST(set.spo2_scale == c.want);
  const Parameter used = c.want == 2 ? Parameter::kSpo2Scale2 : Parameter::kSpo2Scale1;
  const Parameter unused = c.want == 2 ? Parameter::kSpo2Scale1 : Parameter::kSpo2Scale2;
  BOOST_TEST(Find(set, used) != nullptr);
  BOOST_TEST(Find(set, unused) == nullptr);
}

BOOST_AUTO_TEST_CASE(the_latest_statement_wins_and_can_go_back_to_scale_1) {
  std::vector<Reading> readings = FullSet();
  readings.push_back(Make(Vital::kSpo2Scale, "2", After(-60)));
  readings.push_back(Make(Vital::kSpo2Scale, "1", After(-30)));
  BOOST_TEST(Only(readings).spo2_scale == 1);
}

BOOST_AUTO_TEST_CASE(the_wards_scale_holds_until_somebody_says_otherwise) {
  ScoreOptions options = Adult();
  options.default_scale = 2;
  std::vector<Reading> readings = FullSet();
  BOOST_TEST(Only(readings, options).spo2_scale == 2);
  readings.push_back(Make(Vital::kSpo2Scale, "1", After(-30)));
  BOOST_TEST(Only(readings, options).spo2_scale == 1);
}

BOOST_AUTO_TEST_CASE(on_scale_2_above_92_air_or_oxygen_decides) {
  ScoreOptions options = Adult();
  options.default_scale = 2;
  std::vector<Reading> readings = FullSet();  // 93 on air
  BOOST_TEST(Find(Only(readings, options), Parameter::kSpo2Scale2)->points == 0);
  readings[2] = Make(Vital::kAirOrOxygen, "oxygen", kMorning, "one");
  BOOST_TEST(Find(Only(readings, options), Parameter::kSpo2Scale2)->points == 1);
  const ObservationSet unknown = Only(Without(readings, Vital::kAirOrOxygen), options);
  BOOST_TEST(Find(unknown, Parameter::kSpo2Scale2) == nullptr);
  BOOST_TEST((unknown.missing == std::vector{Parameter::kAirOrOxygen}));
  BOOST_TEST(!unknown.total.has_value());
}

BOOST_AUTO_TEST_CASE(on_scale_2_at_92_no_statement_is_needed_for_the_sub_score) {
  ScoreOptions options = Adult();
  options.default_scale = 2;
  std::vector<Reading> readings = Without(FullSet(), Vital::kAirOrOxygen);
  readings[1] = Make(Vital::kOxygenSaturation, "92", kMorning, "one");
  const ObservationSet set = Only(readings, options);
  BOOST_TEST(Find(set, Parameter::kSpo2Scale2)->points == 0);
  BOOST_TEST(!set.total.has_value());
}

BOOST_AUTO_TEST_CASE(assume_air_completes_a_set_and_says_so) {
  ScoreOptions options = Adult();
  options.assume_air = true;
  const ObservationSet set = Only(Without(FullSet(), Vital::kAirOrOxygen), options);
  BOOST_TEST(set.total.value() == 6);
  BOOST_TEST(set.assumed_air);
  BOOST_TEST(Find(set, Parameter::kAirOrOxygen)->readings.size() == 1U);
}

BOOST_AUTO_TEST_CASE(assume_air_never_overrides_a_statement) {
  ScoreOptions options = Adult();
  options.assume_air = true;
  std::vector<Reading> readings = FullSet();
  readings[2] = Make(Vital::kAirOrOxygen, "oxygen", kMorning, "one");
  const ObservationSet set = Only(readings, options);
  BOOST_TEST(Find(set, Parameter::kAirOrOxygen)->points == 2);
  BOOST_TEST(!set.assumed_air);
}

BOOST_AUTO_TEST_CASE(assume_air_needs_a_spo2_reading) {
  ScoreOptions options = Adult();
  options.assume_air = true;
  const ObservationSet set = Only({Make(Vital::kPulse, "70", kMorning)}, options);
  BOOST_TEST(!set.assumed_air);
  BOOST_TEST(IsMissing(set, Parameter::kAirOrOxygen));
  BOOST_TEST(Find(set, Parameter::kAirOrOxygen) == nullptr);
}

BOOST_AUTO_TEST_CASE(assume_alert_completes_a_set_in_its_place_and_says_so) {
  ScoreOptions options = Adult();
  options.assume_alert = true;
  const ObservationSet set = Only(Without(FullSet(), Vital::kConsciousness), options);
  BOOST_TEST(set.total.value() == 6);
  BOOST_TEST(set.assumed_alert);
  BOOST_REQUIRE_EQUAL(set.scores.size(), 7U);
  BOOST_TEST((set.scores[5].parameter == Parameter::kConsciousness));
  BOOST_TEST(set.scores[5].readings.empty());
  BOOST_TEST((set.scores[5].time == set.time));
}

BOOST_AUTO_TEST_CASE(assume_alert_adds_nothing_where_it_would_not_make_a_total) {
  ScoreOptions options = Adult();
  options.assume_alert = true;
  std::vector<Reading> readings = Without(FullSet(), Vital::kConsciousness);
  readings = Without(readings, Vital::kPulse);
  const ObservationSet set = Only(readings, options);
  BOOST_TEST(!set.assumed_alert);
  BOOST_TEST(IsMissing(set, Parameter::kConsciousness));
}

BOOST_AUTO_TEST_CASE(assume_alert_never_overrides_an_answer) {
  ScoreOptions options = Adult();
  options.assume_alert = true;
  std::vector<Reading> readings = FullSet();
  readings[6] = Make(Vital::kConsciousness, "V", kMorning, "one");
  BOOST_TEST(Find(Only(readings, options), Parameter::kConsciousness)->points == 3);
}

// --- who is scored

struct PatientCase {
  const char* name;
  const char* birth_date;
  bool pregnant;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const PatientCase& c) { return out << c.name; }
const std::array kPatients = {PatientCase{"an adult", "1944-02-29", false, ""},
                              PatientCase{"on the 16th birthday", "2010-10-20", false, ""},
                              PatientCase{"the day before", "2010-10-21", false, "under-16"},
                              PatientCase{"no birth date", "", false, "age-unknown"},
                              PatientCase{"only the year of 16", "2010", false, "age-unknown"},
                              PatientCase{"pregnant", "1990-01-01", true, "pregnancy"}};

BOOST_DATA_TEST_CASE(children_unknown_ages_and_pregnancy_get_no_score, data::make(kPatients), c) {
  ScoreOptions options;
  options.birth_date = c.birth_date;
  options.pregnant = c.pregnant;
  const ObservationSet set = Only(FullSet(), options);
  BOOST_TEST(set.not_scored == c.want);
  BOOST_TEST(set.scores.empty() == (*c.want != '\0'));
  BOOST_TEST(set.total.has_value() == (*c.want == '\0'));
  BOOST_TEST(set.missing.empty());
  BOOST_TEST(set.readings.size() == 8U);
}

BOOST_AUTO_TEST_CASE(scoring_begins_on_the_16th_birthday_within_one_stay) {
  ScoreOptions options;
  options.birth_date = "2012-02-29";
  std::vector<Reading> readings = FullSet("eve", At("2028-02-28T23:59:00Z"));
  for (const Reading& reading : FullSet("day", At("2028-02-29T00:00:00Z"))) {
    readings.push_back(reading);
  }
  const std::vector<ObservationSet> sets = ScoreSets(readings, options);
  BOOST_REQUIRE_EQUAL(sets.size(), 2U);
  BOOST_TEST(sets[0].not_scored == "under-16");
  BOOST_TEST(sets[1].total.value() == 6);
}

BOOST_AUTO_TEST_CASE(a_set_across_the_16th_birthday_is_not_scored) {
  ScoreOptions options;
  options.birth_date = "2012-02-29";
  std::vector<Reading> readings = FullSet("one", At("2028-02-28T23:59:00Z"));
  readings[7].time = At("2028-02-29T00:01:00Z");
  BOOST_TEST(Only(readings, options).not_scored == "under-16");
}

}  // namespace
}  // namespace wardbridge::clinical
