#include "core/clinical/flags.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/core/clinical/readings.h"

namespace wardbridge::clinical {

BOOST_AUTO_TEST_SUITE(flags)

namespace {

using model::Vital;
using testing::After;
using testing::Make;

model::Reading With(Vital vital, std::string flag, std::int64_t minutes) {
  model::Reading reading = Make(vital, "80", After(minutes));
  reading.flag = std::move(flag);
  return reading;
}

std::string TextOf(const std::vector<Flagged>& flags) {
  std::string text;
  for (const Flagged& flagged : flags) {
    text.append(model::Name(flagged.vital)).append(" ").append(flagged.flag).append(" ");
    text += std::to_string(flagged.count) + " latest " + std::to_string(flagged.latest) + "; ";
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(flags_are_counted_by_vital_and_flag) {
  const std::vector<model::Reading> readings = {
      With(Vital::kPulse, "H", 0), With(Vital::kOxygenSaturation, "LL", 1),
      With(Vital::kPulse, "HH", 2), With(Vital::kPulse, " h ", 3)};
  BOOST_TEST(TextOf(FlagsOf(readings, {0, 1, 2, 3})) ==
             "oxygen-saturation LL 1 latest 1; pulse H 2 latest 3; pulse HH 1 latest 2; ");
}

BOOST_AUTO_TEST_CASE(the_latest_is_the_last_in_the_order_given) {
  const std::vector<model::Reading> readings = {With(Vital::kPulse, "H", 9),
                                                With(Vital::kPulse, "H", 1)};
  BOOST_TEST(TextOf(FlagsOf(readings, {1, 0})) == "pulse H 2 latest 0; ");
}

BOOST_AUTO_TEST_CASE(no_flag_and_normal_say_nothing) {
  const std::vector<model::Reading> readings = {
      With(Vital::kPulse, "", 0), With(Vital::kPulse, "N", 1), With(Vital::kPulse, " ", 2)};
  BOOST_TEST(FlagsOf(readings, {0, 1, 2}).empty());
  BOOST_TEST(FlagsOf({}, {}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::clinical
