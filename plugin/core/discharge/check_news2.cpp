#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/clinical/news2.h"
#include "core/discharge/check_rules.h"
#include "model/decimal.h"

namespace wardbridge::discharge {
namespace {

using Level = CodeMeaning::Level;
using model::Parameter;
using model::Vital;
using Observations = std::vector<CheckedObservation>;

constexpr std::array kOneEach = {Parameter::kRespiration,   Parameter::kAirOrOxygen,
                                 Parameter::kSystolic,      Parameter::kPulse,
                                 Parameter::kConsciousness, Parameter::kTemperature};

bool IsScale(Parameter parameter) {
  return parameter == Parameter::kSpo2Scale1 || parameter == Parameter::kSpo2Scale2;
}

// Whether a sub-score may be derived from that reading (data-model 8.2).
bool MayComeFrom(Parameter parameter, const CodeMeaning& reading) {
  if (reading.level != Level::kReading) return false;
  if (reading.vital == ScoredVital(parameter)) return true;
  return reading.vital == Vital::kAirOrOxygen &&
         (parameter == Parameter::kAirOrOxygen || parameter == Parameter::kSpo2Scale2);
}

// The reading that a sub-score is calculated from; null when it is not linked to exactly one.
const CheckedObservation* ScoredReading(const Observations& all, const CheckedObservation& score) {
  const CheckedObservation* found = nullptr;
  for (const std::size_t at : score.sources) {
    const CheckedObservation& source = all[at];
    if (!source.Is(Level::kReading) ||
        source.meaning->vital != ScoredVital(*score.meaning->parameter)) {
      continue;
    }
    if (found) return nullptr;
    found = &source;
  }
  return found;
}

std::optional<long long> PointsOf(const CheckedObservation& observation) {
  return observation.entry->resource["valueInteger"].Integer();
}

// An alert patient taken for granted by a feed's setting: 0 points, no reading, and a note that
// says so.
bool IsAssumedAlert(const CheckedObservation& score) {
  const fhir::Node& resource = score.entry->resource;
  return score.meaning->parameter == Parameter::kConsciousness && PointsOf(score) == 0 &&
         !resource["derivedFrom"] && resource["note"].Size() > 0;
}

std::size_t CountMembers(const Observations& all, const CheckedObservation& total,
                         const auto& fits) {
  return static_cast<std::size_t>(
      std::count_if(total.members.begin(), total.members.end(), [&](std::size_t at) {
        return all[at].Is(Level::kSubScore) && fits(*all[at].meaning->parameter);
      }));
}

// What is known about air or oxygen at a saturation reading: a statement among the sources, else
// the points of an air or oxygen sub-score of the same reading.
std::optional<bool> OnOxygen(const Observations& all, const CheckedObservation& score,
                             const CheckedObservation& reading) {
  for (const std::size_t at : score.sources) {
    if (all[at].Is(Level::kReading) && all[at].meaning->on_oxygen)
      return all[at].meaning->on_oxygen;
  }
  if (score.meaning->parameter == Parameter::kAirOrOxygen) return std::nullopt;
  for (const CheckedObservation& other : all) {
    if (!other.Is(Level::kSubScore) || other.meaning->parameter != Parameter::kAirOrOxygen)
      continue;
    if (ScoredReading(all, other) == &reading) return PointsOf(other) == 2;
  }
  return std::nullopt;
}

std::optional<model::Acvpu> AnswerOf(const CheckedObservation& reading) {
  for (const fhir::Node& coding :
       reading.entry->resource["valueCodeableConcept"]["coding"].Items()) {
    if (coding["system"].View() == kSnomedSystem) return AcvpuOfSnomed(coding["code"].View());
  }
  return std::nullopt;
}

enum class Expectation { kNothing, kPoints, kNoScore };
struct Expected {
  Expectation kind = Expectation::kNothing;
  int points = 0;
};

Expected FromChart(std::optional<int> points) {
  if (!points) return {Expectation::kNoScore, 0};
  return {Expectation::kPoints, *points};
}

// What the chart says of the reading; nothing where other rules have found the reading unusable.
Expected Recompute(const Observations& all, const CheckedObservation& score,
                   const CheckedObservation& reading) {
  const Parameter parameter = *score.meaning->parameter;
  const std::optional<bool> oxygen = OnOxygen(all, score, reading);
  if (parameter == Parameter::kAirOrOxygen) {
    if (!oxygen) return {};
    return {Expectation::kPoints, clinical::AirOrOxygenPoints(*oxygen)};
  }
  if (parameter == Parameter::kConsciousness) {
    const auto answer = AnswerOf(reading);
    if (!answer) return {};
    return {Expectation::kPoints, clinical::ConsciousnessPoints(*answer)};
  }
  const auto value =
      model::Decimal::Parse(reading.entry->resource["valueQuantity"]["value"].NumberText());
  if (!value) return {};
  switch (parameter) {
    case Parameter::kRespiration:
      return FromChart(clinical::RespirationPoints(*value));
    case Parameter::kSpo2Scale1:
      return FromChart(clinical::Spo2Scale1Points(*value));
    case Parameter::kSpo2Scale2:
      return FromChart(clinical::Spo2Scale2Points(*value, oxygen));
    case Parameter::kSystolic:
      return FromChart(clinical::SystolicPoints(*value));
    case Parameter::kPulse:
      return FromChart(clinical::PulsePoints(*value));
    case Parameter::kTemperature:
      return FromChart(clinical::TemperaturePoints(*value));
    default:
      return {};
  }
}

}  // namespace

void CheckNews2Links(const CheckedBundle& bundle, CheckReport& report) {
  const Observations& all = bundle.Observations();
  std::map<std::size_t, const CheckedObservation*> total_of;
  for (const CheckedObservation& observation : all) {
    if (!observation.meaning) continue;
    const fhir::Node& resource = observation.entry->resource;
    const std::string& path = observation.entry->path;
    if (resource["hasMember"] && !observation.Is(Level::kTotal)) {
      report.Error(path + ".hasMember", "only a NEWS2 total has members");
    }
    if (resource["derivedFrom"] && !observation.Is(Level::kSubScore)) {
      report.Error(path + ".derivedFrom", "only a sub-score is derived from readings");
    }
    if (!observation.Is(Level::kTotal)) continue;
    for (const std::size_t at : observation.members) {
      if (!all[at].meaning) continue;
      if (!all[at].Is(Level::kSubScore)) {
        report.Error(path + ".hasMember", "a member must be a sub-score");
      } else if (!total_of.emplace(at, &observation).second) {
        report.Error(path + ".hasMember", "a sub-score belongs to one total, once");
      }
    }
  }
}

void CheckNews2Members(const CheckedBundle& bundle, CheckReport& report) {
  const Observations& all = bundle.Observations();
  for (const CheckedObservation& total : all) {
    if (!total.Is(Level::kTotal)) continue;
    for (const Parameter wanted : kOneEach) {
      if (CountMembers(all, total, [&](Parameter p) { return p == wanted; }) != 1) {
        report.Error(total.entry->path + ".hasMember",
                     "must hold each of the seven sub-scores once");
        break;
      }
    }
  }
}

void CheckNews2OneScale(const CheckedBundle& bundle, CheckReport& report) {
  const Observations& all = bundle.Observations();
  std::map<const CheckedObservation*, Parameter> scale_of;
  for (const CheckedObservation& observation : all) {
    if (observation.Is(Level::kTotal) && CountMembers(all, observation, IsScale) != 1) {
      report.Error(observation.entry->path + ".hasMember",
                   "must hold one oxygen saturation sub-score, of scale 1 or of scale 2");
    }
    if (!observation.Is(Level::kSubScore) || !IsScale(*observation.meaning->parameter)) continue;
    const CheckedObservation* reading = ScoredReading(all, observation);
    if (!reading) continue;
    const auto [place, is_new] = scale_of.emplace(reading, *observation.meaning->parameter);
    if (!is_new && place->second != *observation.meaning->parameter) {
      report.Error(observation.entry->path, "its reading is scored on the other scale too");
    }
  }
}

void CheckNews2Sources(const CheckedBundle& bundle, CheckReport& report) {
  const Observations& all = bundle.Observations();
  std::map<std::pair<const CheckedObservation*, Parameter>, const CheckedObservation*> scored;
  for (const CheckedObservation& score : all) {
    if (!score.Is(Level::kSubScore) || IsAssumedAlert(score)) continue;
    const std::string path = score.entry->path + ".derivedFrom";
    const CheckedObservation* reading = ScoredReading(all, score);
    if (!reading) report.Error(path, "must lead to exactly one reading of its kind");
    for (const std::size_t at : score.sources) {
      if (all[at].meaning && !MayComeFrom(*score.meaning->parameter, *all[at].meaning)) {
        report.Error(path, "leads to an Observation that this score is not derived from");
      }
    }
    if (reading && !scored.emplace(std::pair(reading, *score.meaning->parameter), &score).second) {
      report.Error(path, "leads to a reading that another score of this kind uses");
    }
  }
}

void CheckNews2Total(const CheckedBundle& bundle, CheckReport& report) {
  const Observations& all = bundle.Observations();
  for (const CheckedObservation& total : all) {
    if (!total.Is(Level::kTotal)) continue;
    std::optional<long long> sum = 0;
    for (const std::size_t at : total.members) {
      if (!all[at].Is(Level::kSubScore)) continue;
      const auto points = PointsOf(all[at]);
      sum = sum && points ? std::optional(*sum + *points) : std::nullopt;
    }
    const auto stated = PointsOf(total);
    if (sum && stated && *sum != *stated) {
      report.Error(total.entry->path + ".valueInteger", "is not the sum of its sub-scores");
    }
  }
}

void CheckNews2SubScore(const CheckedBundle& bundle, CheckReport& report) {
  const Observations& all = bundle.Observations();
  for (const CheckedObservation& score : all) {
    if (!score.Is(Level::kSubScore)) continue;
    const CheckedObservation* reading = ScoredReading(all, score);
    const auto stated = PointsOf(score);
    if (!reading || !stated) continue;
    const Expected expected = Recompute(all, score, *reading);
    const std::string path = score.entry->path + ".valueInteger";
    if (expected.kind == Expectation::kNoScore) {
      report.Error(path, "its reading cannot be scored");
    } else if (expected.kind == Expectation::kPoints && expected.points != *stated) {
      report.Error(path, "is not what the NEWS2 chart says of its reading");
    }
  }
}

void CheckNews2Time(const CheckedBundle& bundle, CheckReport& report) {
  const Observations& all = bundle.Observations();
  for (const CheckedObservation& score : all) {
    if (!score.time || !score.meaning) continue;
    const std::string path = score.entry->path + ".effectiveDateTime";
    if (score.Is(Level::kSubScore)) {
      const CheckedObservation* reading = ScoredReading(all, score);
      if (reading && reading->time && *reading->time != *score.time) {
        report.Error(path, "is not the time of its reading");
      }
    }
    const bool early = std::any_of(score.members.begin(), score.members.end(), [&](std::size_t at) {
      return all[at].time && *score.time < *all[at].time;
    });
    if (score.Is(Level::kTotal) && early) report.Error(path, "is before one of its sub-scores");
  }
}

void CheckNews2ScaleNote(const CheckedBundle& bundle, CheckReport& report) {
  const Observations& all = bundle.Observations();
  for (const CheckedObservation& score : all) {
    if (!score.Is(Level::kSubScore) || !IsScale(*score.meaning->parameter)) continue;
    const CheckedObservation* reading = ScoredReading(all, score);
    if (!reading) continue;
    const bool scale2 = score.meaning->parameter == Parameter::kSpo2Scale2;
    bool stated = false;
    for (const FoundNode& text :
         Find(reading->entry->resource, reading->entry->path, "note.text")) {
      const bool says1 = text.node.View().find("SpO2 scale 1") != std::string_view::npos;
      const bool says2 = text.node.View().find("SpO2 scale 2") != std::string_view::npos;
      if (scale2 ? says1 : says2) report.Error(text.path, "names the other SpO2 scale");
      stated = stated || says1 || says2;
    }
    if (!stated)
      report.Warning(reading->entry->path + ".note", "does not say which SpO2 scale was used");
  }
}

}  // namespace wardbridge::discharge
