#include "core/clinical/age.h"

#include <array>
#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::clinical {

BOOST_AUTO_TEST_SUITE(age)

namespace {

namespace data = boost::unit_test::data;

struct Case {
  const char* name;
  const char* birth_date;
  const char* when;
  Age want;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::array kCases = {
    Case{"the day before the 16th birthday", "2010-10-20", "2026-10-19T12:00:00+01:00",
         Age::kUnder16},
    Case{"the 16th birthday", "2010-10-20", "2026-10-20T00:00:00+01:00", Age::kFrom16},
    Case{"one second before London's midnight", "2010-10-20", "2026-10-19T23:59:59+01:00",
         Age::kUnder16},
    Case{"London's midnight is 23:00 UTC in summer", "2010-07-01", "2026-06-30T23:00:00Z",
         Age::kFrom16},
    Case{"22:59 UTC in summer is still the day before", "2010-07-01", "2026-06-30T22:59:59Z",
         Age::kUnder16},
    Case{"born on 29 February, the day before", "2012-02-29", "2028-02-28T12:00:00Z",
         Age::kUnder16},
    Case{"born on 29 February, the birthday", "2012-02-29", "2028-02-29T12:00:00Z", Age::kFrom16},
    Case{"born on 28 February of a leap year", "2012-02-28", "2028-02-28T12:00:00Z", Age::kFrom16},
    Case{"born on 29 February, 16 years later no leap year: the 28th", "2084-02-29",
         "2100-02-28T12:00:00Z", Age::kUnder16},
    Case{"born on 29 February, 16 years later no leap year: 1 March", "2084-02-29",
         "2100-03-01T12:00:00Z", Age::kFrom16},
    Case{"an old patient", "1944-02-29", "2026-10-20T12:00:00Z", Age::kFrom16},
    Case{"a newborn", "2026-10-20", "2026-10-20T12:00:00Z", Age::kUnder16},
    Case{"not born yet", "2026-10-21", "2026-10-20T12:00:00Z", Age::kUnknown},
    Case{"month: the whole month is 16", "2010-09", "2026-10-01T12:00:00Z", Age::kFrom16},
    Case{"month: on its last day all of it is 16", "2010-10", "2026-10-31T12:00:00Z", Age::kFrom16},
    Case{"month: within it nobody knows", "2010-10", "2026-10-30T12:00:00Z", Age::kUnknown},
    Case{"month: before it all are under 16", "2010-10", "2026-09-30T12:00:00Z", Age::kUnder16},
    Case{"February of a leap year ends on the 29th", "2012-02", "2028-02-28T12:00:00Z",
         Age::kUnknown},
    Case{"year: long ago", "1944", "2026-10-20T12:00:00Z", Age::kFrom16},
    Case{"year: the year of 16", "2010", "2026-10-20T12:00:00Z", Age::kUnknown},
    Case{"year: its last day", "2010", "2026-12-31T12:00:00Z", Age::kFrom16},
    Case{"year: the year before", "2011", "2026-10-20T12:00:00Z", Age::kUnder16},
    Case{"no birth date", "", "2026-10-20T12:00:00Z", Age::kUnknown},
    Case{"a day that does not exist", "2011-02-29", "2040-10-20T12:00:00Z", Age::kUnknown},
    Case{"month 13", "1944-13-01", "2026-10-20T12:00:00Z", Age::kUnknown},
    Case{"month 0", "1944-00", "2026-10-20T12:00:00Z", Age::kUnknown},
    Case{"day 0", "1944-01-00", "2026-10-20T12:00:00Z", Age::kUnknown},
    Case{"HL7 form is not ours", "19440229", "2026-10-20T12:00:00Z", Age::kUnknown},
    Case{"words", "unknown", "2026-10-20T12:00:00Z", Age::kUnknown},
    Case{"short month", "1944-2-29", "2026-10-20T12:00:00Z", Age::kUnknown},
    Case{"too many parts", "1944-02-29-01", "2026-10-20T12:00:00Z", Age::kUnknown},
};

BOOST_DATA_TEST_CASE(age_is_told_by_londons_calendar, data::make(kCases), c) {
  const Age age = AgeAt(c.birth_date, ParseInstant(c.when).value());
  BOOST_TEST(static_cast<int>(age) == static_cast<int>(c.want));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::clinical
