#include "edge/store/event_text.h"

#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace wardbridge::store {
namespace {

using Json = nlohmann::json;
using model::Event;
using model::EventKind;
using model::Issue;

// Grows when what is kept changes its meaning; rows of another form are read from the message.
constexpr int kForm = 1;

constexpr std::pair<EventKind, const char*> kKinds[] = {
    {EventKind::kAdmitted, "admitted"},
    {EventKind::kMoved, "moved"},
    {EventKind::kDischarged, "discharged"},
    {EventKind::kUpdated, "updated"},
    {EventKind::kPersonUpdated, "person-updated"},
    {EventKind::kAdmissionCancelled, "admission-cancelled"},
    {EventKind::kMoveCancelled, "move-cancelled"},
    {EventKind::kDischargeCancelled, "discharge-cancelled"},
    {EventKind::kPatientMerged, "patient-merged"},
    {EventKind::kVisitMoved, "visit-moved"},
    {EventKind::kMeasured, "measured"},
    {EventKind::kUnhandled, "unhandled"}};

Json TimeOf(const std::optional<Timestamp>& time) { return time ? Json(time->UnixMs()) : Json(); }
std::optional<Timestamp> TimeIn(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return Timestamp::FromUnixMs(json.get<std::int64_t>());
}

Json IdsOf(const model::PatientIds& ids) {
  Json json = {{"nhs", ids.nhs_number ? ids.nhs_number->Reveal() : std::string()},
               {"birth", ids.birth_date.Reveal()},
               {"local", Json::array()},
               {"former", Json::array()}};
  for (const auto& local : ids.local) json["local"].push_back(local.Reveal());
  for (const auto& former : ids.former) json["former"].push_back(former.Reveal());
  return json;
}
model::PatientIds IdsIn(const Json& json) {
  model::PatientIds ids;
  ids.nhs_number = model::NhsNumber::Parse(json.at("nhs").get<std::string>());
  ids.birth_date = Phi<std::string>(json.at("birth").get<std::string>());
  for (const Json& local : json.at("local")) ids.local.emplace_back(local.get<std::string>());
  for (const Json& former : json.at("former")) {
    if (auto number = model::NhsNumber::Parse(former.get<std::string>())) {
      ids.former.push_back(std::move(*number));
    }
  }
  return ids;
}

Json IssuesOf(const std::vector<Issue>& issues) {
  Json json = Json::array();
  for (const Issue& issue : issues) {
    json.push_back(
        {static_cast<int>(issue.severity), issue.code, issue.path, issue.text, issue.rule});
  }
  return json;
}
std::vector<Issue> IssuesIn(const Json& json) {
  std::vector<Issue> issues;
  for (const Json& issue : json) {
    issues.push_back({static_cast<Issue::Severity>(issue.at(0).get<int>()),
                      issue.at(1).get<std::string>(), issue.at(2).get<std::string>(),
                      issue.at(3).get<std::string>(), issue.at(4).get<std::string>()});
  }
  return issues;
}

Json WardOf(const std::optional<model::Ward>& ward) {
  if (!ward) return Json();
  return {{"code", ward->code},
          {"name", ward->name},
          {"class", ward->encounter_class},
          {"scale", ward->spo2_scale},
          {"grace", ward->grace_ms},
          {"thresholds", model::TextOf(ward->thresholds)}};
}
std::optional<model::Ward> WardIn(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return model::Ward{json.at("code").get<std::string>(), json.at("name").get<std::string>(),
                     json.at("class").get<std::string>(), json.at("scale").get<int>(),
                     json.at("grace").get<std::int64_t>(),
                     // Of an older version: what a ward had that said nothing.
                     model::ThresholdsOf(json.value("thresholds", std::string())).value()};
}

Event Read(const Json& json) {
  Event event;
  const std::string kind = json.at("kind").get<std::string>();
  for (const auto& [known, name] : kKinds) {
    if (kind == name) event.kind = known;
  }
  event.trigger = json.at("trigger").get<std::string>();
  event.inbox_id = json.at("id").get<std::int64_t>();
  event.feed = json.at("feed").get<std::string>();
  event.received = Timestamp::FromUnixMs(json.at("received").get<std::int64_t>());
  event.version = json.at("version").get<std::string>();
  event.occurred = TimeIn(json.at("occurred"));
  event.sent = TimeIn(json.at("sent"));
  event.patient = IdsIn(json.at("patient"));
  event.visit.spell_keys = json.at("spell").get<std::vector<std::string>>();
  event.visit.admitted = TimeIn(json.at("admitted"));
  event.visit.discharged = TimeIn(json.at("discharged"));
  event.location_stated = json.at("location").get<bool>();
  event.ward = WardIn(json.at("ward"));
  event.from_virtual_ward = json.at("from").get<bool>();
  event.ward_excluded = json.at("excluded").get<bool>();
  event.starts_by_transfer = json.at("by-transfer").get<bool>();
  event.a02_exit_ends_stay = json.at("exit-ends").get<bool>();
  event.discharge_method = json.at("method").get<std::string>();
  event.discharge_destination = json.at("destination").get<std::string>();
  event.merged = IdsIn(json.at("merged"));
  event.merged_spell_keys = json.at("merged-spell").get<std::vector<std::string>>();
  event.holds = IssuesIn(json.at("holds"));
  event.warnings = IssuesIn(json.at("warnings"));
  return event;
}

}  // namespace

std::string TextOf(const model::Event* event) {
  if (event == nullptr) return "";
  std::string kind;
  for (const auto& [known, name] : kKinds) {
    if (event->kind == known) kind = name;
  }
  const Json json = {{"form", kForm},
                     {"kind", kind},
                     {"trigger", event->trigger},
                     {"id", event->inbox_id},
                     {"feed", event->feed},
                     {"received", event->received.UnixMs()},
                     {"version", event->version},
                     {"occurred", TimeOf(event->occurred)},
                     {"sent", TimeOf(event->sent)},
                     {"patient", IdsOf(event->patient)},
                     {"spell", event->visit.spell_keys},
                     {"admitted", TimeOf(event->visit.admitted)},
                     {"discharged", TimeOf(event->visit.discharged)},
                     {"location", event->location_stated},
                     {"ward", WardOf(event->ward)},
                     {"from", event->from_virtual_ward},
                     {"excluded", event->ward_excluded},
                     {"by-transfer", event->starts_by_transfer},
                     {"exit-ends", event->a02_exit_ends_stay},
                     {"method", event->discharge_method},
                     {"destination", event->discharge_destination},
                     {"merged", IdsOf(event->merged)},
                     {"merged-spell", event->merged_spell_keys},
                     {"holds", IssuesOf(event->holds)},
                     {"warnings", IssuesOf(event->warnings)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::shared_ptr<const model::Event> EventOf(std::string_view text) {
  if (text.empty()) return nullptr;
  try {
    const Json json = Json::parse(text);
    if (json.at("form").get<int>() != kForm) return nullptr;
    return std::make_shared<const Event>(Read(json));
  } catch (const std::exception&) {
    return nullptr;  // the libraries tell of every fault by an exception
  }
}

}  // namespace wardbridge::store
