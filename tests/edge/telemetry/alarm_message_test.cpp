// What programs and webhooks are told of an alarm.
#include "edge/telemetry/alarm_message.h"

#include <boost/test/unit_test.hpp>

namespace wardbridge::telemetry {

BOOST_AUTO_TEST_SUITE(alarm_message)

namespace {

const model::Alarm kHeld{"destination.held",
                         "gp \"north\"",
                         "held: nothing is sent",
                         3,
                         Timestamp::FromUnixMs(1'790'000'000'000),
                         Timestamp::FromUnixMs(1'790'000'060'500)};

}  // namespace

BOOST_AUTO_TEST_CASE(an_alarm_that_stands_says_what_to_do) {
  BOOST_TEST(AlarmMessage(kHeld, false, "RXX") ==
             R"({"text":"wardbridge RXX: alarm: destination.held (gp \"north\"): held: nothing is)"
             R"( sent","state":"standing","code":"destination.held","subject":"gp \"north\"",)"
             R"("count":3,"first":"2026-09-21T15:13:20.000+01:00",)"
             R"("last":"2026-09-21T15:14:20.500+01:00","host":"RXX"})");
}

BOOST_AUTO_TEST_CASE(one_that_is_over_says_so) {
  const std::string message = AlarmMessage(kHeld, true, "");
  const std::string text = R"x("text":"wardbridge: over: destination.held (gp \"north\")")x";
  BOOST_TEST(message.find(text) != std::string::npos);
  BOOST_TEST(message.find(R"("state":"over")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_do_not_end_it) {
  model::Alarm alarm = kHeld;
  alarm.subject = "\xFF\n";
  BOOST_TEST(AlarmMessage(alarm, false, "").find("\"subject\":\"\xEF\xBF\xBD\\n\"") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::telemetry
