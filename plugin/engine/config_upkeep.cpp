// What is done by the clock: the daily trigger, the day's account and the removal of old data.
#include <optional>
#include <string>
#include <utility>

#include "engine/config_sections.h"
#include "engine/config_values.h"

namespace wardbridge::engine {
namespace {

constexpr Millis kLongest{3'650 * kDay};

// `at` of a section; nothing when it is not there, or, with a fault, when it is none. `text` is
// what the reference of the keys shows as its default.
std::optional<Millis> TakeTimeOfDay(const Section& section, std::string text,
                                    ConfigReader& reader) {
  if (!reader.TakeText(section, "at", text, "time of day")) return std::nullopt;
  const std::optional<Millis> time = ParseTimeOfDay(text);
  if (!time) {
    reader.Error(section.node["at"], "config.value.time",
                 section.At("at") + " must be a time of day (\"07:00\")");
  }
  return time;
}

}  // namespace

void ReadDailyTime(const Section& summary, ConfigReader& reader, Config& config) {
  config.upkeep.daily_at = TakeTimeOfDay(summary, "", reader);
}

void ReadReconciliation(const Section& root, ConfigReader& reader, Config& config) {
  const YamlNode& node = root.node["reconciliation"];
  if (!node) return;
  const Section section{node, "reconciliation"};
  if (!reader.Open(section, {"at"})) return;
  if (const auto time = TakeTimeOfDay(section, "00:00", reader)) config.upkeep.account_at = *time;
}

void ReadRetention(const Section& root, ConfigReader& reader, Config& config) {
  const YamlNode& node = root.node["retention"];
  if (!node) return;
  const Section section{node, "retention"};
  if (!reader.Open(section, {"stays", "messages", "readings", "fragments"})) return;
  pipeline::Retention& into = config.upkeep.retention;
  reader.TakeDuration(section, "stays", kDay, kLongest, into.stays);
  reader.TakeDuration(section, "messages", kDay, kLongest, into.messages);
  reader.TakeDuration(section, "readings", kDay, kLongest, into.readings);
  reader.TakeDuration(section, "fragments", kDay, kLongest, into.fragments);
  if (node["stays"] && into.stays < config.core.late_readings) {
    reader.Error(node["stays"], "config.value.conflict",
                 "retention.stays must not be shorter than summary.late-readings");
  }
}

}  // namespace wardbridge::engine
