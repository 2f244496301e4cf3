#include "core/hl7/date_time.h"

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/core/hl7/support.h"

namespace wardbridge::hl7 {

std::ostream& operator<<(std::ostream& out, Precision precision) {
  return out << static_cast<int>(precision);
}

BOOST_AUTO_TEST_SUITE(date_time)

namespace {

using std::chrono::minutes;

// "2010-03-31 17:15:00.000 5 +60": civil time, precision, offset.
std::string Shown(const Result<DateTime>& time) {
  if (!time) return "malformed";
  const CivilTime& c = time->civil;
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d.%03d %d", c.year, c.month, c.day,
                c.hour, c.minute, c.second, c.millisecond, static_cast<int>(time->precision));
  std::string shown = text;
  if (time->offset) shown += " " + std::to_string(time->offset->count());
  return shown;
}

struct Case {
  const char* name;
  const char* text;
  const char* degree;
  bool lenient;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const char* const kBad = "malformed";

const std::vector<Case> kCases = {
    {"year", "1944", "", false, "1944-01-01 00:00:00.000 0"},
    {"month", "194402", "", false, "1944-02-01 00:00:00.000 1"},
    {"day", "19440229", "", false, "1944-02-29 00:00:00.000 2"},
    {"hour", "2026102017", "", false, "2026-10-20 17:00:00.000 3"},
    {"minute", "202610201716", "", false, "2026-10-20 17:16:00.000 4"},
    {"second", "20261020171605", "", false, "2026-10-20 17:16:05.000 5"},
    {"one fraction digit", "20261020171605.1", "", false, "2026-10-20 17:16:05.100 6"},
    {"two fraction digits", "20261020171605.12", "", false, "2026-10-20 17:16:05.120 6"},
    {"three fraction digits", "20261020171605.123", "", false, "2026-10-20 17:16:05.123 6"},
    {"four fraction digits", "20261020171605.1239", "", false, "2026-10-20 17:16:05.123 6"},
    {"five fraction digits", "20261020171605.12345", "", false, kBad},
    {"point without digits", "20261020171605.", "", false, kBad},
    {"point after the minute", "202610201716.5", "", false, kBad},
    {"offset east", "20261020171605+0100", "", false, "2026-10-20 17:16:05.000 5 60"},
    {"offset zero", "20261020171605+0000", "", false, "2026-10-20 17:16:05.000 5 0"},
    {"offset west", "20261020171605-0530", "", false, "2026-10-20 17:16:05.000 5 -330"},
    {"offset after a fraction", "20261020171605.25+0100", "", false,
     "2026-10-20 17:16:05.250 6 60"},
    {"offset after an hour", "2026102017+0100", "", false, "2026-10-20 17:00:00.000 3 60"},
    {"offset of a date is dropped", "20261020+0100", "", false, "2026-10-20 00:00:00.000 2"},
    {"offset of a year is dropped", "2026+0100", "", false, "2026-01-01 00:00:00.000 0"},
    {"sign alone after a date", "20000101+", "", false, "2000-01-01 00:00:00.000 2"},
    {"sign alone with a degree", "20000101+", "D", false, "2000-01-01 00:00:00.000 2"},
    {"sign alone after a time", "20261020171605-", "", false, "2026-10-20 17:16:05.000 5"},
    {"offset of two digits", "20261020171605+01", "", false, kBad},
    {"offset too far", "20261020171605+1500", "", false, kBad},
    {"offset with 60 minutes", "20261020171605+0160", "", false, kBad},
    {"offset followed by more", "20261020171605+01000", "", false, kBad},
    {"spaces around", " 20261020 ", "", false, "2026-10-20 00:00:00.000 2"},
    {"degree Y", "20261020171605", "Y", false, "2026-01-01 00:00:00.000 0"},
    {"degree L", "20261020171605", "L", false, "2026-10-01 00:00:00.000 1"},
    {"degree D", "20261020171605+0100", "D", false, "2026-10-20 00:00:00.000 2"},
    {"degree H", "20261020171605+0100", "H", false, "2026-10-20 17:00:00.000 3 60"},
    {"degree M", "20261020171605.5", "M", false, "2026-10-20 17:16:00.000 4"},
    {"degree S", "20261020171605.5", "S", false, "2026-10-20 17:16:05.000 5"},
    {"degree in lower case", "20261020171605", "d", false, "2026-10-20 00:00:00.000 2"},
    {"degree never raises", "20261020", "S", false, "2026-10-20 00:00:00.000 2"},
    {"unknown degree", "20261020", "Q", false, "2026-10-20 00:00:00.000 2"},
    {"midnight as 24", "20261020240000", "", false, "2026-10-21 00:00:00.000 5"},
    {"midnight as 2400", "202610202400", "", false, "2026-10-21 00:00:00.000 4"},
    {"midnight as 24 at the end of a month", "20260430240000", "", false,
     "2026-05-01 00:00:00.000 5"},
    {"midnight as 24 on 28 February", "20260228240000", "", false, "2026-03-01 00:00:00.000 5"},
    {"midnight as 24 on 28 February, leap year", "20280228240000", "", false,
     "2028-02-29 00:00:00.000 5"},
    {"midnight as 24 at the end of a year", "20261231240000+0000", "", false,
     "2027-01-01 00:00:00.000 5 0"},
    {"one second after 24", "20261020240001", "", false, kBad},
    {"24 at the end of time", "99991231240000", "", false, kBad},
    {"24 on a day that is none", "20260230240000", "", false, kBad},
    {"hour 25", "2026102025", "", false, kBad},
    {"minute 60", "202610201760", "", false, kBad},
    {"second 60", "20261020171660", "", false, kBad},
    {"month 0", "20260020", "", false, kBad},
    {"month 13", "20261320", "", false, kBad},
    {"day 0", "20261000", "", false, kBad},
    {"29 February of no leap year", "20260229", "", false, kBad},
    {"29 February 1900", "19000229", "", false, kBad},
    {"29 February 2000", "20000229", "", false, "2000-02-29 00:00:00.000 2"},
    {"year 0", "00000101", "", false, kBad},
    {"nothing", "", "", false, kBad},
    {"spaces", "   ", "", false, kBad},
    {"three digits", "202", "", false, kBad},
    {"odd number of digits", "2026102", "", false, kBad},
    {"too many digits", "2026102017160500", "", false, kBad},
    {"letters", "2026OCT20", "", false, kBad},
    {"a word", "unknown", "", false, kBad},
    {"null", "\"\"", "", false, kBad},
    {"spaced form, not asked for", "2010-03-31 17:15:00", "", false, kBad},
    {"spaced form", "2010-03-31 17:15:00", "", true, "2010-03-31 17:15:00.000 5"},
    {"spaced form to the minute", "2010-03-31 17:15", "", true, "2010-03-31 17:15:00.000 4"},
    {"spaced date", "2010-03-31", "", true, "2010-03-31 00:00:00.000 2"},
    {"with T and Z", "2010-03-31T17:15:00Z", "", true, "2010-03-31 17:15:00.000 5 0"},
    {"with T and offset", "2010-03-31T17:15:00.1234567+01:00", "", true,
     "2010-03-31 17:15:00.123 6 60"},
    {"lenient reads the usual form", "20100331171500+0100", "", true,
     "2010-03-31 17:15:00.000 5 60"},
    {"lenient reads Z", "20100331171500Z", "", true, "2010-03-31 17:15:00.000 5 0"},
    {"lenient is not blind", "2010-03-31 17h15", "", true, kBad},
    {"lenient wants two digits", "2010-3-31 17:15:00", "", true, kBad},
    {"lenient, text after", "2010-03-31 17:15:00 approx", "", true, kBad},
    {"lenient, day first", "31/03/2010", "", true, kBad},
};

BOOST_DATA_TEST_CASE(text_is_read_with_its_precision, boost::unit_test::data::make(kCases), c) {
  BOOST_TEST(Shown(ParseDateTime(c.text, c.degree, c.lenient)) == c.want);
}

BOOST_AUTO_TEST_CASE(errors_are_malformed_and_hold_no_value) {
  const auto time = ParseDateTime("9990000018");
  BOOST_REQUIRE(!time.has_value());
  BOOST_TEST((time.error().code == Code::kMalformed));
  BOOST_TEST(time.error().Text().find("999") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_element_brings_its_degree) {
  const Message message = test::With("PID|1||||||20000101+^D|20000101120000^L|\"\"|\r");
  BOOST_TEST(Shown(ParseDateTime(message.Get("PID", 7))) == "2000-01-01 00:00:00.000 2");
  BOOST_TEST(Shown(ParseDateTime(message.Get("PID", 8))) == "2000-01-01 00:00:00.000 1");
  BOOST_TEST(Shown(ParseDateTime(message.Get("PID", 9))) == kBad);
  BOOST_TEST(Shown(ParseDateTime(message.Get("PID", 10))) == kBad);
  BOOST_TEST(Shown(ParseDateTime(message.Get("PID", 30))) == kBad);
}

BOOST_AUTO_TEST_CASE(fhir_dates_have_the_stated_precision) {
  BOOST_TEST(ParseDateTime("1944")->FhirDate() == "1944");
  BOOST_TEST(ParseDateTime("194402")->FhirDate() == "1944-02");
  BOOST_TEST(ParseDateTime("19440229")->FhirDate() == "1944-02-29");
  BOOST_TEST(ParseDateTime("19440229101500")->FhirDate() == "1944-02-29");
  BOOST_TEST(ParseDateTime("0987")->FhirDate() == "0987");
  BOOST_TEST(!ParseDateTime("19440229")->HasTime());
  BOOST_TEST(ParseDateTime("1944022910")->HasTime());
}

struct ZoneCase {
  const char* name;
  const char* text;
  std::optional<minutes> message_offset;
  bool trust;
  const char* want;  // in London
  bool ambiguous;
  bool gap;
};
std::ostream& operator<<(std::ostream& out, const ZoneCase& c) { return out << c.name; }

const std::vector<ZoneCase> kZones = {
    {"winter by rule", "20260115120000", {}, true, "2026-01-15T12:00:00+00:00", false, false},
    {"summer by rule", "20260715120000", {}, true, "2026-07-15T12:00:00+01:00", false, false},
    {"own offset", "20260715120000+0000", {}, true, "2026-07-15T13:00:00+01:00", false, false},
    {"own before the message's", "20260715120000+0200", minutes(60), true,
     "2026-07-15T11:00:00+01:00", false, false},
    {"the message's", "20260715120000", minutes(0), true, "2026-07-15T13:00:00+01:00", false,
     false},
    {"offsets not trusted", "20260715120000+0000", minutes(0), false, "2026-07-15T12:00:00+01:00",
     false, false},
    {"bare date is midnight", "20260715", {}, true, "2026-07-15T00:00:00+01:00", false, false},
    {"bare date takes no offset", "20260715+0500", minutes(300), true, "2026-07-15T00:00:00+01:00",
     false, false},
    {"hour only", "2026071512", {}, true, "2026-07-15T12:00:00+01:00", false, false},
    {"before the autumn hour",
     "20261025005959",
     {},
     true,
     "2026-10-25T00:59:59+01:00",
     false,
     false},
    {"autumn hour begins", "20261025010000", {}, true, "2026-10-25T01:00:00+01:00", true, false},
    {"autumn hour", "20261025013000", {}, true, "2026-10-25T01:30:00+01:00", true, false},
    {"autumn hour ends", "20261025015959", {}, true, "2026-10-25T01:59:59+01:00", true, false},
    {"after the autumn hour",
     "20261025020000",
     {},
     true,
     "2026-10-25T02:00:00+00:00",
     false,
     false},
    {"autumn hour with offset",
     "20261025013000+0000",
     {},
     true,
     "2026-10-25T01:30:00+00:00",
     false,
     false},
    {"autumn hour, the message's offset", "20261025013000", minutes(0), true,
     "2026-10-25T01:30:00+00:00", false, false},
    {"autumn hour, offset not trusted",
     "20261025013000+0000",
     {},
     false,
     "2026-10-25T01:30:00+01:00",
     true,
     false},
    {"before the spring gap",
     "20260329005959",
     {},
     true,
     "2026-03-29T00:59:59+00:00",
     false,
     false},
    {"spring gap begins", "20260329010000", {}, true, "2026-03-29T02:00:00+01:00", false, true},
    {"spring gap", "20260329013000", {}, true, "2026-03-29T02:30:00+01:00", false, true},
    {"after the spring gap", "20260329020000", {}, true, "2026-03-29T02:00:00+01:00", false, false},
    {"spring gap with offset",
     "20260329013000+0000",
     {},
     true,
     "2026-03-29T02:30:00+01:00",
     false,
     false},
    {"milliseconds", "20260115120000.25", {}, true, "2026-01-15T12:00:00.250+00:00", false, false},
};

BOOST_DATA_TEST_CASE(times_mean_instants_by_the_zone_rules, boost::unit_test::data::make(kZones),
                     c) {
  ZoneRules rules;
  rules.message_offset = c.message_offset;
  rules.offset_trust = c.trust;
  const Instant instant = ToInstant(ParseDateTime(c.text).value(), rules);
  BOOST_TEST(FormatDateTime(instant.time) == c.want);
  BOOST_TEST(instant.ambiguous == c.ambiguous);
  BOOST_TEST(instant.gap == c.gap);
  BOOST_TEST((instant.other - instant.time).count() == (c.ambiguous ? 3'600'000 : 0));
}

BOOST_AUTO_TEST_CASE(instants_keep_the_precision) {
  BOOST_TEST(ToInstant(ParseDateTime("202601151200").value(), {}).precision == Precision::kMinute);
  BOOST_TEST(ToInstant(ParseDateTime("20260115").value(), {}).precision == Precision::kDay);
}

BOOST_AUTO_TEST_CASE(other_zones_have_other_rules) {
  ZoneRules rules;
  rules.zone = "America/New_York";
  const Instant instant = ToInstant(ParseDateTime("20260715120000").value(), rules);
  BOOST_TEST(FormatDateTime(instant.time) == "2026-07-15T17:00:00+01:00");
}

BOOST_AUTO_TEST_CASE(an_offset_that_only_states_the_season_does_not_shift_the_other_season) {
  ZoneRules rules;
  rules.message_offset = minutes(0);
  rules.message_time = ParseInstant("2026-11-02T10:00:00+00:00");
  const DateTime july = ParseDateTime("20260715120000").value();
  BOOST_TEST(FormatDateTime(ToInstant(july, rules).time) == "2026-07-15T12:00:00+01:00");
  BOOST_TEST(ToInstant(ParseDateTime("20261025013000").value(), rules).ambiguous);
}

BOOST_AUTO_TEST_CASE(an_offset_that_the_zone_did_not_have_is_fixed) {
  ZoneRules rules;
  rules.message_offset = minutes(0);
  rules.message_time = ParseInstant("2026-07-20T10:00:00+00:00");
  const DateTime july = ParseDateTime("20260715120000").value();
  BOOST_TEST(FormatDateTime(ToInstant(july, rules).time) == "2026-07-15T13:00:00+01:00");
}

struct SettleCase {
  const char* name;
  const char* not_before;
  const char* not_after;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const SettleCase& c) { return out << c.name; }

const char* const kFirst = "2026-10-25T01:30:00+01:00";
const char* const kSecond = "2026-10-25T01:30:00+00:00";
const std::vector<SettleCase> kSettles = {
    {"nothing known", "", "", kFirst},
    {"both fit below the bound", "", "2026-10-25T03:00:00+00:00", kFirst},
    {"only the first fits below", "", "2026-10-25T01:45:00+01:00", kFirst},
    {"the first is exactly the bound", "", "2026-10-25T01:30:00+01:00", kFirst},
    {"both fit above the bound", "2026-10-25T00:10:00+01:00", "", kFirst},
    {"only the second fits above", "2026-10-25T01:45:00+01:00", "", kSecond},
    {"the second is exactly the bound", "2026-10-25T01:30:00+00:00", "", kSecond},
    {"between bounds, the second", "2026-10-25T01:50:00+01:00", "2026-10-25T01:40:00+00:00",
     kSecond},
    {"between bounds, the first", "2026-10-25T01:10:00+01:00", "2026-10-25T01:50:00+01:00", kFirst},
    {"neither fits", "2026-10-26T00:00:00+00:00", "", kFirst},
};

BOOST_DATA_TEST_CASE(the_autumn_hour_is_settled_by_its_neighbours,
                     boost::unit_test::data::make(kSettles), c) {
  const Instant instant = ToInstant(ParseDateTime("20261025013000").value(), {});
  BOOST_TEST(FormatDateTime(
                 Settle(instant, ParseInstant(c.not_before), ParseInstant(c.not_after))) == c.want);
}

BOOST_AUTO_TEST_CASE(a_certain_instant_is_not_moved_by_its_neighbours) {
  const Instant instant = ToInstant(ParseDateTime("20260715120000").value(), {});
  const auto later = ParseInstant("2027-01-01T00:00:00+00:00");
  BOOST_TEST((Settle(instant, later, std::nullopt) == instant.time));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::hl7
