#include "core/document/tables.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "core/document/layout.h"
#include "core/document/table.h"
#include "core/document/words.h"

namespace wardbridge::document {
namespace {

using clinical::Series;
using clinical::Trend;
using model::Reading;
using model::Summary;
using model::Vital;

Row NoReadings(Vital vital) {
  return {{std::string(Label(vital))}, {"no reading", false, true, 6}, {"0", false, true}};
}

Row MeasuredRow(Vital vital, const Summary& summary, const Trend& trend) {
  const Series* series = trend.Find(vital);
  if (series == nullptr) return NoReadings(vital);
  const auto value = [&summary](const clinical::Point& point) {
    return summary.readings[point.reading].value->Text();
  };
  return {{LabelWithUnit(vital)},
          {value(series->First())},
          {value(series->Lowest())},
          {value(series->Highest())},
          {series->median.Text()},
          {value(series->Latest()), true},
          {DateAndTime(series->Latest().time)},
          {std::to_string(series->points.size())}};
}

// First and latest, and between them in words how often what was said.
Row StatedRow(Vital vital, const Summary& summary, const std::vector<std::size_t>& statements,
              const std::string& counts) {
  if (statements.empty()) return NoReadings(vital);
  const Reading& first = summary.readings[statements.front()];
  const Reading& latest = summary.readings[statements.back()];
  return {{std::string(Label(vital))}, {ValueOf(first)},
          {counts, false, false, 3},   {ValueOf(latest), true},
          {DateAndTime(latest.time)},  {std::to_string(statements.size())}};
}

std::string OxygenCounts(const Summary& summary, const Trend& trend) {
  std::size_t on_oxygen = 0;
  for (const std::size_t i : trend.oxygen) {
    if (*summary.readings[i].on_oxygen) ++on_oxygen;
  }
  return on_oxygen == 0 ? "never on oxygen" : "on oxygen in " + std::to_string(on_oxygen);
}

std::string AnswerCounts(const Summary& summary, const Trend& trend) {
  std::map<model::Acvpu, std::size_t> counts;
  for (const std::size_t i : trend.answers) ++counts[*summary.readings[i].acvpu];
  std::string text;
  for (const auto& [answer, count] : counts) {
    if (!text.empty()) text += ", ";
    text += std::string(Answer(answer)) + " " + std::to_string(count);
  }
  return text;
}

// One row of the table of sets is looked up by the keys that the set names.
using Index = std::unordered_map<std::string_view, const Reading*>;

// "21 (2)": the latest usable value of the set, with its points where it scored.
std::string SetValue(const model::ObservationSet& set, const Index& index, Vital vital) {
  const Reading* chosen = nullptr;
  for (const std::string& key : set.readings) {
    const auto found = index.find(key);
    if (found == index.end() || found->second->vital != vital) continue;
    const Reading* reading = found->second;
    if (!reading->IsUsable()) continue;
    if (chosen == nullptr || std::tie(chosen->time, chosen->message, chosen->key) <
                                 std::tie(reading->time, reading->message, reading->key)) {
      chosen = reading;
    }
  }
  if (chosen == nullptr) return "";
  std::string text =
      chosen->acvpu ? std::string(1, model::Letter(*chosen->acvpu)) : ValueOf(*chosen);
  for (const model::SubScore& score : set.scores) {
    // An air or oxygen sub-score names the SpO2 reading first and its own statement last.
    const bool is_oxygen = score.parameter == model::Parameter::kAirOrOxygen;
    if (score.readings.empty() || is_oxygen != (vital == Vital::kAirOrOxygen)) continue;
    if ((is_oxygen ? score.readings.back() : score.readings.front()) == chosen->key) {
      text += " (" + std::to_string(score.points) + ")";
    }
  }
  return text;
}

std::string PressureOf(const model::ObservationSet& set, const Index& index) {
  std::string systolic = SetValue(set, index, Vital::kSystolic);
  const std::string diastolic = SetValue(set, index, Vital::kDiastolic);
  if (diastolic.empty()) return systolic;
  const std::size_t points = systolic.find(" (");
  if (systolic.empty()) return "\u2013/" + diastolic;
  return systolic.substr(0, points) + "/" + diastolic +
         (points == std::string::npos ? "" : systolic.substr(points));
}

std::string TotalOf(const model::ObservationSet& set) {
  if (!set.not_scored.empty()) return "not scored";
  if (!set.total) return "no total";
  std::string text = std::to_string(*set.total);
  if (set.band) text += " " + std::string(model::Name(*set.band));
  return text;
}

std::string_view WhyUnscored(const Reading& reading) {
  return reading.plausible ? "only above or below a value" : "outside plausible limits";
}

Row UnscoredRow(const Reading& reading, std::string_view why) {
  std::string value = ValueOf(reading);
  const std::string unit(UnitText(reading.vital));
  if (reading.value && !unit.empty()) value += " " + unit;
  return {{DateAndTime(reading.time)},
          {std::string(Label(reading.vital))},
          {value},
          {std::string(why)}};
}

}  // namespace

Block KeyReadings(Canvas& canvas, const Summary& summary, const Trend& trend) {
  const std::vector<Column> columns = {
      {"Measurement", 132, Align::kLeft}, {"First", 52, Align::kLeft},
      {"Lowest", 43, Align::kLeft},       {"Highest", 45, Align::kLeft},
      {"Median", 45, Align::kLeft},       {"Latest", 61, Align::kLeft},
      {"Latest taken", 85, Align::kLeft}, {"Readings", 0, Align::kRight}};
  const std::vector<Row> rows = {
      MeasuredRow(Vital::kRespiration, summary, trend),
      MeasuredRow(Vital::kOxygenSaturation, summary, trend),
      StatedRow(Vital::kAirOrOxygen, summary, trend.oxygen, OxygenCounts(summary, trend)),
      MeasuredRow(Vital::kSystolic, summary, trend),
      MeasuredRow(Vital::kDiastolic, summary, trend),
      MeasuredRow(Vital::kPulse, summary, trend),
      StatedRow(Vital::kConsciousness, summary, trend.answers, AnswerCounts(summary, trend)),
      MeasuredRow(Vital::kTemperature, summary, trend)};
  return TableBlock(canvas, columns, rows, kMargin, kContentWidth);
}

Block LatestSets(Canvas& canvas, const Summary& summary, const Trend& trend) {
  const std::vector<Column> columns = {
      {"Time", 85, Align::kLeft},    {"NEWS2", 68, Align::kLeft},
      {"Change", 42, Align::kLeft},  {"Resp.", 36, Align::kLeft},
      {"SpO2 %", 42, Align::kLeft},  {"Air/oxygen", 60, Align::kLeft},
      {"BP mmHg", 58, Align::kLeft}, {"Pulse", 40, Align::kLeft},
      {"ACVPU", 39, Align::kLeft},   {"Temp \u00B0C", 0, Align::kLeft}};
  std::unordered_map<std::size_t, int> changes;  // of the sets that have a total
  for (const clinical::TotalPoint& point : trend.totals) changes.emplace(point.set, point.change);
  Index index;
  index.reserve(summary.readings.size());
  for (const Reading& reading : summary.readings) index.emplace(reading.key, &reading);
  std::vector<Row> rows;
  const std::size_t count = std::min(summary.sets.size(), kMostSets);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t place = summary.sets.size() - 1 - i;
    const model::ObservationSet& set = summary.sets[place];
    const auto change = changes.find(place);
    rows.push_back({{DateAndTime(set.time)},
                    {TotalOf(set), set.total.has_value(), !set.total.has_value()},
                    {change == changes.end() ? "" : Change(change->second)},
                    {SetValue(set, index, Vital::kRespiration)},
                    {SetValue(set, index, Vital::kOxygenSaturation)},
                    {SetValue(set, index, Vital::kAirOrOxygen)},
                    {PressureOf(set, index)},
                    {SetValue(set, index, Vital::kPulse)},
                    {SetValue(set, index, Vital::kConsciousness)},
                    {SetValue(set, index, Vital::kTemperature)}});
  }
  return TableBlock(canvas, columns, rows, kMargin, kContentWidth);
}

Block UnscoredReadings(Canvas& canvas, const Summary& summary, const Trend& trend) {
  const std::vector<Column> columns = {{"Time", 92, Align::kLeft},
                                       {"Measurement", 150, Align::kLeft},
                                       {"As received", 110, Align::kLeft},
                                       {"Why it is not scored", 0, Align::kLeft}};
  std::vector<Row> rows;
  for (const std::size_t i : trend.unscored) {
    if (rows.size() == kMostUnscored) break;
    rows.push_back(UnscoredRow(summary.readings[i], WhyUnscored(summary.readings[i])));
  }
  for (const Reading& reading : summary.after_end) {
    if (rows.size() == kMostUnscored) break;
    rows.push_back(UnscoredRow(reading, "taken after the end of the stay"));
  }
  return TableBlock(canvas, columns, rows, kMargin, kContentWidth);
}

}  // namespace wardbridge::document
