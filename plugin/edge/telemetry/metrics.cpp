#include "edge/telemetry/metrics.h"

#include <algorithm>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "base/text.h"
#include "edge/telemetry/label_cache.h"

namespace wardbridge::telemetry {
namespace {

using prometheus::Counter;
using prometheus::Gauge;
using prometheus::Histogram;
using Buckets = Histogram::BucketBoundaries;

// Message types come from outside: few are made into labels, and only what has the form of one.
constexpr std::size_t kMaxMessageTypes = 256;

prometheus::Family<Counter>& CounterFamily(prometheus::Registry& registry, const char* name,
                                           const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

prometheus::Family<Gauge>& GaugeFamily(prometheus::Registry& registry, const char* name,
                                       const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

Histogram& OneHistogram(prometheus::Registry& registry, const char* name, const char* help,
                        const Buckets& buckets) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, buckets);
}

bool IsUpperOrDigit(char c) { return IsUpper(c) || IsDigit(c); }

// "ADT^A03", "ACK": a message type of table 0076, and an event of table 0003.
bool IsMessageType(std::string_view type) {
  if (type.size() != 3 && type.size() != 7) return false;
  if (!std::all_of(type.begin(), type.begin() + 3, IsUpper)) return false;
  return type.size() == 3 ||
         (type[3] == '^' && std::all_of(type.begin() + 4, type.end(), IsUpperOrDigit));
}

}  // namespace

struct Metrics::Impl {
  Impl();

  prometheus::Registry registry;
  LabelCache<Counter> received{
      CounterFamily(registry, "wardbridge_messages_received_total", "Messages received."),
      "listener", "type", kMaxMessageTypes};
  LabelCache<Counter> acknowledged{
      CounterFamily(registry, "wardbridge_messages_acknowledged_total",
                    "Acknowledgements sent, by code; none: the connection was closed instead."),
      "code"};
  LabelCache<Counter> readings{
      CounterFamily(registry, "wardbridge_readings_total", "Readings stored."), "source"};
  LabelCache<Counter> summaries{
      CounterFamily(registry, "wardbridge_summaries_total", "Summaries made."), "result"};
  LabelCache<Counter> attempts{
      CounterFamily(registry, "wardbridge_delivery_attempts_total", "Attempts to deliver."),
      "destination", "result"};
  LabelCache<Counter> fragments{CounterFamily(registry, "wardbridge_fragments_total",
                                              "Pieces of frames that never became one, by reason."),
                                "listener", "reason"};
  LabelCache<Counter> noise{
      CounterFamily(registry, "wardbridge_noise_bytes_total", "Bytes outside frames, skipped."),
      "listener"};

  Gauge& inbox_depth =
      GaugeFamily(registry, "wardbridge_inbox_depth", "Messages stored and not yet processed.")
          .Add({});
  Gauge& set_aside = GaugeFamily(registry, "wardbridge_set_aside",
                                 "Messages and summaries that wait for a person.")
                         .Add({});
  Gauge& stays_open =
      GaugeFamily(registry, "wardbridge_stays_open", "Stays without an end.").Add({});
  LabelCache<Gauge> connections{
      GaugeFamily(registry, "wardbridge_connections", "Open connections."), "listener"};
  LabelCache<Gauge> outbox_depth{
      GaugeFamily(registry, "wardbridge_outbox_depth", "Deliveries, by state."), "destination",
      "state"};
  LabelCache<Gauge> outbox_oldest{GaugeFamily(registry, "wardbridge_outbox_oldest_seconds",
                                              "Age of the oldest delivery that is not finished."),
                                  "destination"};
  LabelCache<Gauge> alarms{
      GaugeFamily(registry, "wardbridge_alarm", "1 while the alarm stands, else 0."), "code",
      "subject"};

  Histogram& ack_seconds = OneHistogram(
      registry, "wardbridge_ack_seconds", "From the end of a frame to its acknowledgement.",
      Buckets{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30});
  Histogram& receive_to_delivered_seconds =
      OneHistogram(registry, "wardbridge_receive_to_delivered_seconds",
                   "From the discharge message to a delivery.",
                   Buckets{0.05, 0.1, 0.25, 0.5, 1, 5, 15, 60, 300, 900, 1'800, 3'600, 7'200,
                           21'600, 86'400, 259'200});
  Histogram& convert_seconds = OneHistogram(registry, "wardbridge_convert_seconds",
                                            "Making one summary: mapping, document and check.",
                                            Buckets{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005,
                                                    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5});
  Histogram& commit_batch_size =
      OneHistogram(registry, "wardbridge_commit_batch_size", "Jobs in one commit of the store.",
                   Buckets{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1'024});
};

// What has a closed list of labels is there from the start: a rate over something that never was is
// no alert.
Metrics::Impl::Impl() {
  for (const char* code : {"AA", "AE", "AR", "CA", "CE", "CR", "none"}) {
    static_cast<void>(acknowledged.Of(code));
  }
  for (const char* result : {"built", "set_aside", "unchanged"}) {
    static_cast<void>(summaries.Of(result));
  }
}

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::MessageReceived(const std::string& listener, const std::string& type) {
  impl_->received.Of(listener, IsMessageType(type) ? std::string_view(type) : "other").Increment();
}
void Metrics::Acknowledged(const std::string& code) { impl_->acknowledged.Of(code).Increment(); }
void Metrics::ReadingStored(const std::string& source) { impl_->readings.Of(source).Increment(); }
void Metrics::SummaryMade(const std::string& result) { impl_->summaries.Of(result).Increment(); }
void Metrics::DeliveryAttempt(const std::string& destination, const std::string& result) {
  impl_->attempts.Of(destination, result).Increment();
}
void Metrics::Fragment(const std::string& listener, const std::string& reason) {
  impl_->fragments.Of(listener, reason).Increment();
}
void Metrics::NoiseBytes(const std::string& listener, double bytes) {
  impl_->noise.Of(listener).Increment(bytes);
}

void Metrics::SetInboxDepth(double value) { impl_->inbox_depth.Set(value); }
void Metrics::SetSetAside(double value) { impl_->set_aside.Set(value); }
void Metrics::SetStaysOpen(double value) { impl_->stays_open.Set(value); }
void Metrics::SetConnections(const std::string& listener, double value) {
  impl_->connections.Of(listener).Set(value);
}
void Metrics::SetOutboxDepth(const std::string& destination, const std::string& state,
                             double value) {
  impl_->outbox_depth.Of(destination, state).Set(value);
}
void Metrics::SetOutboxOldestSeconds(const std::string& destination, double value) {
  impl_->outbox_oldest.Of(destination).Set(value);
}

void Metrics::SetAlarm(const std::string& code, const std::string& subject, double value) {
  impl_->alarms.Of(code, subject).Set(value);
}

void Metrics::AckSeconds(double seconds) { impl_->ack_seconds.Observe(seconds); }
void Metrics::ReceiveToDeliveredSeconds(double seconds) {
  impl_->receive_to_delivered_seconds.Observe(seconds);
}
void Metrics::ConvertSeconds(double seconds) { impl_->convert_seconds.Observe(seconds); }
void Metrics::CommitBatchSize(double jobs) { impl_->commit_batch_size.Observe(jobs); }

std::string Metrics::Text() const {
  return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace wardbridge::telemetry
