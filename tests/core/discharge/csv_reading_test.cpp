// CSV files of readings: columns, cells, rows that are told.
#include "core/discharge/csv_reading.h"

#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "monitored_fixture.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(csv_reading)

namespace {

using model::ReadingStatus;
using model::Vital;

FeedOptions Long() {
  FeedOptions feed = MonitoringFeed();
  feed.csv = {
      {"NHS", CsvMeaning::kNhsNumber, {}, "", ""}, {"MRN", CsvMeaning::kLocalNumber, {}, "", "RXX"},
      {"DOB", CsvMeaning::kBirthDate, {}, "", ""}, {"TAKEN", CsvMeaning::kTime, {}, "", ""},
      {"WHAT", CsvMeaning::kCode, {}, "", ""},     {"VALUE", CsvMeaning::kValue, {}, "", ""},
      {"UNIT", CsvMeaning::kUnit, {}, "", ""},     {"ID", CsvMeaning::kId, {}, "", ""},
      {"STATUS", CsvMeaning::kStatus, {}, "", ""}, {"DEVICE", CsvMeaning::kDevice, {}, "", ""},
      {"NOTE", CsvMeaning::kNote, {}, "", ""}};
  return feed;
}

FeedOptions Wide() {
  FeedOptions feed = MonitoringFeed();
  feed.csv = {{"NHS", CsvMeaning::kNhsNumber, {}, "", ""},
              {"DAY", CsvMeaning::kDate, {}, "", ""},
              {"CLOCK", CsvMeaning::kTime, {}, "", ""},
              {"PULSE", CsvMeaning::kVital, Vital::kPulse, "/min", ""},
              {"SPO2", CsvMeaning::kVital, Vital::kOxygenSaturation, "%", ""},
              {"AIR", CsvMeaning::kVital, Vital::kAirOrOxygen, "", ""}};
  return feed;
}

constexpr const char* kHeader = "NHS,mrn,DOB,Taken,What,Value,Unit,Id,Status,Device,Note\n";

std::string Row(const std::string& time, const std::string& code, const std::string& value,
                const std::string& unit, const std::string& status = "F") {
  return "999 000 0018,M1,29/02/1944," + time + "," + code + "," + value + "," + unit + ",id1," +
         status + ",Oximeter,\"said \"\"fine\"\", then slept\"\n";
}

ReadAll ReadLong(const std::string& rows) { return ReadMonitored(kHeader + rows, Long()); }

BOOST_AUTO_TEST_CASE(row_has_patient_value_time_and_words) {
  const ReadAll all = ReadLong(Row("2026-07-20 12:00", "HR", "72.0", "bpm"));
  BOOST_TEST(all.Problem() == "0");
  BOOST_TEST_REQUIRE(all.events.size() == 1U);
  const model::Event& event = all.events.front();
  BOOST_TEST(event.trigger == "CSV");
  BOOST_TEST(event.patient.nhs_number->Reveal() == "9990000018");
  BOOST_TEST(event.patient.local.front().Reveal() == "M1|RXX");
  BOOST_TEST(event.patient.birth_date.Reveal() == "19440229");
  BOOST_TEST_REQUIRE(event.readings.size() == 1U);
  const model::Reading& reading = event.readings.front();
  BOOST_CHECK(reading.vital == Vital::kPulse);
  BOOST_TEST(reading.value->Text() == "72.0");
  BOOST_TEST(FormatDateTime(reading.time) == "2026-07-20T12:00:00+01:00");
  BOOST_TEST(reading.device == "Oximeter");
  BOOST_TEST(reading.note.Reveal() == "said \"fine\", then slept");
}

struct Code {
  const char* name;
  const char* code;
  const char* value;
  const char* unit;
  const char* problem;  // "" when it is a reading
};
std::ostream& operator<<(std::ostream& out, const Code& c) { return out << c.name; }

const Code kCodes[] = {
    {"the feed's code", "hr", "72", "/min", ""},
    {"the name of a vital", "Pulse", "72", "/min", ""},
    {"LOINC with its system", "http://loinc.org|8867-4", "72", "/min", ""},
    {"SNOMED CT with its system", "SCT|722742002", "", "", ""},
    {"a comparator", "oxygen-saturation", "<=92", "%", "reading.comparator"},
    {"an answer", "consciousness", "Wide awake", "", ""},
    {"air in a word", "air-or-oxygen", "air", "", ""},
    {"no unit", "HR", "72", "", "reading.unit"},
    {"no number", "HR", "7O", "/min", "reading.value"},
    {"a comma for the point", "HR", "\"72,5\"", "/min", "reading.value"},
    {"no value", "HR", "", "/min", "reading.absent"},
};

BOOST_DATA_TEST_CASE(code_is_found_and_value_read, boost::unit_test::data::make(kCodes), c) {
  const ReadAll all = ReadLong(Row("2026-07-20T12:00:00Z", c.code, c.value, c.unit));
  const std::string problem = c.problem;
  const bool read = problem.empty() || problem == "reading.comparator";
  BOOST_TEST(all.Readings().size() == (read ? 1U : 0U));
  BOOST_TEST(all.Problem() == (problem.empty() ? "0" : problem + " line 2 VALUE"));
}

BOOST_AUTO_TEST_CASE(row_of_something_else_is_passed_over) {
  const ReadAll all = ReadLong(Row("2026-07-20T12:00:00Z", "STEPS", "4000", ""));
  BOOST_TEST(all.received.reason == "no-readings");
  BOOST_TEST(all.received.passed_over == 1U);
  BOOST_TEST(all.Problem() == "0");
}

BOOST_AUTO_TEST_CASE(status_replaces_by_the_id) {
  const ReadAll first = ReadLong(Row("2026-07-20T12:00:00Z", "HR", "72", "/min"));
  const ReadAll corrected = ReadLong(Row("2026-07-20T12:05:00Z", "HR", "75", "/min", "corrected"));
  const ReadAll withdrawn = ReadLong(Row("2026-07-20T12:05:00Z", "HR", "", "", "W"));
  BOOST_TEST(first.Readings()[0].key == corrected.Readings()[0].key);
  BOOST_TEST(first.Readings()[0].key == withdrawn.Readings()[0].key);
  BOOST_CHECK(corrected.Readings()[0].status == ReadingStatus::kCorrected);
  BOOST_CHECK(withdrawn.Readings()[0].status == ReadingStatus::kWithdrawn);
  const ReadAll odd = ReadLong(Row("2026-07-20T12:00:00Z", "HR", "72", "/min", "maybe"));
  BOOST_TEST(odd.Problem() == "reading.status line 2 STATUS");
}

BOOST_AUTO_TEST_CASE(faulty_rows_are_told_with_their_line_and_hold_up_no_other) {
  const std::string good = Row("2026-07-20T12:00:00Z", "HR", "72", "/min");
  const ReadAll all = ReadLong(good + Row("20.07.2026", "HR", "72", "/min") +
                               "9990000018,M1\n"
                               "9990000019,,,2026-07-20T12:00:00Z,HR,72,/min,,F,,\n" +
                               "x\"y,,,,,,,,,,\n\n" + good);
  BOOST_TEST(all.Readings().size() == 2U);
  const std::vector<std::string> want = {"reading.no-time line 3 TAKEN", "csv.cells line 4",
                                         "nhs-number.invalid line 5 NHS",
                                         "reading.no-patient line 5", "csv.quote line 6"};
  BOOST_TEST_REQUIRE(all.received.problems.size() == want.size());
  for (std::size_t i = 0; i < want.size(); ++i) {
    const model::Issue& issue = all.received.problems[i];
    BOOST_TEST(issue.code + " " + issue.path == want[i]);
  }
}

BOOST_AUTO_TEST_CASE(quoted_cell_may_hold_lines_and_one_without_end_is_told) {
  const std::string two_lines =
      "9990000018,,,2026-07-20T12:00:00Z,HR,72,/min,,F,,\"one\r\ntwo\"\r\n";
  const ReadAll all = ReadLong(two_lines + "9990000018,\"M1");
  BOOST_TEST_REQUIRE(all.Readings().size() == 1U);
  BOOST_TEST(all.Readings()[0].note.Reveal() == "one\r\ntwo");
  BOOST_TEST(all.Problem() == "csv.quote line 4");
}

BOOST_AUTO_TEST_CASE(wide_row_is_one_set) {
  const ReadAll all = ReadMonitored(
      "\xEF\xBB\xBFNHS,Day,Clock,Pulse,SpO2,Air,Name\r\n"
      "9990000018,20/10/2026,08:30,72,97,oxygen,ignored\r\n"
      "9990000018,20/10/2026,09:30,,96,,ignored\r\n",
      Wide());
  const auto readings = all.Readings();
  BOOST_TEST_REQUIRE(readings.size() == 4U);
  BOOST_TEST(readings[0].set == readings[2].set);
  BOOST_TEST(readings[0].set != readings[3].set);
  BOOST_TEST(*readings[2].on_oxygen);
  BOOST_TEST(FormatDateTime(readings[3].time) == "2026-10-20T09:30:00+01:00");
  BOOST_TEST(all.Problem() == "0");
}

BOOST_AUTO_TEST_CASE(limits_flag_and_who_measured_come_with_the_reading) {
  FeedOptions feed = MonitoringFeed();
  feed.csv = {
      {"NHS", CsvMeaning::kNhsNumber, {}, "", ""}, {"TAKEN", CsvMeaning::kTime, {}, "", ""},
      {"WHAT", CsvMeaning::kCode, {}, "", ""},     {"VALUE", CsvMeaning::kValue, {}, "", ""},
      {"UNIT", CsvMeaning::kUnit, {}, "", ""},     {"ID", CsvMeaning::kId, {}, "", ""},
      {"FROM", CsvMeaning::kLow, {}, "", ""},      {"TO", CsvMeaning::kHigh, {}, "", ""},
      {"FLAG", CsvMeaning::kFlag, {}, "", ""},     {"BY", CsvMeaning::kMeasuredBy, {}, "", ""}};
  const std::string header = "NHS,Taken,What,Value,Unit,Id,From,To,Flag,By\n";
  const std::string start = "9990000018,2026-07-20 12:00,temperature,";
  const ReadAll all =
      ReadMonitored(header + start + "100.4,[degF],a,96.8,101.3,hh,patient\n" + start +
                        "37.0,Cel,b,,,,\n" + start + "37.1,Cel,c,cold,<38,high?,robot\n",
                    feed);
  BOOST_TEST_REQUIRE(all.events.size() == 1U);
  const auto& readings = all.events.front().readings;
  BOOST_TEST_REQUIRE(readings.size() == 3U);
  BOOST_TEST(readings[0].low->Text() == "36.0");
  BOOST_TEST(readings[0].high->Text() == "38.5");
  BOOST_TEST(readings[0].flag == "HH");
  BOOST_TEST((readings[0].by == model::MeasuredBy::kPatient));
  for (const model::Reading& without : {readings[1], readings[2]}) {
    BOOST_TEST((!without.low && !without.high && without.flag.empty()));
    BOOST_TEST((without.by == model::MeasuredBy::kNotStated));
  }
  std::string told;
  for (const auto& problem : all.received.problems) told += problem.code + " " + problem.path + ";";
  BOOST_TEST(told ==
             "reading.flag line 4 FLAG;reading.measured-by line 4 BY;"
             "reading.limit line 4 FROM;reading.limit line 4 TO;");
}

BOOST_AUTO_TEST_CASE(limits_of_a_vital_stand_in_its_row) {
  FeedOptions feed = Wide();
  feed.csv.insert(feed.csv.end(),
                  {{"SPO2 MIN", CsvMeaning::kVitalLow, Vital::kOxygenSaturation, "%", ""},
                   {"PULSE MAX", CsvMeaning::kVitalHigh, Vital::kPulse, "", ""}});
  const ReadAll all = ReadMonitored(
      "NHS,Day,Clock,Pulse,SpO2,Air,SpO2 min,Pulse max\n"
      "9990000018,2026-07-20,12:00,72,87,,88,110\n",
      feed);
  BOOST_TEST(all.Problem() == "0");
  BOOST_TEST_REQUIRE(all.events.size() == 1U);
  for (const model::Reading& reading : all.events.front().readings) {
    const bool pulse = reading.vital == Vital::kPulse;
    BOOST_TEST(reading.low.has_value() == !pulse);
    BOOST_TEST(reading.high.has_value() == pulse);
    BOOST_TEST((pulse ? *reading.high : *reading.low).Text() == (pulse ? "110" : "88"));
  }
}

BOOST_AUTO_TEST_CASE(each_patient_has_a_part_with_header_and_rows) {
  const std::string header = "NHS,DAY,CLOCK,PULSE,SPO2,AIR";
  const ReadAll all = ReadMonitored(header +
                                        "\n9990000018,2026-10-20,08:30,72,,\n"
                                        "9990000026,2026-10-20,08:31,80,,\n"
                                        "9990000018,2026-10-20,09:30,73,,",
                                    Wide());
  BOOST_TEST_REQUIRE(all.received.parts.size() == 2U);
  BOOST_TEST(all.received.parts[0].bytes == header +
                                                "\n9990000018,2026-10-20,08:30,72,,\n"
                                                "9990000018,2026-10-20,09:30,73,,\n");
  BOOST_TEST(all.received.parts[0].type == "CSV");
  BOOST_TEST(all.events[1].patient.nhs_number->Reveal() == "9990000026");
}

BOOST_AUTO_TEST_CASE(header_without_what_readings_need_is_refused) {
  const ReadAll all = ReadMonitored("NHS,Day,Pulse\n9990000018,2026-10-20,72\n", Wide());
  BOOST_TEST(all.received.reason == "csv-columns");
  BOOST_TEST(all.Tells("csv.columns"));
  BOOST_TEST(ReadMonitored("NHS,Day,Clock,Pulse,Pulse\n", Wide()).received.reason == "csv-columns");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf8_are_told) {
  const ReadAll all =
      ReadMonitored("NHS,DAY,CLOCK,PULSE,SPO2,AIR\n9990000018,2026-10-20,08:30,72,,\xB0\n", Wide());
  BOOST_TEST(all.Problem() == "csv.charset line 2");
}

BOOST_AUTO_TEST_CASE(too_many_rows_are_refused_as_a_whole) {
  std::string content = "NHS,DAY,CLOCK,PULSE,SPO2,AIR\n";
  for (int i = 0; i < 100'001; ++i) content += "9990000018,,,,,\n";
  BOOST_TEST(ReadMonitored(content, Wide()).received.reason == "too-many");
}

BOOST_AUTO_TEST_CASE(every_reading_of_a_part_stands_in_its_cell) {
  const FeedOptions feed = Long();
  const std::string part = kHeader + Row("2026-07-20T12:00:00Z", "STEPS", "1", "") +
                           Row("2026-07-20T12:00:00Z", "HR", "\"72\"", "/min");
  const auto places = PlacesOfReadings({7, "CSV", "rpm", part}, feed);
  BOOST_TEST_REQUIRE(places.size() == 1U);
  const mapping::ExplainedField& value = places.front().value;
  BOOST_TEST(value.place == "line 3 Value");
  BOOST_TEST(part.substr(value.begin, value.end - value.begin) == "\"72\"");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
