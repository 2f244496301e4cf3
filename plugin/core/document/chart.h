// One small chart: a value over the time of the stay, on bands of NEWS2 points.
#pragma once

#include <string>
#include <vector>

#include "base/timestamp.h"
#include "core/document/canvas.h"
#include "core/document/time_axis.h"

namespace wardbridge::document {

struct Dot {
  Timestamp time;
  double value = 0;
};

// One measured series. Circles are filled, squares are hollow and their line is dashed.
struct Curve {
  enum class Mark { kCircle, kSquare };
  std::vector<Dot> dots;  // by time
  Mark mark = Mark::kCircle;
  bool joined = true;  // a line from dot to dot
  std::string name;    // beside its mark, where a chart has several
};

// Values from `low` to `high`, shaded by `weight` and named at the right edge: never by the shade
// alone.
struct ShadedBand {
  double low = 0;
  double high = 0;
  int weight = 0;  // 0 white, 1 to 3 darker
  std::string name;
};

struct AxisLabel {
  double value = 0;
  std::string text;
};

// What a chart shows; how is Draw's business.
struct Chart {
  std::string title;
  std::string remark;       // right of the title, small
  std::string description;  // the alternative text: what a reader who cannot see it must know
  double low = 0;           // of the value axis
  double high = 1;
  std::vector<AxisLabel> labels;
  std::vector<ShadedBand> bands;
  std::vector<Curve> curves;
  std::string empty;  // said in its middle where there is nothing to draw
};

struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

// Draws `chart` inside `box` as one Figure.
void Draw(Canvas& canvas, const Chart& chart, const TimeAxis& axis, const Box& box);

}  // namespace wardbridge::document
