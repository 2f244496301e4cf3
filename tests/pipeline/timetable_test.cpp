// The daily trigger, over both changes of the clock.
#include "pipeline/timetable.h"

#include <array>
#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/pipeline/workbench.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(timetable)

namespace {

constexpr Millis Clock(int hour, int minute) { return Millis((hour * 60 + minute) * 60'000); }

struct Case {
  const char* name;
  Millis time_of_day;
  const char* now;
  const char* last;
  const char* next;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }
const std::array kCases = {
    Case{"before it on a summer's day", Clock(7, 0), "2026-07-01T06:59:59+01:00",
         "2026-06-30T07:00:00+01:00", "2026-07-01T07:00:00+01:00"},
    Case{"at the moment itself", Clock(7, 0), "2026-07-01T07:00:00+01:00",
         "2026-07-01T07:00:00+01:00", "2026-07-02T07:00:00+01:00"},
    Case{"after it on a winter's day", Clock(7, 0), "2026-12-31T23:59:59+00:00",
         "2026-12-31T07:00:00+00:00", "2027-01-01T07:00:00+00:00"},
    Case{"midnight", Clock(0, 0), "2026-07-01T00:00:00+01:00", "2026-07-01T00:00:00+01:00",
         "2026-07-02T00:00:00+01:00"},
    Case{"the day of 23 hours", Clock(7, 0), "2026-03-29T00:30:00+00:00",
         "2026-03-28T07:00:00+00:00", "2026-03-29T07:00:00+01:00"},
    Case{"a time that the spring change leaves out", Clock(1, 30), "2026-03-29T00:30:00+00:00",
         "2026-03-28T01:30:00+00:00", "2026-03-29T02:30:00+01:00"},
    Case{"the day of 25 hours", Clock(7, 0), "2026-10-25T00:30:00+01:00",
         "2026-10-24T07:00:00+01:00", "2026-10-25T07:00:00+00:00"},
    Case{"the first of two hours in autumn", Clock(1, 30), "2026-10-25T01:00:00+01:00",
         "2026-10-24T01:30:00+01:00", "2026-10-25T01:30:00+01:00"},
    Case{"not again in the second of two hours", Clock(1, 30), "2026-10-25T01:45:00+00:00",
         "2026-10-25T01:30:00+01:00", "2026-10-26T01:30:00+00:00"},
};

BOOST_DATA_TEST_CASE(comes_once_a_day, boost::unit_test::data::make(kCases), c) {
  const Timestamp now = test::Instant(c.now);
  BOOST_TEST(FormatInstant(LastDaily(c.time_of_day, now)) == FormatInstant(test::Instant(c.last)));
  BOOST_TEST(FormatInstant(NextDaily(c.time_of_day, now)) == FormatInstant(test::Instant(c.next)));
}

BOOST_AUTO_TEST_CASE(every_day_of_two_years_has_it_once) {
  Timestamp at = test::Instant("2026-01-01T00:00:00Z");
  for (int day = 0; day < 730; ++day) {
    const Timestamp next = NextDaily(Clock(1, 30), at);
    BOOST_TEST_REQUIRE((LastDaily(Clock(1, 30), next) == next));
    BOOST_TEST_REQUIRE((LastDaily(Clock(1, 30), next - Millis(1)) <= at));
    const auto hours = (next - at).count() / 3'600'000;
    BOOST_TEST_REQUIRE((day == 0 || (hours >= 22 && hours <= 26)));
    at = next;
  }
}

BOOST_AUTO_TEST_CASE(only_what_was_pending_then_is_brought_forward) {
  Workbench bench;
  const Timestamp at = bench.clock.Now();
  struct Row {
    const char* key;
    model::StayState state;
    Millis discharged;  // from `at`
    Millis due;
  };
  for (const Row& row : {Row{"waits#1", model::StayState::kPending, Millis(-1000), Millis(5000)},
                         Row{"open#1", model::StayState::kOpen, Millis(-1000), Millis(5000)},
                         Row{"amended#1", model::StayState::kSent, Millis(-1000), Millis(5000)},
                         Row{"later#1", model::StayState::kPending, Millis(1000), Millis(5000)}}) {
    model::Stay stay;
    stay.key = row.key;
    stay.state = row.state;
    stay.first_discharge = at + row.discharged;
    stay.due = at + row.due;
    bench.Change([&](store::Rows& rows) { return rows.SaveStay(stay); });
  }
  BOOST_TEST(bench.In([&](store::Rows& rows) { return BringForward(rows, at); }) == 1U);
  const auto due = bench.In([&](store::Rows& rows) { return rows.DueStays(at, 10); });
  BOOST_REQUIRE_EQUAL(due.size(), 1U);
  BOOST_TEST(due[0] == "waits#1");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
