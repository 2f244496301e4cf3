#include "core/document/charts.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "core/clinical/news2.h"
#include "core/document/words.h"

namespace wardbridge::document {
namespace {

using clinical::Series;
using clinical::Trend;
using model::Decimal;
using model::Summary;
using model::Vital;

constexpr double kAir = 0.15;       // between a dot and the frame, in steps of the axis
constexpr double kMostShown = 360;  // beyond every plausible value

// What a value axis shows at least, and how far apart its labels are at least.
struct Range {
  double low;
  double high;
  double step;
};

Range RangeOf(Vital vital) {
  switch (vital) {
    case Vital::kRespiration:
      return {8, 28, 4};
    case Vital::kOxygenSaturation:
      return {84, 100, 4};
    case Vital::kPulse:
      return {40, 140, 20};
    case Vital::kTemperature:
      return {35, 40, 1};
    default:
      return {40, 200, 40};
  }
}

// Widens the axis of `chart` to hold all its dots, and labels it: at most eight labels.
void Scale(Chart& chart, Range range, double ceiling) {
  for (const Curve& curve : chart.curves) {
    for (const Dot& dot : curve.dots) {
      const double low = std::floor(dot.value / range.step - kAir) * range.step;
      const double high = std::ceil(dot.value / range.step + kAir) * range.step;
      range.low = std::min(range.low, low);
      range.high = std::max(range.high, high);
    }
  }
  range.low = std::max(range.low, 0.0);
  range.high = std::min(range.high, ceiling);
  chart.low = range.low;
  chart.high = range.high;
  while ((range.high - range.low) / range.step > 7) range.step *= 2;
  const auto steps = static_cast<int>(std::floor((range.high - range.low) / range.step + 0.01));
  for (int i = 0; i <= steps; ++i) {
    const double value = range.low + i * range.step;
    chart.labels.push_back({value, std::to_string(std::lround(value))});
  }
}

using PointsOf = std::function<std::optional<int>(const Decimal&)>;

PointsOf PointsFor(Vital vital, int spo2_scale) {
  switch (vital) {
    case Vital::kRespiration:
      return clinical::RespirationPoints;
    case Vital::kOxygenSaturation:
      if (spo2_scale == 1) return clinical::Spo2Scale1Points;
      return [](const Decimal& value) { return clinical::Spo2Scale2Points(value, std::nullopt); };
    case Vital::kSystolic:
      return clinical::SystolicPoints;
    case Vital::kPulse:
      return clinical::PulsePoints;
    case Vital::kTemperature:
      return clinical::TemperaturePoints;
    default:
      return [](const Decimal&) { return std::optional<int>(); };
  }
}

// Runs of equal points along the axis. A band reaches half a unit (of whole numbers, or of tenths)
// beyond its last value.
void Shade(Chart& chart, const PointsOf& points, int places) {
  const double unit = places == 0 ? 1.0 : 0.1;
  const auto first = static_cast<std::int64_t>(std::lround(chart.low / unit));
  const auto last = static_cast<std::int64_t>(std::lround(chart.high / unit));
  std::optional<int> running;
  for (std::int64_t value = first; value <= last; ++value) {
    const std::optional<int> here = points(Decimal::FromScaled(value, places));
    const double edge = (static_cast<double>(value) - 0.5) * unit;
    if (here && running == here) {
      chart.bands.back().high = edge + unit;
    } else if (here) {
      chart.bands.push_back({edge, edge + unit, *here, std::to_string(*here)});
    }
    running = here;
  }
}

std::string Between(Timestamp from, Timestamp to) {
  return "from " + DateAndTime(from) + " to " + DateAndTime(to);
}

std::string Describe(const Series& series, const Summary& summary) {
  const auto text = [&summary](const clinical::Point& point) {
    return summary.readings[point.reading].value->Text();
  };
  return Count(series.points.size(), "reading") + " " +
         Between(series.First().time, series.Latest().time) + ". First " + text(series.First()) +
         ", lowest " + text(series.Lowest()) + ", highest " + text(series.Highest()) + ", latest " +
         text(series.Latest()) + ".";
}

Curve CurveOf(const Series& series, Curve::Mark mark, std::string name = "") {
  Curve curve;
  curve.name = std::move(name);
  curve.mark = mark;
  curve.dots.reserve(series.points.size());
  for (const clinical::Point& point : series.points)
    curve.dots.push_back({point.time, point.value});
  return curve;
}

void SayEmpty(Chart& chart, std::string text) {
  chart.description = text + ".";
  chart.empty = std::move(text);
}

// Makes the charts of one summary; both outlive it.
class Maker {
 public:
  Maker(const Summary& summary, const Trend& trend) : summary_(summary), trend_(trend) {
    for (const model::ObservationSet& set : summary.sets) {
      scored_ = scored_ || set.not_scored.empty();
      if (set.not_scored.empty()) scale_ = set.spo2_scale;
      scales_differ_ = scales_differ_ || set.spo2_scale != summary.sets.front().spo2_scale;
    }
  }

  [[nodiscard]] Chart News2() const {
    Chart chart;
    chart.title = "NEWS2 total";
    Curve curve;
    for (const clinical::TotalPoint& point : trend_.totals) {
      curve.dots.push_back({point.time, static_cast<double>(point.total)});
    }
    chart.curves.push_back(std::move(curve));
    Scale(chart, {0, 10, 2}, 20);
    if (scored_) {
      chart.bands = {{-0.5, 4.5, 0, "low"}, {4.5, 6.5, 2, "medium"}, {6.5, 20.5, 3, "high"}};
    }
    if (trend_.totals.empty()) {
      SayEmpty(chart, scored_ ? "no set with a total" : "not scored");
      return chart;
    }
    chart.description = Count(trend_.totals.size(), "total") + " " +
                        Between(trend_.totals.front().time, trend_.totals.back().time) +
                        ". Lowest " + std::to_string(trend_.totals[trend_.lowest_total].total) +
                        ", highest " + std::to_string(trend_.totals[trend_.highest_total].total) +
                        ", latest " + std::to_string(trend_.totals.back().total) + ".";
    return chart;
  }

  [[nodiscard]] Chart Measured(Vital vital) const {
    Chart chart;
    chart.title = std::string(Label(vital)) + ", " + std::string(UnitText(vital));
    const Series* series = trend_.Find(vital);
    if (series != nullptr) chart.curves.push_back(CurveOf(*series, Curve::Mark::kCircle));
    const bool is_spo2 = vital == Vital::kOxygenSaturation;
    Scale(chart, RangeOf(vital), is_spo2 ? 100 : kMostShown);
    if (scored_) Shade(chart, PointsFor(vital, scale_), vital == Vital::kTemperature ? 1 : 0);
    if (is_spo2 && scored_) {
      chart.remark = "bands of scale " + std::to_string(scale_);
      if (scales_differ_) chart.remark += " (both were used)";
    }
    if (series == nullptr) {
      SayEmpty(chart, "no reading");
    } else {
      chart.description = Describe(*series, summary_);
    }
    return chart;
  }

  [[nodiscard]] Chart BloodPressure() const {
    Chart chart;
    chart.title = "Blood pressure, mmHg";
    const Series* systolic = trend_.Find(Vital::kSystolic);
    const Series* diastolic = trend_.Find(Vital::kDiastolic);
    if (systolic != nullptr) {
      chart.curves.push_back(
          CurveOf(*systolic, Curve::Mark::kCircle, scored_ ? "systolic (bands)" : "systolic"));
      chart.description = "Systolic: " + Describe(*systolic, summary_);
    }
    if (diastolic != nullptr) {
      chart.curves.push_back(CurveOf(*diastolic, Curve::Mark::kSquare, "diastolic"));
      if (systolic != nullptr) chart.description += " ";
      chart.description += "Diastolic: " + Describe(*diastolic, summary_);
    }
    Scale(chart, RangeOf(Vital::kSystolic), kMostShown);
    if (scored_) Shade(chart, PointsFor(Vital::kSystolic, scale_), 0);
    if (chart.curves.empty()) SayEmpty(chart, "no reading");
    return chart;
  }

  [[nodiscard]] Chart Consciousness() const {
    Chart chart;
    chart.title = std::string(Label(Vital::kConsciousness));
    chart.low = -0.7;
    chart.high = 4.7;
    Curve curve;
    curve.joined = false;
    std::size_t alert = 0;
    for (const std::size_t i : trend_.answers) {
      const model::Acvpu answer = *summary_.readings[i].acvpu;
      if (answer == model::Acvpu::kAlert) ++alert;
      curve.dots.push_back({summary_.readings[i].time, static_cast<double>(answer)});
    }
    for (int row = 0; row < 5; ++row) {
      chart.labels.push_back({static_cast<double>(row),
                              std::string(1, model::Letter(static_cast<model::Acvpu>(row)))});
    }
    if (scored_) chart.bands = {{-0.7, 0.5, 0, "0"}, {0.5, 4.7, 3, "3"}};
    chart.curves.push_back(std::move(curve));
    if (trend_.answers.empty()) {
      SayEmpty(chart, "no answer recorded");
      return chart;
    }
    chart.description = Count(trend_.answers.size(), "answer") + ", Alert in " +
                        std::to_string(alert) + ", latest " +
                        ValueOf(summary_.readings[trend_.answers.back()]) + ".";
    return chart;
  }

  [[nodiscard]] Chart Oxygen() const {
    Chart chart;
    chart.title = std::string(Label(Vital::kAirOrOxygen));
    chart.low = -0.6;
    chart.high = 1.6;
    chart.labels = {{0, "air"}, {1, "oxygen"}};
    Curve curve;
    curve.joined = false;
    std::size_t on_oxygen = 0;
    for (const std::size_t i : trend_.oxygen) {
      const bool oxygen = *summary_.readings[i].on_oxygen;
      if (oxygen) ++on_oxygen;
      curve.dots.push_back({summary_.readings[i].time, oxygen ? 1.0 : 0.0});
    }
    if (scored_) chart.bands = {{-0.6, 0.5, 0, "0"}, {0.5, 1.6, 2, "2"}};
    chart.curves.push_back(std::move(curve));
    if (trend_.oxygen.empty()) {
      SayEmpty(chart, "not stated");
      return chart;
    }
    chart.description = Count(trend_.oxygen.size(), "statement") + ", on oxygen in " +
                        std::to_string(on_oxygen) + ", latest " +
                        ValueOf(summary_.readings[trend_.oxygen.back()]) + ".";
    return chart;
  }

 private:
  const Summary& summary_;
  const Trend& trend_;
  bool scored_ = false;  // some set may be scored: the patient is not a child
  int scale_ = 1;        // SpO2 scale of the latest scored set
  bool scales_differ_ = false;
};

}  // namespace

std::vector<Chart> ChartsOf(const Summary& summary, const Trend& trend) {
  const Maker maker(summary, trend);
  return {maker.News2(),
          maker.Measured(Vital::kRespiration),
          maker.Measured(Vital::kOxygenSaturation),
          maker.Oxygen(),
          maker.BloodPressure(),
          maker.Measured(Vital::kPulse),
          maker.Consciousness(),
          maker.Measured(Vital::kTemperature)};
}

}  // namespace wardbridge::document
