// Units of readings: what senders write, and the one unit each vital is scored in.
#include "core/discharge/units.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(units)

namespace {

using model::Vital;

struct Case {
  const char* name;
  Vital vital;
  const char* value;
  const char* unit;
  const char* want;  // "" when it cannot be converted
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::array kCases = {
    Case{"UCUM keeps the digits", Vital::kOxygenSaturation, "96.0", "%", "96.0"},
    Case{"beats a minute", Vital::kPulse, "72", "bpm", "72"},
    Case{"breaths a minute", Vital::kRespiration, "16", "breaths/min", "16"},
    Case{"annotated UCUM", Vital::kPulse, "72", "{beats}/min", "72"},
    Case{"case does not matter", Vital::kSystolic, "120", "MMHG", "120"},
    Case{"blanks around it do not matter", Vital::kSystolic, "120", " mmHg ", "120"},
    Case{"a degree sign", Vital::kTemperature, "36.8",
         "\xC2\xB0"
         "C",
         "36.8"},
    Case{"freezing point", Vital::kTemperature, "32", "[degF]", "0.0"},
    Case{"normal in Fahrenheit", Vital::kTemperature, "98.6", "degF", "37.0"},
    Case{"a fever in Fahrenheit, rounded once", Vital::kTemperature, "102.25", "F", "39.0"},
    Case{"kPa to mm[Hg]", Vital::kSystolic, "16", "kPa", "120"},
    Case{"kPa with a decimal", Vital::kDiastolic, "10.5", "kPa", "79"},
    Case{"the feed's own word", Vital::kPulse, "72", "Schl./min", "72"},
    Case{"the feed's own word beats ours", Vital::kTemperature, "98.6", "c", "37.0"},
    Case{"a unit of another vital", Vital::kPulse, "72", "Cel", ""},
    Case{"kPa is no unit of saturation", Vital::kOxygenSaturation, "13", "kPa", ""},
    Case{"Fahrenheit is no unit of pulse", Vital::kPulse, "72", "[degF]", ""},
    Case{"an unknown word", Vital::kPulse, "72", "furlong", ""},
    Case{"no unit", Vital::kPulse, "72", "", ""},
    Case{"a statement has no unit", Vital::kConsciousness, "1", "%", ""},
};

}  // namespace

BOOST_DATA_TEST_CASE(a_value_is_converted_to_the_unit_of_its_vital,
                     boost::unit_test::data::make(kCases), c) {
  // This feed's "c" is a mistake of its maker: it sends Fahrenheit.
  std::map<std::string, std::string> local = {{"SCHL./MIN", "/min"}};
  if (std::string(c.unit) == "c") local["C"] = "[degF]";
  const auto value = model::Decimal::Parse(c.value);
  BOOST_REQUIRE(value.has_value());
  const auto converted = Convert(c.vital, *value, c.unit, local);
  BOOST_TEST((converted ? converted->Text() : "") == c.want);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
