// Counters, gauges and histograms, with the names of the public contract (docs/operations.md). No
// label ever carries patient data: labels are configured names, codes and states.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace wardbridge::telemetry {

// Thread-safe. Owns its registry.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  void MessageReceived(const std::string& listener,
                       const std::string& type);  // type: "ADT^A03", else "other"
  void Acknowledged(const std::string& code);     // AA, AE, AR, CA, CE, CR, "none"
  void ReadingStored(const std::string& source);
  void SummaryMade(const std::string& result);  // built, set_aside, unchanged
  void DeliveryAttempt(const std::string& destination, const std::string& result);
  void Fragment(const std::string& listener, const std::string& reason);
  void NoiseBytes(const std::string& listener, double bytes);

  void SetInboxDepth(double value);
  void SetSetAside(double value);
  void SetStaysOpen(double value);
  void SetConnections(const std::string& listener, double value);
  void SetOutboxDepth(const std::string& destination, const std::string& state, double value);
  void SetOutboxOldestSeconds(const std::string& destination, double value);

  void SetAlarm(const std::string& code, const std::string& subject, double value);

  void AckSeconds(double seconds);
  void ReceiveToDeliveredSeconds(double seconds);
  void ConvertSeconds(double seconds);
  void CommitBatchSize(double jobs);

  // Prometheus text exposition of everything above.
  [[nodiscard]] std::string Text() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wardbridge::telemetry
