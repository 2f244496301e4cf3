// Observation sets: which readings belong together, and what each set scores.
#include "core/clinical/news2.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/clinical/age.h"

namespace wardbridge::clinical {
namespace {

using model::ObservationSet;
using model::Parameter;
using model::Reading;
using model::SubScore;
using model::Vital;

// Readings of one set, in the order of Earlier.
struct Group {
  std::string key;
  std::vector<const Reading*> readings;
};

// By time, then by arrival; the key makes the order complete, so that the order of the input never
// matters.
bool Earlier(const Reading* a, const Reading* b) {
  return std::tie(a->time, a->message, a->key) < std::tie(b->time, b->message, b->key);
}

std::vector<Group> GroupBySet(const std::vector<const Reading*>& members, Millis window) {
  std::vector<Group> groups;
  std::unordered_map<std::string_view, std::size_t> by_order;
  std::optional<std::size_t>
      open;  // the set that takes readings without an order, until its window ends
  for (const Reading* reading : members) {
    std::size_t index = groups.size();
    if (!reading->set.empty()) {
      index = by_order.try_emplace(reading->set, index).first->second;
      if (index == groups.size()) groups.push_back({reading->set, {}});
    } else if (open && reading->time - groups[*open].readings.front()->time <= window) {
      index = *open;
    } else {
      open = index;
      groups.push_back({"from " + FormatInstant(reading->time, "UTC"), {}});
    }
    groups[index].readings.push_back(reading);
  }
  return groups;
}

// Whether the reading holds what its vital scores.
bool IsScorable(const Reading& reading) {
  if (!reading.IsUsable()) return false;
  switch (reading.vital) {
    case Vital::kAirOrOxygen:
      return reading.on_oxygen.has_value();
    case Vital::kConsciousness:
      return reading.acvpu.has_value();
    case Vital::kSpo2Scale:
      return false;
    default:
      return reading.value && IsPlausible(reading.vital, *reading.value);
  }
}

// The latest scorable reading of each vital.
using Chosen = std::array<const Reading*, std::size(model::kAllVitals)>;

const Reading*& Of(Chosen& chosen, Vital vital) {
  return chosen.at(static_cast<std::size_t>(vital));
}

Chosen Choose(const Group& group) {
  Chosen chosen{};
  for (const Reading* reading : group.readings) {
    if (IsScorable(*reading)) Of(chosen, reading->vital) = reading;
  }
  return chosen;
}

// Puts a set together: what was measured becomes sub-scores, what was not is noted as missing.
class Scorer {
 public:
  Scorer(Chosen chosen, const ScoreOptions& options, ObservationSet& set)
      : chosen_(chosen), options_(options), set_(set) {}

  void Run() {
    Measured(Parameter::kRespiration, Vital::kRespiration, RespirationPoints);
    Oxygen();
    Measured(Parameter::kSystolic, Vital::kSystolic, SystolicPoints);
    Measured(Parameter::kPulse, Vital::kPulse, PulsePoints);
    Consciousness();
    Measured(Parameter::kTemperature, Vital::kTemperature, TemperaturePoints);
    AssumeAlert();
    Total();
  }

 private:
  void Add(Parameter parameter, std::optional<int> points, const Reading* from) {
    if (!points) return;
    set_.scores.push_back({parameter, *points, from->time, {from->key}});
  }

  void Measured(Parameter parameter, Vital vital,
                std::optional<int> (*points)(const model::Decimal&)) {
    const Reading* reading = Of(chosen_, vital);
    if (reading == nullptr) {
      set_.missing.push_back(parameter);
    } else {
      Add(parameter, points(*reading->value), reading);
    }
  }

  // SpO2 and air or oxygen: neither can be read without the other in every case.
  void Oxygen() {
    const Reading* spo2 = Of(chosen_, Vital::kOxygenSaturation);
    const Reading* statement = Of(chosen_, Vital::kAirOrOxygen);
    std::optional<bool> on_oxygen;
    if (statement != nullptr) {
      on_oxygen = statement->on_oxygen;
    } else if (options_.assume_air && spo2 != nullptr) {
      on_oxygen = false;
      set_.assumed_air = true;
    }
    if (spo2 == nullptr) {
      set_.missing.push_back(Parameter::kSpo2Scale1);
    } else if (set_.spo2_scale == 2) {
      Add(Parameter::kSpo2Scale2, Spo2Scale2Points(*spo2->value, on_oxygen), spo2);
    } else {
      Add(Parameter::kSpo2Scale1, Spo2Scale1Points(*spo2->value), spo2);
    }
    if (!on_oxygen) {
      set_.missing.push_back(Parameter::kAirOrOxygen);
    } else if (spo2 != nullptr) {
      Add(Parameter::kAirOrOxygen, AirOrOxygenPoints(*on_oxygen), spo2);
      if (statement != nullptr) set_.scores.back().readings.push_back(statement->key);
    }
  }

  void Consciousness() {
    const Reading* reading = Of(chosen_, Vital::kConsciousness);
    if (reading == nullptr) {
      set_.missing.push_back(Parameter::kConsciousness);
    } else {
      Add(Parameter::kConsciousness, ConsciousnessPoints(*reading->acvpu), reading);
    }
  }

  void AssumeAlert() {
    if (!options_.assume_alert || set_.missing != std::vector{Parameter::kConsciousness}) return;
    const auto after = std::find_if(
        set_.scores.begin(), set_.scores.end(),
        [](const SubScore& score) { return score.parameter > Parameter::kConsciousness; });
    set_.scores.insert(after, SubScore{Parameter::kConsciousness, 0, set_.time, {}});
    set_.missing.clear();
    set_.assumed_alert = true;
  }

  void Total() {
    int total = 0;
    for (const SubScore& score : set_.scores) {
      total += score.points;
      set_.any_single_3 = set_.any_single_3 || score.points == 3;
    }
    if (!set_.missing.empty()) return;
    set_.total = total;
    set_.band = BandOf(total, set_.any_single_3);
  }

  Chosen chosen_;
  const ScoreOptions& options_;  // outlives the call of Run, as does `set_`
  ObservationSet& set_;
};

// Why the set may not be scored, or "".
std::string Exclusion(const Group& group, const ScoreOptions& options) {
  if (options.pregnant) return "pregnancy";
  switch (AgeAt(options.birth_date, group.readings.front()->time)) {
    case Age::kUnder16:
      return "under-16";
    case Age::kUnknown:
      return "age-unknown";
    case Age::kFrom16:
      break;
  }
  return "";
}

// The latest reading used, or the latest of all where none can be.
Timestamp TimeOf(const Group& group, const Chosen& chosen) {
  std::optional<Timestamp> latest;
  for (const Reading* reading : chosen) {
    if (reading == nullptr || reading->vital == Vital::kDiastolic) continue;
    if (!latest || *latest < reading->time) latest = reading->time;
  }
  return latest.value_or(group.readings.back()->time);
}

// The scale prescribed at `when`; `statements` in the order of Earlier.
int ScaleAt(Timestamp when, const std::vector<const Reading*>& statements, int otherwise) {
  const auto later = std::upper_bound(
      statements.begin(), statements.end(), when,
      [](Timestamp time, const Reading* statement) { return time < statement->time; });
  return later == statements.begin() ? otherwise : *(*std::prev(later))->spo2_scale;
}

ObservationSet ScoreGroup(Group group, const std::vector<const Reading*>& statements,
                          const ScoreOptions& options) {
  Chosen chosen = Choose(group);
  ObservationSet set;
  set.key = std::move(group.key);
  set.time = TimeOf(group, chosen);
  set.readings.reserve(group.readings.size());
  for (const Reading* reading : group.readings) set.readings.push_back(reading->key);
  const Reading* spo2 = Of(chosen, Vital::kOxygenSaturation);
  set.spo2_scale =
      ScaleAt(spo2 == nullptr ? set.time : spo2->time, statements, options.default_scale);
  set.not_scored = Exclusion(group, options);
  if (set.not_scored.empty()) Scorer(chosen, options, set).Run();
  return set;
}

}  // namespace

std::vector<ObservationSet> ScoreSets(std::span<const Reading> readings,
                                      const ScoreOptions& options) {
  std::vector<const Reading*> members;
  std::vector<const Reading*> statements;
  members.reserve(readings.size());
  for (const Reading& reading : readings) {
    if (reading.vital != Vital::kSpo2Scale) {
      members.push_back(&reading);
    } else if (reading.IsUsable() && (reading.spo2_scale == 1 || reading.spo2_scale == 2)) {
      statements.push_back(&reading);
    }
  }
  std::sort(members.begin(), members.end(), Earlier);
  std::sort(statements.begin(), statements.end(), Earlier);

  std::vector<ObservationSet> sets;
  for (Group& group : GroupBySet(members, options.window)) {
    sets.push_back(ScoreGroup(std::move(group), statements, options));
  }
  std::sort(sets.begin(), sets.end(), [](const ObservationSet& a, const ObservationSet& b) {
    return std::tie(a.time, a.key) < std::tie(b.time, b.key);
  });
  return sets;
}

}  // namespace wardbridge::clinical
