// One payload on its way to one destination (spec/delivery-and-retry).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.h"

namespace wardbridge::model {

enum class DeliveryState {
  kReady,
  kSending,
  kInDoubt,
  kWaitAck,
  kDelivered,
  kHeld,
  kDead,
  kReplaced,  // a later revision took its place before it was sent
  kCancelled  // an operator gave it up
};
inline constexpr DeliveryState kAllDeliveryStates[] = {
    DeliveryState::kReady,   DeliveryState::kSending,   DeliveryState::kInDoubt,
    DeliveryState::kWaitAck, DeliveryState::kDelivered, DeliveryState::kHeld,
    DeliveryState::kDead,    DeliveryState::kReplaced,  DeliveryState::kCancelled};
[[nodiscard]] std::string_view Name(DeliveryState state);  // "in-doubt"
[[nodiscard]] std::optional<DeliveryState> DeliveryStateOf(std::string_view name);

// The form of a payload. All say the same; a receiver wants one of them. kCreation is a transaction
// that leaves what the receiver has as it is, in later revisions too.
enum class PayloadForm { kCollection, kTransaction, kCreation };
[[nodiscard]] std::string_view Name(PayloadForm form);  // "transaction"
[[nodiscard]] std::optional<PayloadForm> PayloadFormOf(std::string_view name);

// How a payload is written. The same in both, to the last digit.
enum class PayloadFormat { kJson, kXml };
[[nodiscard]] std::string_view MediaType(PayloadFormat format);  // "application/fhir+json"

// What a channel gets. It carries bytes and knows nothing of what is in them.
struct Delivery {
  std::string key;  // idempotency key: lower-case hex SHA-256 of stay key, revision, destination
  std::string destination;  // name in the configuration
  std::string stay;         // Stay::Reference()
  int revision = 1;
  int attempt = 1;        // this one, from 1
  bool in_doubt = false;  // a former attempt may have arrived

  PayloadForm form = PayloadForm::kCollection;
  std::string payload;  // bytes to send, patient data
  PayloadFormat format = PayloadFormat::kJson;
  std::string search;    // of a payload in XML: "identifier=system|value" of the Bundle, "" when it
                         // has none
  std::string document;  // the PDF bytes, for channels that carry it beside the payload
  std::string bundle_identifier;  // UUID, same for all revisions of a stay
  std::string version_id;         // "1"
  std::string former_evidence;    // Outcome::evidence of the last earlier revision of the stay that
                                  // this destination has; "" when there is none
};

// What became of one attempt.
struct Outcome {
  enum class Kind {
    kDelivered,      // final success
    kTransient,      // try again later
    kPermanent,      // never again by itself
    kConfiguration,  // hold the whole channel
    kInDoubt,        // not known whether it arrived
  };
  Kind kind = Kind::kTransient;
  std::string code;    // stable: "folder.no-space"
  std::string detail;  // for people, without patient data
  std::string
      evidence;  // what the receiver said it did, or where the result lies; without patient data
  std::optional<Millis> retry_after;
  bool server_error = false;  // with kTransient: the receiver failed on this very message (a 500)
};

}  // namespace wardbridge::model
