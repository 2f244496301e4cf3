// One alarm for each condition.
#include "edge/telemetry/alarms.h"

#include <vector>

#include <boost/test/unit_test.hpp>

namespace wardbridge::telemetry {

BOOST_AUTO_TEST_SUITE(alarms)

namespace {

Timestamp At(std::int64_t seconds) { return Timestamp::FromUnixMs(seconds * 1'000); }

// Alarms with what was told of them: "+code subject" and "-code subject".
struct Heard {
  std::vector<std::string> told;
  Alarms alarms{[this](const Alarm& alarm, bool over) {
    told.push_back((over ? "-" : "+") + alarm.code + " " + alarm.subject);
  }};
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_condition_that_is_met_again_is_told_once_and_counted) {
  Heard heard;
  heard.alarms.Raise("a", "x", "first", At(1));
  heard.alarms.Raise("a", "x", "again", At(9));
  BOOST_TEST(heard.told == std::vector<std::string>{"+a x"}, boost::test_tools::per_element());
  const auto standing = heard.alarms.Standing();
  BOOST_REQUIRE(standing.size() == 1U);
  BOOST_TEST(standing.front().count == 2);
  BOOST_TEST(standing.front().text == "again");
  BOOST_TEST((standing.front().first == At(1)));
  BOOST_TEST((standing.front().last == At(9)));
}

BOOST_AUTO_TEST_CASE(subjects_are_told_apart) {
  Heard heard;
  heard.alarms.Raise("a", "x", "", At(1));
  heard.alarms.Raise("a", "y", "", At(1));
  heard.alarms.Clear("a", "x");
  const std::vector<std::string> want{"+a x", "+a y", "-a x"};
  BOOST_TEST(heard.told == want, boost::test_tools::per_element());
  BOOST_TEST(heard.alarms.Standing().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_does_not_stand_is_cleared_without_a_word) {
  Heard heard;
  heard.alarms.Clear("a", "x");
  heard.alarms.Set(0, "a", "x", "", At(1));
  BOOST_TEST(heard.told.empty());
}

BOOST_AUTO_TEST_CASE(a_counted_condition_has_the_count_of_now_and_is_over_at_zero) {
  Heard heard;
  heard.alarms.Set(3, "a", "x", "", At(1));
  heard.alarms.Set(2, "a", "x", "", At(2));
  BOOST_TEST(heard.alarms.Standing().front().count == 2);
  heard.alarms.Set(0, "a", "x", "", At(3));
  BOOST_TEST(heard.alarms.Standing().empty());
  BOOST_TEST(heard.told.size() == 2U);
}

BOOST_AUTO_TEST_CASE(an_event_that_comes_no_more_is_over_after_its_time) {
  Heard heard;
  heard.alarms.Raise("a", "x", "", At(10));
  heard.alarms.Raise("b", "x", "", At(1));
  heard.alarms.Expire("a", At(10));
  BOOST_TEST(heard.alarms.Standing().size() == 2U);
  heard.alarms.Expire("a", At(11));
  BOOST_REQUIRE(heard.alarms.Standing().size() == 1U);
  BOOST_TEST(heard.alarms.Standing().front().code == "b");
}

BOOST_AUTO_TEST_CASE(an_alarm_that_stood_before_a_restart_keeps_its_first_time) {
  Heard heard;
  heard.alarms.Remember({{"a", "x", "", 7, At(1), At(2)}, {"b", "x", "", 1, At(1), At(2)}});
  BOOST_TEST(heard.alarms.Standing().empty());
  heard.alarms.Set(3, "a", "x", "", At(9));
  BOOST_TEST((heard.alarms.Standing().front().first == At(1)));
  heard.alarms.Clear("a", "x");
  heard.alarms.Set(1, "a", "x", "", At(20));
  BOOST_TEST((heard.alarms.Standing().front().first == At(20)));
  heard.alarms.Clear("b", "x");  // over since the restart
  heard.alarms.Raise("b", "x", "", At(30));
  BOOST_TEST((heard.alarms.Standing().back().first == At(30)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::telemetry
