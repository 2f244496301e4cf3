// The words about what is missing (core/clinical/missing.cpp).
#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "core/clinical/trend.h"
#include "tests/core/clinical/readings.h"

namespace wardbridge::clinical {

BOOST_AUTO_TEST_SUITE(missing)

namespace {

using model::ObservationSet;
using model::Parameter;
using model::Vital;
using testing::At;
using testing::Make;

model::Summary OneDay() {
  model::Summary summary;
  summary.stay.start = At("2026-10-18T10:00:00Z");
  summary.stay.end = At("2026-10-18T20:00:00Z");
  summary.readings = {Make(Vital::kPulse, "70", At("2026-10-18T11:00:00Z"))};
  return summary;
}

ObservationSet SetWithout(std::vector<Parameter> missing) {
  ObservationSet set;
  set.missing = std::move(missing);
  if (set.missing.empty()) {
    set.total = 0;
    set.band = model::Band::kLow;
  }
  return set;
}

std::string TextOf(const model::Summary& summary, const std::string& code) {
  const std::vector<model::Issue> notes = DescribeMissing(summary, TrendOf(summary));
  const auto found = std::find_if(notes.begin(), notes.end(),
                                  [&](const model::Issue& note) { return note.code == code; });
  return found == notes.end() ? "" : found->text;
}

BOOST_AUTO_TEST_CASE(a_complete_stay_has_nothing_to_say) {
  model::Summary summary = OneDay();
  summary.sets = {SetWithout({})};
  BOOST_TEST(DescribeMissing(summary, TrendOf(summary)).empty());
}

BOOST_AUTO_TEST_CASE(no_readings_are_said_plainly) {
  model::Summary summary = OneDay();
  summary.readings.clear();
  BOOST_TEST(TextOf(summary, "readings.none") == "No reading was received for this stay.");
}

BOOST_AUTO_TEST_CASE(days_with_readings_are_counted_where_some_have_none) {
  model::Summary summary = OneDay();
  summary.stay.end = At("2026-10-21T20:00:00Z");
  BOOST_TEST(TextOf(summary, "readings.days") == "Readings on 1 of 4 days.");
}

BOOST_AUTO_TEST_CASE(sets_without_a_total_say_which_parameters_were_missing_how_often) {
  model::Summary summary = OneDay();
  summary.sets = {SetWithout({Parameter::kAirOrOxygen}), SetWithout({}),
                  SetWithout({Parameter::kAirOrOxygen, Parameter::kConsciousness})};
  BOOST_TEST(TextOf(summary, "news2.no-total") ==
             "2 of 3 observation sets have no NEWS2 total, because a total needs all seven "
             "parameters. Missing: air or oxygen in 2, consciousness in 1.");
}

BOOST_AUTO_TEST_CASE(one_set_without_a_total_is_told_in_the_singular) {
  model::Summary summary = OneDay();
  summary.sets = {SetWithout({Parameter::kSpo2Scale1})};
  BOOST_TEST(TextOf(summary, "news2.no-total") ==
             "1 of 1 observation set has no NEWS2 total, because a total needs all seven "
             "parameters. Missing: oxygen saturation in 1.");
}

BOOST_AUTO_TEST_CASE(unscored_patients_get_the_reason_and_no_list_of_missing_parameters) {
  model::Summary summary = OneDay();
  summary.sets = {ObservationSet{}};
  summary.sets[0].not_scored = "under-16";
  BOOST_TEST(TextOf(summary, "news2.not-scored") ==
             "NEWS2 was not scored for 1 observation set: the patient was under 16, and NEWS2 is "
             "for adults.");
  BOOST_TEST(TextOf(summary, "news2.no-total").empty());
  summary.sets[0].not_scored = "age-unknown";
  BOOST_TEST(TextOf(summary, "news2.not-scored").find("age of the patient is not known") !=
             std::string::npos);
  summary.sets[0].not_scored = "pregnancy";
  BOOST_TEST(TextOf(summary, "news2.not-scored").find("pregnant") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(assumptions_are_named) {
  model::Summary summary = OneDay();
  summary.sets = {SetWithout({}), SetWithout({})};
  summary.sets[0].assumed_air = true;
  summary.sets[1].assumed_alert = true;
  BOOST_TEST(TextOf(summary, "news2.assumed-air").find("In 1 observation set the sender did not") ==
             0U);
  BOOST_TEST(TextOf(summary, "news2.assumed-alert").find("Alert was assumed") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(doubtful_readings_are_counted_by_kind) {
  model::Summary summary = OneDay();
  for (int i = 0; i < 3; ++i) summary.readings.push_back(summary.readings.front());
  summary.readings[1].plausible = false;
  summary.readings[2].comparator = ">";
  summary.readings[3].status = model::ReadingStatus::kPreliminary;
  summary.after_end = {summary.readings[0], summary.readings[0]};
  BOOST_TEST(TextOf(summary, "readings.implausible").find("1 reading outside") == 0U);
  BOOST_TEST(TextOf(summary, "readings.comparator").find("1 reading given only") == 0U);
  BOOST_TEST(TextOf(summary, "readings.preliminary").find("1 reading marked") == 0U);
  BOOST_TEST(TextOf(summary, "readings.after-end").find("2 readings taken after") == 0U);
}

BOOST_AUTO_TEST_CASE(the_counts_are_of_all_sets) {
  const std::vector<ObservationSet> sets = {SetWithout({Parameter::kPulse}), SetWithout({}),
                                            SetWithout({Parameter::kPulse})};
  BOOST_TEST(MissingCounts(sets).at(Parameter::kPulse) == 2);
  BOOST_TEST(MissingCounts(sets).size() == 1U);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::clinical
