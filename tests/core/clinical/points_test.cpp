// Every edge of every band, every rounding case, every limit (spec/news2 sections 1, 2 and 4).
#include <array>
#include <optional>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "core/clinical/news2.h"

namespace wardbridge::clinical {

BOOST_AUTO_TEST_SUITE(points)

namespace {

namespace data = boost::unit_test::data;
using model::Decimal;
using model::Vital;

enum class Table {
  kResp,
  kScale1,
  kScale2Air,
  kScale2Oxygen,
  kScale2Unknown,
  kSystolic,
  kPulse,
  kTemp
};

constexpr int kNone = -1;  // no points

struct Case {
  Table table;
  const char* value;
  int want;
};

const char* NameOf(Table table) {
  switch (table) {
    case Table::kResp:
      return "respiration";
    case Table::kScale1:
      return "SpO2 scale 1";
    case Table::kScale2Air:
      return "SpO2 scale 2 on air";
    case Table::kScale2Oxygen:
      return "SpO2 scale 2 on oxygen";
    case Table::kScale2Unknown:
      return "SpO2 scale 2, air or oxygen not stated";
    case Table::kSystolic:
      return "systolic";
    case Table::kPulse:
      return "pulse";
    case Table::kTemp:
      return "temperature";
  }
  return "";
}

std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << NameOf(c.table) << " " << c.value;
}

int PointsOf(const Case& c) {
  const Decimal value = Decimal::Parse(c.value).value();
  std::optional<int> points;
  switch (c.table) {
    case Table::kResp:
      points = RespirationPoints(value);
      break;
    case Table::kScale1:
      points = Spo2Scale1Points(value);
      break;
    case Table::kScale2Air:
      points = Spo2Scale2Points(value, false);
      break;
    case Table::kScale2Oxygen:
      points = Spo2Scale2Points(value, true);
      break;
    case Table::kScale2Unknown:
      points = Spo2Scale2Points(value, std::nullopt);
      break;
    case Table::kSystolic:
      points = SystolicPoints(value);
      break;
    case Table::kPulse:
      points = PulsePoints(value);
      break;
    case Table::kTemp:
      points = TemperaturePoints(value);
      break;
  }
  return points.value_or(kNone);
}

// Both sides of every edge of the chart.
const std::array kEdges = {
    Case{Table::kResp, "8", 3},
    Case{Table::kResp, "9", 1},
    Case{Table::kResp, "11", 1},
    Case{Table::kResp, "12", 0},
    Case{Table::kResp, "20", 0},
    Case{Table::kResp, "21", 2},
    Case{Table::kResp, "24", 2},
    Case{Table::kResp, "25", 3},
    Case{Table::kScale1, "91", 3},
    Case{Table::kScale1, "92", 2},
    Case{Table::kScale1, "93", 2},
    Case{Table::kScale1, "94", 1},
    Case{Table::kScale1, "95", 1},
    Case{Table::kScale1, "96", 0},
    Case{Table::kScale1, "100", 0},
    Case{Table::kScale2Air, "83", 3},
    Case{Table::kScale2Air, "84", 2},
    Case{Table::kScale2Air, "85", 2},
    Case{Table::kScale2Air, "86", 1},
    Case{Table::kScale2Air, "87", 1},
    Case{Table::kScale2Air, "88", 0},
    Case{Table::kScale2Air, "92", 0},
    Case{Table::kScale2Air, "93", 0},
    Case{Table::kScale2Air, "97", 0},
    Case{Table::kScale2Air, "100", 0},
    Case{Table::kScale2Oxygen, "83", 3},
    Case{Table::kScale2Oxygen, "84", 2},
    Case{Table::kScale2Oxygen, "85", 2},
    Case{Table::kScale2Oxygen, "86", 1},
    Case{Table::kScale2Oxygen, "87", 1},
    Case{Table::kScale2Oxygen, "88", 0},
    Case{Table::kScale2Oxygen, "92", 0},
    Case{Table::kScale2Oxygen, "93", 1},
    Case{Table::kScale2Oxygen, "94", 1},
    Case{Table::kScale2Oxygen, "95", 2},
    Case{Table::kScale2Oxygen, "96", 2},
    Case{Table::kScale2Oxygen, "97", 3},
    Case{Table::kScale2Oxygen, "100", 3},
    Case{Table::kScale2Unknown, "83", 3},
    Case{Table::kScale2Unknown, "84", 2},
    Case{Table::kScale2Unknown, "85", 2},
    Case{Table::kScale2Unknown, "86", 1},
    Case{Table::kScale2Unknown, "87", 1},
    Case{Table::kScale2Unknown, "88", 0},
    Case{Table::kScale2Unknown, "92", 0},
    Case{Table::kScale2Unknown, "93", kNone},
    Case{Table::kScale2Unknown, "100", kNone},
    Case{Table::kSystolic, "90", 3},
    Case{Table::kSystolic, "91", 2},
    Case{Table::kSystolic, "100", 2},
    Case{Table::kSystolic, "101", 1},
    Case{Table::kSystolic, "110", 1},
    Case{Table::kSystolic, "111", 0},
    Case{Table::kSystolic, "219", 0},
    Case{Table::kSystolic, "220", 3},
    Case{Table::kPulse, "40", 3},
    Case{Table::kPulse, "41", 1},
    Case{Table::kPulse, "50", 1},
    Case{Table::kPulse, "51", 0},
    Case{Table::kPulse, "90", 0},
    Case{Table::kPulse, "91", 1},
    Case{Table::kPulse, "110", 1},
    Case{Table::kPulse, "111", 2},
    Case{Table::kPulse, "130", 2},
    Case{Table::kPulse, "131", 3},
    Case{Table::kTemp, "35.0", 3},
    Case{Table::kTemp, "35.1", 1},
    Case{Table::kTemp, "36.0", 1},
    Case{Table::kTemp, "36.1", 0},
    Case{Table::kTemp, "38.0", 0},
    Case{Table::kTemp, "38.1", 1},
    Case{Table::kTemp, "39.0", 1},
    Case{Table::kTemp, "39.1", 2},
};

BOOST_DATA_TEST_CASE(each_edge_of_each_band_scores_by_the_chart, data::make(kEdges), c) {
  BOOST_TEST(PointsOf(c) == c.want);
}

// Rounded first, then banded; written with any number of places.
const std::array kRounded = {
    Case{Table::kTemp, "35.05", 1},
    Case{Table::kTemp, "35.04999", 3},
    Case{Table::kTemp, "35", 3},
    Case{Table::kTemp, "36.04999", 1},
    Case{Table::kTemp, "36.05", 0},
    Case{Table::kTemp, "38.04", 0},
    Case{Table::kTemp, "38.05", 1},
    Case{Table::kTemp, "38.10000", 1},
    Case{Table::kTemp, "39.04", 1},
    Case{Table::kTemp, "39.05", 2},
    Case{Table::kTemp, "37.000000000", 0},
    Case{Table::kScale1, "91.4", 3},
    Case{Table::kScale1, "91.5", 2},
    Case{Table::kScale1, "93.49", 2},
    Case{Table::kScale1, "93.5", 1},
    Case{Table::kScale1, "95.5", 0},
    Case{Table::kScale1, "95.49999", 1},
    Case{Table::kScale2Oxygen, "92.4", 0},
    Case{Table::kScale2Oxygen, "92.5", 1},
    Case{Table::kScale2Oxygen, "96.5", 3},
    Case{Table::kScale2Unknown, "92.4", 0},
    Case{Table::kScale2Unknown, "92.5", kNone},
    Case{Table::kScale2Air, "87.5", 0},
    Case{Table::kScale2Air, "83.5", 2},
    Case{Table::kResp, "20.5", 2},
    Case{Table::kResp, "20.4", 0},
    Case{Table::kResp, "8.5", 1},
    Case{Table::kResp, "11.5", 0},
    Case{Table::kResp, "24.5", 3},
    Case{Table::kResp, "24.49", 2},
    Case{Table::kSystolic, "90.5", 2},
    Case{Table::kSystolic, "100.5", 1},
    Case{Table::kSystolic, "110.5", 0},
    Case{Table::kSystolic, "219.5", 3},
    Case{Table::kSystolic, "219.4", 0},
    Case{Table::kPulse, "40.5", 1},
    Case{Table::kPulse, "50.5", 0},
    Case{Table::kPulse, "90.5", 1},
    Case{Table::kPulse, "110.5", 2},
    Case{Table::kPulse, "130.5", 3},
    Case{Table::kPulse, "130.49", 2},
};

BOOST_DATA_TEST_CASE(a_value_is_rounded_before_it_is_banded, data::make(kRounded), c) {
  BOOST_TEST(PointsOf(c) == c.want);
}

// Outside the limits nothing is scored; at the limits it is.
const std::array kLimits = {
    Case{Table::kResp, "0", 3},
    Case{Table::kResp, "-1", kNone},
    Case{Table::kResp, "-0.1", kNone},
    Case{Table::kResp, "80", 3},
    Case{Table::kResp, "80.1", kNone},
    Case{Table::kScale1, "20", 3},
    Case{Table::kScale1, "19", kNone},
    Case{Table::kScale1, "19.9", kNone},
    Case{Table::kScale1, "100.1", kNone},
    Case{Table::kScale1, "0.97", kNone},
    Case{Table::kScale2Air, "101", kNone},
    Case{Table::kScale2Oxygen, "101", kNone},
    Case{Table::kScale2Unknown, "19", kNone},
    Case{Table::kSystolic, "30", 3},
    Case{Table::kSystolic, "29", kNone},
    Case{Table::kSystolic, "350", 3},
    Case{Table::kSystolic, "351", kNone},
    Case{Table::kPulse, "10", 3},
    Case{Table::kPulse, "9", kNone},
    Case{Table::kPulse, "350", 3},
    Case{Table::kPulse, "351", kNone},
    Case{Table::kTemp, "25.0", 3},
    Case{Table::kTemp, "24.9", kNone},
    Case{Table::kTemp, "45.0", 2},
    Case{Table::kTemp, "45.1", kNone},
    Case{Table::kTemp, "98.6", kNone},
};

BOOST_DATA_TEST_CASE(values_outside_the_limits_score_nothing, data::make(kLimits), c) {
  BOOST_TEST(PointsOf(c) == c.want);
}

struct PlausibleCase {
  const char* name;
  Vital vital;
  const char* value;
  bool want;
};
std::ostream& operator<<(std::ostream& out, const PlausibleCase& c) { return out << c.name; }

const std::array kPlausible = {
    PlausibleCase{"diastolic 0", Vital::kDiastolic, "0", true},
    PlausibleCase{"diastolic -1", Vital::kDiastolic, "-1", false},
    PlausibleCase{"diastolic 350", Vital::kDiastolic, "350", true},
    PlausibleCase{"diastolic 351", Vital::kDiastolic, "351", false},
    PlausibleCase{"SpO2 20.0", Vital::kOxygenSaturation, "20.0", true},
    PlausibleCase{"SpO2 100.000", Vital::kOxygenSaturation, "100.000", true},
    PlausibleCase{"temperature 24.95 rounds up but is outside", Vital::kTemperature, "24.95",
                  false},
    PlausibleCase{"a statement has no limits", Vital::kSpo2Scale, "7000", true},
};

BOOST_DATA_TEST_CASE(plausibility_is_of_the_value_as_measured, data::make(kPlausible), c) {
  BOOST_TEST(IsPlausible(c.vital, Decimal::Parse(c.value).value()) == c.want);
}

BOOST_AUTO_TEST_CASE(oxygen_scores_two_and_air_nothing) {
  BOOST_TEST(AirOrOxygenPoints(true) == 2);
  BOOST_TEST(AirOrOxygenPoints(false) == 0);
}

struct AnswerCase {
  char letter;
  int want;
};
std::ostream& operator<<(std::ostream& out, const AnswerCase& c) { return out << c.letter; }
const std::array kAnswers = {AnswerCase{'A', 0}, AnswerCase{'C', 3}, AnswerCase{'V', 3},
                             AnswerCase{'P', 3}, AnswerCase{'U', 3}};

BOOST_DATA_TEST_CASE(everything_but_alert_scores_three, data::make(kAnswers), c) {
  BOOST_TEST(ConsciousnessPoints(model::AcvpuOf(c.letter).value()) == c.want);
}

struct BandCase {
  int total;
  bool any_single_3;
  const char* want;
};
std::ostream& operator<<(std::ostream& out, const BandCase& c) {
  return out << c.total << (c.any_single_3 ? " with a single 3" : "");
}
const std::array kBands = {
    BandCase{0, false, "low"},       BandCase{1, false, "low"},       BandCase{4, false, "low"},
    BandCase{3, true, "low-medium"}, BandCase{4, true, "low-medium"}, BandCase{5, false, "medium"},
    BandCase{5, true, "medium"},     BandCase{6, false, "medium"},    BandCase{6, true, "medium"},
    BandCase{7, false, "high"},      BandCase{7, true, "high"},       BandCase{20, true, "high"},
};

BOOST_DATA_TEST_CASE(the_band_follows_total_and_single_three, data::make(kBands), c) {
  BOOST_TEST(model::Name(BandOf(c.total, c.any_single_3)) == c.want);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::clinical
