// What a sender says about a reading beside its value.
#include "core/discharge/observe_details.h"

#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/discharge/observe.h"

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(observe_details)

namespace {

using model::Vital;

constexpr const char* kHead =
    "MSH|^~\\&|RPM|RXX|TIE|RXX|20261020120000||ORU^R01^ORU_R01|C1|P|2.7\r"
    "PID|1||9990000018^^^NHS\r"
    "OBR|1||F1^RPM|VITALS|||20261020115500\r";

Observed Read(const std::string& rest) {
  FeedOptions feed;
  feed.name = "rpm";
  feed.default_units[Vital::kOxygenSaturation] = "%";
  auto message = hl7::Message::Parse(kHead + rest);
  BOOST_REQUIRE(message.has_value());
  return ReadObservations(*message, feed, {}, Timestamp::FromUnixMs(5), 7);
}

model::Reading Only(const std::string& rest) {
  const Observed observed = Read(rest);
  BOOST_REQUIRE_EQUAL(observed.readings.size(), 1U);
  BOOST_TEST(observed.warnings.empty());
  return observed.readings.front();
}

std::string TextOf(const std::optional<model::Decimal>& decimal) {
  return decimal ? decimal->Text() : "none";
}

struct Range {
  const char* name;
  const char* obx;  // from OBX-3 on, OBX-7 last
  const char* low;
  const char* high;
};
std::ostream& operator<<(std::ostream& out, const Range& c) { return out << c.name; }

const Range kRanges[] = {
    {"both ends", "2708-6^^LN||95|%|92-96", "92", "96"},
    {"blanks", "2708-6^^LN||95|%| 92 - 96 ", "92", "96"},
    {"an en dash",
     "2708-6^^LN||95|%|92\xE2\x80\x93"
     "96",
     "92", "96"},
    {"decimals", "8310-5^^LN||36.6|Cel|36.1-38.0", "36.1", "38.0"},
    {"above", "2708-6^^LN||95|%|>92", "92", "none"},
    {"at least", "2708-6^^LN||95|%|>=92", "92", "none"},
    {"below", "8867-4^^LN||70|/min|<120", "none", "120"},
    {"at most", "8867-4^^LN||70|/min|<= 120", "none", "120"},
    {"converted like the value", "8480-6^^LN||16|kPa|12-20", "90", "150"},
    {"Fahrenheit", "8310-5^^LN||98.6|[degF]|<100.4", "none", "38.0"},
    {"in the unit of the feed", "2708-6^^LN||95||92-96", "92", "96"},
    {"empty", "2708-6^^LN||95|%|", "none", "none"},
    {"words", "2708-6^^LN||95|%|as usual", "none", "none"},
    {"turned round", "2708-6^^LN||95|%|96-92", "none", "none"},
    {"half", "2708-6^^LN||95|%|92-", "none", "none"},
    {"a lone number", "2708-6^^LN||95|%|92", "none", "none"},
    {"a lone sign", "2708-6^^LN||95|%|<", "none", "none"},
    {"with its unit", "2708-6^^LN||95|%|92-96 %", "none", "none"},
};

}  // namespace

BOOST_DATA_TEST_CASE(a_reference_range_gives_the_limits, boost::unit_test::data::make(kRanges), c) {
  const model::Reading reading = Only(std::string("OBX|1|NM|") + c.obx + "||||F\r");
  BOOST_TEST(TextOf(reading.low) == c.low);
  BOOST_TEST(TextOf(reading.high) == c.high);
}

BOOST_AUTO_TEST_CASE(the_first_flag_is_kept_as_it_is) {
  const auto flag = [](const std::string& obx_8) {
    return Only("OBX|1|NM|8867-4^^LN||130|/min||" + obx_8 + "|||F\r").flag;
  };
  BOOST_TEST(flag("HH") == "HH");
  BOOST_TEST(flag("HH~A") == "HH");
  BOOST_TEST(flag("H^High^HL70078") == "H");
  BOOST_TEST(flag("").empty());
  BOOST_TEST(flag("\"\"").empty());
  BOOST_TEST(flag("this is a sentence and no code").empty());
}

BOOST_AUTO_TEST_CASE(the_device_is_named_by_obx_18_then_by_a_participation) {
  const auto device = [](const std::string& obx_18, const std::string& more = "") {
    return Only("OBX|1|NM|8867-4^^LN||70|/min|||||F|||||||" + obx_18 + "\r" + more).device;
  };
  BOOST_TEST(device("0012^Nonin 3230^00A0^EUI-64") == "Nonin 3230");
  BOOST_TEST(device("SN-0012") == "SN-0012");
  BOOST_TEST(device("").empty());
  const std::string prt = "PRT|1|AD||EQUIP||||||77^Scale 5\r";
  BOOST_TEST(device("", prt) == "Scale 5");
  BOOST_TEST(device("0012^Nonin 3230", prt) == "Nonin 3230");
}

BOOST_AUTO_TEST_CASE(a_device_of_another_obx_is_nobody_elses) {
  const Observed observed = Read(
      "OBX|1|NM|8867-4^^LN||70|/min|||||F\r"
      "OBX|2|NM|2708-6^^LN||95|%|||||F\r"
      "PRT|1|AD||EQUIP||||||77^Oximeter\r"
      "OBR|2||F2|X|||20261020115500\r"
      "PRT|1|AD||EQUIP||||||78^Other\r");
  BOOST_REQUIRE_EQUAL(observed.readings.size(), 2U);
  BOOST_TEST(observed.readings[0].device.empty());
  BOOST_TEST(observed.readings[1].device == "Oximeter");
}

BOOST_AUTO_TEST_CASE(a_long_name_is_cut_between_characters) {
  const std::string accents(40, 'x');
  std::string name = accents;
  for (int i = 0; i < 20; ++i) name += "\xC3\xA9";
  const std::string cut = Bounded(name, 64);
  BOOST_TEST(cut.size() <= 64U);
  BOOST_TEST(cut.ends_with("\xC3\xA9\xE2\x80\xA6"));
  BOOST_TEST(Bounded(name, 80) == name);
}

BOOST_AUTO_TEST_CASE(nobody_is_said_to_have_measured_where_the_message_does_not_say) {
  BOOST_TEST((Only("OBX|1|NM|8867-4^^LN||70|/min|||||F|||||123^Onymous^Ann\r").by ==
              model::MeasuredBy::kNotStated));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
