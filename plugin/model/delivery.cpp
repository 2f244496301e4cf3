#include "model/delivery.h"

namespace wardbridge::model {

std::string_view Name(DeliveryState state) {
  switch (state) {
    case DeliveryState::kReady:
      return "ready";
    case DeliveryState::kSending:
      return "sending";
    case DeliveryState::kInDoubt:
      return "in-doubt";
    case DeliveryState::kWaitAck:
      return "wait-ack";
    case DeliveryState::kDelivered:
      return "delivered";
    case DeliveryState::kHeld:
      return "held";
    case DeliveryState::kDead:
      return "dead";
    case DeliveryState::kReplaced:
      return "replaced";
    case DeliveryState::kCancelled:
      return "cancelled";
  }
  return "";
}

std::optional<DeliveryState> DeliveryStateOf(std::string_view name) {
  for (const DeliveryState state : kAllDeliveryStates) {
    if (Name(state) == name) return state;
  }
  return std::nullopt;
}

std::string_view Name(PayloadForm form) {
  switch (form) {
    case PayloadForm::kCollection:
      return "collection";
    case PayloadForm::kTransaction:
      return "transaction";
    case PayloadForm::kCreation:
      return "creation";
  }
  return "";
}

std::optional<PayloadForm> PayloadFormOf(std::string_view name) {
  for (const PayloadForm form :
       {PayloadForm::kCollection, PayloadForm::kTransaction, PayloadForm::kCreation}) {
    if (Name(form) == name) return form;
  }
  return std::nullopt;
}

std::string_view MediaType(PayloadFormat format) {
  return format == PayloadFormat::kXml ? "application/fhir+xml" : "application/fhir+json";
}

}  // namespace wardbridge::model
