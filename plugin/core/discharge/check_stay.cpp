#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.h"
#include "core/discharge/check_rules.h"

namespace wardbridge::discharge {
namespace {

constexpr std::string_view kActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

// The offset that `text`, which ParseInstant accepts, is written with.
std::chrono::minutes WrittenOffset(std::string_view text) {
  if (text.ends_with('Z')) return std::chrono::minutes(0);
  const std::string_view tail = text.substr(text.size() - 6);
  const auto digit = [&](std::size_t at) { return tail[at] - '0'; };
  const int minutes = (digit(1) * 10 + digit(2)) * 60 + digit(4) * 10 + digit(5);
  return std::chrono::minutes(tail[0] == '-' ? -minutes : minutes);
}

}  // namespace

void CheckEncounterStatus(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* stay : bundle.Of("Encounter")) {
    if (stay->resource["status"].View() != "finished") {
      report.Error(stay->path + ".status", "must be finished");
    }
  }
}

void CheckEncounterClass(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* stay : bundle.Of("Encounter")) {
    const fhir::Node coding = stay->resource["class"];
    if (coding["system"].View() != kActCode) {
      report.Error(stay->path + ".class.system", "must be HL7's v3 ActCode");
    }
    if (coding["code"].View() != "HH" && coding["code"].View() != "VR") {
      report.Error(stay->path + ".class.code", "must be HH or VR");
    }
  }
}

void CheckEncounterPeriod(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* stay : bundle.Of("Encounter")) {
    const fhir::Node period = stay->resource["period"];
    const auto read = [&](const char* side) {
      const auto time = ParseInstant(period[side].View());
      if (!time) {
        report.Error(stay->path + ".period." + side, "must have date, time and offset");
      }
      return time;
    };
    const std::optional<Timestamp> start = read("start");
    const std::optional<Timestamp> end = read("end");
    if (start && end && *end < *start)
      report.Error(stay->path + ".period", "ends before it starts");
  }
}

void CheckLondonTime(const CheckedBundle& bundle, CheckReport& report) {
  for (const CheckedEntry* stay : bundle.Of("Encounter")) {
    for (const FoundNode& side :
         {FoundNode{stay->resource["period"]["start"], stay->path + ".period.start"},
          FoundNode{stay->resource["period"]["end"], stay->path + ".period.end"}}) {
      const std::optional<Timestamp> time = ParseInstant(side.node.View());
      if (time && WrittenOffset(side.node.View()) != InZone(*time).offset) {
        report.Error(side.path, "has not the offset that London had at that time");
      }
    }
  }
}

}  // namespace wardbridge::discharge
