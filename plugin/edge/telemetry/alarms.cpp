#include "edge/telemetry/alarms.h"

namespace wardbridge::telemetry {

void Alarms::Raise(const std::string& code, const std::string& subject, const std::string& text,
                   Timestamp now) {
  Meet(std::nullopt, code, subject, text, now);
}

void Alarms::Meet(std::optional<std::int64_t> count, const std::string& code,
                  const std::string& subject, const std::string& text, Timestamp now) {
  Alarm raised;
  {
    const std::lock_guard lock(mutex_);
    const auto [entry, is_new] = standing_.try_emplace({code, subject});
    Alarm& alarm = entry->second;
    alarm.text = text;
    alarm.last = now;
    alarm.count = count.value_or(alarm.count + 1);
    if (!is_new) return;
    alarm.code = code;
    alarm.subject = subject;
    alarm.first = now;
    const auto former = remembered_.find({code, subject});
    if (former != remembered_.end()) {
      alarm.first = former->second;
      remembered_.erase(former);
    }
    raised = alarm;
  }
  if (told_) told_(raised, false);
}

void Alarms::Clear(const std::string& code, const std::string& subject) {
  Alarm over;
  {
    const std::lock_guard lock(mutex_);
    remembered_.erase({code, subject});
    const auto entry = standing_.find({code, subject});
    if (entry == standing_.end()) return;
    over = std::move(entry->second);
    standing_.erase(entry);
  }
  if (told_) told_(over, true);
}

void Alarms::Set(std::int64_t count, const std::string& code, const std::string& subject,
                 const std::string& text, Timestamp now) {
  if (count > 0) {
    Meet(count, code, subject, text, now);
  } else {
    Clear(code, subject);
  }
}

void Alarms::Expire(const std::string& code, Timestamp before) {
  for (const Alarm& alarm : Standing()) {
    if (alarm.code == code && alarm.last < before) Clear(alarm.code, alarm.subject);
  }
}

void Alarms::Remember(const std::vector<Alarm>& former) {
  const std::lock_guard lock(mutex_);
  for (const Alarm& alarm : former) remembered_[{alarm.code, alarm.subject}] = alarm.first;
}

std::vector<Alarm> Alarms::Standing() const {
  const std::lock_guard lock(mutex_);
  std::vector<Alarm> alarms;
  alarms.reserve(standing_.size());
  for (const auto& [key, alarm] : standing_) alarms.push_back(alarm);
  return alarms;
}

}  // namespace wardbridge::telemetry
