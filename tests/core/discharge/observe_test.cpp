// OBX to readings, row by row of spec/code-maps section 10.
#include "core/discharge/observe.h"

#include <ostream>
#include <set>
#include <string>
#include <tuple>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(observe)

namespace {

using model::ReadingStatus;
using model::Vital;

constexpr const char* kHead =
    "MSH|^~\\&|RPM|RXX|TIE|RXX|20261020120000||ORU^R01^ORU_R01|C1|P|2.4\r"
    "PID|1||9990000018^^^NHS\r";
constexpr const char* kOrder = "OBR|1||F1^RPM|VITALS|||20261020115500\r";

FeedOptions Feed() {
  FeedOptions feed;
  feed.name = "rpm";
  feed.local_codes["HR"] = {Vital::kPulse, ""};
  feed.local_codes["SCALE"] = {Vital::kSpo2Scale, ""};
  feed.local_codes["O2"] = {Vital::kAirOrOxygen, ""};
  feed.local_codes["NIBP"] = {Vital::kSystolic, "", true};
  feed.local_codes["AVPU"] = {Vital::kConsciousness, ""};
  feed.local_units["PER MIN."] = "/min";
  feed.local_consciousness["WIDE AWAKE"] = model::Acvpu::kAlert;
  feed.default_units[Vital::kOxygenSaturation] = "%";
  return feed;
}

Observed Read(const std::string& rest) {
  static const FeedOptions kFeed = Feed();
  auto message = hl7::Message::Parse(kHead + rest);
  BOOST_REQUIRE(message.has_value());
  return ReadObservations(*message, kFeed, {}, Timestamp::FromUnixMs(5), 7);
}

std::string Obx(const std::string& type, const std::string& code, const std::string& value,
                const std::string& unit, const std::string& status = "F") {
  return "OBX|1|" + type + "|" + code + "||" + value + "|" + unit + "|||||" + status + "\r";
}

struct Number {
  const char* name;
  const char* type;
  const char* code;
  const char* value;
  const char* unit;
  Vital vital;
  const char* want;  // "" when no reading
};
std::ostream& operator<<(std::ostream& out, const Number& c) { return out << c.name; }

const Number kNumbers[] = {
    {"LOINC respiration", "NM", "9279-1^RR^LN", "18", "/min", Vital::kRespiration, "18"},
    {"SNOMED saturation keeps digits", "NM", "431314004^SpO2^SCT", "96.0", "%",
     Vital::kOxygenSaturation, "96.0"},
    {"second triplet is tried", "NM", "X^X^L^8867-4^HR^LN", "72", "{beats}/min", Vital::kPulse,
     "72"},
    {"feed's own code", "NM", "hr^Heart rate^99RPM", "72", "bpm", Vital::kPulse, "72"},
    {"feed's own unit", "NM", "HR", "72", "per min.", Vital::kPulse, "72"},
    {"default unit", "NM", "2708-6^^LN", "97", "", Vital::kOxygenSaturation, "97"},
    {"plain text number", "ST", "8480-6^^LN", "120", "mmHg", Vital::kSystolic, "120"},
    {"kPa becomes mm[Hg]", "NM", "8480-6^^LN", "16", "kPa", Vital::kSystolic, "120"},
    {"Fahrenheit becomes Celsius", "NM", "8310-5^^LN", "98.6", "[degF]", Vital::kTemperature,
     "37.0"},
    {"diastolic", "NM", "1091811000000102^^SCT", "75", "mm[Hg]", Vital::kDiastolic, "75"},
    {"last repetition", "NM", "8867-4^^LN", "70~74", "/min", Vital::kPulse, "74"},
    {"missing unit is no reading", "NM", "8867-4^^LN", "70", "", Vital::kPulse, ""},
    {"unit of another vital is no reading", "NM", "8867-4^^LN", "70", "Cel", Vital::kPulse, ""},
    {"unknown unit is no reading", "NM", "8867-4^^LN", "70", "furlong", Vital::kPulse, ""},
    {"text is no number", "ST", "8867-4^^LN", "seventy", "/min", Vital::kPulse, ""},
    {"ED is passed over", "ED", "8867-4^^LN", "70", "/min", Vital::kPulse, ""},
    {"null is no reading", "NM", "8867-4^^LN", "\"\"", "/min", Vital::kPulse, ""},
    {"empty is no reading", "NM", "8867-4^^LN", "", "/min", Vital::kPulse, ""},
    {"LOINC without its system is nobody's code", "NM", "8867-4", "70", "/min", Vital::kPulse, ""},
    {"range is no single value", "SN", "8867-4^^LN", "^70^-^80", "/min", Vital::kPulse, ""},
};

}  // namespace

BOOST_DATA_TEST_CASE(a_number_is_read_with_its_unit, boost::unit_test::data::make(kNumbers), c) {
  const Observed observed = Read(kOrder + Obx(c.type, c.code, c.value, c.unit));
  const std::string got = observed.readings.empty() ? "" : observed.readings.front().value->Text();
  BOOST_TEST(got == c.want);
  if (!observed.readings.empty()) BOOST_TEST((observed.readings.front().vital == c.vital));
}

BOOST_AUTO_TEST_CASE(
    the_time_is_that_of_the_observation_then_of_the_order_and_never_of_the_message) {
  const Observed own =
      Read(std::string(kOrder) + "OBX|1|NM|8867-4^^LN||70|/min|||||F|||20261020114000\r");
  BOOST_TEST(FormatDateTime(own.readings.at(0).time) == "2026-10-20T11:40:00+01:00");
  const Observed order = Read(kOrder + Obx("NM", "8867-4^^LN", "70", "/min"));
  BOOST_TEST(FormatDateTime(order.readings.at(0).time) == "2026-10-20T11:55:00+01:00");
  const Observed orc =
      Read("ORC|RE||||||||20261020113000\rOBR|1||F1|V\r" + Obx("NM", "8867-4^^LN", "70", "/min"));
  BOOST_TEST(FormatDateTime(orc.readings.at(0).time) == "2026-10-20T11:30:00+01:00");
  const Observed none = Read("OBR|1||F1|V\r" + Obx("NM", "8867-4^^LN", "70", "/min"));
  BOOST_TEST(none.readings.empty());
  BOOST_REQUIRE(none.warnings.size() == 1U);
  BOOST_TEST(none.warnings.front().code == "reading.no-time");
}

BOOST_AUTO_TEST_CASE(a_comparator_is_kept_and_makes_the_reading_unusable) {
  const Observed observed = Read(kOrder + Obx("SN", "2708-6^^LN", "<^70", "%"));
  BOOST_REQUIRE(observed.readings.size() == 1U);
  BOOST_TEST(observed.readings.front().comparator == "<");
  BOOST_TEST(!observed.readings.front().IsUsable());
  BOOST_REQUIRE(observed.warnings.size() == 1U);
  BOOST_TEST(observed.warnings.front().code == "reading.comparator");
}

BOOST_AUTO_TEST_CASE(an_implausible_value_is_kept_and_flagged) {
  const Observed observed = Read(kOrder + Obx("NM", "8867-4^^LN", "400", "/min"));
  BOOST_REQUIRE(observed.readings.size() == 1U);
  BOOST_TEST(!observed.readings.front().plausible);
  BOOST_REQUIRE(observed.warnings.size() == 1U);
  BOOST_TEST(observed.warnings.front().code == "reading.implausible");
}

BOOST_AUTO_TEST_CASE(status_says_final_corrected_preliminary_or_withdrawn) {
  const auto status = [](const char* code) {
    return Read(kOrder + Obx("NM", "8867-4^^LN", "70", "/min", code));
  };
  BOOST_TEST((status("F").readings.at(0).status == ReadingStatus::kFinal));
  BOOST_TEST((status("C").readings.at(0).status == ReadingStatus::kCorrected));
  BOOST_TEST((status("P").readings.at(0).status == ReadingStatus::kPreliminary));
  BOOST_TEST(status("X").readings.empty());
  for (const char* withdrawn : {"D", "W"}) {
    const Observed observed = status(withdrawn);
    BOOST_REQUIRE(observed.readings.size() == 1U);
    BOOST_TEST((observed.readings.front().status == ReadingStatus::kWithdrawn));
    BOOST_TEST(observed.readings.front().key == status("F").readings.at(0).key);
  }
}

BOOST_AUTO_TEST_CASE(a_correction_has_the_key_of_what_it_corrects) {
  const Observed first = Read(kOrder + Obx("NM", "8867-4^^LN", "70", "/min"));
  const Observed corrected = Read(kOrder + Obx("NM", "8867-4^^LN", "75", "/min", "C"));
  BOOST_TEST(first.readings.at(0).key == corrected.readings.at(0).key);
}

BOOST_AUTO_TEST_CASE(readings_of_an_order_share_a_set_and_those_without_a_filler_have_none) {
  const Observed with =
      Read(kOrder + Obx("NM", "8867-4^^LN", "70", "/min") + Obx("NM", "2708-6^^LN", "97", "%"));
  BOOST_TEST(!with.readings.at(0).set.empty());
  BOOST_TEST(with.readings.at(0).set == with.readings.at(1).set);
  const Observed without =
      Read("OBR|1|||V|||20261020115500\r" + Obx("NM", "8867-4^^LN", "70", "/min"));
  BOOST_TEST(without.readings.at(0).set.empty());
}

BOOST_AUTO_TEST_CASE(a_standing_order_number_does_not_join_two_days) {
  const Observed observed =
      Read(kOrder + Obx("NM", "8867-4^^LN", "70", "/min") +
           "OBR|1||F1^RPM|VITALS|||20261021115500\r" + Obx("NM", "8867-4^^LN", "71", "/min"));
  BOOST_REQUIRE(observed.readings.size() == 2U);
  BOOST_TEST(observed.readings.at(0).set != observed.readings.at(1).set);
}

BOOST_AUTO_TEST_CASE(consciousness_is_a_letter_a_code_or_the_feeds_word_and_confused_is_not_c) {
  const auto answer = [](const char* type, const char* value) {
    const Observed observed = Read(kOrder + Obx(type, "1104441000000107^^SCT", value, ""));
    return observed.readings.empty() ? '-' : Letter(*observed.readings.front().acvpu);
  };
  BOOST_TEST(answer("ST", "v") == 'V');
  BOOST_TEST(answer("CE", "130987000^Acute confusion^SCT") == 'C');
  BOOST_TEST(answer("CE", "1^Wide awake^L") == 'A');
  BOOST_TEST(answer("ST", "confused") == '-');
  const Observed repaired = Read(kOrder + Obx("ST", "104441000000107^^SCT", "A", ""));
  BOOST_TEST(repaired.readings.at(0).code == "1104441000000107");
}

BOOST_AUTO_TEST_CASE(air_and_oxygen_are_said_by_the_code_or_by_a_coded_answer) {
  const Observed air = Read(kOrder + Obx("ST", "722742002^Air^SCT", "Y", ""));
  BOOST_TEST(*air.readings.at(0).on_oxygen == false);
  const Observed flow = Read(kOrder + Obx("NM", "371825009^Oxygen^SCT", "2.5", "L/min"));
  BOOST_TEST(*flow.readings.at(0).on_oxygen);
  BOOST_TEST(flow.readings.at(0).flow->Text() == "2.5");
  const Observed coded = Read(kOrder + Obx("CE", "O2", "371825009^^SCT", ""));
  BOOST_TEST(*coded.readings.at(0).on_oxygen);
  BOOST_TEST(coded.readings.at(0).code == "371825009");
}

BOOST_AUTO_TEST_CASE(the_scale_is_a_statement_of_one_or_two) {
  BOOST_TEST(*Read(kOrder + Obx("NM", "SCALE", "2", "")).readings.at(0).spo2_scale == 2);
  BOOST_TEST(Read(kOrder + Obx("NM", "SCALE", "3", "")).readings.empty());
}

struct Pressure {
  const char* name;
  const char* type;
  const char* code;
  const char* value;
  const char* unit;
  const char* want;  // systolic, slash, diastolic; "" when no reading
  const char* warning = "";
};
std::ostream& operator<<(std::ostream& out, const Pressure& c) { return out << c.name; }

const Pressure kPressures[] = {
    {"LOINC panel as text", "ST", "85354-9^BP^LN", "120/80", "mm[Hg]", "120/80"},
    {"the older LOINC panel", "TX", "55284-4^BP^LN", " 135 / 72 ", "mmHg", "135/72"},
    {"SNOMED CT observable", "ST", "75367002^Blood pressure^SCT", "120/80", "mmHg", "120/80"},
    {"the feed's own code", "ST", "nibp^NIBP^99RPM", "118/64", "mmHg", "118/64"},
    {"structured numeric", "SN", "85354-9^^LN", "^120^/^80", "mm[Hg]", "120/80"},
    {"kPa", "ST", "85354-9^^LN", "16/10", "kPa", "120/75"},
    {"head of a panel without a value", "ST", "85354-9^^LN", "", "", ""},
    {"one number", "ST", "85354-9^^LN", "120", "mm[Hg]", "", "reading.value"},
    {"three numbers", "ST", "85354-9^^LN", "120/80/60", "mm[Hg]", "", "reading.value"},
    {"a word", "ST", "85354-9^^LN", "high/low", "mm[Hg]", "", "reading.value"},
    {"a number of type NM", "NM", "85354-9^^LN", "120/80", "mm[Hg]", "", "reading.value"},
    {"a ratio of another kind", "SN", "85354-9^^LN", "^120^:^80", "mm[Hg]", "", "reading.value"},
    {"no unit", "ST", "85354-9^^LN", "120/80", "", "", "reading.unit"},
    {"outside human range", "ST", "85354-9^^LN", "900/80", "mm[Hg]", "900/80",
     "reading.implausible"},
};

BOOST_DATA_TEST_CASE(a_blood_pressure_is_two_readings, boost::unit_test::data::make(kPressures),
                     c) {
  const Observed observed = Read(kOrder + Obx(c.type, c.code, c.value, c.unit));
  std::string got;
  if (observed.readings.size() == 2U) {
    const auto& [systolic, diastolic] = std::tie(observed.readings[0], observed.readings[1]);
    got = systolic.value->Text() + "/" + diastolic.value->Text();
    BOOST_TEST((systolic.vital == Vital::kSystolic));
    BOOST_TEST(systolic.code == "72313002");
    BOOST_TEST((diastolic.vital == Vital::kDiastolic));
    BOOST_TEST(diastolic.code == "1091811000000102");
    BOOST_TEST(systolic.key != diastolic.key);
    BOOST_TEST(systolic.set == diastolic.set);
    BOOST_TEST((observed.segments == std::vector<std::size_t>{3, 3}));
  }
  BOOST_TEST(got == c.want);
  BOOST_TEST((observed.warnings.empty() ? "" : observed.warnings.front().code) == c.warning);
}

BOOST_AUTO_TEST_CASE(a_pressure_with_the_lower_number_first_is_kept_and_not_scored) {
  const Observed observed = Read(kOrder + Obx("ST", "85354-9^^LN", "80/120", "mmHg"));
  BOOST_REQUIRE(observed.readings.size() == 2U);
  BOOST_TEST(!observed.readings[0].IsUsable());
  BOOST_TEST(!observed.readings[1].IsUsable());
}

BOOST_AUTO_TEST_CASE(a_withdrawn_pressure_withdraws_both) {
  const Observed first = Read(kOrder + Obx("ST", "85354-9^^LN", "120/80", "mmHg"));
  const Observed gone = Read(kOrder + Obx("ST", "85354-9^^LN", "", "", "D"));
  BOOST_REQUIRE(gone.readings.size() == 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    BOOST_TEST((gone.readings[i].status == ReadingStatus::kWithdrawn));
    BOOST_TEST(gone.readings[i].key == first.readings[i].key);
  }
}

BOOST_AUTO_TEST_CASE(an_order_with_all_seven_is_one_set) {
  const Observed observed =
      Read(kOrder + Obx("NM", "9279-1^^LN", "18", "/min") + Obx("NM", "2708-6^^LN", "96", "%") +
           Obx("ST", "722742002^Air^SCT", "Y", "") + Obx("ST", "85354-9^^LN", "120/80", "mmHg") +
           Obx("NM", "8867-4^^LN", "70", "/min") + Obx("ST", "AVPU", "A", "") +
           Obx("NM", "8310-5^^LN", "36.6", "Cel"));
  BOOST_REQUIRE_EQUAL(observed.readings.size(), 8U);
  BOOST_TEST(observed.warnings.empty());
  for (const auto& reading : observed.readings) {
    BOOST_TEST(reading.set == observed.readings.front().set);
    BOOST_TEST((reading.time == observed.readings.front().time));
  }
}

BOOST_AUTO_TEST_CASE(sub_ids_tell_repeated_measurements_of_one_panel_apart) {
  const auto obx = [](const char* sub_id, const char* code, const char* value) {
    return std::string("OBX|1|NM|") + code + "^^LN|" + sub_id + "|" + value + "|mm[Hg]|||||F\r";
  };
  const std::string panel = obx("1.1", "8480-6", "120") + obx("1.2", "8462-4", "80") +
                            obx("2.1", "8480-6", "124") + obx("2.2", "8462-4", "82");
  const Observed observed = Read(kOrder + panel);
  BOOST_REQUIRE_EQUAL(observed.readings.size(), 4U);
  std::set<std::string> keys;
  for (const auto& reading : observed.readings) keys.insert(reading.key);
  BOOST_TEST(keys.size() == 4U);
  const Observed corrected =
      Read(kOrder + std::string("OBX|3|NM|8480-6^^LN|2.1|126|mm[Hg]|||||C\r"));
  BOOST_TEST(corrected.readings.at(0).key == observed.readings.at(2).key);
}

BOOST_AUTO_TEST_CASE(notes_after_an_obx_are_said_of_its_reading) {
  const Observed observed =
      Read(kOrder + Obx("NM", "8867-4^^LN", "70", "/min") +
           "NTE|1|L|after \\.br\\stairs~second\rNTE|2||Salt & vinegar ^ more\rNTE|3||\r" +
           Obx("ST", "85354-9^^LN", "120/80", "mmHg") + "NTE|1||sitting\r" +
           Obx("NM", "2708-6^^LN", "96", "%") + Obx("NM", "nobody", "1", "") + "NTE|1||lost\r");
  BOOST_REQUIRE_EQUAL(observed.readings.size(), 4U);
  BOOST_TEST(observed.readings[0].note.Reveal() == "after \nstairs\nsecond\nSalt & vinegar ^ more");
  BOOST_TEST(observed.readings[1].note.Reveal() == "sitting");
  BOOST_TEST(observed.readings[2].note.Reveal() == "sitting");
  BOOST_TEST(observed.readings[3].note.Reveal().empty());
  BOOST_TEST(observed.texts.empty());
}

BOOST_AUTO_TEST_CASE(temperature_keeps_its_site_and_the_others_their_own_code) {
  BOOST_TEST(Read(kOrder + Obx("NM", "415974002^^SCT", "36.60", "Cel")).readings.at(0).code ==
             "415974002");
  BOOST_TEST(Read(kOrder + Obx("NM", "364075005^^SCT", "70", "/min")).readings.at(0).code ==
             "78564009");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
