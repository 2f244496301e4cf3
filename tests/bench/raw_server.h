// The least an MLLP server can do and still be durable: append to a file, one fdatasync for all
// that waits, fixed acknowledgement. What bench_ack is measured against.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace wardbridge::bench {

class RawServer {
 public:
  // Listens on a free loopback port until it is destroyed; appends to `file`.
  [[nodiscard]] static std::unique_ptr<RawServer> Start(const std::string& file);
  RawServer() = default;
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;
  virtual ~RawServer() = default;
  [[nodiscard]] virtual std::uint16_t Port() const = 0;
};

}  // namespace wardbridge::bench
