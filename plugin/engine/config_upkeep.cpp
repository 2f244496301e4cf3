// What is done by the clock: the daily trigger and the removal of old data.
#include <string>

#include "engine/config_sections.h"
#include "engine/config_values.h"

namespace wardbridge::engine {
namespace {

constexpr Millis kDay{86'400'000};
constexpr Millis kLongest{3'650 * kDay};

}  // namespace

void ReadDailyTime(const Section& summary, ConfigReader& reader, Config& config) {
  std::string text;
  if (!reader.TakeText(summary, "at", text, "time of day")) return;
  config.upkeep.daily_at = ParseTimeOfDay(text);
  if (config.upkeep.daily_at) return;
  reader.Error(summary.node["at"], "config.value.time",
               summary.At("at") + " must be a time of day (\"07:00\")");
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
