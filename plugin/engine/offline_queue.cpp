// `wardbridge queue list` and `queue show`: the operator's view of stays, set-aside and outbox.
// Names no patient.
#include <algorithm>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/offline.h"
#include "engine/offline_common.h"
#include "engine/offline_message.h"
#include "engine/queue_advice.h"
#include "engine/queue_questions.h"

namespace wardbridge::engine {
namespace {

using Json = nlohmann::ordered_json;

struct StayView {
  std::vector<store::Hold> holds;
  model::Stay stay;
  std::vector<store::InboxRow> messages;
  std::vector<store::SummaryRow> summaries;
  std::vector<std::pair<store::OutboxRow, std::vector<store::AttemptRow>>> deliveries;
};

Json OrNull(const std::optional<Timestamp>& time) {
  return time ? Json(FormatInstant(*time)) : Json(nullptr);
}

Json ToJson(const std::vector<model::Issue>& issues) {
  Json list = Json::array();
  for (const model::Issue& issue : issues) {
    list.push_back(
        {{"code", issue.code}, {"path", issue.path}, {"text", issue.text}, {"rule", issue.rule}});
  }
  return list;
}

// A stay in the one word that an operator looks for.
std::string StateOf(const model::Stay& stay) {
  if (stay.IsQuarantined()) return "quarantined";
  if (stay.set_aside) return "set-aside";
  return std::string(model::Name(stay.state));
}

void PrintAdvice(const std::vector<std::string>& commands, const char* indent, std::ostream& out) {
  for (const std::string& command : commands) out << indent << "can: " << command << '\n';
}

Json DeliveryJson(const store::OutboxRow& row, const std::vector<store::AttemptRow>& attempts,
                  const std::vector<store::Hold>& holds) {
  Json json = {{"key", row.key},
               {"destination", row.destination},
               {"revision", row.revision},
               {"state", model::Name(row.state)},
               {"attempts", row.attempts},
               {"created", FormatInstant(row.created)},
               {"next", FormatInstant(row.next_at)},
               {"delivered", OrNull(row.delivered)},
               {"code", row.code},
               {"detail", row.detail},
               {"evidence", row.evidence},
               {"can", Advice(row, holds)}};
  json["history"] = Json::array();
  for (const store::AttemptRow& attempt : attempts) {
    json["history"].push_back({{"attempt", attempt.number},
                               {"started", FormatInstant(attempt.started)},
                               {"finished", OrNull(attempt.finished)},
                               {"code", attempt.code},
                               {"detail", attempt.detail}});
  }
  return json;
}

Json ToJson(const StayView& view) {
  const model::Stay& stay = view.stay;
  Json json = {{"stay", stay.Reference()},
               {"state", StateOf(stay)},
               {"ward", stay.ward ? stay.ward->name : ""},
               {"start", OrNull(stay.start)},
               {"end", OrNull(stay.end)},
               {"revision", stay.revision},
               {"due", OrNull(stay.due)},
               {"quarantine", ToJson(stay.quarantine)},
               {"can", Advice(stay)},
               {"questions", ToJson(QuestionsAbout(stay))},
               {"notes", ToJson(stay.notes)}};
  json["messages"] = Json::array();
  for (const store::InboxRow& row : view.messages) {
    json["messages"].push_back({{"id", row.id},
                                {"trigger", row.type.substr(row.type.find('^') + 1)},
                                {"received", FormatInstant(row.received)},
                                {"feed", row.feed},
                                {"control_id", row.control_id}});
  }
  json["summaries"] = Json::array();
  for (const store::SummaryRow& row : view.summaries) {
    json["summaries"].push_back({{"revision", row.revision},
                                 {"state", store::Name(row.state)},
                                 {"due", FormatInstant(row.due)},
                                 {"built", FormatInstant(row.built)},
                                 {"bundle_identifier", row.bundle_identifier},
                                 {"mapping", row.mapping},
                                 {"issues", ToJson(row.issues)}});
  }
  json["deliveries"] = Json::array();
  for (const auto& [row, attempts] : view.deliveries) {
    json["deliveries"].push_back(DeliveryJson(row, attempts, view.holds));
  }
  return json;
}

void Print(const StayView& view, std::ostream& out) {
  const model::Stay& stay = view.stay;
  out << "stay:     " << stay.Reference() << '\n' << "state:    " << StateOf(stay) << '\n';
  if (stay.ward) out << "ward:     " << stay.ward->name << '\n';
  if (stay.start)
    out << "start:    " << FormatDateTime(*stay.start) << " (" << stay.start_source << ")\n";
  if (stay.end)
    out << "end:      " << FormatDateTime(*stay.end) << " (" << stay.end_source << ")\n";
  if (stay.due) out << "due:      " << FormatDateTime(*stay.due) << '\n';
  for (const auto& issue : stay.quarantine) out << "held:     " << IssueText(issue) << '\n';
  PrintAdvice(Advice(stay), "          ", out);
  PrintQuestions(QuestionsAbout(stay), out);
  for (const auto& answer : stay.answers) {
    out << "answered: " << answer.code << ": " << answer.word << " at " << FormatDateTime(answer.at)
        << '\n';
  }
  for (const auto& issue : stay.notes) out << "note:     " << IssueText(issue) << '\n';
  for (const store::InboxRow& row : view.messages) {
    out << "message:  " << MessageKey(row) << ' ' << row.type << " received "
        << FormatInstant(row.received) << " control id " << row.control_id << '\n';
  }
  for (const store::SummaryRow& row : view.summaries) {
    out << "summary:  revision " << row.revision << ' ' << store::Name(row.state) << ", dated "
        << FormatInstant(row.due) << '\n';
    for (const auto& issue : row.issues) out << "          " << IssueText(issue) << '\n';
  }
  for (const auto& [row, attempts] : view.deliveries) {
    out << "delivery: " << row.destination << " revision " << row.revision << ' '
        << model::Name(row.state) << ", " << row.attempts << " attempts";
    if (!row.code.empty()) out << ", " << row.code;
    out << "\n          key " << row.key << '\n';
    for (const store::AttemptRow& attempt : attempts) {
      out << "          attempt " << attempt.number << " at " << FormatInstant(attempt.started)
          << ' ' << attempt.code << ' ' << attempt.detail << '\n';
    }
    PrintAdvice(Advice(row, view.holds), "          ", out);
  }
}

Result<StayView> LoadView(store::Rows& rows, model::Stay stay) {
  StayView view;
  view.stay = std::move(stay);
  auto holds = rows.Holds();
  if (!holds) return holds.error();
  view.holds = std::move(*holds);
  std::vector<std::int64_t> ids;
  for (const auto& message : view.stay.messages) ids.push_back(message.inbox_id);
  auto messages = rows.Messages(ids);
  if (!messages) return messages.error();
  view.messages = std::move(*messages);
  // One more than sent: a revision that was set aside.
  for (int revision = 1; revision <= view.stay.revision + 1; ++revision) {
    auto summary = rows.FindSummary(view.stay.key, revision);
    if (!summary) return summary.error();
    if (*summary) view.summaries.push_back(std::move(**summary));
  }
  auto deliveries = rows.DeliveriesOf(view.stay.key);
  if (!deliveries) return deliveries.error();
  for (store::OutboxRow& row : *deliveries) {
    auto attempts = rows.Attempts(row.key);
    if (!attempts) return attempts.error();
    view.deliveries.emplace_back(std::move(row), std::move(*attempts));
  }
  return view;
}

// By the beginning of a stay's reference, or of the key of one of its deliveries.
Result<std::vector<model::Stay>> FindStays(store::Rows& rows, const std::string& key) {
  auto deliveries = rows.DeliveriesByPrefix(key);
  if (!deliveries) return deliveries.error();
  if (deliveries->size() != 1) return rows.StaysByReference(key);
  auto stay = rows.FindStay(deliveries->front().stay_key);
  if (!stay) return stay.error();
  std::vector<model::Stay> found;
  if (*stay) found.push_back(std::move(**stay));
  return found;
}

struct Shown {
  std::size_t stays = 0;  // that the key fits
  StayView view;          // of the only one
};

Result<Shown> FindShown(store::Rows& rows, const std::string& key) {
  auto stays = FindStays(rows, key);
  if (!stays) return stays.error();
  if (stays->size() != 1) return Shown{stays->size(), {}};
  auto view = LoadView(rows, std::move(stays->front()));
  if (!view) return view.error();
  return Shown{1, std::move(*view)};
}

struct Listing {
  std::vector<store::Hold> holds;
  std::map<std::string, std::vector<model::Issue>> set_aside;  // by stay key: errors only
  std::vector<model::Stay> stays;
  std::vector<store::InboxRow> quarantined;
  std::map<std::int64_t, std::vector<model::Issue>> reasons;
  std::vector<store::OutboxRow> deliveries;
};

// Every reason why the last summary of a stay was set aside.
Result<> LoadReasons(store::Rows& rows, const model::Stay& stay, Listing& listing) {
  if (!stay.set_aside) return {};
  auto last = rows.LastSummary(stay.key);
  if (!last) return last.error();
  if (!*last) return {};
  for (const model::Issue& issue : (*last)->issues) {
    if (issue.severity != model::Issue::Severity::kError) continue;
    listing.set_aside[stay.key].push_back(issue);
  }
  return {};
}

Result<Listing> LoadListing(store::Rows& rows, std::size_t limit) {
  Listing listing;
  auto stays = rows.AllStays(limit * 10);
  if (!stays) return stays.error();
  for (model::Stay& stay : *stays) {
    if (!stay.ward || listing.stays.size() >= limit) continue;
    if (auto loaded = LoadReasons(rows, stay, listing); !loaded) return loaded.error();
    listing.stays.push_back(std::move(stay));
  }
  auto holds = rows.Holds();
  if (!holds) return holds.error();
  listing.holds = std::move(*holds);
  auto quarantined = rows.QuarantinedMessages(limit);
  if (!quarantined) return quarantined.error();
  listing.quarantined = std::move(*quarantined);
  for (const store::InboxRow& row : listing.quarantined) {
    auto issues = rows.InboxIssues(row.id);
    if (!issues) return issues.error();
    listing.reasons[row.id] = std::move(*issues);
  }
  auto deliveries = rows.Deliveries(limit);
  if (!deliveries) return deliveries.error();
  listing.deliveries = std::move(*deliveries);
  return listing;
}

std::vector<model::Issue> ReasonsOf(const Listing& listing, const model::Stay& stay) {
  const auto found = listing.set_aside.find(stay.key);
  return found == listing.set_aside.end() ? std::vector<model::Issue>() : found->second;
}

void PrintHolds(const Listing& listing, std::ostream& out) {
  for (const store::Hold& hold : listing.holds) {
    const bool stay = hold.kind == store::HoldKind::kStay;
    const std::string target = stay ? model::StayReference(hold.target) : hold.target;
    out << "on hold: " << (stay ? "stay " : "destination ") << target << " since "
        << FormatDateTime(hold.since) << " by " << hold.person << '\n'
        << "      can: queue release " << (stay ? "" : "--destination ") << target << '\n';
  }
}

void PrintJson(const Listing& listing, std::ostream& out) {
  Json json = {
      {"stays", Json::array()}, {"messages", Json::array()}, {"deliveries", Json::array()}};
  for (const model::Stay& stay : listing.stays) {
    json["stays"].push_back({{"stay", stay.Reference()},
                             {"state", StateOf(stay)},
                             {"ward", stay.ward->name},
                             {"end", OrNull(stay.end)},
                             {"due", OrNull(stay.due)},
                             {"revision", stay.revision},
                             {"quarantine", ToJson(stay.quarantine)},
                             {"set_aside", ToJson(ReasonsOf(listing, stay))},
                             {"can", Advice(stay)},
                             {"questions", ToJson(QuestionsAbout(stay))}});
  }
  for (const store::InboxRow& row : listing.quarantined) {
    json["messages"].push_back(
        {{"id", row.id},
         {"key", MessageKey(row)},
         {"type", row.type},
         {"received", FormatInstant(row.received)},
         {"control_id", row.control_id},
         {"issues", ToJson(listing.reasons.at(row.id))},
         {"can", Advice(row)},
         {"questions", ToJson(QuestionsAbout(row, listing.reasons.at(row.id)))}});
  }
  for (const store::OutboxRow& row : listing.deliveries) {
    json["deliveries"].push_back({{"key", row.key},
                                  {"stay", model::StayReference(row.stay_key)},
                                  {"revision", row.revision},
                                  {"destination", row.destination},
                                  {"state", model::Name(row.state)},
                                  {"attempts", row.attempts},
                                  {"code", row.code},
                                  {"can", Advice(row, listing.holds)}});
  }
  json["holds"] = Json::array();
  for (const store::Hold& hold : listing.holds) {
    const bool stay = hold.kind == store::HoldKind::kStay;
    json["holds"].push_back({{"kind", stay ? "stay" : "destination"},
                             {"target", stay ? model::StayReference(hold.target) : hold.target},
                             {"operator", hold.person},
                             {"since", FormatInstant(hold.since)}});
  }
  out << json.dump() << '\n';
}

void Print(const Listing& listing, std::ostream& out) {
  out << "stays on virtual wards (newest change first): " << listing.stays.size() << '\n';
  for (const model::Stay& stay : listing.stays) {
    out << "  " << stay.Reference() << "  " << StateOf(stay) << "  " << stay.ward->name;
    if (stay.end) out << "  ended " << FormatDateTime(*stay.end);
    if (stay.revision > 0) out << "  revision " << stay.revision;
    out << '\n';
    for (const auto& issue : stay.quarantine) out << "      held: " << IssueText(issue) << '\n';
    if (stay.IsQuarantined()) out << "      asks: queue show " << stay.Reference() << '\n';
    for (const auto& issue : ReasonsOf(listing, stay))
      out << "      set aside: " << IssueText(issue) << '\n';
    PrintAdvice(Advice(stay), "      ", out);
  }
  out << "messages in quarantine: " << listing.quarantined.size() << '\n';
  for (const store::InboxRow& row : listing.quarantined) {
    out << "  " << MessageKey(row) << "  " << row.type << "  received "
        << FormatInstant(row.received) << '\n';
    for (const auto& issue : listing.reasons.at(row.id))
      out << "      " << IssueText(issue) << '\n';
    out << "      asks: queue show " << MessageKey(row) << '\n';
    PrintAdvice(Advice(row), "      ", out);
  }
  PrintHolds(listing, out);
  out << "deliveries (newest first): " << listing.deliveries.size() << '\n';
  for (const store::OutboxRow& row : listing.deliveries) {
    out << "  " << ShortKey(row) << "  stay " << model::StayReference(row.stay_key) << "  revision "
        << row.revision << "  to " << row.destination << "  " << model::Name(row.state)
        << "  attempts " << row.attempts;
    if (!row.code.empty()) out << "  " << row.code;
    out << '\n';
    if (row.state == model::DeliveryState::kDead || row.state == model::DeliveryState::kHeld)
      PrintAdvice(Advice(row, listing.holds), "      ", out);
  }
}

}  // namespace

int QueueList(const QueueRequest& request, std::ostream& out, std::ostream& err) {
  const auto store = OpenForReading(request.config, request.brief, err);
  if (!store) return 1;
  const auto listing = FindOrFail(
      *store, [&](store::Rows& rows) { return LoadListing(rows, request.limit); }, err);
  if (!listing) return 1;
  if (request.json) {
    PrintJson(*listing, out);
  } else {
    Print(*listing, out);
  }
  return 0;
}

int QueueShow(const QueueRequest& request, std::ostream& out, std::ostream& err) {
  const auto store = OpenForReading(request.config, request.brief, err);
  if (!store) return 1;
  if (NamesMessage(request.key)) return ShowMessage(*store, request, out, err);
  const auto shown = FindOrFail(
      *store, [&](store::Rows& rows) { return FindShown(rows, request.key); }, err);
  if (!shown) return 1;
  if (shown->stays != 1) {
    err << "error: "
        << (shown->stays == 0 ? "no stay and no delivery has this key; 'queue list' shows them"
                              : "the key fits several stays: give more of it")
        << '\n';
    return 1;
  }
  if (request.json) {
    out << ToJson(shown->view).dump() << '\n';
  } else {
    Print(shown->view, out);
  }
  return 0;
}

}  // namespace wardbridge::engine
