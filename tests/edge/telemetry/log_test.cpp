#include "edge/telemetry/log.h"

#include <array>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::telemetry {

BOOST_AUTO_TEST_SUITE(log)

namespace {

struct Case {
  const char* name;
  std::string value;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::array kCases = {
    Case{"a plain word", "malformed", "malformed"},
    Case{"nothing", "", R"("")"},
    Case{"a blank", "no space", R"("no space")"},
    Case{"an equals sign", "a=b", R"("a=b")"},
    Case{"quotes", R"(say "x")", R"("say \"x\"")"},
    Case{"a backslash", R"(a\b)", R"("a\\b")"},
    Case{"a new line", "a\nb", R"(a\x0ab)"},
    Case{"a new line and a blank", "a\n b", R"("a\x0a b")"},
    Case{"what looks like an escape", R"(a\x0ab)", R"("a\\x0ab")"},
    Case{"NUL", std::string("a\0b", 3), R"(a\x00b)"},
    Case{"escape and delete", "\x1B[31m\x7F", R"(\x1b[31m\x7f)"},
    Case{"UTF-8 stays", "\xC3\x84", "\xC3\x84"},
    Case{"a control of UTF-8", "a\xC2\x9B", R"(a\xc2\x9b)"},
    Case{"a no-break space is no control", "\xC2\xA0", "\xC2\xA0"},
    Case{"bytes that are no UTF-8", "\xC4x", R"(\xc4x)"},
    Case{"MLLP bytes", "\x0B\x1C\r", R"(\x0b\x1c\x0d)"},
    Case{"a path", "/var/spool/out:1", "/var/spool/out:1"},
};

BOOST_DATA_TEST_CASE(a_value_stands_in_one_line_and_can_be_read_back,
                     boost::unit_test::data::make(kCases), c) {
  BOOST_TEST(Log::Format("event", {{"key", c.value}}) == std::string("event key=") + c.want);
}

BOOST_AUTO_TEST_CASE(fields_follow_the_event_in_their_order) {
  BOOST_TEST(
      Log::Format("refused", {{"id", "7f3a12"}, {"code", "malformed"}, {"where", "PID-7"}}) ==
      "refused id=7f3a12 code=malformed where=PID-7");
}

BOOST_AUTO_TEST_CASE(an_event_needs_no_fields) {
  BOOST_TEST(Log::Format("started", {}) == "started");
}

struct Line {
  Level level;
  std::string text;
};

BOOST_AUTO_TEST_CASE(the_sink_gets_component_and_line) {
  std::vector<Line> lines;
  const Log log([&](Level level, std::string_view component, std::string_view line) {
    lines.push_back({level, std::string(component) + "|" + std::string(line)});
  });
  log.Write(Level::kWarn, "net", "frame.warning", {{"listener", "adt"}});
  BOOST_REQUIRE(lines.size() == 1U);
  BOOST_TEST((lines[0].level == Level::kWarn));
  BOOST_TEST(lines[0].text == "net|frame.warning listener=adt");
}

BOOST_AUTO_TEST_CASE(what_is_below_the_least_level_is_not_written) {
  int lines = 0;
  const Log log([&](Level, std::string_view, std::string_view) { ++lines; }, Level::kWarn);
  log.Write(Level::kInfo, "net", "a", {});
  BOOST_TEST(lines == 0);
}

BOOST_AUTO_TEST_CASE(what_is_at_the_least_level_or_above_is_written) {
  int lines = 0;
  const Log log([&](Level, std::string_view, std::string_view) { ++lines; }, Level::kWarn);
  for (const Level level : {Level::kWarn, Level::kError, Level::kMisuse})
    log.Write(level, "net", "a", {});
  BOOST_TEST(lines == 3);
}

BOOST_AUTO_TEST_CASE(a_log_without_a_sink_is_silent) {
  BOOST_CHECK_NO_THROW(Log(nullptr).Write(Level::kError, "net", "a", {}));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::telemetry
