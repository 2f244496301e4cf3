// Missing parameters, scales, assumptions and who is scored at all (spec/news2 sections 3 to
// 5).
#include "core/clinical/news2.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/core/clinical/readings.h"

namespace wardbridge::clinical {

BOOST_AUTO_TEST_SUITE(news2)

namespace {

namespace data = boost::unit_test::data;
using model::ObservationSet;
using model::Parameter;
using model::Reading;
using model::Vital;
using testing::Adult;
using testing::After;
using testing::At;
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

bool IsMissing(const ObservationSet& set, Parameter parameter) {
  return std::find(set.missing.begin(), set.missing.end(), parameter) != set.missing.end();
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

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::clinical
