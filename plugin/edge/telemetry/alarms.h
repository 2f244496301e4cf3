// Conditions that want a person: one alarm for each, however often it is met
// (spec/delivery-and-retry section 8). An alarm stands from its first raise until it is cleared.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/timestamp.h"
#include "model/alarm.h"

namespace wardbridge::telemetry {

using model::Alarm;

// Thread-safe.
class Alarms {
 public:
  // Called at the first raise (`over` false) and at the clearing (`over` true), by the thread that
  // caused it and outside of any lock. Must not block.
  using Told = std::function<void(const Alarm&, bool over)>;

  explicit Alarms(Told told) : told_(std::move(told)) {}

  void Raise(const std::string& code, const std::string& subject, const std::string& text,
             Timestamp now);
  // Nothing happens when it does not stand.
  void Clear(const std::string& code, const std::string& subject);
  // For conditions that are counted from outside: stands with that count, is cleared by zero.
  void Set(std::int64_t count, const std::string& code, const std::string& subject,
           const std::string& text, Timestamp now);
  // Clears alarms of that code that were not met since `before`.
  void Expire(const std::string& code, Timestamp before);

  // What stood before a restart: when one of them is met again, it goes on from its first time.
  // Once, before anything is raised.
  void Remember(const std::vector<Alarm>& former);

  // Those that stand, by code and subject.
  [[nodiscard]] std::vector<Alarm> Standing() const;

 private:
  void Meet(std::optional<std::int64_t> count, const std::string& code, const std::string& subject,
            const std::string& text, Timestamp now);

  Told told_;
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Alarm> standing_;
  std::map<std::pair<std::string, std::string>, Timestamp> remembered_;  // first times
};

}  // namespace wardbridge::telemetry
