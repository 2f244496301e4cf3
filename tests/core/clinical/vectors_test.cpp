// Every row of the shared vector file, where it is there: the environment's WARDBRIDGE_SHARED, else
// ../shared beside the project. It is not part of the project.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "core/clinical/news2.h"
#include "tests/core/clinical/readings.h"

namespace wardbridge::clinical {

BOOST_AUTO_TEST_SUITE(vectors)

namespace {

using model::Parameter;
using model::Vital;
using testing::Make;

using Row = std::map<std::string, std::string>;

std::filesystem::path VectorFile() {
  const char* shared = std::getenv("WARDBRIDGE_SHARED");
  const std::filesystem::path root =
      shared != nullptr ? std::filesystem::path(shared)
                        : std::filesystem::path(WARDBRIDGE_SOURCE_DIR) / ".." / "shared";
  return root / "data" / "news2-vectors.csv";
}

std::vector<std::string> Cells(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

std::vector<Row> ReadRows(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> names = Cells(line);
  std::vector<Row> rows;
  while (std::getline(file, line)) {
    if (line.empty()) continue;
    const std::vector<std::string> cells = Cells(line);
    BOOST_REQUIRE_EQUAL(cells.size(), names.size());
    Row row;
    for (std::size_t i = 0; i < names.size(); ++i) row[names[i]] = cells[i];
    rows.push_back(row);
  }
  return rows;
}

model::ObservationSet Score(Row row) {
  const Timestamp time = testing::At("2026-10-20T08:00:00+01:00");
  std::vector<model::Reading> readings = {
      Make(Vital::kRespiration, row["respiration_rate"], time, "one"),
      Make(Vital::kOxygenSaturation, row["spo2"], time, "one"),
      Make(Vital::kAirOrOxygen, row["air_or_oxygen"], time, "one"),
      Make(Vital::kSystolic, row["systolic_bp"], time, "one"),
      Make(Vital::kPulse, row["pulse"], time, "one"),
      Make(Vital::kConsciousness, row["acvpu"], time, "one"),
      Make(Vital::kTemperature, row["temperature_c"], time, "one"),
      Make(Vital::kSpo2Scale, row["spo2_scale"], time, "one")};
  ScoreOptions options;
  options.birth_date = "1944-02-29";
  const std::vector<model::ObservationSet> sets = ScoreSets(readings, options);
  BOOST_REQUIRE_EQUAL(sets.size(), 1U);
  return sets.front();
}

int PointsOf(const model::ObservationSet& set, Parameter parameter) {
  for (const model::SubScore& score : set.scores) {
    if (score.parameter == parameter) return score.points;
  }
  return -1;
}

BOOST_AUTO_TEST_CASE(every_row_of_the_vector_file_scores_as_the_chart_says) {
  const std::filesystem::path path = VectorFile();
  if (!std::filesystem::exists(path)) {
    std::puts("NEWS2 vectors: no file here, 0 rows read");
    return;
  }
  const std::vector<Row> rows = ReadRows(path);
  std::printf("NEWS2 vectors: %zu rows read\n", rows.size());
  BOOST_TEST(rows.size() >= 60U);
  for (Row row : rows) {
    BOOST_TEST_CONTEXT("row " << row["id"]) {
      const model::ObservationSet set = Score(row);
      const bool scale2 = row["spo2_scale"] == "2";
      const std::pair<const char*, Parameter> columns[] = {
          {"sub_rr", Parameter::kRespiration},
          {"sub_spo2", scale2 ? Parameter::kSpo2Scale2 : Parameter::kSpo2Scale1},
          {"sub_air_o2", Parameter::kAirOrOxygen},
          {"sub_sbp", Parameter::kSystolic},
          {"sub_pulse", Parameter::kPulse},
          {"sub_consciousness", Parameter::kConsciousness},
          {"sub_temp", Parameter::kTemperature}};
      for (const auto& [column, parameter] : columns) {
        BOOST_TEST(std::to_string(PointsOf(set, parameter)) == row[column], column);
      }
      BOOST_REQUIRE(set.total.has_value());
      BOOST_TEST(std::to_string(*set.total) == row["total"]);
      BOOST_TEST(set.any_single_3 == (row["any_single_3"] == "Y"));
      BOOST_TEST(model::Name(*set.band) == row["risk_band"]);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::clinical
