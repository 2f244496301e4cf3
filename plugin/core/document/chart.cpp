#include "core/document/chart.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace wardbridge::document {
namespace {

constexpr double kTitleHeight = 13;
constexpr double kLeft = 32;   // room for the labels of the value axis
constexpr double kRight = 31;  // room for the names of the bands
constexpr double kBelow = 11;  // room for the labels of the time axis
constexpr double kLabelSize = 6.6;
constexpr double kColumn =
    0.5;  // width in which many readings are drawn as one stroke from lowest to highest
constexpr std::int64_t kBreakMs =
    36LL * 60 * 60 * 1000;  // a line stops over a longer time without readings
constexpr Color kCurve{0.05, 0.22, 0.48};
constexpr Color kGrid{0.86, 0.88, 0.90};
// Light enough for a photocopy, and darker from one to the next without colour.
constexpr Color kShades[] = {
    {1, 1, 1}, {1.0, 0.965, 0.80}, {1.0, 0.885, 0.70}, {0.975, 0.78, 0.73}};

// A point on the page.
struct Spot {
  double x = 0;
  double y = 0;
  std::int64_t time = 0;
};

class Plot {
 public:
  Plot(Canvas& canvas, const Chart& chart, const TimeAxis& axis, const Box& box)
      : canvas_(canvas),
        chart_(chart),
        axis_(axis),
        plot_{box.x + kLeft, box.y + kTitleHeight, box.width - kLeft - kRight,
              box.height - kTitleHeight - kBelow} {}

  void Run() {
    Title();
    Bands();
    Grid();
    cairo_t* cairo = canvas_.Cairo();
    cairo_save(cairo);
    cairo_rectangle(cairo, plot_.x - 2, plot_.y - 2, plot_.width + 4, plot_.height + 4);
    cairo_clip(cairo);
    for (const Curve& curve : chart_.curves) Draw(curve);
    cairo_restore(cairo);
    canvas_.Outline(plot_.x, plot_.y, plot_.width, plot_.height, kRule, 0.5);
    if (!chart_.empty.empty()) Empty();
  }

 private:
  [[nodiscard]] double X(Timestamp time) const { return plot_.x + plot_.width * axis_.At(time); }

  [[nodiscard]] double Y(double value) const {
    const double at = (value - chart_.low) / (chart_.high - chart_.low);
    return plot_.y + plot_.height * (1 - std::clamp(at, 0.0, 1.0));
  }

  void Title() {
    const Text title = canvas_.Shape(chart_.title, {.size = 8, .bold = true});
    canvas_.Draw(title, plot_.x, plot_.y - kTitleHeight + 1, kBlue);
    const double base = plot_.y - kTitleHeight + 1 + title.baseline;
    double x = plot_.x + title.width + 8;
    if (chart_.curves.size() > 1) {
      for (const Curve& curve : chart_.curves) x = Legend(curve, x, base);
    }
    if (chart_.remark.empty()) return;
    const Text remark = canvas_.Shape(chart_.remark, {.size = kLabelSize});
    x = std::max(plot_.x + plot_.width - remark.width, x);
    canvas_.Draw(remark, x, base - remark.baseline, kGrey);
  }

  // Mark and name of a curve; returns where the next one may start.
  double Legend(const Curve& curve, double x, double base) {
    const Text name = canvas_.Shape(curve.name, {.size = kLabelSize});
    cairo_save(canvas_.Cairo());
    cairo_set_source_rgb(canvas_.Cairo(), kCurve.red, kCurve.green, kCurve.blue);
    Marks({{x + 2, base - 2.4, 0}}, curve.mark, 1.6);
    cairo_restore(canvas_.Cairo());
    canvas_.Draw(name, x + 6, base - name.baseline, kGrey);
    return x + 6 + name.width + 7;
  }

  void Bands() {
    for (const ShadedBand& band : chart_.bands) {
      const double top = Y(std::min(band.high, chart_.high));
      const double bottom = Y(std::max(band.low, chart_.low));
      if (bottom - top < 0.5) continue;
      if (band.weight > 0) {
        canvas_.Fill(plot_.x, top, plot_.width, bottom - top, kShades[std::min(band.weight, 3)]);
      }
      if (band.name.empty() || bottom - top < 6) continue;
      const Text name = canvas_.Shape(band.name, {.size = kLabelSize, .bold = band.weight > 0});
      canvas_.Draw(name, plot_.x + plot_.width + 3, (top + bottom - name.height) / 2, kGrey);
    }
  }

  void Grid() {
    for (const AxisLabel& label : chart_.labels) {
      const double y = Y(label.value);
      canvas_.Line(plot_.x, y, plot_.x + plot_.width, y, kGrid, 0.4);
      const Text text = canvas_.Shape(label.text, {.size = kLabelSize});
      canvas_.Draw(text, plot_.x - 3 - text.width, y - text.height / 2, kGrey);
    }
    double free_from = plot_.x - kLeft;  // labels must not touch
    for (const Tick& tick : axis_.Ticks()) {
      const double x = X(tick.time);
      canvas_.Line(x, plot_.y, x, plot_.y + plot_.height + 2, kGrid, 0.4);
      const Text text = canvas_.Shape(tick.label, {.size = kLabelSize});
      const double left = x - text.width / 2;
      if (left < free_from) continue;
      canvas_.Draw(text, left, plot_.y + plot_.height + 2, kGrey);
      free_from = left + text.width + 4;
    }
  }

  void Empty() {
    const Text text = canvas_.Shape(chart_.empty, {.size = 7.5});
    canvas_.Draw(text, plot_.x + (plot_.width - text.width) / 2,
                 plot_.y + (plot_.height - text.height) / 2, kGrey);
  }

  [[nodiscard]] std::vector<Spot> SpotsOf(const Curve& curve) const {
    std::vector<Spot> spots;
    spots.reserve(curve.dots.size());
    for (const Dot& dot : curve.dots) {
      spots.push_back({X(dot.time), Y(dot.value), dot.time.UnixMs()});
    }
    return spots;
  }

  void Draw(const Curve& curve) {
    const std::vector<Spot> all = SpotsOf(curve);
    const std::vector<Spot> spots = Thinned(all);
    cairo_t* cairo = canvas_.Cairo();
    cairo_save(cairo);
    cairo_set_source_rgb(cairo, kCurve.red, kCurve.green, kCurve.blue);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    if (curve.joined) Join(spots, curve.mark);
    // Where readings stand closer than their marks the line alone is clearer.
    const double room = plot_.width / static_cast<double>(std::max<std::size_t>(all.size(), 1));
    if (!curve.joined || room > 1.2) Marks(spots, curve.mark, room > 4 ? 1.6 : 0.9);
    cairo_restore(cairo);
  }

  // At most the first, lowest, highest and last spot of each column: the drawing looks the same.
  [[nodiscard]] std::vector<Spot> Thinned(const std::vector<Spot>& spots) const {
    const auto columns = static_cast<std::size_t>(plot_.width / kColumn);
    if (spots.size() <= 2 * columns) return spots;
    std::vector<Spot> kept;
    for (std::size_t first = 0; first < spots.size();) {
      const double column = std::floor((spots[first].x - plot_.x) / kColumn);
      std::size_t end = first;
      while (end < spots.size() && std::floor((spots[end].x - plot_.x) / kColumn) == column) ++end;
      const auto [low, high] =
          std::minmax_element(spots.begin() + static_cast<std::ptrdiff_t>(first),
                              spots.begin() + static_cast<std::ptrdiff_t>(end),
                              [](const Spot& a, const Spot& b) { return a.y < b.y; });
      kept.insert(kept.end(), {spots[first], *low, *high, spots[end - 1]});
      // Their order within a column does not show; the times must not go back, or a gap would be
      // seen.
      for (std::size_t i = kept.size() - 3; i + 1 < kept.size(); ++i)
        kept[i].time = spots[end - 1].time;
      first = end;
    }
    return kept;
  }

  void Join(const std::vector<Spot>& spots, Curve::Mark mark) {
    cairo_t* cairo = canvas_.Cairo();
    cairo_set_line_width(cairo, 0.8);
    const double dashes[] = {2.0, 1.4};
    if (mark == Curve::Mark::kSquare) cairo_set_dash(cairo, dashes, 2, 0);
    for (std::size_t i = 0; i < spots.size(); ++i) {
      const bool broken = i == 0 || spots[i].time - spots[i - 1].time > kBreakMs;
      if (broken) {
        cairo_move_to(cairo, spots[i].x, spots[i].y);
      } else {
        cairo_line_to(cairo, spots[i].x, spots[i].y);
      }
    }
    cairo_stroke(cairo);
    cairo_set_dash(cairo, nullptr, 0, 0);
  }

  void Marks(const std::vector<Spot>& spots, Curve::Mark mark, double radius) {
    cairo_t* cairo = canvas_.Cairo();
    if (mark == Curve::Mark::kSquare) {
      for (const Spot& spot : spots) {
        cairo_rectangle(cairo, spot.x - radius, spot.y - radius, 2 * radius, 2 * radius);
      }
      cairo_set_source_rgb(cairo, 1, 1, 1);
      cairo_fill_preserve(cairo);
      cairo_set_source_rgb(cairo, kCurve.red, kCurve.green, kCurve.blue);
      cairo_set_line_width(cairo, 0.7);
      cairo_stroke(cairo);
      return;
    }
    // A line of no length with a round end is a filled circle, in a tenth of the bytes of an arc.
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width(cairo, 2 * radius);
    for (const Spot& spot : spots) {
      cairo_move_to(cairo, spot.x, spot.y);
      cairo_line_to(cairo, spot.x, spot.y);
    }
    cairo_stroke(cairo);
  }

  Canvas& canvas_;
  const Chart& chart_;  // outlives the call of Run, as do the others
  const TimeAxis& axis_;
  Box plot_;
};

}  // namespace

void Draw(Canvas& canvas, const Chart& chart, const TimeAxis& axis, const Box& box) {
  canvas.BeginFigure(chart.title + ". " + chart.description);
  Plot(canvas, chart, axis, box).Run();
  canvas.End("Figure");
}

}  // namespace wardbridge::document
