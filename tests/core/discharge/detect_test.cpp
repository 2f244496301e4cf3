// Which locations are a virtual ward, row by row of spec/virtual-ward-detection.
#include "core/discharge/detect.h"

#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::discharge {

BOOST_AUTO_TEST_SUITE(detect)

namespace {

using Component = WardOptions::Component;

WardOptions Row(std::vector<std::string> codes, std::string site = "") {
  WardOptions row;
  row.sender = "RXX";
  row.codes = std::move(codes);
  row.site = std::move(site);
  return row;
}

Location At(const std::string& pl) {
  const auto message = hl7::Message::Parse("MSH|^~\\&|PAS\rPV1|1|I|" + pl + "\r");
  BOOST_REQUIRE(message.has_value());
  return ReadLocation(message->Get("PV1", 3));
}

// The code of the row that matches, "" when none does.
std::string Code(const std::string& pl, const std::vector<WardOptions>& rows,
                 const std::string& sender = "RXX") {
  const auto match = MatchWard(At(pl), sender, rows);
  return match ? match->code : "";
}

struct ComponentCase {
  const char* name;
  Component component;
  const char* location;
  bool matches;
};
std::ostream& operator<<(std::ostream& out, const ComponentCase& c) { return out << c.name; }

const std::array kComponents = {
    ComponentCase{"either: the second", Component::kEither, "RXX^VW1", true},
    ComponentCase{"either: the first", Component::kEither, "VW1^BAY", true},
    ComponentCase{"either: the third never", Component::kEither, "RXX^BAY^VW1", false},
    ComponentCase{"one: the first", Component::kOne, "VW1^BAY", true},
    ComponentCase{"one: not the second", Component::kOne, "RXX^VW1", false},
    ComponentCase{"two: the second", Component::kTwo, "RXX^VW1", true},
    ComponentCase{"two: not the first", Component::kTwo, "VW1^BAY", false},
    ComponentCase{"case and blanks do not matter", Component::kTwo, "RXX^ vw1 ", true},
    ComponentCase{"part of a code is not the code", Component::kEither, "RXX^VW10", false},
};

struct ExcludeCase {
  const char* name;
  const char* location;
  const char* patient_class;
  bool excluded;
};
std::ostream& operator<<(std::ostream& out, const ExcludeCase& c) { return out << c.name; }

const std::array kExcludes = {
    ExcludeCase{"an inpatient", "RXX^VW1", "I", false},
    ExcludeCase{"a recurring patient of a row that names them", "RXX^VW1", "R", false},
    ExcludeCase{"an outpatient", "RXX^VW1", "O", true},
    ExcludeCase{"no class at all", "RXX^VW1", "", true},
    ExcludeCase{"an excluded first component", "VWTRAIN^VW1", "I", true},
    ExcludeCase{"an excluded second component", "VW1^VWTRAIN", "I", true},
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_location_is_read_trimmed_and_in_upper_case) {
  const Location location = At(" vw1 ^bay^3^ rxx01&ODS");
  BOOST_TEST(location.component1 == "VW1");
  BOOST_TEST(location.component2 == "BAY");
  BOOST_TEST(location.site == "RXX01");
  BOOST_TEST(location.stated);
}

BOOST_AUTO_TEST_CASE(an_empty_or_deleted_location_is_nowhere) {
  for (const char* pl : {"", "\"\""}) {
    BOOST_TEST(!At(pl).stated);
    BOOST_TEST(Code(pl, {Row({"VW1"}), Row({}, "RXX01")}).empty());
  }
}

BOOST_DATA_TEST_CASE(the_ward_is_looked_for_where_the_row_says,
                     boost::unit_test::data::make(kComponents), c) {
  WardOptions row = Row({"VW1"});
  row.ward_component = c.component;
  BOOST_TEST(!Code(c.location, {row}).empty() == c.matches);
}

BOOST_AUTO_TEST_CASE(a_row_is_for_its_own_sender) {
  BOOST_TEST(Code("RXX^VW1", {Row({"VW1"})}, "RYY").empty());
}

BOOST_AUTO_TEST_CASE(a_code_counts_within_the_site_of_its_row_only) {
  const std::vector<WardOptions> rows = {Row({"VW1"}, "RXX01")};
  BOOST_TEST(Code("RXX^VW1^^RXX01", rows) == "VW1");
  BOOST_TEST(Code("RXX^VW1^^RXX02", rows).empty());
  BOOST_TEST(Code("RXX^VW1", rows).empty());
}

BOOST_AUTO_TEST_CASE(a_row_with_a_site_and_no_codes_takes_the_whole_site) {
  const std::vector<WardOptions> rows = {Row({}, "RXX01")};
  BOOST_TEST(Code("ANY^WHERE^^RXX01", rows) == "RXX01");
  BOOST_TEST(Code("ANY^WHERE^^RXX02", rows).empty());
}

BOOST_AUTO_TEST_CASE(a_row_with_neither_code_nor_site_takes_nothing) {
  BOOST_TEST(Code("RXX^VW1^^", {Row({})}).empty());
}

BOOST_AUTO_TEST_CASE(codes_of_all_rows_come_before_sites_of_any) {
  const std::vector<WardOptions> rows = {Row({}, "RXX01"), Row({"VW1"})};
  const auto match = MatchWard(At("RXX^VW1^^RXX01"), "RXX", rows);
  BOOST_REQUIRE(match.has_value());
  BOOST_TEST(match->row == &rows[1]);
  BOOST_TEST(match->code == "VW1");
}

BOOST_AUTO_TEST_CASE(of_two_rows_with_the_same_code_the_first_wins) {
  const std::vector<WardOptions> rows = {Row({"VW2", "VW1"}), Row({"VW1"})};
  const auto match = MatchWard(At("RXX^VW1"), "RXX", rows);
  BOOST_REQUIRE(match.has_value());
  BOOST_TEST(match->row == &rows[0]);
}

BOOST_AUTO_TEST_CASE(the_second_component_is_asked_before_the_first) {
  BOOST_TEST(Code("VW1^VW2", {Row({"VW1", "VW2"})}) == "VW2");
}

BOOST_DATA_TEST_CASE(a_negative_rule_beats_the_match, boost::unit_test::data::make(kExcludes), c) {
  WardOptions row = Row({"VW1"});
  row.exclude = {"VWTRAIN"};
  row.patient_classes = {"I", "R"};
  BOOST_TEST(IsExcluded({&row, "VW1"}, At(c.location), c.patient_class) == c.excluded);
}

BOOST_AUTO_TEST_CASE(the_stay_keeps_what_the_row_says) {
  WardOptions row = Row({"VW1"});
  row.name = "Respiratory virtual ward";
  row.encounter_class = "VR";
  row.spo2_scale = 2;
  row.grace = Millis(7'200'000);
  row.thresholds.news2_from = 7;
  const model::Ward ward = MakeWard({&row, "VW1"});
  BOOST_TEST(ward.code == "VW1");
  BOOST_TEST(ward.name == "Respiratory virtual ward");
  BOOST_TEST(ward.encounter_class == "VR");
  BOOST_TEST(ward.spo2_scale == 2);
  BOOST_TEST(ward.grace_ms == 7'200'000);
  BOOST_TEST((ward.thresholds == row.thresholds));
}

BOOST_AUTO_TEST_CASE(a_ward_without_a_name_is_called_by_its_code) {
  const WardOptions row = Row({"VW1"});
  BOOST_TEST(MakeWard({&row, "VW1"}).name == "VW1");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::discharge
