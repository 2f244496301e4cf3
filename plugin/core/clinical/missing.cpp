// What is missing or doubtful about a stay's readings, in words for the reader of the document.
#include <algorithm>
#include <string>
#include <utility>

#include "core/clinical/trend.h"

namespace wardbridge::clinical {
namespace {

using model::Issue;
using model::ObservationSet;
using model::Parameter;
using model::Reading;
using model::Summary;

using Notes = std::vector<Issue>;

void Say(Notes& notes, Issue::Severity severity, std::string code, std::string text) {
  notes.push_back({severity, std::move(code), "", std::move(text), ""});
}

// "1 reading", "2 readings"
std::string Count(std::size_t number, std::string_view noun) {
  std::string text = std::to_string(number) + " " + std::string(noun);
  if (number != 1) text += "s";
  return text;
}

template <typename Predicate>
std::size_t CountIf(const std::vector<ObservationSet>& sets, Predicate predicate) {
  return static_cast<std::size_t>(std::count_if(sets.begin(), sets.end(), predicate));
}

template <typename Predicate>
std::size_t CountIf(const std::vector<Reading>& readings, Predicate predicate) {
  return static_cast<std::size_t>(std::count_if(readings.begin(), readings.end(), predicate));
}

// "consciousness in 5, air or oxygen in 3": the most frequent first.
std::string ListOf(const std::map<Parameter, int>& counts) {
  std::vector<std::pair<Parameter, int>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (const auto& [parameter, count] : sorted) {
    if (!text.empty()) text += ", ";
    text += std::string(PlainName(parameter)) + " in " + std::to_string(count);
  }
  return text;
}

void NotScored(const Summary& summary, Notes& notes) {
  const std::pair<std::string_view, std::string_view> reasons[] = {
      {"under-16", "the patient was under 16, and NEWS2 is for adults"},
      {"age-unknown", "the age of the patient is not known, and NEWS2 is for adults"},
      {"pregnancy", "the patient is recorded as pregnant, and NEWS2 is not meant for pregnancy"},
  };
  for (const auto& [reason, words] : reasons) {
    const std::string_view wanted = reason;
    const std::size_t count = CountIf(
        summary.sets, [wanted](const ObservationSet& set) { return set.not_scored == wanted; });
    if (count == 0) continue;
    Say(notes, Issue::Severity::kWarning, "news2.not-scored",
        "NEWS2 was not scored for " + Count(count, "observation set") + ": " + std::string(words) +
            ".");
  }
}

void NoTotal(const Summary& summary, Notes& notes) {
  const std::size_t scored =
      CountIf(summary.sets, [](const ObservationSet& set) { return set.not_scored.empty(); });
  const std::size_t without = CountIf(
      summary.sets, [](const ObservationSet& set) { return set.not_scored.empty() && !set.total; });
  if (without == 0) return;
  Say(notes, Issue::Severity::kWarning, "news2.no-total",
      std::to_string(without) + " of " + Count(scored, "observation set") +
          (without == 1 ? " has" : " have") +
          " no NEWS2 total, because a total needs all seven parameters. Missing: " +
          ListOf(MissingCounts(summary.sets)) + ".");
}

void Assumptions(const Summary& summary, Notes& notes) {
  const std::size_t air =
      CountIf(summary.sets, [](const ObservationSet& set) { return set.assumed_air; });
  if (air != 0) {
    Say(notes, Issue::Severity::kWarning, "news2.assumed-air",
        "In " + Count(air, "observation set") +
            " the sender did not state air or oxygen; by the setting of the feed, air was "
            "assumed.");
  }
  const std::size_t alert =
      CountIf(summary.sets, [](const ObservationSet& set) { return set.assumed_alert; });
  if (alert != 0) {
    Say(notes, Issue::Severity::kWarning, "news2.assumed-alert",
        "In " + Count(alert, "observation set") +
            " the sender did not state consciousness; by the setting of the feed, Alert was "
            "assumed.");
  }
}

void DoubtfulReadings(const Summary& summary, Notes& notes) {
  const std::size_t implausible =
      CountIf(summary.readings, [](const Reading& reading) { return !reading.plausible; });
  if (implausible != 0) {
    Say(notes, Issue::Severity::kWarning, "readings.implausible",
        Count(implausible, "reading") +
            " outside plausible limits: listed as received, not charted and not scored.");
  }
  const std::size_t compared = CountIf(summary.readings, [](const Reading& reading) {
    return reading.plausible && !reading.comparator.empty();
  });
  if (compared != 0) {
    Say(notes, Issue::Severity::kWarning, "readings.comparator",
        Count(compared, "reading") +
            " given only as above or below a value: listed as received, not charted and not "
            "scored.");
  }
  const std::size_t preliminary = CountIf(summary.readings, [](const Reading& reading) {
    return reading.status == model::ReadingStatus::kPreliminary;
  });
  if (preliminary != 0) {
    Say(notes, Issue::Severity::kInformation, "readings.preliminary",
        Count(preliminary, "reading") +
            " marked preliminary by the sender: charted and scored like the others.");
  }
  if (!summary.after_end.empty()) {
    Say(notes, Issue::Severity::kInformation, "readings.after-end",
        Count(summary.after_end.size(), "reading") +
            " taken after the end of the stay: listed, not charted and not scored.");
  }
}

}  // namespace

std::string_view PlainName(Parameter parameter) {
  switch (parameter) {
    case Parameter::kRespiration:
      return "respiration rate";
    case Parameter::kSpo2Scale1:
    case Parameter::kSpo2Scale2:
      return "oxygen saturation";
    case Parameter::kAirOrOxygen:
      return "air or oxygen";
    case Parameter::kSystolic:
      return "systolic blood pressure";
    case Parameter::kPulse:
      return "pulse";
    case Parameter::kConsciousness:
      return "consciousness";
    case Parameter::kTemperature:
      return "temperature";
  }
  return "";
}

std::map<Parameter, int> MissingCounts(const std::vector<ObservationSet>& sets) {
  std::map<Parameter, int> counts;
  for (const ObservationSet& set : sets) {
    for (const Parameter parameter : set.missing) ++counts[parameter];
  }
  return counts;
}

std::vector<Issue> DescribeMissing(const Summary& summary, const Trend& trend) {
  Notes notes;
  if (summary.readings.empty()) {
    Say(notes, Issue::Severity::kWarning, "readings.none",
        "No reading was received for this stay.");
  } else if (trend.days_with_readings < trend.days) {
    Say(notes, Issue::Severity::kInformation, "readings.days",
        "Readings on " + std::to_string(trend.days_with_readings) + " of " +
            std::to_string(trend.days) + " days.");
  }
  NotScored(summary, notes);
  NoTotal(summary, notes);
  Assumptions(summary, notes);
  DoubtfulReadings(summary, notes);
  return notes;
}

}  // namespace wardbridge::clinical
