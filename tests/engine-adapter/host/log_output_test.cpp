#include "engine-adapter/host/log_output.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "engine-adapter/host/json_text.h"

namespace wardbridge::host {

BOOST_AUTO_TEST_SUITE(log_output)

namespace {

struct Case {
  const char* name;
  LogFormat format;
  std::int32_t level;
  const char* component;
  const char* line;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::array kCases = {
    Case{"text", LogFormat::kText, 2, "net", "connected listener=adt",
         "info  net connected listener=adt"},
    Case{"longest level", LogFormat::kText, 5, "abi", "wrong-state", "misuse abi wrong-state"},
    Case{"unknown level", LogFormat::kText, 99, "net", "x", "error net x"},
    Case{"negative level", LogFormat::kText, -1, "net", "x", "error net x"},
    Case{"line ends", LogFormat::kText, 3, "a\nb", "x\r\ny", "warn  a b x  y"},
    Case{"json", LogFormat::kJson, 4, "net", "said \"no\"",
         R"("level":"error","component":"net","line":"said \"no\"")"},
};

BOOST_DATA_TEST_CASE(an_event_is_one_line, boost::unit_test::data::make(kCases), c) {
  BOOST_TEST(FormatLine(c.format, c.level, c.component, c.line) == c.want);
}

BOOST_AUTO_TEST_CASE(json_escapes_what_it_must) {
  BOOST_TEST(JsonText("a\"b\\c\n\x7F\xC3\xA9") == "\"a\\\"b\\\\c\\u000a\\u007f\xC3\xA9\"");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::host
