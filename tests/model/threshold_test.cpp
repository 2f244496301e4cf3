#include "model/threshold.h"

#include <boost/test/unit_test.hpp>

namespace wardbridge::model {

BOOST_AUTO_TEST_SUITE(threshold)

namespace {

Limits Between(const char* low, const char* high) {
  return {Decimal::Parse(low), Decimal::Parse(high)};
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_ward_that_says_nothing_has_the_bands_of_the_chart) {
  const Thresholds thresholds;
  BOOST_TEST(thresholds.vitals.empty());
  BOOST_TEST(thresholds.news2_from == 5);
  BOOST_TEST(thresholds.holds_ms == 43'200'000);
  BOOST_TEST((ThresholdsOf("") == thresholds));
  BOOST_TEST(TextOf(thresholds) == "news2=5;holds=43200000");
}

BOOST_AUTO_TEST_CASE(everything_comes_back_from_the_text_of_the_store) {
  Thresholds thresholds;
  thresholds.vitals[Vital::kOxygenSaturation].low = Decimal::Parse("92");
  thresholds.vitals[Vital::kPulse] = Between("50", "120");
  thresholds.vitals[Vital::kTemperature].high = Decimal::Parse("38.50");
  thresholds.news2_from = 7;
  thresholds.holds_ms = 3'600'000;
  const std::string text = TextOf(thresholds);
  BOOST_TEST(text ==
             "oxygen-saturation=92..;pulse=50..120;temperature=..38.50;news2=7;holds=3600000");
  BOOST_REQUIRE(ThresholdsOf(text).has_value());
  BOOST_TEST((*ThresholdsOf(text) == thresholds));
  BOOST_TEST(TextOf(*ThresholdsOf(text)) == text);
}

BOOST_AUTO_TEST_CASE(what_is_no_such_text_is_nothing) {
  for (const char* text : {"pulse", "pulse=50", "pulse=..", "pulse=a..b", "pulse=50..x", "x=1..2",
                           "news2=", "news2=five", "holds=-1", "news2=5;", ";"}) {
    BOOST_TEST(!ThresholdsOf(text).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(limits_that_nothing_can_be_within_contradict) {
  BOOST_TEST(Between("120", "50").Contradict());
  BOOST_TEST(!Between("50", "120").Contradict());
  BOOST_TEST(!Between("50", "50.0").Contradict());
  BOOST_TEST(!(Limits{Decimal::Parse("50"), std::nullopt}.Contradict()));
  BOOST_TEST(!Limits{}.IsStated());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::model
