#include "engine/queue_advice.h"

namespace wardbridge::engine {
namespace {

using model::DeliveryState;

constexpr std::size_t kShortKey = 16;

std::vector<std::string> ReleasesOf(const store::OutboxRow& delivery,
                                    const std::vector<store::Hold>& holds) {
  std::vector<std::string> commands;
  for (const store::Hold& hold : holds) {
    if (hold.kind == store::HoldKind::kDestination && hold.target == delivery.destination)
      commands.push_back("queue release --destination " + hold.target);
    if (hold.kind == store::HoldKind::kStay && hold.target == delivery.stay_key)
      commands.push_back("queue release " + model::StayReference(hold.target));
  }
  return commands;
}

}  // namespace

std::string MessageKey(const store::InboxRow& message) { return "m" + std::to_string(message.id); }

std::string ShortKey(const store::OutboxRow& delivery) { return delivery.key.substr(0, kShortKey); }

std::vector<std::string> Advice(const model::Stay& stay) {
  const std::string reference = stay.Reference();
  if (stay.IsQuarantined()) return {"queue release " + reference, "queue discard " + reference};
  if (stay.set_aside) return {"queue retry " + reference, "queue discard " + reference};
  return {};
}

std::vector<std::string> Advice(const store::InboxRow& message) {
  if (message.state != store::InboxState::kQuarantined) return {};
  const std::string key = MessageKey(message);
  return {"queue retry " + key, "queue discard " + key};
}

std::vector<std::string> Advice(const store::OutboxRow& delivery,
                                const std::vector<store::Hold>& holds) {
  const std::string key = ShortKey(delivery);
  switch (delivery.state) {
    case DeliveryState::kHeld: {
      std::vector<std::string> commands = ReleasesOf(delivery, holds);
      if (commands.empty())
        commands.push_back("queue release --destination " + delivery.destination);
      commands.push_back("queue discard " + key);
      return commands;
    }
    case DeliveryState::kReady:
    case DeliveryState::kInDoubt:
    case DeliveryState::kDead:
      return {"queue retry " + key, "queue discard " + key};
    case DeliveryState::kWaitAck:
      return {"queue discard " + key};
    case DeliveryState::kDelivered:
      return {"queue resend " + key};
    case DeliveryState::kSending:
    case DeliveryState::kReplaced:
    case DeliveryState::kCancelled:
      return {};
  }
  return {};
}

}  // namespace wardbridge::engine
