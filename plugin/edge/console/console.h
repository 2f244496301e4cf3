// What the console port answers: /metrics and /health.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "edge/net/http_server.h"

namespace wardbridge::console {

struct Health {
  std::string status = "ok";         // "ok", "degraded", "failing", "stopping"
  std::vector<std::string> reasons;  // stable codes: "store.full", "destination.archive.held"
};

// Both are called on io threads and must be thread-safe.
struct Sources {
  std::function<std::string()> metrics;  // Prometheus text
  std::function<Health()> health;
};

// Routes of the console: GET /metrics, GET /health (200 when ok, else 503), 404 with a list of the
// routes otherwise.
[[nodiscard]] net::HttpHandler MakeHandler(Sources sources);

// {"status":"ok"} or {"status":"...","reasons":[...]}
[[nodiscard]] std::string HealthJson(const Health& health);

}  // namespace wardbridge::console
