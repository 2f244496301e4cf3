// Payload out. A channel carries bytes to one destination and says what became of them; it knows
// nothing of Patients.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/result.h"
#include "model/delivery.h"

namespace wardbridge::channel {

// One step of a test of a destination.
struct TestStep {
  std::string name;  // "certificate"
  bool is_good = false;
  std::string detail;  // what was found, or "code: why not"; nothing of a patient
};

// Thread-safe; one Send at a time for each delivery key. Must outlive its running Sends.
class Channel {
 public:
  Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  virtual ~Channel() = default;

  // The form of the payloads that this channel is to be given.
  [[nodiscard]] virtual model::PayloadForm Form() const { return model::PayloadForm::kCollection; }

  // One attempt, with its own deadlines. Sending the same key again must not make a second document
  // at the receiver (spec/delivery-and-retry section 5). Never throws.
  virtual boost::asio::awaitable<model::Outcome> Send(model::Delivery delivery) = 0;

  // Tries the destination without a delivery, up to the first step that fails. Nothing of a patient
  // is sent.
  virtual boost::asio::awaitable<std::vector<TestStep>> Test() = 0;
};

}  // namespace wardbridge::channel
