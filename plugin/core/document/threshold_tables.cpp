#include "core/document/threshold_tables.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/clinical/limits.h"
#include "core/document/layout.h"
#include "core/document/table.h"
#include "core/document/words.h"

namespace wardbridge::document {
namespace {

using clinical::Ending;
using clinical::Episode;
using clinical::Series;
using clinical::Shares;
using clinical::Side;
using clinical::Trend;
using model::Reading;
using model::Summary;

constexpr std::string_view kTotal = "NEWS2 total";

std::string_view Whose(bool is_own) { return is_own ? " (sender)" : " (ward)"; }

// "50 to 120 (ward)", "50 (sender) to 120 (ward)", "92 or more (ward)", "120 or less (sender)"
std::string LimitsText(const clinical::ReadingLimits& of) {
  const auto& [low, high] = of.limits;
  if (!low && !high) return "none";
  if (!high) return low->Text() + " or more" + std::string(Whose(of.low_is_own));
  if (!low) return high->Text() + " or less" + std::string(Whose(of.high_is_own));
  std::string text = low->Text();
  if (of.low_is_own != of.high_is_own) text += Whose(of.low_is_own);
  return text + " to " + high->Text() + std::string(Whose(of.high_is_own));
}

std::string PartText(Millis part, const Shares& shares) {
  if (shares.Whole().count() == 0) return "";
  if (part.count() == 0) return "none";
  return Percent(part, shares.Whole()) + ", " + Span(part);
}

Row ShareRow(std::string label, std::string limits, const Shares& shares, std::size_t episodes) {
  return {{std::move(label)},
          {std::move(limits)},
          {PartText(shares.within, shares)},
          {PartText(shares.Beyond(), shares), shares.Beyond().count() > 0},
          {PartText(shares.unknown, shares)},
          {std::to_string(episodes), episodes > 0}};
}

// "below 5 (RCP)", "below 7 (ward)"
std::string TotalLimit(const Summary& summary) {
  const int from = clinical::ThresholdsOf(summary).news2_from;
  const bool is_charted = from == model::Thresholds{}.news2_from;
  return "below " + std::to_string(from) + (is_charted ? " (RCP)" : " (ward)");
}

Row SeriesRow(const Series& series, const Summary& summary) {
  const Reading& latest = summary.readings[series.Latest().reading];
  std::string limits = LimitsText(clinical::LimitsFor(latest, clinical::ThresholdsOf(summary)));
  if (series.limits_vary) limits += ", of the latest reading; they varied";
  return ShareRow(LabelWithUnit(series.vital), std::move(limits), series.time,
                  series.episodes.size());
}

// One row of the table of episodes, and where it stands in the order.
struct Told {
  const Episode* episode = nullptr;
  std::string label;
  std::string extreme;  // "84 (limit 92)"
};

Told TellTotals(const Episode& episode, const Summary& summary, const Trend& trend) {
  const int from = clinical::ThresholdsOf(summary).news2_from;
  return {
      &episode, std::string(kTotal),
      std::to_string(trend.totals[episode.extreme].total) + " (from " + std::to_string(from) + ")"};
}

Told TellSeries(const Episode& episode, const Series& series, const Summary& summary) {
  const Reading& reading = summary.readings[series.points[episode.extreme].reading];
  const model::Limits limits = clinical::LimitsFor(reading, clinical::ThresholdsOf(summary)).limits;
  const auto& limit = episode.side == Side::kBelow ? limits.low : limits.high;
  std::string extreme = reading.value->Text();
  if (limit) extreme += " (limit " + limit->Text() + ")";
  return {&episode, LabelWithUnit(series.vital), std::move(extreme)};
}

std::string EndingText(Ending ending, const Summary& summary) {
  switch (ending) {
    case Ending::kWithin:
      return "a value within limits";
    case Ending::kOther:
      return "another value";
    case Ending::kSilence:
      return "nothing for " + Span(Millis(clinical::ThresholdsOf(summary).holds_ms));
    case Ending::kStay:
      return "the end of the stay";
  }
  return "";
}

// Newest first; of the same time NEWS2 before the vitals in their order.
std::vector<Told> AllEpisodes(const Summary& summary, const Trend& trend) {
  std::vector<Told> all;
  for (const Episode& episode : trend.total_episodes) {
    all.push_back(TellTotals(episode, summary, trend));
  }
  for (const Series& series : trend.series) {
    for (const Episode& episode : series.episodes) {
      all.push_back(TellSeries(episode, series, summary));
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Told& a, const Told& b) {
    return b.episode->start < a.episode->start;
  });
  if (all.size() > kMostEpisodes) all.resize(kMostEpisodes);
  return all;
}

}  // namespace

bool HasLimits(const Trend& trend) {
  return !trend.totals.empty() ||
         std::any_of(trend.series.begin(), trend.series.end(),
                     [](const Series& series) { return series.has_limits; });
}

std::size_t CountEpisodes(const Trend& trend) {
  std::size_t count = trend.total_episodes.size();
  for (const Series& series : trend.series) count += series.episodes.size();
  return count;
}

Block TimeWithinLimits(Canvas& canvas, const Summary& summary, const Trend& trend) {
  const std::vector<Column> columns = {
      {"Measurement", 132, Align::kLeft}, {"Limits", 108, Align::kLeft},
      {"Within", 76, Align::kLeft},       {"Beyond", 76, Align::kLeft},
      {"Not known", 73, Align::kLeft},    {"Episodes", 0, Align::kRight}};
  std::vector<Row> rows;
  if (!trend.totals.empty()) {
    rows.push_back(ShareRow(std::string(kTotal), TotalLimit(summary), trend.total_time,
                            trend.total_episodes.size()));
  }
  for (const Series& series : trend.series) {
    if (series.has_limits) rows.push_back(SeriesRow(series, summary));
  }
  return TableBlock(canvas, columns, rows, kMargin, kContentWidth);
}

Block LatestEpisodes(Canvas& canvas, const Summary& summary, const Trend& trend) {
  const std::vector<Column> columns = {
      {"From", 85, Align::kLeft},         {"Until", 85, Align::kLeft},
      {"Measurement", 132, Align::kLeft}, {"Values", 40, Align::kRight},
      {"Most extreme", 82, Align::kLeft}, {"Ended by", 0, Align::kLeft}};
  std::vector<Row> rows;
  for (const Told& told : AllEpisodes(summary, trend)) {
    const Episode& episode = *told.episode;
    rows.push_back({{DateAndTime(episode.start)},
                    {DateAndTime(episode.end)},
                    {told.label},
                    {std::to_string(episode.Count())},
                    {told.extreme, true},
                    {EndingText(episode.ending, summary)}});
  }
  return TableBlock(canvas, columns, rows, kMargin, kContentWidth);
}

Block SenderFlags(Canvas& canvas, const Summary& summary, const Trend& trend) {
  const std::vector<Column> columns = {{"Measurement", 150, Align::kLeft},
                                       {"Flag", 154, Align::kLeft},
                                       {"Readings", 52, Align::kRight},
                                       {"Latest", 65, Align::kLeft},
                                       {"Latest taken", 0, Align::kLeft}};
  std::vector<Row> rows;
  for (const clinical::Flagged& flagged : trend.flags) {
    if (rows.size() == kMostFlags) break;
    const Reading& latest = summary.readings[flagged.latest];
    rows.push_back({{LabelWithUnit(flagged.vital)},
                    {FlagText(flagged.flag)},
                    {std::to_string(flagged.count)},
                    {ValueOf(latest), true},
                    {DateAndTime(latest.time)}});
  }
  return TableBlock(canvas, columns, rows, kMargin, kContentWidth);
}

}  // namespace wardbridge::document
