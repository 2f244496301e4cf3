#include "base/timestamp.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge {

BOOST_AUTO_TEST_SUITE(timestamp)

namespace {

using Kind = Resolved::Kind;

Timestamp Utc(int year, int month, int day, int hour = 0, int minute = 0, int second = 0,
              int ms = 0) {
  return AtOffset({year, month, day, hour, minute, second, ms}, std::chrono::minutes(0));
}

struct Local {
  const char* name;
  CivilTime civil;
  Kind kind;
  Timestamp first;
  Timestamp second;
};
std::ostream& operator<<(std::ostream& out, const Local& l) { return out << l.name; }

// 2026: clocks go forward on 29 March at 01:00 UTC and back on 25 October at 01:00 UTC.
const std::array kLocals = {
    Local{"winter", {2026, 1, 15, 12}, Kind::kUnique, Utc(2026, 1, 15, 12), Utc(2026, 1, 15, 12)},
    Local{"summer", {2026, 7, 15, 12}, Kind::kUnique, Utc(2026, 7, 15, 11), Utc(2026, 7, 15, 11)},
    Local{"last millisecond before the gap",
          {2026, 3, 29, 0, 59, 59, 999},
          Kind::kUnique,
          Utc(2026, 3, 29, 0, 59, 59, 999),
          Utc(2026, 3, 29, 0, 59, 59, 999)},
    Local{"first minute of the gap",
          {2026, 3, 29, 1},
          Kind::kGap,
          Utc(2026, 3, 29, 1),
          Utc(2026, 3, 29, 1)},
    Local{"middle of the gap",
          {2026, 3, 29, 1, 30},
          Kind::kGap,
          Utc(2026, 3, 29, 1, 30),
          Utc(2026, 3, 29, 1, 30)},
    Local{"last millisecond of the gap",
          {2026, 3, 29, 1, 59, 59, 999},
          Kind::kGap,
          Utc(2026, 3, 29, 1, 59, 59, 999),
          Utc(2026, 3, 29, 1, 59, 59, 999)},
    Local{
        "after the gap", {2026, 3, 29, 2}, Kind::kUnique, Utc(2026, 3, 29, 1), Utc(2026, 3, 29, 1)},
    Local{"before the hour that comes twice",
          {2026, 10, 25, 0, 59, 59},
          Kind::kUnique,
          Utc(2026, 10, 24, 23, 59, 59),
          Utc(2026, 10, 24, 23, 59, 59)},
    Local{"start of the hour that comes twice",
          {2026, 10, 25, 1},
          Kind::kAmbiguous,
          Utc(2026, 10, 25, 0),
          Utc(2026, 10, 25, 1)},
    Local{"end of the hour that comes twice",
          {2026, 10, 25, 1, 59, 59, 999},
          Kind::kAmbiguous,
          Utc(2026, 10, 25, 0, 59, 59, 999),
          Utc(2026, 10, 25, 1, 59, 59, 999)},
    Local{"after the hour that comes twice",
          {2026, 10, 25, 2},
          Kind::kUnique,
          Utc(2026, 10, 25, 2),
          Utc(2026, 10, 25, 2)},
    Local{"a leap day",
          {2028, 2, 29, 23, 59, 59},
          Kind::kUnique,
          Utc(2028, 2, 29, 23, 59, 59),
          Utc(2028, 2, 29, 23, 59, 59)}};

struct Written {
  Timestamp time;
  const char* date_time;
  const char* instant;
  const char* hl7;
};
std::ostream& operator<<(std::ostream& out, const Written& w) { return out << w.instant; }
const std::array kWritten = {
    Written{Utc(2026, 10, 20, 16, 16), "2026-10-20T17:16:00+01:00", "2026-10-20T17:16:00.000+01:00",
            "20261020171600+0100"},
    Written{Utc(2026, 11, 2, 10, 5, 7, 250), "2026-11-02T10:05:07.250+00:00",
            "2026-11-02T10:05:07.250+00:00", "20261102100507+0000"},
    Written{Utc(2026, 11, 2, 10, 5, 7, 5), "2026-11-02T10:05:07.005+00:00",
            "2026-11-02T10:05:07.005+00:00", "20261102100507+0000"},
    Written{Utc(2026, 3, 29, 0, 59, 59), "2026-03-29T00:59:59+00:00",
            "2026-03-29T00:59:59.000+00:00", "20260329005959+0000"},
    Written{Utc(2026, 3, 29, 1), "2026-03-29T02:00:00+01:00", "2026-03-29T02:00:00.000+01:00",
            "20260329020000+0100"},
    Written{Utc(2026, 10, 25, 0, 30), "2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00.000+01:00",
            "20261025013000+0100"},
    Written{Utc(2026, 10, 25, 1, 30), "2026-10-25T01:30:00+00:00", "2026-10-25T01:30:00.000+00:00",
            "20261025013000+0000"},
    Written{Utc(2025, 12, 31, 23, 59, 59, 999), "2025-12-31T23:59:59.999+00:00",
            "2025-12-31T23:59:59.999+00:00", "20251231235959+0000"},
    Written{Timestamp::FromUnixMs(0), "1970-01-01T01:00:00+01:00", "1970-01-01T01:00:00.000+01:00",
            "19700101010000+0100"},
    Written{Timestamp::FromUnixMs(-1), "1970-01-01T00:59:59.999+01:00",
            "1970-01-01T00:59:59.999+01:00", "19700101005959+0100"}};

struct Read {
  const char* text;
  std::optional<Timestamp> want;
};
std::ostream& operator<<(std::ostream& out, const Read& r) { return out << '"' << r.text << '"'; }
const std::array kRead = {Read{"2026-10-20T17:16:00+01:00", Utc(2026, 10, 20, 16, 16)},
                          Read{"2026-10-20T17:16:00Z", Utc(2026, 10, 20, 17, 16)},
                          Read{"2026-10-20T17:16:00-00:30", Utc(2026, 10, 20, 17, 46)},
                          Read{"2026-10-20T17:16:00.5Z", Utc(2026, 10, 20, 17, 16, 0, 500)},
                          Read{"2026-10-20T17:16:00.25+00:00", Utc(2026, 10, 20, 17, 16, 0, 250)},
                          Read{"2026-10-20T17:16:00.1239Z", Utc(2026, 10, 20, 17, 16, 0, 123)},
                          Read{"2028-02-29T00:00:00+14:00", Utc(2028, 2, 28, 10)},
                          Read{"2026-02-29T00:00:00Z", std::nullopt},
                          Read{"2026-10-20", std::nullopt},
                          Read{"2026-10-20T17:16Z", std::nullopt},
                          Read{"2026-10-20T17:16:00", std::nullopt},
                          Read{"2026-10-20T17:16:00.Z", std::nullopt},
                          Read{"2026-10-20T17:16:00.5", std::nullopt},
                          Read{"2026-10-20 17:16:00Z", std::nullopt},
                          Read{"2026-10-20t17:16:00z", std::nullopt},
                          Read{"2026-10-20T24:00:00Z", std::nullopt},
                          Read{"2026-10-20T17:60:00Z", std::nullopt},
                          Read{"2026-10-20T17:16:60Z", std::nullopt},
                          Read{"2026-13-20T17:16:00Z", std::nullopt},
                          Read{"0000-01-01T00:00:00Z", std::nullopt},
                          Read{"2026-10-20T17:16:00+0100", std::nullopt},
                          Read{"2026-10-20T17:16:00+1:00", std::nullopt},
                          Read{"2026-10-20T17:16:00+15:00", std::nullopt},
                          Read{"2026-10-20T17:16:00+14:01", std::nullopt},
                          Read{"2026-10-20T17:16:00+01:60", std::nullopt},
                          Read{"2026-10-20T17:16:00+01:00x", std::nullopt},
                          Read{" 2026-10-20T17:16:00Z", std::nullopt},
                          Read{"20261020171600+0100", std::nullopt},
                          Read{"", std::nullopt}};

struct Validity {
  const char* name;
  CivilTime time;
  bool valid;
};
std::ostream& operator<<(std::ostream& out, const Validity& v) { return out << v.name; }
const std::array kValidity = {Validity{"a day", {2026, 6, 30}, true},
                              Validity{"31 June", {2026, 6, 31}, false},
                              Validity{"29 February of a leap year", {2028, 2, 29}, true},
                              Validity{"29 February of another year", {2027, 2, 29}, false},
                              Validity{"29 February 1900", {1900, 2, 29}, false},
                              Validity{"29 February 2000", {2000, 2, 29}, true},
                              Validity{"month 0", {2026, 0, 1}, false},
                              Validity{"month 13", {2026, 13, 1}, false},
                              Validity{"day 0", {2026, 1, 0}, false},
                              Validity{"year 0", {0, 1, 1}, false},
                              Validity{"year 9999", {9999, 12, 31, 23, 59, 59, 999}, true},
                              Validity{"year 10000", {10000, 1, 1}, false},
                              Validity{"hour 24", {2026, 1, 1, 24}, false},
                              Validity{"minute 60", {2026, 1, 1, 0, 60}, false},
                              Validity{"second 60", {2026, 1, 1, 0, 0, 60}, false},
                              Validity{"millisecond 1000", {2026, 1, 1, 0, 0, 0, 1000}, false},
                              Validity{"hour -1", {2026, 1, 1, -1}, false}};

}  // namespace

BOOST_DATA_TEST_CASE(a_london_time_is_resolved, boost::unit_test::data::make(kLocals), l) {
  const Resolved resolved = Resolve(l.civil);
  BOOST_TEST((resolved.kind == l.kind));
  BOOST_TEST(resolved.first.UnixMs() == l.first.UnixMs());
  BOOST_TEST(resolved.second.UnixMs() == l.second.UnixMs());
}

BOOST_DATA_TEST_CASE(an_instant_is_written_in_three_forms, boost::unit_test::data::make(kWritten),
                     w) {
  BOOST_TEST(FormatDateTime(w.time) == w.date_time);
  BOOST_TEST(FormatInstant(w.time) == w.instant);
  BOOST_TEST(FormatHl7(w.time) == w.hl7);
}

BOOST_DATA_TEST_CASE(what_is_written_is_read_again, boost::unit_test::data::make(kWritten), w) {
  BOOST_TEST((ParseInstant(w.date_time) == w.time));
  BOOST_TEST((ParseInstant(w.instant) == w.time));
}

BOOST_DATA_TEST_CASE(an_instant_is_read_strictly, boost::unit_test::data::make(kRead), r) {
  BOOST_TEST((ParseInstant(r.text) == r.want));
}

BOOST_DATA_TEST_CASE(a_civil_time_is_valid_when_it_exists, boost::unit_test::data::make(kValidity),
                     v) {
  BOOST_TEST(IsValid(v.time) == v.valid);
}

BOOST_AUTO_TEST_CASE(every_hour_of_two_years_comes_back_from_its_wall_clock) {
  for (Timestamp time = Utc(2026, 1, 1); time < Utc(2028, 1, 1); time = time + Millis(3600000)) {
    const LocalTime local = InZone(time);
    BOOST_REQUIRE(AtOffset(local.civil, local.offset) == time);
    const Resolved resolved = Resolve(local.civil);
    BOOST_REQUIRE(resolved.first == time || resolved.second == time);
  }
}

BOOST_AUTO_TEST_CASE(other_zones_have_their_own_rules) {
  BOOST_TEST(FormatDateTime(Utc(2026, 7, 1, 12), "America/New_York") ==
             "2026-07-01T08:00:00-04:00");
  BOOST_TEST(FormatDateTime(Utc(2026, 7, 1, 12), "Asia/Kathmandu") == "2026-07-01T17:45:00+05:45");
  BOOST_TEST(FormatHl7(Utc(2026, 7, 1, 12), "America/St_Johns") == "20260701093000-0230");
  BOOST_TEST(FormatDateTime(Utc(2026, 7, 1, 12), "UTC") == "2026-07-01T12:00:00+00:00");
}

BOOST_AUTO_TEST_CASE(a_gap_is_as_long_as_its_zone_makes_it) {
  const Resolved half_an_hour = Resolve({2026, 10, 4, 2, 15}, "Australia/Lord_Howe");
  BOOST_TEST((half_an_hour.kind == Kind::kGap));
  BOOST_TEST(FormatDateTime(half_an_hour.first, "Australia/Lord_Howe") ==
             "2026-10-04T02:45:00+11:00");
}

BOOST_AUTO_TEST_CASE(zones_are_known_by_name) {
  BOOST_TEST(IsZone("Europe/London"));
  BOOST_TEST(IsZone("Europe/Berlin"));
  BOOST_TEST(!IsZone("Europe/Sampleton"));
  BOOST_TEST(!IsZone(""));
  BOOST_TEST(!IsZone("+01:00"));
}

BOOST_AUTO_TEST_CASE(time_is_reckoned_in_milliseconds) {
  const Timestamp time = Timestamp::FromUnixMs(1000);
  BOOST_TEST((time + Millis(5)).UnixMs() == 1005);
  BOOST_TEST((time - Millis(1500)).UnixMs() == -500);
  BOOST_TEST(((time + Millis(5)) - time).count() == 5);
  BOOST_TEST((time < time + Millis(1)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge
