#include "pipeline/reporter.h"

#include <set>

#include "model/delivery.h"

namespace wardbridge::pipeline {
namespace {

using telemetry::Level;

std::string_view Name(model::Outcome::Kind kind) {
  using Kind = model::Outcome::Kind;
  switch (kind) {
    case Kind::kDelivered:
      return "delivered";
    case Kind::kTransient:
      return "transient";
    case Kind::kPermanent:
      return "permanent";
    case Kind::kConfiguration:
      return "configuration";
    case Kind::kInDoubt:
      return "in-doubt";
  }
  return "";
}

Level LevelOf(model::Outcome::Kind kind) {
  using Kind = model::Outcome::Kind;
  if (kind == Kind::kDelivered) return Level::kInfo;
  const bool needs_a_person = kind == Kind::kPermanent || kind == Kind::kConfiguration;
  return needs_a_person ? Level::kError : Level::kWarn;
}

}  // namespace

void Reporter::Started(const std::string& what, const std::string& where) {
  log_.Write(Level::kInfo, "engine", "started", {{"what", what}, {"where", where}});
}

void Reporter::Stopped(const std::string& what) {
  log_.Write(Level::kInfo, "engine", "stopped", {{"what", what}});
}

void Reporter::Reloaded(const std::string& mapping) {
  log_.Write(Level::kInfo, "engine", "reloaded", {{"mapping", mapping}});
}

void Reporter::ReloadRefused(const std::string& code, const std::string& mapping) {
  log_.Write(Level::kError, "engine", "reload-refused", {{"code", code}, {"mapping", mapping}});
}

void Reporter::Recovered(std::int64_t new_messages, std::int64_t in_doubt) {
  log_.Write(
      Level::kInfo, "store", "recovered",
      {{"unprocessed", std::to_string(new_messages)}, {"in-doubt", std::to_string(in_doubt)}});
}

void Reporter::DestinationNotReady(const std::string& destination, const Error& error) {
  log_.Write(Level::kError, "delivery", "destination-not-ready",
             {{"destination", destination},
              {"code", std::string(wardbridge::Name(error.code))},
              {"where", error.where},
              {"detail", error.detail}});
}

void Reporter::Received(const std::string& listener, const std::string& type) {
  metrics_.MessageReceived(listener, type);
}

void Reporter::Answered(const std::string& code, Timestamp since, Timestamp now) {
  metrics_.Acknowledged(code);
  metrics_.AckSeconds(Seconds(now - since));
}

void Reporter::Refused(const std::string& listener, const std::string& reason) {
  log_.Write(Level::kWarn, "intake", "refused", {{"listener", listener}, {"reason", reason}});
}

void Reporter::Fragment(const std::string& listener, const std::string& reason, std::size_t bytes) {
  metrics_.Fragment(listener, reason);
  log_.Write(Level::kWarn, "intake", "fragment",
             {{"listener", listener}, {"reason", reason}, {"bytes", std::to_string(bytes)}});
}

void Reporter::Duplicate(const std::string& listener, std::int64_t inbox_id) {
  log_.Write(Level::kInfo, "intake", "duplicate",
             {{"listener", listener}, {"message", std::to_string(inbox_id)}});
}

void Reporter::Warned(std::int64_t inbox_id, const std::vector<model::Issue>& warnings) {
  LogIssues(Level::kWarn, "intake", "message-warning", std::to_string(inbox_id), warnings);
}

void Reporter::NotStored(const std::string& listener, const Error& error) {
  log_.Write(Level::kError, "intake", "not-stored",
             {{"listener", listener},
              {"code", std::string(wardbridge::Name(error.code))},
              {"where", error.where},
              {"detail", error.detail}});
}

void Reporter::MessageQuarantined(std::int64_t inbox_id, const std::vector<model::Issue>& issues) {
  LogIssues(Level::kError, "stay-book", "message-quarantined", std::to_string(inbox_id), issues);
}

void Reporter::StayQuarantined(const std::string& stay, const std::vector<model::Issue>& issues) {
  LogIssues(Level::kError, "stay-book", "stay-quarantined", stay, issues);
}

void Reporter::ReadingsStored(const std::string& source, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) metrics_.ReadingStored(source);
}

void Reporter::StepFailed(std::string_view step, const Error& error) {
  log_.Write(Level::kError, "pipeline", "step-failed",
             {{"step", std::string(step)},
              {"code", std::string(wardbridge::Name(error.code))},
              {"where", error.where},
              {"detail", error.detail}});
}

void Reporter::StayChanged(const std::string& event, const std::string& stay,
                           const std::string& detail) {
  log_.Write(Level::kWarn, "stay-book", event.substr(event.find('.') + 1),
             {{"stay", stay}, {"detail", detail}});
}
void Reporter::SummaryBuilt(const std::string& stay, int revision, double seconds) {
  metrics_.SummaryMade("built");
  metrics_.ConvertSeconds(seconds);
  log_.Write(Level::kInfo, "summary", "built",
             {{"stay", stay}, {"revision", std::to_string(revision)}});
}

void Reporter::SummarySetAside(const std::string& stay, int revision,
                               const std::vector<model::Issue>& issues) {
  metrics_.SummaryMade("set_aside");
  log_.Write(Level::kError, "summary", "set-aside",
             {{"stay", stay}, {"revision", std::to_string(revision)}});
  LogIssues(Level::kError, "summary", "set-aside-reason", stay, issues);
}

void Reporter::SummaryUnchanged(const std::string& stay) {
  metrics_.SummaryMade("unchanged");
  log_.Write(Level::kInfo, "summary", "unchanged", {{"stay", stay}});
}

void Reporter::Attempted(const store::OutboxRow& row, const std::string& stay,
                         const model::Outcome& outcome) {
  metrics_.DeliveryAttempt(row.destination, std::string(Name(outcome.kind)));
  log_.Write(LevelOf(outcome.kind), "delivery", Name(outcome.kind),
             {{"destination", row.destination},
              {"stay", stay},
              {"revision", std::to_string(row.revision)},
              {"attempt", std::to_string(row.attempts)},
              {"code", outcome.code},
              {"detail", outcome.detail}});
}

void Reporter::Delivered(Timestamp discharged, Timestamp now) {
  metrics_.ReceiveToDeliveredSeconds(Seconds(now - discharged));
}

void Reporter::Operated(const store::OperatorRequest& request, bool applied,
                        const std::string& detail) {
  log_.Write(Level::kInfo, "operator", applied ? "applied" : "refused",
             {{"operation", request.operation},
              {"target", request.target},
              {"operator", request.person},
              {"request", std::to_string(request.id)},
              {"detail", detail}});
}

void Reporter::DailyFired(std::size_t stays) {
  log_.Write(Level::kInfo, "summary", "daily-trigger", {{"stays", std::to_string(stays)}});
}

void Reporter::Removed(const store::Removed& removed) {
  log_.Write(Level::kInfo, "store", "removed",
             {{"stays", std::to_string(removed.stays)},
              {"messages", std::to_string(removed.messages)},
              {"readings", std::to_string(removed.readings)},
              {"texts", std::to_string(removed.texts)},
              {"fragments", std::to_string(removed.fragments)}});
}

void Reporter::Reconciled(const store::Reconciliation& account) {
  const auto count = [&account](const char* kind, const char* state) {
    return std::to_string(account.Count(kind, state));
  };
  const auto all = [&account](const char* kind) { return std::to_string(account.All(kind)); };
  const Level level = account.Missing() == 0 ? Level::kInfo : Level::kError;
  log_.Write(level, "account", "reconciliation",
             {{"since", FormatInstant(account.since)},
              {"received", all("message")},
              {"ignored", count("message", "ignored")},
              {"quarantined", count("message", "quarantined")},
              {"discharged", all("stay")},
              {"summarised", count("stay", "summarised")},
              {"summaries", all("summary")},
              {"set-aside", count("summary", "set-aside")},
              {"deliveries", all("delivery")},
              {"delivered", count("delivery", "delivered")},
              {"held", count("standing", "held")},
              {"dead", count("standing", "dead")},
              {"missing", std::to_string(account.Missing())}});
}

void Reporter::LogIssues(Level level, std::string_view component, std::string_view event,
                         const std::string& id, const std::vector<model::Issue>& issues) {
  std::set<std::string> said;  // one line for each kind of issue, however often it occurs
  for (const model::Issue& issue : issues) {
    if (!said.insert(issue.code).second) continue;
    log_.Write(level, component, event,
               {{"id", id},
                {"code", issue.code},
                {"where", issue.path},
                {"text", issue.text},
                {"rule", issue.rule}});
  }
}

}  // namespace wardbridge::pipeline
