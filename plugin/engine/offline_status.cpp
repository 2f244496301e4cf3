// `wardbridge status`: what the store says about depths, ages and destinations.
#include <algorithm>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "engine/offline.h"
#include "engine/offline_common.h"

namespace wardbridge::engine {
namespace {

constexpr Millis kOldDelivery{15 * 60 * 1000};

// Stable codes of what wants a person.
std::vector<std::string> Reasons(const store::Depths& depths, Timestamp now) {
  std::vector<std::string> reasons;
  if (depths.inbox_quarantined > 0) reasons.emplace_back("inbox.quarantined");
  if (depths.stays_quarantined > 0) reasons.emplace_back("stays.quarantined");
  if (depths.set_aside > 0) reasons.emplace_back("summaries.set-aside");
  for (const auto& [destination, states] : depths.outbox) {
    const auto dead = states.find("dead");
    if (dead != states.end() && dead->second > 0) {
      reasons.push_back("destination." + destination + ".dead");
    }
  }
  for (const auto& [destination, oldest] : depths.oldest_undelivered) {
    if (now - oldest > kOldDelivery) reasons.push_back("destination." + destination + ".late");
  }
  return reasons;
}

std::int64_t AgeSeconds(Timestamp since, Timestamp now) { return (now - since).count() / 1000; }

// Alarms are reasons too, once each.
void AddReasons(const store::WatchedAlarms& watched, std::vector<std::string>& reasons) {
  for (const model::Alarm& alarm : watched.standing) {
    std::string reason = alarm.code;
    const std::size_t dot = reason.find('.');
    if (!alarm.subject.empty() && dot != std::string::npos) {
      reason.insert(dot, "." + alarm.subject);
    }
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) {
      reasons.push_back(std::move(reason));
    }
  }
}

nlohmann::ordered_json ToJson(const store::Depths& depths, const store::WatchedAlarms& watched,
                              const std::vector<std::string>& reasons, Timestamp now) {
  nlohmann::ordered_json json;
  json["status"] = reasons.empty() ? "ok" : "attention";
  json["reasons"] = reasons;
  json["inbox"] = {{"new", depths.inbox_new},
                   {"total", depths.inbox_total},
                   {"quarantined", depths.inbox_quarantined}};
  json["stays"] = {{"open", depths.stays_open},
                   {"quarantined", depths.stays_quarantined},
                   {"set_aside", depths.set_aside}};
  json["readings"] = depths.readings;
  json["fragments"] = depths.fragments;
  json["destinations"] = nlohmann::ordered_json::object();
  for (const auto& [name, states] : depths.outbox) {
    json["destinations"][name]["states"] = states;
    const auto oldest = depths.oldest_undelivered.find(name);
    if (oldest != depths.oldest_undelivered.end()) {
      json["destinations"][name]["oldest_seconds"] = AgeSeconds(oldest->second, now);
    }
  }
  json["alarms"] = nlohmann::ordered_json::array();
  for (const model::Alarm& alarm : watched.standing) {
    json["alarms"].push_back({{"code", alarm.code},
                              {"subject", alarm.subject},
                              {"count", alarm.count},
                              {"first", FormatInstant(alarm.first)},
                              {"last", FormatInstant(alarm.last)},
                              {"text", alarm.text}});
  }
  if (watched.at) json["alarms_seen"] = FormatInstant(*watched.at);
  return json;
}

void PrintAlarms(const store::WatchedAlarms& watched, std::ostream& out) {
  for (const model::Alarm& alarm : watched.standing) {
    out << "alarm:     " << alarm.code << (alarm.subject.empty() ? "" : " " + alarm.subject) << " ("
        << alarm.count << ", since " << FormatDateTime(alarm.first) << "): " << alarm.text << '\n';
  }
  if (!watched.at) {
    out << "alarms:    no host has run on this store yet\n";
  } else {
    out << "alarms:    " << watched.standing.size() << ", as a running host saw them at "
        << FormatDateTime(*watched.at) << '\n';
  }
}

void Print(const store::Depths& depths, const store::WatchedAlarms& watched,
           const std::vector<std::string>& reasons, Timestamp now, std::ostream& out) {
  out << "status:    " << (reasons.empty() ? "ok" : "attention") << '\n';
  for (const std::string& reason : reasons) out << "reason:    " << reason << '\n';
  PrintAlarms(watched, out);
  out << "inbox:     " << depths.inbox_new << " waiting, " << depths.inbox_quarantined
      << " quarantined, " << depths.inbox_total << " in all\n"
      << "stays:     " << depths.stays_open << " open, " << depths.stays_quarantined
      << " quarantined, " << depths.set_aside << " set aside\n"
      << "readings:  " << depths.readings << '\n'
      << "fragments: " << depths.fragments << '\n';
  for (const auto& [name, states] : depths.outbox) {
    out << "to " << name << ':';
    for (const auto& [state, count] : states) out << ' ' << count << ' ' << state;
    const auto oldest = depths.oldest_undelivered.find(name);
    if (oldest != depths.oldest_undelivered.end()) {
      out << ", oldest waits " << AgeSeconds(oldest->second, now) << " s";
    }
    out << '\n';
  }
}

struct Seen {
  store::Depths depths;
  store::WatchedAlarms watched;
};

Result<Seen> Look(store::Rows& rows) {
  auto depths = rows.Count();
  if (!depths) return depths.error();
  auto alarms = rows.Alarms();
  if (!alarms) return alarms.error();
  return Seen{std::move(*depths), std::move(*alarms)};
}

}  // namespace

int Status(const StatusRequest& request, std::ostream& out, std::ostream& err) {
  const auto store = OpenForReading(request.config, request.brief, err);
  if (!store) return 1;
  const auto seen = FindOrFail(*store, Look, err);
  if (!seen) return 1;
  const auto& [depths, watched] = *seen;
  const Timestamp now = SystemClock().Now();
  std::vector<std::string> reasons = Reasons(depths, now);
  AddReasons(watched, reasons);
  if (request.json) {
    out << ToJson(depths, watched, reasons, now).dump() << '\n';
  } else {
    Print(depths, watched, reasons, now, out);
  }
  return reasons.empty() ? 0 : 1;
}

}  // namespace wardbridge::engine
