#include "core/document/missing.h"

#include <algorithm>
#include <cstddef>
#include <tuple>

#include "core/document/words.h"

namespace wardbridge::document {
namespace {

constexpr std::size_t kMostLines = 20;
constexpr std::size_t kMostGaps = 8;

void Add(std::vector<std::string>& lines, std::string text) {
  if (text.empty() || std::find(lines.begin(), lines.end(), text) != lines.end()) return;
  lines.push_back(std::move(text));
}

// "Days without any reading: 4 Oct, 6 to 9 Oct."
std::string GapLine(const clinical::Trend& trend) {
  if (trend.days_with_readings == 0 || trend.gaps.empty()) return "";
  std::string text = "Days without any reading: ";
  for (std::size_t i = 0; i < std::min(trend.gaps.size(), kMostGaps); ++i) {
    const clinical::Gap& gap = trend.gaps[i];
    if (i > 0) text += ", ";
    text += ShortDate(gap.first);
    if (std::tie(gap.first.month, gap.first.day) != std::tie(gap.last.month, gap.last.day)) {
      text += " to " + ShortDate(gap.last);
    }
  }
  if (trend.gaps.size() > kMostGaps) {
    text += " and " + Count(trend.gaps.size() - kMostGaps, "more gap");
  }
  return text + ".";
}

// "Nothing for more than 12 h: 3 times, 1 d 6 h together. The longest: 18 Oct 2026 22:00 to ..."
std::string SilenceLine(const model::Summary& summary, const clinical::Trend& trend) {
  if (trend.days_with_readings == 0 || trend.silences.empty()) return "";
  const clinical::Silence* longest = &trend.silences.front();
  Millis together{0};
  for (const clinical::Silence& silence : trend.silences) {
    together += silence.Length();
    if (longest->Length() < silence.Length()) longest = &silence;
  }
  return "Without any reading for more than " +
         Span(Millis(clinical::ThresholdsOf(summary).holds_ms)) + ": " +
         Count(trend.silences.size(), "time") + ", " + Span(together) +
         " together; the longest from " + DateAndTime(longest->from) + " to " +
         DateAndTime(longest->to) + ".";
}

}  // namespace

std::vector<std::string> MissingLines(const model::Summary& summary, const clinical::Trend& trend) {
  std::vector<std::string> lines;
  for (const model::Issue& issue : clinical::DescribeMissing(summary, trend)) {
    Add(lines, issue.text);
    if (issue.code == "readings.days") Add(lines, GapLine(trend));
  }
  Add(lines, SilenceLine(summary, trend));
  for (const model::Issue& note : summary.notes) Add(lines, Clean(note.text));
  for (const model::Issue& note : summary.stay.notes) Add(lines, Clean(note.text));
  if (lines.size() > kMostLines) {
    const std::size_t rest = lines.size() - (kMostLines - 1);
    lines.resize(kMostLines - 1);
    lines.push_back("And " + Count(rest, "more note") + ", which the record of this stay holds.");
  }
  return lines;
}

}  // namespace wardbridge::document
