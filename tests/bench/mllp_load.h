// A load of many MLLP connections, each waiting for its answer before it sends again: the client of
// bench_ack.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/timestamp.h"

namespace wardbridge::bench {

struct LoadResult {
  std::size_t answered = 0;
  double seconds = 0;
  std::vector<double> latencies_ms;  // of each answered message

  [[nodiscard]] double PerSecond() const { return static_cast<double>(answered) / seconds; }
};

// The value below which `part` (0 to 1) of the values lie.
[[nodiscard]] double Percentile(std::vector<double> values, double part);

// Sends for `duration` over `connections` on loopback; control ids never repeat within the process.
[[nodiscard]] LoadResult RunLoad(std::uint16_t port, std::size_t connections, Millis duration);

}  // namespace wardbridge::bench
