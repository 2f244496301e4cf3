// A Bundle in XML, for receivers that want it so.
#include "base/json_spans.h"
#include "core/discharge/discharge.h"
#include "core/fhir/node.h"
#include "core/fhir/xml.h"
#include "model/identifier.h"

namespace wardbridge::discharge {

Result<std::string> ToXml(std::string_view bundle) { return fhir::ToXml(bundle); }

std::string IdentifierSearch(std::string_view bundle) {
  const auto members = MembersOf(bundle);
  if (!members) return "";
  const auto identifier = fhir::Node::Parse(Find(*members, "identifier"));
  if (!identifier) return "";
  return model::IdentifierSearch((*identifier)["system"].View(), (*identifier)["value"].View());
}

}  // namespace wardbridge::discharge
