// A feed that brings FHIR and CSV, and what is read of a content all the way: received, then each
// part interpreted.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/discharge/monitored.h"

namespace wardbridge::discharge {

inline FeedOptions MonitoringFeed() {
  FeedOptions feed;
  feed.name = "rpm";
  feed.assigners["RXX"] = {"https://rxx.example/mrn", ""};
  feed.local_codes["HR"] = {model::Vital::kPulse, ""};
  feed.local_codes["SCALE"] = {model::Vital::kSpo2Scale, ""};
  feed.local_codes["O2"] = {model::Vital::kAirOrOxygen, ""};
  feed.local_consciousness["WIDE AWAKE"] = model::Acvpu::kAlert;
  feed.default_units[model::Vital::kOxygenSaturation] = "%";
  return feed;
}

inline constexpr const char* kFhirPatient =
    R"({"resourceType":"Patient","id":"p1","identifier":[)"
    R"({"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"},)"
    R"({"system":"https://rxx.example/mrn","value":"M1"},)"
    R"({"system":"https://other.example","value":"X"}],"birthDate":"1944-02-29"})";

inline std::string BundleOf(const std::vector<std::string>& resources) {
  std::string text = R"({"resourceType":"Bundle","type":"searchset","entry":[)";
  for (const std::string& resource : resources) {
    if (text.back() == '}') text += ",";
    text += "{\"resource\":" + resource + "}";
  }
  return text + "]}";
}

// An Observation of Patient/p1 with `more` members.
inline std::string ObservationOf(const std::string& code, const std::string& more,
                                 const std::string& system = "http://loinc.org") {
  return R"({"resourceType":"Observation","status":"final","subject":{"reference":"Patient/p1"},)"
         R"("effectiveDateTime":"2026-10-20T12:00:00+01:00","code":{"coding":[{"system":")" +
         system + R"(","code":")" + code + "\"}]}" + (more.empty() ? "" : "," + more) + "}";
}

inline constexpr const char* kPulse = R"("id":"o1","valueQuantity":{"value":72,"code":"/min"})";

struct ReadAll {
  ReceivedReadings received;
  std::vector<model::Event> events;
  std::vector<model::Issue> quarantined;

  [[nodiscard]] std::vector<model::Reading> Readings() const {
    std::vector<model::Reading> all;
    for (const model::Event& event : events) {
      all.insert(all.end(), event.readings.begin(), event.readings.end());
    }
    return all;
  }
  [[nodiscard]] bool Tells(const std::string& code) const {
    return std::any_of(received.problems.begin(), received.problems.end(),
                       [&](const model::Issue& issue) { return issue.code == code; });
  }
  // "code path" of the only problem, else how many there are.
  [[nodiscard]] std::string Problem() const {
    if (received.problems.size() != 1) return std::to_string(received.problems.size());
    return received.problems.front().code + " " + received.problems.front().path;
  }
};

inline ReadAll ReadMonitored(const std::string& content,
                             const FeedOptions& feed = MonitoringFeed()) {
  const Timestamp now = Timestamp::FromUnixMs(1'792'500'000'000);
  ReadAll all;
  all.received = ReceiveMonitored(content, feed, now);
  std::int64_t id = 7;
  for (const Received& part : all.received.parts) {
    Interpreted meaning =
        InterpretMonitored({id++, part.type, feed.name, part.bytes}, now, feed, nullptr);
    for (model::Event& event : meaning.events) all.events.push_back(std::move(event));
    for (model::Issue& issue : meaning.problems) all.quarantined.push_back(std::move(issue));
  }
  return all;
}

// Of one Observation of the patient above.
inline ReadAll ReadOne(const std::string& observation) {
  return ReadMonitored(BundleOf({kFhirPatient, observation}));
}

}  // namespace wardbridge::discharge
