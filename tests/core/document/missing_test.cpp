#include "core/document/missing.h"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/core/document/samples.h"

namespace wardbridge::document {

BOOST_AUTO_TEST_SUITE(missing)

namespace {

using testing::Sample;

std::vector<std::string> LinesFor(const model::Summary& summary) {
  return MissingLines(summary, clinical::TrendOf(summary));
}

bool Holds(const std::vector<std::string>& lines, const std::string& line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

model::Issue Note(const std::string& text) {
  return {model::Issue::Severity::kWarning, "note", "", text, ""};
}

BOOST_AUTO_TEST_CASE(a_complete_stay_misses_nothing) {
  BOOST_TEST(LinesFor(Sample("typical")).empty());
}

BOOST_AUTO_TEST_CASE(notes_of_summary_and_stay_are_lines_each_text_once) {
  model::Summary summary = Sample("typical");
  summary.notes = {Note("One."), Note("Two."), Note("One.")};
  summary.stay.notes = {Note("Two."), Note("Three.")};
  BOOST_TEST(LinesFor(summary) == (std::vector<std::string>{"One.", "Two.", "Three."}));
}

BOOST_AUTO_TEST_CASE(days_without_readings_are_named_and_joined) {
  model::Summary summary = Sample("typical");
  std::erase_if(summary.readings, [](const model::Reading& reading) {
    const int day = InZone(reading.time).civil.day;
    return day == 15 || day == 17 || day == 18;
  });
  const std::vector<std::string> lines = LinesFor(summary);
  BOOST_TEST(Holds(lines, "Readings on 4 of 7 days."));
  BOOST_TEST(Holds(lines, "Days without any reading: 15 Oct, 17 Oct to 18 Oct."));
}

BOOST_AUTO_TEST_CASE(times_without_any_reading_are_counted_and_the_longest_is_named) {
  model::Summary summary = Sample("typical");
  std::erase_if(summary.readings, [](const model::Reading& reading) {
    const int day = InZone(reading.time).civil.day;
    return day == 15 || day == 17 || day == 18;
  });
  BOOST_TEST(
      Holds(LinesFor(summary),
            "Without any reading for more than 12 h: 2 times, 3 d 12 h together; the longest "
            "from 16 Oct 2026 22:30 to 19 Oct 2026 04:30."));
  summary.stay.ward->thresholds.holds_ms = 60LL * 60 * 60 * 1000;
  for (const std::string& line : LinesFor(summary)) {
    BOOST_TEST(line.find("Without any reading") == std::string::npos, line);
  }
}

BOOST_AUTO_TEST_CASE(many_gaps_are_counted) {
  model::Summary summary = Sample("sixty-days");
  std::erase_if(summary.readings, [](const model::Reading& reading) {
    return InZone(reading.time).civil.day % 2 == 0;
  });
  const std::vector<std::string> lines = LinesFor(summary);
  const bool found = std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
    return line.find("Days without any reading: 2 Sep, 4 Sep") == 0 &&
           line.find(" and 22 more gaps.") != std::string::npos;
  });
  BOOST_TEST(found);
}

BOOST_AUTO_TEST_CASE(more_than_twenty_lines_end_with_a_count) {
  model::Summary summary = Sample("typical");
  for (int i = 0; i < 50; ++i) summary.notes.push_back(Note("Note " + std::to_string(i) + "."));
  const std::vector<std::string> lines = LinesFor(summary);
  BOOST_TEST(lines.size() == 20U);
  BOOST_TEST(lines.back() == "And 31 more notes, which the record of this stay holds.");
}

BOOST_AUTO_TEST_CASE(no_readings_are_said_once) {
  BOOST_TEST(LinesFor(Sample("none")) ==
             std::vector<std::string>{"No reading was received for this stay."});
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::document
