// What must hold of whatever a source of readings brings: its parts are read again as they were
// received, one patient each, and what is told of it holds places only. Used by the fuzzer and by a
// plain test over its seeds.
#pragma once

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/discharge/monitored.h"

namespace wardbridge::discharge::fuzz {

// Ends the run with the property's own words.
inline void Must(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", property);
  std::abort();
}

inline FeedOptions MakeFeed() {
  FeedOptions feed;
  feed.name = "fuzz";
  feed.assigners["RXX"] = {"urn:mrn", ""};
  feed.local_codes["HR"] = {model::Vital::kPulse, ""};
  feed.csv = {{"NHS", CsvMeaning::kNhsNumber, {}, "", ""},
              {"MRN", CsvMeaning::kLocalNumber, {}, "", "RXX"},
              {"DOB", CsvMeaning::kBirthDate, {}, "", ""},
              {"TIME", CsvMeaning::kTime, {}, "", ""},
              {"CODE", CsvMeaning::kCode, {}, "", ""},
              {"VALUE", CsvMeaning::kValue, {}, "", ""},
              {"UNIT", CsvMeaning::kUnit, {}, "", ""},
              {"ID", CsvMeaning::kId, {}, "", ""},
              {"STATUS", CsvMeaning::kStatus, {}, "", ""},
              {"NOTE", CsvMeaning::kNote, {}, "", ""},
              {"DEVICE", CsvMeaning::kDevice, {}, "", ""},
              {"FLAG", CsvMeaning::kFlag, {}, "", ""},
              {"BY", CsvMeaning::kMeasuredBy, {}, "", ""},
              {"LOW", CsvMeaning::kLow, {}, "", ""},
              {"HIGH", CsvMeaning::kHigh, {}, "", ""},
              {"SPO2", CsvMeaning::kVital, model::Vital::kOxygenSaturation, "%", ""},
              {"SPO2LOW", CsvMeaning::kVitalLow, model::Vital::kOxygenSaturation, "", ""},
              {"SPO2HIGH", CsvMeaning::kVitalHigh, model::Vital::kOxygenSaturation, "", ""}};
  return feed;
}

inline void LookAtProblems(const ReceivedReadings& received) {
  constexpr std::string_view kPlace =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.[] ";
  Must(received.problems.size() <= 1'001, "so many problems and no more are told");
  for (const model::Issue& issue : received.problems) {
    Must(issue.path.find_first_not_of(kPlace) == std::string::npos && issue.path.size() < 8'192,
         "a place holds names and numbers only");
    Must(!issue.code.empty() && !issue.text.empty(), "a problem has a code and words");
  }
}

// True when there are readings or texts in the input.
inline bool RunReadings(std::string_view input) {
  static const FeedOptions kFeed = MakeFeed();
  const Timestamp now = Timestamp::FromUnixMs(1'792'500'000'000);
  const ReceivedReadings received = ReceiveMonitored(input, kFeed, now);
  LookAtProblems(received);
  Must(received.parts.empty() == !received.reason.empty(), "no part has a reason, and no other");
  std::size_t readings = 0;
  std::size_t texts = 0;
  for (const Received& part : received.parts) {
    const StoredMessage stored{1, part.type, kFeed.name, part.bytes};
    const Interpreted meaning = InterpretMonitored(stored, now, kFeed, nullptr);
    Must(meaning.problems.empty() && meaning.events.size() == 1, "a part is of one patient");
    readings += meaning.events.front().readings.size();
    texts += meaning.events.front().texts.size();
    Must(!model::PatientKeys(meaning.events.front().patient).empty(), "who is known");
    for (const ExplainedReading& place : PlacesOfReadings(stored, kFeed)) {
      Must(place.value.begin < place.value.end && place.value.end <= part.bytes.size(),
           "a reading stands in the bytes of its part");
    }
    const ReceivedReadings again = ReceiveMonitored(part.bytes, kFeed, now);
    Must(again.parts.size() == 1 && again.parts.front().body_hash == part.body_hash,
         "a part that comes again is the same part");
  }
  Must(readings == received.readings && texts == received.texts, "what was received is read");
  return !received.parts.empty();
}

}  // namespace wardbridge::discharge::fuzz
