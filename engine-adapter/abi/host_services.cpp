#include "engine-adapter/abi/host_services.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "engine-adapter/abi/fill.h"

namespace wardbridge::abi {

// The host's time of day.
class HostServices::HostClock final : public Clock {
 public:
  HostClock(int64_t(WB_CALL* wall_ms)(void*), void* ctx) : wall_ms_(wall_ms), ctx_(ctx) {}
  [[nodiscard]] Timestamp Now() const override { return Timestamp::FromUnixMs(wall_ms_(ctx_)); }

 private:
  int64_t(WB_CALL* wall_ms_)(void*);
  void* ctx_;
};

bool HostServices::IsWhole(const wb_host& host) {
  return WB_HAS(wb_host, &host, ctx) && host.flags == 0;
}

HostServices::HostServices(const wb_host& host) {
  std::memcpy(&host_, &host, std::min<std::size_t>(host.struct_size, sizeof host_));
  if (host_.name != nullptr) name_ = host_.name;
  if (host_.version != nullptr) version_ = host_.version;
  host_.name = name_.c_str();
  host_.version = version_.c_str();
  if (host_.wall_ms != nullptr) {
    clock_ = std::make_shared<HostClock>(host_.wall_ms, host_.ctx);
  }
}

engine::Services HostServices::Services() const {
  engine::Services services;
  if (host_.log != nullptr) {
    services.log = [this](telemetry::Level level, std::string_view component,
                          std::string_view line) { Log(level, component, line); };
  }
  services.clock = clock_.get();
  services.lookup = [this](const std::string& name) { return Get(name); };
  return services;
}

std::optional<std::string> HostServices::Get(const std::string& name) const {
  if (host_.config_get == nullptr) return std::nullopt;
  std::string value(256, '\0');
  // The value may change between two calls; three tries are enough for any host in its senses.
  for (int i = 0; i < 3; ++i) {
    const std::int64_t needed =
        host_.config_get(host_.ctx, Borrow(name), value.data(), value.size());
    if (needed < 0) return std::nullopt;
    const bool whole = static_cast<std::uint64_t>(needed) <= value.size();
    value.resize(static_cast<std::size_t>(needed));
    if (whole) return value;
  }
  return std::nullopt;
}

void HostServices::Log(telemetry::Level level, std::string_view component,
                       std::string_view line) const {
  if (host_.log == nullptr || level < least_) return;
  host_.log(host_.ctx, static_cast<std::int32_t>(level), Borrow(component), Borrow(line));
}

void HostServices::LogFaults(const std::vector<Fault>& faults) const {
  for (const Fault& fault : faults) {
    const bool error = fault.severity == Fault::Severity::kError;
    Log(error ? telemetry::Level::kError : telemetry::Level::kWarn, "config", fault.Text(false));
  }
}

}  // namespace wardbridge::abi
