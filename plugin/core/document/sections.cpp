#include "core/document/sections.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "core/document/charts.h"
#include "core/document/layout.h"
#include "core/document/missing.h"
#include "core/document/tables.h"
#include "core/document/threshold_tables.h"
#include "core/document/time_axis.h"
#include "core/document/words.h"

namespace wardbridge::document {
namespace {

using clinical::Trend;
using model::Summary;

constexpr double kChartGap = 14;
constexpr double kChartHeight = 102;
constexpr double kTileHeight = 40;

Block Heading(Canvas& canvas, const std::string& words) {
  const Text text = canvas.Shape(words, {.size = 10.5, .bold = true});
  Block block;
  block.space_before = 10;
  block.height = text.height + 3;
  block.keep_with_next = true;
  block.draw = [text](Canvas& target, double top) {
    const Tag tag(target, "H2");
    target.Draw(text, kMargin, top, kBlue);
  };
  return block;
}

Block Paragraph(Canvas& canvas, const std::string& words, const Color& color = kBlack) {
  const Text text = canvas.Shape(words, {.size = 7.8, .width = kContentWidth});
  Block block;
  block.space_before = 3;
  block.height = text.height;
  block.draw = [text, color](Canvas& target, double top) {
    const Tag tag(target, "P");
    target.Draw(text, kMargin, top, color);
  };
  return block;
}

struct Tile {
  std::string label;
  std::string value;
  std::string remark;
};

Tile TotalTile(const std::string& label, const clinical::TotalPoint& point,
               const Summary& summary) {
  Tile tile{label, std::to_string(point.total) + "  " + std::string(model::Name(point.band)),
            DateAndTime(point.time)};
  if (summary.sets[point.set].any_single_3) tile.remark += ", a single 3";
  return tile;
}

// Figures that are seen at once: label, value and remark one below the other.
Block Tiles(Canvas& canvas, const std::vector<Tile>& tiles) {
  const double width = (kContentWidth - 8 * static_cast<double>(tiles.size() - 1)) /
                       static_cast<double>(tiles.size());
  struct Shaped {
    Text label;
    Text value;
    Text remark;
  };
  std::vector<Shaped> shaped;
  for (const Tile& tile : tiles) {
    Style style{.size = 7.2, .width = width - 12, .max_lines = 1};
    const Text label = canvas.Shape(tile.label, style);
    const Text remark = canvas.Shape(tile.remark, style);
    style.size = 12;
    style.bold = true;
    shaped.push_back({label, canvas.Shape(tile.value, style), remark});
  }
  Block block;
  block.height = kTileHeight;
  block.draw = [shaped = std::move(shaped), width](Canvas& target, double top) {
    double x = kMargin;
    for (const Shaped& tile : shaped) {
      target.Outline(x, top, width, kTileHeight, kRule, 0.7);
      const Tag tag(target, "P");
      target.Draw(tile.label, x + 6, top + 3, kGrey);
      target.Draw(tile.value, x + 6, top + 12);
      target.Draw(tile.remark, x + 6, top + 28, kGrey);
      x += width + 8;
    }
  };
  return block;
}

// "Heading (10 of 37)" where not all are shown.
std::string PartHeading(std::string words, std::size_t shown, std::size_t all) {
  if (shown < all) words += " (" + std::to_string(shown) + " of " + std::to_string(all) + ")";
  return words;
}

// "Change from the first total of the stay (2, on ...): latest +1, highest +7, lowest 0."
std::string ChangeText(const Trend& trend) {
  const clinical::TotalPoint& first = trend.totals.front();
  return "Change from the first total of the stay (" + std::to_string(first.total) + ", on " +
         DateAndTime(first.time) + "): latest " + Change(trend.totals.back().change) +
         ", highest " + Change(trend.totals[trend.highest_total].change) + ", lowest " +
         Change(trend.totals[trend.lowest_total].change) + ". ";
}

// What stands below the table of limits; whose they are only where a vital has any.
std::string LimitsNote(const Summary& summary, const Trend& trend) {
  std::string text = "For information: this is not a diagnosis. ";
  if (std::any_of(trend.series.begin(), trend.series.end(),
                  [](const clinical::Series& series) { return series.has_limits; })) {
    text += "(ward): as configured for " +
            Clean(summary.stay.ward ? summary.stay.ward->name : "the ward") +
            "; (sender): as it came with the reading, which counts before the ward's. ";
  }
  return text + "A value holds until the next one, at most " +
         Span(Millis(clinical::ThresholdsOf(summary).holds_ms)) +
         "; after that, and before the first, it is not known.";
}

// Whether any set may be scored: otherwise nothing is said about points.
bool IsScored(const Summary& summary) {
  return std::any_of(summary.sets.begin(), summary.sets.end(),
                     [](const model::ObservationSet& set) { return set.not_scored.empty(); });
}

std::string ScaleText(const Summary& summary) {
  bool one = false;
  bool two = false;
  for (const model::ObservationSet& set : summary.sets) {
    if (!set.not_scored.empty()) continue;
    (set.spo2_scale == 2 ? two : one) = true;
  }
  if (one && two) return " SpO2 scale 1 and, where prescribed, scale 2 were used.";
  return two ? " SpO2 scale 2 was used." : " SpO2 scale 1 was used.";
}

// A reading is shown when it is in a chart, in the list of unscored ones, or said in words.
std::string HeldAndShown(const Summary& summary, const Trend& trend) {
  const std::size_t held = summary.readings.size() + summary.after_end.size();
  const std::size_t apart = trend.unscored.size() + summary.after_end.size();
  const std::size_t left_out = apart > kMostUnscored ? apart - kMostUnscored : 0;
  std::string text = "Observations: " + std::to_string(held) + " held, " +
                     std::to_string(held - left_out) + " shown.";
  if (apart > 0) {
    text += " " + std::to_string(apart) +
            (apart == 1 ? " of them is not scored and listed apart"
                        : " of them are not scored and listed apart");
    if (left_out > 0) text += ", " + std::to_string(left_out) + " of these left out here";
    text += ".";
  }
  return text;
}

}  // namespace

std::vector<Block> ScoreBlocks(Canvas& canvas, const Summary& summary, const Trend& trend) {
  std::vector<Block> blocks;
  if (summary.sets.empty()) return blocks;
  blocks.push_back(Heading(canvas, "NEWS2"));
  if (!IsScored(summary)) {
    blocks.push_back(Paragraph(
        canvas,
        "NEWS2 was not scored in this stay: see below. The readings are shown as they are."));
    return blocks;
  }
  std::vector<Tile> tiles;
  if (trend.totals.empty()) {
    tiles.push_back({"NEWS2 total", "none", "no observation set was complete"});
  } else {
    tiles.push_back(TotalTile("Latest total", trend.totals.back(), summary));
    tiles.push_back(TotalTile("Highest total", trend.totals[trend.highest_total], summary));
    tiles.push_back(TotalTile("Lowest total", trend.totals[trend.lowest_total], summary));
  }
  tiles.push_back(
      {"Sets with a total",
       std::to_string(trend.totals.size()) + " of " + std::to_string(summary.sets.size()),
       "a total needs all seven"});
  blocks.push_back(Tiles(canvas, tiles));
  blocks.push_back(Paragraph(
      canvas, (trend.totals.empty() ? "" : ChangeText(trend)) +
                  "The score supports and does not replace clinical judgement. Bands: low 0 to 4; "
                  "low-medium 0 "
                  "to 4 with 3 in any single parameter; medium 5 and 6; high 7 and above." +
                  ScaleText(summary)));
  return blocks;
}

std::vector<Block> ReadingBlocks(Canvas& canvas, const Summary& summary, const Trend& trend) {
  std::vector<Block> blocks;
  blocks.push_back(Heading(canvas, "Key readings"));
  if (summary.readings.empty()) {
    blocks.push_back(Paragraph(canvas,
                               "No readings were received for this stay, so there is nothing to "
                               "chart or score. That does not mean that nothing was measured."));
  } else {
    blocks.push_back(KeyReadings(canvas, summary, trend));
  }
  blocks.push_back(Paragraph(canvas, HeldAndShown(summary, trend)));
  return blocks;
}

std::vector<Block> MissingBlocks(Canvas& canvas, const Summary& summary, const Trend& trend) {
  std::vector<Block> blocks;
  blocks.push_back(Heading(canvas, "What is missing or doubtful, and why"));
  std::vector<std::string> lines = MissingLines(summary, trend);
  if (canvas.HasUnknownGlyphs()) {
    lines.emplace_back(
        "Some characters of the name or the address cannot be printed here; the "
        "data sent with this document holds them.");
  }
  if (lines.empty()) {
    blocks.push_back(Paragraph(canvas, "Nothing is known to be missing."));
    return blocks;
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Text mark = canvas.Shape("\u2022", {.size = 7.8});
    const Text text = canvas.Shape(lines[i], {.size = 7.8, .width = kContentWidth - 12});
    Block block;
    block.space_before = i == 0 ? 0 : 2;
    block.height = text.height;
    const bool first = i == 0;
    const bool last = i + 1 == lines.size();
    block.draw = [=](Canvas& target, double top) {
      if (first) target.Begin("L");
      {
        const Tag item(target, "LI");
        {
          const Tag label(target, "Lbl");
          target.Draw(mark, kMargin + 2, top);
        }
        const Tag body(target, "LBody");
        target.Draw(text, kMargin + 12, top);
      }
      if (last) target.End("L");
    };
    blocks.push_back(std::move(block));
  }
  return blocks;
}

std::vector<Block> LimitBlocks(Canvas& canvas, const Summary& summary, const Trend& trend) {
  std::vector<Block> blocks;
  if (HasLimits(trend)) {
    blocks.push_back(Heading(canvas, "Time within limits"));
    blocks.push_back(TimeWithinLimits(canvas, summary, trend));
    blocks.push_back(Paragraph(canvas, LimitsNote(summary, trend), kGrey));
    if (const std::size_t all = CountEpisodes(trend); all > 0) {
      blocks.push_back(Heading(canvas, PartHeading("Latest episodes beyond a limit",
                                                   std::min(all, kMostEpisodes), all)));
      blocks.push_back(LatestEpisodes(canvas, summary, trend));
    }
  }
  if (const std::size_t all = trend.flags.size(); all > 0) {
    blocks.push_back(
        Heading(canvas, PartHeading("Flagged by the sender", std::min(all, kMostFlags), all)));
    blocks.push_back(SenderFlags(canvas, summary, trend));
  }
  return blocks;
}

std::vector<Block> ChartBlocks(Canvas& canvas, const Summary& summary, const Trend& trend) {
  std::vector<Block> blocks;
  if (summary.readings.empty()) return blocks;
  blocks.push_back(Heading(canvas, "Trends"));
  std::string words = "From " + DateAndTime(*summary.stay.start) + " to " +
                      DateAndTime(*summary.stay.end) + ", London time. ";
  if (IsScored(summary)) {
    words += "Shading shows the NEWS2 points of a value, named at the right edge of each chart. ";
  }
  words += "A line stops where more than 36 hours lie between two readings.";
  blocks.push_back(Paragraph(canvas, words, kGrey));
  blocks.back().keep_with_next = true;
  const auto charts = std::make_shared<const std::vector<Chart>>(ChartsOf(summary, trend));
  const auto axis = std::make_shared<const TimeAxis>(*summary.stay.start, *summary.stay.end);
  for (std::size_t i = 0; i < charts->size(); i += 2) {
    Block block;
    block.space_before = 6;
    block.height = kChartHeight;
    block.draw = [charts, axis, i](Canvas& target, double top) {
      const double width = (kContentWidth - kChartGap) / 2;
      for (std::size_t n = i; n < std::min(i + 2, charts->size()); ++n) {
        const double x = kMargin + (n == i ? 0 : width + kChartGap);
        Draw(target, (*charts)[n], *axis, {x, top, width, kChartHeight});
      }
    };
    blocks.push_back(std::move(block));
  }
  return blocks;
}

std::vector<Block> DetailBlocks(Canvas& canvas, const Summary& summary, const Trend& trend) {
  std::vector<Block> blocks;
  if (!summary.sets.empty()) {
    const std::size_t all = summary.sets.size();
    blocks.push_back(
        Heading(canvas, PartHeading("Latest observation sets", std::min(all, kMostSets), all)));
    blocks.push_back(LatestSets(canvas, summary, trend));
    if (IsScored(summary)) {
      blocks.push_back(Paragraph(
          canvas, "In brackets: NEWS2 points. Change: from the first total of the stay.", kGrey));
    }
  }
  if (!trend.unscored.empty() || !summary.after_end.empty()) {
    blocks.push_back(Heading(canvas, "Readings shown but not scored"));
    blocks.push_back(UnscoredReadings(canvas, summary, trend));
  }
  return blocks;
}

}  // namespace wardbridge::document
