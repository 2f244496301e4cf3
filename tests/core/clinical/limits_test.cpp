#include "core/clinical/limits.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/core/clinical/readings.h"

namespace wardbridge::clinical {

BOOST_AUTO_TEST_SUITE(limits)

namespace {

namespace data = boost::unit_test::data;
using model::Decimal;
using model::Limits;
using model::Vital;

std::string TextOf(const std::optional<Decimal>& limit) { return limit ? limit->Text() : "-"; }

struct Case {
  const char* name;
  Limits own;
  Limits ward;
  const char* want;  // low high, with * for the reading's own
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

Limits Of(const char* low, const char* high) { return {Decimal::Parse(low), Decimal::Parse(high)}; }

const std::array kCases = {
    Case{"nobody states any", Of("", ""), Of("", ""), "- -"},
    Case{"the ward's", Of("", ""), Of("50", "120"), "50 120"},
    Case{"the reading's own beat the ward's", Of("45", "110"), Of("50", "120"), "45* 110*"},
    Case{"one of its own beside one of the ward", Of("45", ""), Of("50", "120"), "45* 120"},
    Case{"the other way round", Of("", "110"), Of("50", ""), "50 110*"},
    Case{"own limits that contradict each other do not count", Of("110", "45"), Of("50", "120"),
         "50 120"},
    Case{"and leave nothing without a ward", Of("110", "45"), Of("", ""), "- -"},
    Case{"a limit of the ward that contradicts does not count", Of("130", ""), Of("50", "120"),
         "130* -"},
    Case{"likewise above", Of("", "40"), Of("50", "120"), "- 40*"}};

struct SideCase {
  const char* value;
  const char* low;
  const char* high;
  Side want;
};
std::ostream& operator<<(std::ostream& out, const SideCase& c) {
  return out << c.value << " in " << c.low << ".." << c.high;
}

const std::array kSides = {SideCase{"92", "92", "", Side::kWithin},
                           SideCase{"92.0", "92", "", Side::kWithin},
                           SideCase{"91.999999999", "92", "", Side::kBelow},
                           SideCase{"92.000000001", "", "92", Side::kAbove},
                           SideCase{"38.50", "", "38.5", Side::kWithin},
                           SideCase{"120", "50", "120", Side::kWithin},
                           SideCase{"121", "50", "120", Side::kAbove},
                           SideCase{"49", "50", "120", Side::kBelow},
                           SideCase{"49", "", "", Side::kNotJudged}};

}  // namespace

BOOST_DATA_TEST_CASE(each_reading_has_limits_of_its_own_or_of_its_ward, data::make(kCases), c) {
  model::Reading reading = testing::Make(Vital::kPulse, "80", testing::kMorning);
  reading.low = c.own.low;
  reading.high = c.own.high;
  model::Thresholds thresholds;
  if (c.ward.IsStated()) thresholds.vitals[Vital::kPulse] = c.ward;
  thresholds.vitals[Vital::kTemperature] = Of("1", "2");
  const ReadingLimits got = LimitsFor(reading, thresholds);
  BOOST_TEST(TextOf(got.limits.low) + (got.low_is_own ? "* " : " ") + TextOf(got.limits.high) +
                 (got.high_is_own ? "*" : "") ==
             c.want);
}

BOOST_DATA_TEST_CASE(a_limit_itself_is_within, data::make(kSides), c) {
  const model::Reading reading = testing::Make(Vital::kPulse, c.value, testing::kMorning);
  BOOST_TEST((SideOf(reading, Of(c.low, c.high)) == c.want));
}

BOOST_AUTO_TEST_CASE(what_has_no_value_is_not_judged) {
  const model::Reading reading = testing::Make(Vital::kAirOrOxygen, "air", testing::kMorning);
  BOOST_TEST((SideOf(reading, Of("1", "2")) == Side::kNotJudged));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::clinical
