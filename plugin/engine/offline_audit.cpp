// `wardbridge audit export`: the record as FHIR R4 AuditEvent resources, one a line.
#include <algorithm>
#include <array>
#include <ostream>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "engine/offline.h"
#include "engine/offline_common.h"
#include "engine/submit.h"

namespace wardbridge::engine {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kDicom = "http://dicom.nema.org/resources/ontology/DCM";
constexpr std::string_view kLifeCycle = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle";
constexpr std::size_t kPart = 1000;

// How one of our events is coded, and what it did: Create, Read, Update, Delete, Execute. Of two
// that fit, the first counts.
struct Coding {
  std::string_view event;  // or its beginning, when it ends in a dot
  std::string_view system;
  std::string_view code;
  std::string_view action;
};
constexpr std::array kCodings = {
    Coding{"message.received", kLifeCycle, "receive", "C"},
    Coding{"message.duplicate", kLifeCycle, "receive", "E"},
    Coding{"message.quarantined", kLifeCycle, "hold", "U"},
    Coding{"stay.quarantined", kLifeCycle, "hold", "U"},
    Coding{"summary.", kLifeCycle, "originate", "C"},
    Coding{"delivery.replaced", kLifeCycle, "deprecate", "U"},
    Coding{"delivery.", kLifeCycle, "transmit", "E"},
    Coding{"operator.hold", kLifeCycle, "hold", "U"},
    Coding{"operator.release", kLifeCycle, "unhold", "U"},
    Coding{"operator.resolve", kLifeCycle, "unhold", "U"},
    Coding{"operator.discard", kLifeCycle, "deprecate", "U"},
    Coding{"operator.backup", kLifeCycle, "archive", "R"},
    Coding{"operator.export", kLifeCycle, "extract", "R"},
    Coding{"operator.", kLifeCycle, "reactivate", "E"},
    Coding{"stay.removed", kLifeCycle, "destroy", "D"},
    Coding{"retention.", kLifeCycle, "destroy", "D"},
    Coding{"", kDicom, "110100", "E"},
};

const Coding& CodingOf(const std::string& event) {
  for (const Coding& coding : kCodings) {
    const bool prefix = coding.event.empty() || coding.event.ends_with('.');
    if (prefix ? event.starts_with(coding.event) : event == coding.event) return coding;
  }
  return kCodings.back();
}

// 0 success; 4 minor failure: it is tried again, or somebody has to look.
const char* OutcomeOf(const store::AuditRow& row) {
  constexpr std::array<std::string_view, 6> kFailures = {
      "message.quarantined", "stay.quarantined",  "summary.set-aside",
      "delivery.dead",       "delivery.in-doubt", "delivery.attempt-failed"};
  const bool failed = std::find(kFailures.begin(), kFailures.end(), row.event) != kFailures.end() ||
                      row.detail.starts_with("refused: ");
  return failed ? "4" : "0";
}

Json EntityOf(const store::AuditRow& row) {
  Json entity = {
      {"what", {{"identifier", {{"value", row.subject.empty() ? "store" : row.subject}}}}}};
  Json detail = Json::array();
  const auto add = [&detail](const char* type, const std::string& value) {
    if (!value.empty()) detail.push_back({{"type", type}, {"valueString", value}});
  };
  add("sequence", std::to_string(row.id));
  add("hash", row.hash);
  add("event", row.event);
  add("stay", row.stay);
  add("destination", row.destination);
  add("sha256", row.digest);
  entity["detail"] = std::move(detail);
  return entity;
}

Json ToAuditEvent(const store::AuditRow& row, const std::string& ods) {
  const Coding& coding = CodingOf(row.event);
  Json event = {{"resourceType", "AuditEvent"}, {"id", "audit-" + std::to_string(row.id)}};
  event["type"] = {{"system", coding.system}, {"code", coding.code}};
  if (row.event == "engine.started")
    event["subtype"] = Json::array({{{"system", kDicom}, {"code", "110120"}}});
  if (row.event == "engine.stopped")
    event["subtype"] = Json::array({{{"system", kDicom}, {"code", "110121"}}});
  event["action"] = coding.action;
  event["recorded"] = FormatInstant(row.at);
  event["outcome"] = OutcomeOf(row);
  if (!row.detail.empty()) event["outcomeDesc"] = row.detail;
  if (!row.reason.empty()) event["purposeOfEvent"] = Json::array({{{"text", row.reason}}});
  const std::string who = row.person.empty() ? "Wardbridge" : row.person;
  event["agent"] = Json::array({{{"who", {{"display", who}}}, {"requestor", !row.person.empty()}}});
  event["source"] = {
      {"observer",
       {{"identifier",
         {{"system", "https://fhir.nhs.uk/Id/ods-organization-code"}, {"value", ods}}},
        {"display", "Wardbridge"}}}};
  event["entity"] = Json::array({EntityOf(row)});
  return event;
}

Result<> Print(store::Store& store, const AuditExportRequest& request, const std::string& ods,
               std::ostream& out) {
  return store.Read([&](store::Rows& rows) -> Result<> {
    std::int64_t last = 0;
    while (true) {
      const auto part = rows.AuditAfter(last, kPart);
      if (!part) return part.error();
      if (part->empty()) return {};
      for (const store::AuditRow& row : *part) {
        const bool wanted =
            (!request.from || row.at >= *request.from) && (!request.to || row.at < *request.to);
        // A sender may have put bytes into a control id that are no UTF-8.
        if (wanted) {
          out << ToAuditEvent(row, ods).dump(-1, ' ', false, Json::error_handler_t::replace)
              << '\n';
        }
      }
      last = part->back().id;
    }
  });
}

}  // namespace

int AuditExport(const AuditExportRequest& request, std::ostream& out, std::ostream& err) {
  const Loaded loaded = LoadForCommand(request.config, request.brief, err);
  if (!loaded.program) return 1;
  {
    const auto store = OpenStoreToRead(loaded.config, err);
    if (!store) return 1;
    const auto printed = Print(*store, request, loaded.config.core.organisation.ods, out);
    if (!printed) return Fail(printed.error(), err);
  }
  const auto recorded = Submit(loaded, "export", "audit", request);
  return recorded ? 0 : Fail(recorded.error(), err);
}

}  // namespace wardbridge::engine
