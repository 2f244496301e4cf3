// How a destination is tried: the key `parallel` and the section `retry`.
#include "engine/config_sections.h"

namespace wardbridge::engine {
namespace {}  // namespace

void ReadRetry(const Section& destination, ConfigReader& reader, pipeline::RetryOptions& into) {
  auto number = static_cast<long long>(into.parallel);
  if (reader.TakeInteger(destination, "parallel", 1, 64, number)) {
    into.parallel = static_cast<std::size_t>(number);
  }
  const YamlNode& node = destination.node["retry"];
  if (!node) return;
  const Section section{node, destination.At("retry")};
  if (!reader.Open(section, {"base", "cap", "age-limit", "probe-cap"})) return;
  reader.TakeDuration(section, "base", Millis{10}, kHour, into.base);
  reader.TakeDuration(section, "cap", Millis{10}, kDay, into.cap);
  reader.TakeDuration(section, "age-limit", Millis{60'000}, 30 * kDay, into.age_limit);
  reader.TakeDuration(section, "probe-cap", Millis{10}, kHour, into.probe_cap);
  if (into.base > into.cap) {
    reader.Error(node, "config.value.range",
                 section.At("base") + " is longer than " + section.At("cap"));
  }
}

}  // namespace wardbridge::engine
