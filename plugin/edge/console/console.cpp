#include "edge/console/console.h"

#include <utility>

#include <nlohmann/json.hpp>

namespace wardbridge::console {
namespace {

constexpr int kOk = 200;
constexpr int kNotFound = 404;
constexpr int kUnavailable = 503;
// The text format that Prometheus and its successors ask for by default.
constexpr const char* kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

net::HttpResponse HealthAnswer(const Health& health) {
  return {health.status == "ok" ? kOk : kUnavailable, "application/json", HealthJson(health)};
}

}  // namespace

net::HttpHandler MakeHandler(Sources sources) {
  return [sources = std::move(sources)](const net::HttpRequest& request) -> net::HttpResponse {
    if (request.target == "/metrics") return {kOk, kMetricsType, sources.metrics()};
    if (request.target == "/health") return HealthAnswer(sources.health());
    return {kNotFound, "text/plain; charset=utf-8",
            "nothing here; there are:\n/health\n/metrics\n"};
  };
}

std::string HealthJson(const Health& health) {
  nlohmann::ordered_json json{{"status", health.status}};
  if (health.status != "ok") json["reasons"] = health.reasons;
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace wardbridge::console
