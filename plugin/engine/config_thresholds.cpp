// Of a row of `wards`: beyond which values somebody wants to be told of a patient.
#include <optional>
#include <string>
#include <utility>

#include "engine/config_sections.h"

namespace wardbridge::engine {
namespace {

constexpr long long kMostPoints = 20;  // of NEWS2

using model::Decimal;
using model::Vital;

constexpr Vital kMeasured[] = {Vital::kRespiration, Vital::kOxygenSaturation,
                               Vital::kSystolic,    Vital::kDiastolic,
                               Vital::kPulse,       Vital::kTemperature};

std::optional<Decimal> TakeLimit(const Section& section, std::string_view key, Vital vital,
                                 ConfigReader& reader) {
  const std::string unit(model::Unit(vital));
  std::string text;
  if (!reader.TakeText(section, key, text, "decimal, " + unit)) return std::nullopt;
  std::optional<Decimal> limit = Decimal::Parse(text);
  if (limit && discharge::MayBeLimit(vital, *limit)) return limit;
  const YamlNode& node = section.node[key];
  reader.Error(node, limit ? "config.value.range" : "config.value.number",
               section.At(key) +
                   (limit ? " is beyond what is taken for a measured value, "
                          : " must be a decimal number such as 92 or 38.5, ") +
                   "in " + unit);
  return std::nullopt;
}

void ReadLimits(const Section& parent, Vital vital, ConfigReader& reader, model::Thresholds& into) {
  const std::string name(model::Name(vital));
  const YamlNode& node = parent.node[name];
  if (!node) return;
  const Section section{node, parent.At(name)};
  if (!reader.Open(section, {"low", "high"})) return;
  model::Limits limits;
  limits.low = TakeLimit(section, "low", vital, reader);
  limits.high = TakeLimit(section, "high", vital, reader);
  if (!node["low"] && !node["high"]) {
    reader.Error(node, "config.key.missing", section.path + " needs low, high or both");
  }
  if (limits.low && limits.high && !(*limits.low < *limits.high)) {
    reader.Error(node["low"], "config.value.range",
                 section.At("low") + " must be less than " + section.At("high"));
  }
  if (limits.IsStated()) into.vitals[vital] = std::move(limits);
}

void ReadNews2(const Section& parent, ConfigReader& reader, model::Thresholds& into) {
  const YamlNode& node = parent.node["news2"];
  if (!node) return;
  const Section section{node, parent.At("news2")};
  if (!reader.Open(section, {"from"})) return;
  long long from = into.news2_from;
  reader.TakeInteger(section, "from", 1, kMostPoints, from);
  into.news2_from = static_cast<int>(from);
}

}  // namespace

void ReadThresholds(const Section& ward, ConfigReader& reader, model::Thresholds& into) {
  const YamlNode& node = ward.node["thresholds"];
  if (!node) return;
  const Section section{node, ward.At("thresholds")};
  std::vector<std::string> known = {"news2", "holds"};
  for (const Vital vital : kMeasured) known.emplace_back(model::Name(vital));
  if (!reader.Open(section, known)) return;
  for (const Vital vital : kMeasured) ReadLimits(section, vital, reader, into);
  ReadNews2(section, reader, into);
  Millis holds{into.holds_ms};
  reader.TakeDuration(section, "holds", kHour, 48 * kHour, holds);
  into.holds_ms = holds.count();
}

}  // namespace wardbridge::engine
