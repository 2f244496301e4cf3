#include "core/document/time_axis.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::document {

BOOST_AUTO_TEST_SUITE(time_axis)

namespace {

namespace data = boost::unit_test::data;

Timestamp At(std::string_view instant) { return ParseInstant(instant).value(); }

struct Case {
  const char* name;
  const char* start;
  const char* end;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::array kCases = {
    Case{"six days", "2026-10-14T09:30:00+01:00", "2026-10-20T17:16:00+01:00",
         "15 Oct|16 Oct|17 Oct|18 Oct|19 Oct|20 Oct|"},
    Case{"ten days, every second one", "2026-10-14T09:30:00+01:00", "2026-10-24T17:16:00+01:00",
         "15 Oct|17 Oct|19 Oct|21 Oct|23 Oct|"},
    Case{"sixty days, every tenth one, over the end of summer time", "2026-09-01T08:00:00+01:00",
         "2026-10-31T11:00:00Z", "2 Sep|12 Sep|22 Sep|2 Oct|12 Oct|22 Oct|"},
    Case{"eight hours", "2026-10-20T09:30:00+01:00", "2026-10-20T17:16:00+01:00",
         "10:00|12:00|14:00|16:00|"},
    Case{"two days show midnights as dates", "2026-10-14T09:30:00+01:00",
         "2026-10-16T17:16:00+01:00", "12:00|15 Oct|12:00|16 Oct|12:00|"},
    Case{"the night the clocks go back shows true local times", "2026-10-24T22:00:00+01:00",
         "2026-10-25T06:00:00Z", "22:00|25 Oct|01:00|03:00|05:00|"},
    Case{"four minutes", "2026-10-20T12:00:00+01:00", "2026-10-20T12:04:00+01:00",
         "12:00|12:01|12:02|12:03|12:04|"},
    Case{"no length at all", "2026-10-20T12:00:00+01:00", "2026-10-20T12:00:00+01:00",
         "11:30|11:40|11:50|12:00|12:10|12:20|12:30|"},
};

BOOST_DATA_TEST_CASE(ticks_are_full_days_or_hours_of_london, data::make(kCases), c) {
  std::string labels;
  const TimeAxis axis(At(c.start), At(c.end));
  for (const Tick& tick : axis.Ticks()) labels += tick.label + "|";
  BOOST_TEST(labels == c.want);
}

BOOST_AUTO_TEST_CASE(at_most_seven_ticks_however_long_the_stay) {
  const Timestamp start = At("2020-01-01T00:00:00Z");
  for (int days = 3; days < 1500; days += 7) {
    const TimeAxis axis(start, start + Millis(days * 86400000LL));
    BOOST_TEST(axis.Ticks().size() >= 2U, days << " days");
    BOOST_TEST(axis.Ticks().size() <= 7U, days << " days");
  }
}

BOOST_AUTO_TEST_CASE(a_time_has_its_place_between_start_and_end) {
  const TimeAxis axis(At("2026-10-20T12:00:00Z"), At("2026-10-20T14:00:00Z"));
  BOOST_TEST(axis.At(At("2026-10-20T12:00:00Z")) == 0.0);
  BOOST_TEST(axis.At(At("2026-10-20T12:30:00Z")) == 0.25);
  BOOST_TEST(axis.At(At("2026-10-20T14:00:00Z")) == 1.0);
  BOOST_TEST(axis.At(At("2026-10-20T18:00:00Z")) == 1.0);
  BOOST_TEST(axis.At(At("2026-10-20T08:00:00Z")) == 0.0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::document
