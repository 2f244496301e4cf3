#include "core/discharge/stay_readings.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace wardbridge::discharge {
namespace {

using model::Event;
using model::Issue;
using model::Stay;
using model::StayState;

Issue ReadingProblem(std::string code, std::string path, std::string text) {
  return {Issue::Severity::kError, std::move(code), std::move(path), std::move(text), ""};
}

// A stay that holds an instant, its end with grace included; an open one has no end yet.
bool Covers(const Stay& stay, Timestamp time) {
  const bool over = stay.state == StayState::kCancelled;
  if (over || !stay.ward || !stay.start || time < *stay.start) return false;
  return !stay.end || time <= *stay.end + Millis(stay.ward->grace_ms);
}

std::vector<Timestamp> TimesOf(const Event& event) {
  std::vector<Timestamp> times;
  for (const model::Reading& reading : event.readings) times.push_back(reading.time);
  for (const model::ClinicalText& text : event.texts) times.push_back(text.time);
  return times;
}

bool ContradictsBirthDate(const Event& event, const std::vector<Stay>& patient) {
  const std::string& stated = event.patient.birth_date.Reveal();
  if (stated.size() != 8) return false;
  return std::any_of(patient.begin(), patient.end(), [&](const Stay& stay) {
    const std::string& known = stay.patient.birth_date.Reveal();
    return known.size() == 8 && known != stated;
  });
}

// Collected for the late window after the summary was sent, then one amendment.
void Amend(const Event& event, const Options& options, Stay stay, std::vector<Stay>& changed) {
  if (!stay.first_discharge) return;
  const Timestamp window_end = *stay.first_discharge + options.settle + options.late_readings;
  const bool known = std::any_of(changed.begin(), changed.end(),
                                 [&](const Stay& other) { return other.key == stay.key; });
  if (known || event.received > window_end || stay.due) return;
  stay.due = window_end;
  changed.push_back(std::move(stay));
}

}  // namespace

BookChange TakeReadings(const Event& event, const Known& known, const Options& options,
                        Trace* trace) {
  BookChange change;
  const auto told = [&](const char* verdict) {
    Tell(trace, [&] { return TraceStep{"stay.event", event.trigger, "readings", verdict}; });
    return std::move(change);
  };
  std::vector<Stay> late;
  for (const Timestamp time : TimesOf(event)) {
    std::size_t holding = 0;
    for (const Stay& stay : known.patient) {
      if (!Covers(stay, time)) continue;
      ++holding;
      if (stay.state == StayState::kSent) late.push_back(stay);
    }
    if (holding > 1) {
      change.quarantine.push_back(ReadingProblem(
          "reading.two-stays", "PV1-19", "two stays of the patient hold the time of a reading"));
      return told("no: two stays hold the time of one");
    }
  }
  if (ContradictsBirthDate(event, known.patient)) {
    change.quarantine.push_back(ReadingProblem("reading.birth-date-conflict", "PID-7",
                                               "the birth date is not that of the known patient"));
    return told("no: another birth date");
  }
  for (Stay& stay : late) Amend(event, options, std::move(stay), change.stays);
  return told(late.empty() ? "yes: kept for the patient" : "yes: an amendment is due");
}

}  // namespace wardbridge::discharge
