// Conditions that want a person: which events and measures raise and clear them. The codes are a
// part of the contract (docs/operations.md has the table).
#include <array>
#include <utility>

#include "pipeline/reporter.h"

namespace wardbridge::pipeline {
namespace {

using telemetry::Level;

constexpr Millis kLate{60 * 60 * 1'000};  // a delivery that is not made is late
constexpr double kSlowSeconds = 1.0;      // a commit that takes longer is slow
constexpr Millis kQuickFor{30'000};       // so long without a slow one, and store.slow is over
constexpr const char* kSlow = "store.slow";
constexpr const char* kReused = "intake.control-id-reused";

struct Trouble {
  const char* code;  // of Store::Trouble()
  const char* text;
};
constexpr std::array kStoreTroubles = {
    Trouble{"store.full", "the disk is full: nothing is acknowledged until there is room again"},
    Trouble{"store.io", "the store cannot be written: nothing is acknowledged until it can"},
    Trouble{"store.fsync",
            "a sync failed: nothing is acknowledged until the disk was checked and the host "
            "restarted"}};

}  // namespace

Reporter::Reporter(const telemetry::Log& log, telemetry::Metrics& metrics)
    : log_(log),
      metrics_(metrics),
      alarms_([this](const telemetry::Alarm& alarm, bool over) { TellAlarm(alarm, over); }) {}

void Reporter::TellAlarm(const telemetry::Alarm& alarm, bool over) {
  metrics_.SetAlarm(alarm.code, alarm.subject, over ? 0.0 : 1.0);
  if (over) {
    log_.Write(
        Level::kInfo, "alarm", "alarm-over",
        {{"code", alarm.code}, {"subject", alarm.subject}, {"count", std::to_string(alarm.count)}});
  } else {
    log_.Write(Level::kError, "alarm", "alarm",
               {{"code", alarm.code}, {"subject", alarm.subject}, {"text", alarm.text}});
  }
  const std::lock_guard lock(told_mutex_);
  if (told_) told_(alarm, over);
}

void Reporter::OnAlarm(std::function<void(const model::Alarm&, bool over)> told) {
  const std::lock_guard lock(told_mutex_);
  told_ = std::move(told);
}

void Reporter::AlarmNotTold(const model::Alarm& alarm, const std::string& way,
                            const std::string& why) {
  log_.Write(Level::kError, "alarm", "alarm-not-told",
             {{"code", alarm.code}, {"subject", alarm.subject}, {"way", way}, {"detail", why}});
}

void Reporter::Missing(std::int64_t things, Timestamp now) {
  alarms_.Set(things, "reconciliation.missing", "",
              "messages, stays or summaries did not go on as they should: 'wardbridge reconcile' "
              "says of which kind",
              now);
}

void Reporter::ControlIdReused(const std::string& listener, std::int64_t inbox_id, Timestamp now) {
  log_.Write(Level::kError, "intake", "control-id-reused",
             {{"listener", listener}, {"message", std::to_string(inbox_id)}});
  alarms_.Raise(kReused, listener,
                "the sender gives a control id (MSH-10) to more than one message", now);
}

void Reporter::Noticed(const net::MllpNotice& notice, Timestamp now) {
  using Kind = net::MllpNotice::Kind;
  switch (notice.kind) {
    case Kind::kConnected:
      alarms_.Clear("listener.accept-failed", notice.listener);
      metrics_.SetConnections(notice.listener, static_cast<double>(notice.count));
      break;
    case Kind::kDisconnected:
      alarms_.Clear("listener.full", notice.listener);
      metrics_.SetConnections(notice.listener, static_cast<double>(notice.count));
      break;
    case Kind::kNoise:
      metrics_.NoiseBytes(notice.listener, static_cast<double>(notice.count));
      break;
    case Kind::kEmptyFrame:
      metrics_.Fragment(notice.listener, "empty-frame");
      break;
    case Kind::kTlsRefused:
      log_.Write(Level::kWarn, "intake", "tls-refused",
                 {{"listener", notice.listener},
                  {"reason", notice.reason},
                  {"peer", notice.peer},
                  {"detail", notice.detail}});
      break;
    case Kind::kAcceptFailed:
      log_.Write(Level::kError, "intake", "accept-failed", {{"listener", notice.listener}});
      alarms_.Raise("listener.accept-failed", notice.listener,
                    "no connection can be accepted: file descriptors or memory are short", now);
      break;
    case Kind::kFrameWarning:
      log_.Write(Level::kWarn, "intake", "frame-warning", {{"listener", notice.listener}});
      break;
    case Kind::kRefusedFull:
      log_.Write(Level::kWarn, "intake", "connections-full",
                 {{"listener", notice.listener}, {"open", std::to_string(notice.count)}});
      alarms_.Raise("listener.full", notice.listener,
                    "all connections (max-connections) are taken; others wait", now);
      break;
  }
}

void Reporter::CircuitChanged(const std::string& destination, Circuit::State state,
                              const std::string& code, Timestamp now) {
  using State = Circuit::State;
  alarms_.Set(state == State::kHeld ? 1 : 0, "destination.held", destination,
              "held by its configuration or rights (" + code +
                  "): nothing is sent and nothing used up until a probe succeeds",
              now);
  alarms_.Set(state == State::kOpen ? 1 : 0, "destination.unreachable", destination,
              "failed again and again (" + code + "): one probe at a time until it answers", now);
}

void Reporter::StoreTrouble(const std::string& code, Timestamp now) {
  for (const Trouble& trouble : kStoreTroubles) {
    alarms_.Set(code == trouble.code ? 1 : 0, trouble.code, "", trouble.text, now);
  }
}

// Cleared by a quick commit only: a store that nobody writes to proves nothing.
void Reporter::Committed(std::size_t jobs, double seconds, Timestamp now) {
  metrics_.CommitBatchSize(static_cast<double>(jobs));
  if (seconds > kSlowSeconds) {
    RaiseSlow(now);
    return;
  }
  const std::int64_t slow_at = slow_at_;
  if (slow_at == kNeverSlow) return;
  if (now.UnixMs() < slow_at) slow_at_ = now.UnixMs();  // the clock was set back
  if (now.UnixMs() - slow_at < kQuickFor.count()) return;
  slow_at_ = kNeverSlow;
  alarms_.Clear(kSlow, "");
}

void Reporter::StoreWaits(Millis waited, Timestamp now) {
  if (Seconds(waited) > kSlowSeconds) RaiseSlow(now);
}

void Reporter::RaiseSlow(Timestamp now) {
  slow_at_ = now.UnixMs();
  alarms_.Raise(kSlow, "",
                "the disk takes more than a second to make a message safe: acknowledgements are "
                "late and senders wait",
                now);
}

void Reporter::Depths(const store::Depths& depths, Timestamp now) {
  RaiseFromDepths(depths, now);
  metrics_.SetInboxDepth(static_cast<double>(depths.inbox_new));
  metrics_.SetSetAside(
      static_cast<double>(depths.set_aside + depths.stays_quarantined + depths.inbox_quarantined));
  metrics_.SetStaysOpen(static_cast<double>(depths.stays_open));
  for (const auto& [destination, states] : depths.outbox) {
    for (const model::DeliveryState state :
         model::kAllDeliveryStates) {  // zeros too: states empty again
      const std::string name(model::Name(state));
      const auto found = states.find(name);
      const std::int64_t count = found == states.end() ? 0 : found->second;
      metrics_.SetOutboxDepth(destination, name, static_cast<double>(count));
    }
    const auto oldest = depths.oldest_undelivered.find(destination);
    const bool none = oldest == depths.oldest_undelivered.end();
    metrics_.SetOutboxOldestSeconds(destination, none ? 0.0 : Seconds(now - oldest->second));
  }
}

void Reporter::RaiseFromDepths(const store::Depths& depths, Timestamp now) {
  alarms_.Set(depths.inbox_quarantined, "inbox.quarantined", "",
              "messages could not be used: 'wardbridge queue list' names them and why", now);
  alarms_.Set(depths.stays_quarantined, "stays.quarantined", "",
              "stays wait for a person's decision: 'wardbridge queue list' names them and why",
              now);
  alarms_.Set(depths.set_aside, "summaries.set-aside", "",
              "summaries failed their check and are not sent: 'wardbridge queue list'", now);
  for (const auto& [destination, states] : depths.outbox) {
    const auto dead = states.find(std::string(model::Name(model::DeliveryState::kDead)));
    alarms_.Set(dead == states.end() ? 0 : dead->second, "destination.dead", destination,
                "deliveries were given up: 'wardbridge queue list' names them and why", now);
    const auto oldest = depths.oldest_undelivered.find(destination);
    const bool late = oldest != depths.oldest_undelivered.end() && now - oldest->second > kLate;
    alarms_.Set(late ? 1 : 0, "destination.late", destination,
                "the oldest delivery waits for more than an hour", now);
  }
  alarms_.Expire(kReused, now - kForgotten);
}

}  // namespace wardbridge::pipeline
