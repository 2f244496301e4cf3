#include "core/discharge/triggers.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace wardbridge::discharge {
namespace {

using model::EventKind;

constexpr std::array<std::pair<std::string_view, EventKind>, 17> kTable = {{
    {"ADT^A01", EventKind::kAdmitted},
    {"ADT^A02", EventKind::kMoved},
    {"ADT^A03", EventKind::kDischarged},
    {"ADT^A08", EventKind::kUpdated},
    {"ADT^A28", EventKind::kPersonUpdated},
    {"ADT^A31", EventKind::kPersonUpdated},
    {"ORU^R01", EventKind::kMeasured},
    {"ADT^A11", EventKind::kAdmissionCancelled},
    {"ADT^A12", EventKind::kMoveCancelled},
    {"ADT^A13", EventKind::kDischargeCancelled},
    {"ADT^A34", EventKind::kPatientMerged},
    {"ADT^A36", EventKind::kPatientMerged},
    {"ADT^A40", EventKind::kPatientMerged},
    {"ADT^A42", EventKind::kVisitMoved},
    {"ADT^A44", EventKind::kVisitMoved},
    {"ADT^A45", EventKind::kVisitMoved},
    // Merges accounts, which nothing here is kept by; it may also change what a visit belongs to.
    {"ADT^A35", EventKind::kUnhandled},
}};

}  // namespace

std::string MessageType(const hl7::Message& message) {
  const hl7::Element type = message.Get("MSH", 9);
  std::string code = UpperAscii(Trim(type.Component(1).Text()));
  std::string trigger = UpperAscii(Trim(type.Component(2).Text()));
  if (trigger.empty()) trigger = UpperAscii(Trim(message.Get("EVN", 1).Text()));
  return code + "^" + trigger;
}

std::optional<EventKind> KindOf(std::string_view type, const FeedOptions& feed) {
  if (type == "ADT^A04") {
    return feed.a04_admits ? std::optional(EventKind::kAdmitted) : std::nullopt;
  }
  for (const auto& [name, kind] : kTable) {
    if (name == type) return kind;
  }
  return std::nullopt;
}

}  // namespace wardbridge::discharge
