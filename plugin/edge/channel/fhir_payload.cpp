#include "edge/channel/fhir_payload.h"

#include <nlohmann/json.hpp>

#include "base/json_spans.h"
#include "model/identifier.h"

namespace wardbridge::channel {
namespace {

using model::PayloadFormat;

Result<std::string> WithXmlId(std::string_view xml, std::string_view id) {
  constexpr std::string_view kRoot = R"(<Bundle xmlns="http://hl7.org/fhir">)";
  constexpr std::string_view kIdStart = R"(<id value=")";
  constexpr std::string_view kIdEnd = R"("/>)";
  if (!xml.starts_with(kRoot)) return Error{Code::kMalformed, "XML", "not a Bundle"};
  std::string_view rest = xml.substr(kRoot.size());
  if (rest.starts_with(kIdStart)) {
    const std::size_t end = rest.find(kIdEnd);
    if (end == std::string_view::npos) return Error{Code::kMalformed, "XML", "not a Bundle"};
    rest.remove_prefix(end + kIdEnd.size());
  }
  std::string changed(kRoot);
  if (!id.empty()) changed.append(kIdStart).append(id).append(kIdEnd);
  return changed.append(rest);
}

}  // namespace

std::string SearchFor(const model::Delivery& delivery) {
  if (delivery.format == PayloadFormat::kXml) return delivery.search;
  const auto members = MembersOf(delivery.payload);
  if (!members) return "";
  const auto identifier = nlohmann::json::parse(Find(*members, "identifier"), nullptr, false);
  if (!identifier.is_object()) return "";
  const auto text = [&identifier](const char* key) {
    const auto found = identifier.find(key);
    return found != identifier.end() && found->is_string() ? found->get<std::string>() : "";
  };
  return model::IdentifierSearch(text("system"), text("value"));
}

Result<std::string> WithId(const model::Delivery& delivery, std::string_view id) {
  if (delivery.format == PayloadFormat::kXml) return WithXmlId(delivery.payload, id);
  const std::string value = id.empty() ? "" : "\"" + std::string(id) + "\"";
  return WithMember(delivery.payload, "id", value);
}

}  // namespace wardbridge::channel
