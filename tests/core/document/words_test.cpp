#include "core/document/words.h"

#include <array>
#include <cstdint>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::document {

BOOST_AUTO_TEST_SUITE(words)

namespace {

namespace data = boost::unit_test::data;
using model::Reading;
using model::Vital;

struct Case {
  const char* name;
  std::string given;
  std::string want;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::array kCleaned = {Case{"plain text", "Smith", "Smith"},
                             Case{"accents", "Ynys M\u00F4n", "Ynys M\u00F4n"},
                             Case{"four bytes", "\U0001F600", "\U0001F600"},
                             Case{"line breaks become blanks", "a\r\nb\tc", "a  b c"},
                             Case{"NUL becomes a blank", std::string("a\0b", 3), "a b"},
                             Case{"C1 controls become blanks", "a\u0085b", "a b"},
                             Case{"a lone byte is replaced", "a\xFFz", "a\uFFFDz"},
                             Case{"a cut sequence is replaced", "a\xE2\x82", "a\uFFFD\uFFFD"},
                             Case{"a surrogate is replaced", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
                             Case{"overrides of direction go", "a\u202Eb\u2066c\u2069", "abc"},
                             Case{"marks of direction stay", "a\u200Fb", "a\u200Fb"},
                             Case{"paragraph separator becomes a blank", "a\u2029b", "a b"},
                             Case{"blanks at both ends go", "  a ", "a"},
                             Case{"nothing", "", ""}};

BOOST_DATA_TEST_CASE(text_is_cleaned_for_print, data::make(kCleaned), c) {
  BOOST_TEST(Clean(c.given) == c.want);
}

const std::array kBirthDates = {Case{"a day", "1944-02-29", "29 Feb 1944"},
                                Case{"first of a month", "2000-12-01", "1 Dec 2000"},
                                Case{"a month", "1944-02", "Feb 1944"},
                                Case{"a year", "1944", "1944"},
                                Case{"no such month", "1944-13-01", "1944-13-01"},
                                Case{"words", "not known", "not known"},
                                Case{"nothing", "", ""}};

BOOST_DATA_TEST_CASE(a_birth_date_is_written_with_the_months_name, data::make(kBirthDates), c) {
  BOOST_TEST(BirthDate(c.given) == c.want);
}

const std::array kTimes = {
    Case{"summer time", "2026-10-20T16:16:00Z", "20 Oct 2026 17:16"},
    Case{"winter time", "2026-12-01T07:05:00Z", "1 Dec 2026 07:05"},
    Case{"before the clocks go back", "2026-10-25T00:30:00Z", "25 Oct 2026 01:30"},
    Case{"after the clocks went back", "2026-10-25T01:30:00Z", "25 Oct 2026 01:30"},
    Case{"midnight in London", "2026-06-30T23:00:00Z", "1 Jul 2026 00:00"}};

BOOST_DATA_TEST_CASE(times_are_londons, data::make(kTimes), c) {
  BOOST_TEST(DateAndTime(ParseInstant(c.given).value()) == c.want);
}

model::Person Named(const char* prefix, std::vector<std::string> given, const char* family) {
  model::Person person;
  person.prefix = Phi<std::string>(prefix);
  person.given = Phi<std::vector<std::string>>(std::move(given));
  person.family = Phi<std::string>(family);
  return person;
}

BOOST_AUTO_TEST_CASE(a_name_starts_with_the_family_name) {
  BOOST_TEST(FullName(Named("Mrs", {"Anne", "Lise"}, "Smith")) == "Smith, Anne Lise (Mrs)");
  BOOST_TEST(FullName(Named("", {"Anne", ""}, "Smith")) == "Smith, Anne");
  BOOST_TEST(FullName(Named("", {}, "Smith")) == "Smith");
  BOOST_TEST(FullName(Named("", {"Anne"}, "")) == "Anne");
  BOOST_TEST(FullName(Named("Mr", {}, "")) == "name not known");
}

struct SpanCase {
  std::int64_t ms;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const SpanCase& c) { return out << c.ms; }
constexpr std::int64_t kMinute = 60'000;
const std::array kSpans = {SpanCase{0, "0 min"},
                           SpanCase{1, "less than 1 min"},
                           SpanCase{29'999, "less than 1 min"},
                           SpanCase{30'000, "1 min"},
                           SpanCase{59 * kMinute, "59 min"},
                           SpanCase{60 * kMinute, "1 h"},
                           SpanCase{250 * kMinute, "4 h 10 min"},
                           SpanCase{24 * 60 * kMinute - 30'001, "23 h 59 min"},
                           SpanCase{24 * 60 * kMinute - 30'000, "1 d"},
                           SpanCase{(24 * 60 + 29) * kMinute, "1 d"},
                           SpanCase{(24 * 60 + 30) * kMinute, "1 d 1 h"},
                           SpanCase{76 * 60 * kMinute, "3 d 4 h"}};

BOOST_DATA_TEST_CASE(lengths_of_time_are_written_with_two_units, data::make(kSpans), c) {
  BOOST_TEST(Span(Millis(c.ms)) == c.want);
}

BOOST_AUTO_TEST_CASE(a_part_is_all_or_nothing_only_where_it_is) {
  const Millis whole(100'000);
  BOOST_TEST(Percent(Millis(0), whole) == "0%");
  BOOST_TEST(Percent(Millis(1), whole) == "<1%");
  BOOST_TEST(Percent(Millis(500), whole) == "1%");
  BOOST_TEST(Percent(Millis(33'499), whole) == "33%");
  BOOST_TEST(Percent(Millis(33'500), whole) == "34%");
  BOOST_TEST(Percent(Millis(99'999), whole) == ">99%");
  BOOST_TEST(Percent(whole, whole) == "100%");
}

BOOST_AUTO_TEST_CASE(a_change_has_its_sign) {
  BOOST_TEST(Change(2) == "+2");
  BOOST_TEST(Change(0) == "0");
  BOOST_TEST(Change(-3) == "\u22123");
}

BOOST_AUTO_TEST_CASE(flags_of_table_0078_are_explained_and_others_shown_as_they_came) {
  BOOST_TEST(FlagText("HH") == "HH, critically high");
  BOOST_TEST(FlagText("<") == "<, below what can be measured");
  BOOST_TEST(FlagText("ZZ") == "ZZ");
}

BOOST_AUTO_TEST_CASE(the_nhs_number_is_spaced_3_3_4) {
  model::Person person;
  BOOST_TEST(NhsNumber(person) == "not known");
  person.nhs_number = model::NhsNumber::Parse("9990000018");
  BOOST_TEST(NhsNumber(person) == "999 000 0018");
}

BOOST_AUTO_TEST_CASE(a_value_is_written_as_it_came) {
  Reading reading;
  reading.vital = Vital::kTemperature;
  reading.value = model::Decimal::Parse("36.60");
  BOOST_TEST(ValueOf(reading) == "36.60");
  reading.comparator = "<";
  BOOST_TEST(ValueOf(reading) == "< 36.60");
}

BOOST_AUTO_TEST_CASE(statements_are_written_in_words) {
  Reading oxygen;
  oxygen.vital = Vital::kAirOrOxygen;
  oxygen.on_oxygen = true;
  BOOST_TEST(ValueOf(oxygen) == "oxygen");
  oxygen.flow = model::Decimal::Parse("2.5");
  BOOST_TEST(ValueOf(oxygen) == "oxygen 2.5 l/min");
  oxygen.on_oxygen = false;
  BOOST_TEST(ValueOf(oxygen) == "air");
  Reading answer;
  answer.acvpu = model::Acvpu::kConfusion;
  BOOST_TEST(ValueOf(answer) == "New confusion");
  Reading scale;
  scale.spo2_scale = 2;
  BOOST_TEST(ValueOf(scale) == "scale 2");
}

BOOST_AUTO_TEST_CASE(every_vital_has_a_label_and_every_measured_one_a_unit) {
  for (const Vital vital : model::kAllVitals) {
    BOOST_TEST(!Label(vital).empty());
    BOOST_TEST(UnitText(vital).empty() == model::Unit(vital).empty());
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::document
