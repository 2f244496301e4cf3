#include "core/clinical/course.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "base/timestamp.h"

namespace wardbridge::clinical {

BOOST_AUTO_TEST_SUITE(course)

namespace {

namespace data = boost::unit_test::data;

constexpr std::int64_t kMinute = 60'000;
const Timestamp kStart = ParseInstant("2026-10-20T10:00:00Z").value();

Timestamp Minute(std::int64_t minute) { return kStart + Millis(minute * kMinute); }
std::int64_t MinuteOf(Timestamp time) { return (time - kStart).count() / kMinute; }

// One value, by its minute since the start of the stay: W within, B below, A above, ? not judged.
struct Value {
  std::int64_t minute;
  char side;
  int size = 0;  // what extremes compare
};

Side SideOfLetter(char letter) {
  const std::map<char, Side> sides = {
      {'W', Side::kWithin}, {'B', Side::kBelow}, {'A', Side::kAbove}, {'?', Side::kNotJudged}};
  return sides.at(letter);
}

std::vector<Judged> Judge(const std::vector<Value>& values) {
  std::vector<Judged> judged;
  for (const Value& value : values)
    judged.push_back({Minute(value.minute), SideOfLetter(value.side)});
  return judged;
}

// A stay of 12 hours in which a value holds for 4.
const Course kCourse{kStart, Minute(720), Millis(240 * kMinute)};

std::string TextOf(const Shares& shares) {
  const auto minutes = [](Millis part) { return std::to_string(part.count() / kMinute); };
  return "W" + minutes(shares.within) + " B" + minutes(shares.below) + " A" +
         minutes(shares.above) + " ?" + minutes(shares.unknown);
}

// "B 120-240 2 values, extreme 1, by within; "
std::string TextOf(const std::vector<Episode>& episodes) {
  constexpr std::array kEndings = {"within", "other", "silence", "stay"};
  std::string text;
  for (const Episode& episode : episodes) {
    text += episode.side == Side::kBelow ? "B " : "A ";
    text += std::to_string(MinuteOf(episode.start)) + "-" + std::to_string(MinuteOf(episode.end));
    text += " x" + std::to_string(episode.Count()) + " extreme " + std::to_string(episode.extreme);
    text += std::string(" ") + kEndings.at(static_cast<std::size_t>(episode.ending)) + "; ";
  }
  return text;
}

IsLess BySize(const std::vector<Value>& values) {
  return [&values](std::size_t a, std::size_t b) { return values[a].size < values[b].size; };
}

struct Case {
  const char* name;
  std::vector<Value> values;
  const char* shares;
  const char* episodes;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::array kCases = {
    Case{"no value", {}, "W0 B0 A0 ?720", ""},
    Case{"one value within", {{60, 'W'}}, "W240 B0 A0 ?480", ""},
    Case{"one value beyond", {{60, 'A'}}, "W0 B0 A240 ?480", "A 60-300 x1 extreme 0 silence; "},
    Case{"one value beyond at the very end",
         {{720, 'A'}},
         "W0 B0 A0 ?720",
         "A 720-720 x1 extreme 0 stay; "},
    Case{"a day as it may be",
         {{60, 'W'}, {120, 'B', 88}, {180, 'B', 85}, {240, 'W'}, {540, 'A', 99}},
         "W300 B120 A180 ?120",
         "B 120-240 x2 extreme 2 within; A 540-720 x1 extreme 4 stay; "},
    Case{"the next value comes just as the last one ceases to hold",
         {{60, 'B'}, {300, 'B'}},
         "W0 B480 A0 ?240",
         "B 60-540 x2 extreme 0 silence; "},
    Case{"a minute later it is another episode",
         {{60, 'B'}, {301, 'B'}},
         "W0 B480 A0 ?240",
         "B 60-300 x1 extreme 0 silence; B 301-541 x1 extreme 1 silence; "},
    Case{"from one limit to the other",
         {{60, 'B'}, {120, 'A'}, {180, 'W'}},
         "W240 B60 A60 ?360",
         "B 60-120 x1 extreme 0 other; A 120-180 x1 extreme 1 within; "},
    Case{"a value without limits ends an episode and is not known",
         {{60, 'B'}, {120, '?'}, {180, 'B'}},
         "W0 B300 A0 ?420",
         "B 60-120 x1 extreme 0 other; B 180-420 x1 extreme 2 silence; "},
    Case{"of equal times the last one holds",
         {{60, 'B'}, {60, 'W'}},
         "W240 B0 A0 ?480",
         "B 60-60 x1 extreme 0 within; "},
    Case{"whichever it is",
         {{60, 'W'}, {60, 'B'}},
         "W0 B240 A0 ?480",
         "B 60-300 x1 extreme 1 silence; "},
    Case{"the lowest below, the first of equal ones",
         {{60, 'B', 9}, {61, 'B', 7}, {62, 'B', 7}, {63, 'B', 8}},
         "W0 B243 A0 ?477",
         "B 60-303 x4 extreme 1 silence; "},
    Case{"the highest above, the first of equal ones",
         {{60, 'A', 7}, {61, 'A', 9}, {62, 'A', 9}, {63, 'A', 8}},
         "W0 B0 A243 ?477",
         "A 60-303 x4 extreme 1 silence; "},
    Case{"till the stay ends exactly",
         {{480, 'B'}},
         "W0 B240 A0 ?480",
         "B 480-720 x1 extreme 0 stay; "}};

// What each minute says, looked up on its own: the slow and obvious way.
std::string MinuteByMinute(const std::vector<Judged>& values, const Course& course) {
  std::map<Side, int> minutes;
  for (std::int64_t minute = 0; Minute(minute) < course.end; ++minute) {
    const Judged* last = nullptr;
    for (const Judged& value : values) {
      if (value.time <= Minute(minute)) last = &value;
    }
    const bool holds = last != nullptr && Minute(minute) < last->time + course.holds;
    ++minutes[holds ? last->side : Side::kNotJudged];
  }
  return "W" + std::to_string(minutes[Side::kWithin]) + " B" +
         std::to_string(minutes[Side::kBelow]) + " A" + std::to_string(minutes[Side::kAbove]) +
         " ?" + std::to_string(minutes[Side::kNotJudged]);
}

}  // namespace

BOOST_DATA_TEST_CASE(time_and_episodes_are_as_counted_by_hand, data::make(kCases), c) {
  const std::vector<Judged> judged = Judge(c.values);
  BOOST_TEST(TextOf(SharesOf(judged, kCourse)) == c.shares);
  BOOST_TEST(TextOf(EpisodesOf(judged, kCourse, BySize(c.values))) == c.episodes);
  BOOST_TEST(MinuteByMinute(judged, kCourse) == c.shares);
}

BOOST_AUTO_TEST_CASE(a_stay_without_length_has_episodes_without_length) {
  const Course course{kStart, kStart, Millis(kMinute)};
  const std::vector<Judged> judged = {{kStart, Side::kAbove}};
  BOOST_TEST(SharesOf(judged, course).Whole().count() == 0);
  const auto is_less = [](std::size_t, std::size_t) { return false; };
  BOOST_TEST(TextOf(EpisodesOf(judged, course, is_less)) == "A 0-0 x1 extreme 0 stay; ");
}

BOOST_AUTO_TEST_CASE(all_parts_make_the_stay_and_all_episodes_make_the_time_beyond) {
  std::mt19937 random(20261020);
  const auto below = [&random](int limit) { return static_cast<int>(random() % limit); };
  for (int round = 0; round < 2000; ++round) {
    const Course course{kStart, Minute(below(600)), Millis((1 + below(90)) * kMinute)};
    const std::int64_t length = MinuteOf(course.end);
    std::vector<Value> values;
    for (int i = below(30); i > 0; --i) {
      values.push_back({below(static_cast<int>(length) + 1), "WBA?"[below(4)], below(5)});
    }
    std::stable_sort(values.begin(), values.end(),
                     [](const Value& a, const Value& b) { return a.minute < b.minute; });
    const std::vector<Judged> judged = Judge(values);
    const Shares shares = SharesOf(judged, course);
    BOOST_TEST_REQUIRE(TextOf(shares) == MinuteByMinute(judged, course), "round " << round);
    BOOST_TEST_REQUIRE((shares.Whole() == course.end - course.start));
    Millis together{0};
    std::size_t counted = 0;
    for (const Episode& episode : EpisodesOf(judged, course, BySize(values))) {
      together += episode.end - episode.start;
      counted += episode.Count();
      for (std::size_t i = episode.first; i <= episode.last; ++i) {
        BOOST_TEST_REQUIRE((judged[i].side == episode.side));
      }
    }
    BOOST_TEST_REQUIRE((together == shares.Beyond()), "round " << round);
    const auto beyond = std::count_if(values.begin(), values.end(), [](const Value& value) {
      return value.side == 'A' || value.side == 'B';
    });
    BOOST_TEST_REQUIRE(counted == static_cast<std::size_t>(beyond), "round " << round);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::clinical
