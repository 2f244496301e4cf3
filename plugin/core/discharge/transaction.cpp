#include "core/discharge/transaction.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "base/json_spans.h"
#include "core/fhir/json_writer.h"
#include "core/fhir/node.h"
#include "model/identifier.h"

namespace wardbridge::discharge {
namespace {

constexpr std::array<std::string_view, 3> kIdentified = {"Patient", "Encounter", "Observation"};
constexpr std::array<std::string_view, 2> kPreferredSystems = {
    "https://fhir.nhs.uk/Id/nhs-number", "https://fhir.nhs.uk/Id/ods-organization-code"};

Error Malformed(std::string where) {
  return {Code::kMalformed, std::move(where), "is not as the transaction needs it"};
}

std::string SearchFor(const fhir::Node& identifier) {
  return model::IdentifierSearch(identifier["system"].View(), identifier["value"].View());
}

std::string SearchFor(const fhir::Node& resource, std::string_view type) {
  if (type == "DocumentReference") return SearchFor(resource["masterIdentifier"]);
  const std::vector<fhir::Node> identifiers = resource["identifier"].Items();
  for (const std::string_view system : kPreferredSystems) {
    for (const fhir::Node& identifier : identifiers) {
      if (identifier["system"].View() == system) return SearchFor(identifier);
    }
  }
  for (const fhir::Node& identifier : identifiers) {
    std::string search = SearchFor(identifier);
    if (!search.empty()) return search;
  }
  return "";
}

void AppendRequest(std::string_view type, bool is_update, std::string_view search,
                   std::string& out) {
  fhir::JsonWriter writer(out);
  writer.BeginObject();
  writer.Key("method");
  writer.String(is_update ? "PUT" : "POST");
  writer.Key("url");
  writer.String(is_update ? std::string(type) + "?" + std::string(search) : std::string(type));
  writer.Key("ifNoneExist");
  writer.String(is_update ? std::string_view() : search);
  writer.EndObject();
}

Result<> AppendEntry(std::string_view text, const fhir::Node& entry, bool is_correction,
                     std::string& out) {
  const auto members = MembersOf(text);
  if (!members) return members.error();
  const std::string_view full_url = Find(*members, "fullUrl");
  std::string_view resource = Find(*members, "resource");
  const std::string type = entry["resource"]["resourceType"].Text();
  if (full_url.empty() || resource.empty() || type.empty()) return Malformed("Bundle.entry");
  const bool is_known =
      std::find(kIdentified.begin(), kIdentified.end(), type) != kIdentified.end();
  const bool is_needed = is_known || type == "Organization" || type == "DocumentReference";
  const std::string search = SearchFor(entry["resource"], type);
  if (is_needed && search.empty()) {
    return Error{Code::kMissing, type, "has no identifier, so it could be made twice"};
  }
  // A withdrawn document keeps its masterIdentifier, so it is the same one, changed.
  const bool is_withdrawn =
      type == "DocumentReference" && entry["resource"]["status"].View() == "entered-in-error";
  const bool is_update = (is_known || is_withdrawn) && is_correction;
  std::string without_id;
  if (is_update) {
    auto changed = WithMember(resource, "id", "");
    if (!changed) return changed.error();
    without_id = std::move(*changed);
    resource = without_id;
  }
  out.append("{\"fullUrl\":").append(full_url).append(",\"resource\":").append(resource);
  out.append(",\"request\":");
  AppendRequest(type, is_update, search, out);
  out.push_back('}');
  return {};
}

}  // namespace

Result<std::string> MakeTransaction(std::string_view collection, int revision, Updates updates) {
  const bool is_correction = revision > 1 && updates == Updates::kAllowed;
  const auto bundle = fhir::Node::Parse(collection);
  if (!bundle) return bundle.error();
  const auto members = MembersOf(collection);
  if (!members) return members.error();
  const auto entries = ItemsOf(Find(*members, "entry"));
  if (!entries) return entries.error();
  constexpr std::size_t kBytesPerRequest = 160;
  std::string out = "{";
  out.reserve(collection.size() + entries->size() * kBytesPerRequest);
  for (const JsonMember& member : *members) {
    if (out.size() > 1) out.push_back(',');
    out.append("\"").append(member.key).append("\":");
    if (member.key == "type") {
      out.append("\"transaction\"");
    } else if (member.key != "entry") {
      out.append(member.value);
    } else {
      out.push_back('[');
      for (std::size_t i = 0; i < entries->size(); ++i) {
        if (i > 0) out.push_back(',');
        const fhir::Node entry = (*bundle)["entry"].At(i);
        if (auto added = AppendEntry((*entries)[i], entry, is_correction, out); !added) {
          return added.error();
        }
      }
      out.push_back(']');
    }
  }
  out.push_back('}');
  return out;
}

}  // namespace wardbridge::discharge
