// What the document says of limits, episodes and flags.
#include "core/document/threshold_tables.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/document/render.h"
#include "tests/core/document/pdf.h"
#include "tests/core/document/samples.h"

namespace wardbridge::document {

BOOST_AUTO_TEST_SUITE(threshold_tables)

namespace {

namespace data = boost::unit_test::data;
using model::Vital;
using testing::Sample;
using testing::Structure;
using testing::StructureOf;
using testing::TextOf;

constexpr std::int64_t kHour = 60LL * 60 * 1000;

model::Document Rendered(const model::Summary& summary) {
  auto document = Render(summary, Options{});
  BOOST_REQUIRE(document.has_value());
  return std::move(*document);
}

// A stay of ten hours on a ward that wants a pulse of 50 to 120: four readings, the middle two
// above.
model::Summary FastPulse() {
  model::Summary summary = Sample("one");
  summary.stay.end = *summary.stay.start + Millis(10 * kHour);
  summary.stay.ward->thresholds = model::ThresholdsOf("pulse=50..120").value();
  summary.readings.clear();
  summary.sets.clear();
  const std::array values = {"80", "131", "128.5", "100"};
  for (std::size_t i = 0; i < values.size(); ++i) {
    model::Reading reading;
    reading.vital = Vital::kPulse;
    reading.time = *summary.stay.start + Millis(static_cast<std::int64_t>(i + 1) * kHour);
    reading.key = std::to_string(i);
    reading.value = model::Decimal::Parse(values.at(i));
    summary.readings.push_back(reading);
  }
  return summary;
}

struct Phrase {
  const char* sample;
  const char* text;
};
std::ostream& operator<<(std::ostream& out, const Phrase& c) {
  return out << c.sample << ": " << c.text;
}

const std::array kSaid = {
    Phrase{"typical", "Time within limits"},
    Phrase{"typical", "below 5 (RCP)"},
    Phrase{"typical", "Change from the first total of the stay (0, on 14 Oct 2026 10:30)"},
    Phrase{"typical", "Change: from the first total of the stay."},
    Phrase{"limits", "For information: this is not a diagnosis."},
    Phrase{"limits", "at most 12 h; after that"},
    Phrase{"limits", "10 to 24 (ward)"},
    Phrase{"limits", "35.5 to 38.5 (ward)"},
    Phrase{"limits", "88.5 or more (sender)"},
    Phrase{"limits", "they varied"},
    Phrase{"limits", "HH, critically high"},
    Phrase{"limits", "L, low"},
    Phrase{"flapping", "Latest episodes beyond a limit (10 of "},
    Phrase{"flapping", "Flagged by the sender (10 of "},
};
const std::array kUnsaid = {
    Phrase{"one", "Time within limits"},
    Phrase{"one", "Latest episodes"},
    Phrase{"typical", "Flagged by the sender"},
    Phrase{"limits", "N, normal"},
    Phrase{"typical", "(sender)"},
    Phrase{"child", "Time within limits"},
};

}  // namespace

BOOST_DATA_TEST_CASE(of_limits_the_document_says, data::make(kSaid), c) {
  const std::string text = TextOf(Rendered(Sample(c.sample)).bytes);
  BOOST_TEST(text.find(c.text) != std::string::npos, "not in: " << text);
}

BOOST_DATA_TEST_CASE(of_limits_the_document_does_not_say, data::make(kUnsaid), c) {
  BOOST_TEST(TextOf(Rendered(Sample(c.sample)).bytes).find(c.text) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_episode_has_its_times_its_extreme_and_its_end) {
  const model::Summary summary = FastPulse();
  const std::string text = TextOf(Rendered(summary).bytes);
  // From 11:30 to 13:30, two hours of ten; 10:30 to 11:30 and 13:30 to the end at 19:30 within.
  for (const char* wanted :
       {"50 to 120 (ward)", "70%, 7 h", "20%, 2 h", "10%, 1 h", "20 Oct 2026 11:30",
        "20 Oct 2026 13:30", "131 (limit 120)", "a value within limits", "114.25"}) {
    BOOST_TEST(text.find(wanted) != std::string::npos, wanted << " is not in: " << text);
  }
}

BOOST_AUTO_TEST_CASE(limits_of_two_origins_name_both) {
  model::Summary summary = FastPulse();
  for (model::Reading& reading : summary.readings) reading.low = model::Decimal::Parse("45");
  const std::string text = TextOf(Rendered(summary).bytes);
  BOOST_TEST(text.find("45 (sender) to 120 (ward)") != std::string::npos, text);
  BOOST_TEST(text.find("they varied") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_tables_are_marked_for_a_screen_reader) {
  Structure structure = StructureOf(Rendered(FastPulse()).bytes);
  BOOST_TEST(structure.tags["/Table"] == 3);  // key readings, time within limits, episodes
  BOOST_TEST(structure.tags["/TH"] == structure.headings_with_scope);
}

BOOST_AUTO_TEST_CASE(there_is_nothing_to_say_without_limits) {
  const model::Summary summary = Sample("one");
  const clinical::Trend trend = clinical::TrendOf(summary);
  BOOST_TEST(!HasLimits(trend));
  BOOST_TEST(CountEpisodes(trend) == 0U);
}

BOOST_AUTO_TEST_CASE(hundreds_of_episodes_are_counted) {
  const clinical::Trend trend = clinical::TrendOf(Sample("flapping"));
  BOOST_TEST(CountEpisodes(trend) > 300U);
}

BOOST_AUTO_TEST_CASE(hostile_flags_neither_break_nor_leave_the_page) {
  model::Summary summary = FastPulse();
  summary.readings[0].flag = std::string(5000, 'W') + "\xFF\x01";
  summary.readings[1].flag = "\u202Eterces";
  const model::Document document = Rendered(summary);
  BOOST_TEST(document.pages <= 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::document
