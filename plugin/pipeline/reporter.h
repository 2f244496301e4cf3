// The one voice: turns what happens in the hall into log lines, metrics and alarms. Nothing of a
// message passes through it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "edge/net/mllp_listener.h"
#include "edge/store/rows.h"
#include "edge/telemetry/alarms.h"
#include "edge/telemetry/log.h"
#include "edge/telemetry/metrics.h"
#include "model/delivery.h"
#include "model/issue.h"
#include "pipeline/circuit.h"

namespace wardbridge::pipeline {

// An alarm of an event that came no more ends after this.
inline constexpr Millis kForgotten{std::int64_t{24} * 60 * 60 * 1'000};

// Thread-safe. `log` and `metrics` must outlive it.
class Reporter {
 public:
  Reporter(const telemetry::Log& log, telemetry::Metrics& metrics);
  Reporter(const Reporter&) = delete;
  Reporter& operator=(const Reporter&) = delete;
  ~Reporter() = default;

  void Started(const std::string& what, const std::string& where);
  void Stopped(const std::string& what);
  void Reloaded(const std::string& mapping);
  // `code` of the first fault; `mapping` is the one that stays.
  void ReloadRefused(const std::string& code, const std::string& mapping);
  void Recovered(std::int64_t new_messages, std::int64_t in_doubt);
  // At the start: a destination that deliveries will find out of order.
  void DestinationNotReady(const std::string& destination, const Error& error);

  // Intake. `feed` and `listener` are names of the configuration.
  void Received(const std::string& listener, const std::string& type);
  void Answered(const std::string& code, Timestamp since, Timestamp now);
  void Refused(const std::string& listener, const std::string& reason);
  void Fragment(const std::string& listener, const std::string& reason, std::size_t bytes);
  void Duplicate(const std::string& listener, std::int64_t inbox_id);
  void ControlIdReused(const std::string& listener, std::int64_t inbox_id, Timestamp now);
  void Warned(std::int64_t inbox_id, const std::vector<model::Issue>& warnings);
  void NotStored(const std::string& listener, const Error& error);
  void Noticed(const net::MllpNotice& notice, Timestamp now);

  // Stay book.
  void MessageQuarantined(std::int64_t inbox_id, const std::vector<model::Issue>& issues);
  void StayQuarantined(const std::string& stay, const std::vector<model::Issue>& issues);
  // "stay.rekeyed" and the like: of the record, told in the log too.
  void StayChanged(const std::string& event, const std::string& stay, const std::string& detail);
  void ReadingsStored(const std::string& source, std::size_t count);
  void StepFailed(std::string_view step, const Error& error);

  // Sources of readings, by their name in the configuration. Problems are told as codes and
  // places.
  void SourceTook(const std::string& source, std::size_t stored, std::size_t duplicates,
                  const std::vector<model::Issue>& problems);
  void SourceRefused(const std::string& source, const std::string& reason,
                     const std::vector<model::Issue>& problems);
  // One attempt to fetch what it has of a stay.
  void SourceAsked(const std::string& source, const std::string& stay, bool is_complete,
                   const std::string& code, std::size_t resources, Timestamp now);
  // Its folder cannot be used, or can again. `file` is the digest of a name.
  void SourceTrouble(const std::string& source, const char* code, const std::string& detail,
                     Timestamp now);
  void SourceWell(const std::string& source, Timestamp now);
  void FileTaken(const std::string& source, const std::string& file, bool good, Timestamp now);

  // Summaries and deliveries.
  void SummaryBuilt(const std::string& stay, int revision, double seconds);
  void SummarySetAside(const std::string& stay, int revision,
                       const std::vector<model::Issue>& issues);
  void SummaryUnchanged(const std::string& stay);
  void Attempted(const store::OutboxRow& row, const std::string& stay,
                 const model::Outcome& outcome);
  void Delivered(Timestamp discharged, Timestamp now);
  void CircuitChanged(const std::string& destination, Circuit::State state, const std::string& code,
                      Timestamp now);

  // What is measured now and then: depths of the store, and its trouble ("" none).
  void Depths(const store::Depths& depths, Timestamp now);
  void StoreTrouble(const std::string& code, Timestamp now);
  // The store: a commit has ended; how long one that has not ended takes by now (0 none).
  void Committed(std::size_t jobs, double seconds, Timestamp now);
  void StoreWaits(Millis waited, Timestamp now);

  // Upkeep. What the operator wrote as a reason stays in the audit.
  void Operated(const store::OperatorRequest& request, bool applied, const std::string& detail);
  void DailyFired(std::size_t stays);
  void Removed(const store::Removed& removed);
  void Reconciled(const store::Reconciliation& account);
  // How many things did not go on as they should, now.
  void Missing(std::int64_t things, Timestamp now);

  // `told` hears of each alarm as it begins and ends, on the thread that causes it; must not block
  // and not raise alarms. nullptr: nobody any more, and nobody is being told when this returns.
  void OnAlarm(std::function<void(const model::Alarm&, bool over)> told);
  void AlarmNotTold(const model::Alarm& alarm, const std::string& way, const std::string& why);
  // What stood when the host before this one ended: goes on from its first time when met again.
  void Recall(const std::vector<model::Alarm>& former) { alarms_.Remember(former); }

  [[nodiscard]] telemetry::Metrics& metrics() { return metrics_; }
  // Conditions that stand now.
  [[nodiscard]] const telemetry::Alarms& alarms() const { return alarms_; }

 private:
  static constexpr std::int64_t kNeverSlow = -1;

  void LogIssues(telemetry::Level level, std::string_view component, std::string_view event,
                 const std::string& id, const std::vector<model::Issue>& issues);

  void RaiseFromDepths(const store::Depths& depths, Timestamp now);
  void RaiseSlow(Timestamp now);
  void TellAlarm(const telemetry::Alarm& alarm, bool over);

  const telemetry::Log& log_;
  telemetry::Metrics& metrics_;
  telemetry::Alarms alarms_;
  std::mutex told_mutex_;
  std::function<void(const model::Alarm&, bool over)> told_;
  std::atomic<std::int64_t> slow_at_{kNeverSlow};  // last slow commit, while store.slow stands
};

}  // namespace wardbridge::pipeline
