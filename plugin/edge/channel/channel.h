// Payload out. A channel carries bytes to one destination and says what became of them; it knows
// nothing of Patients.
#pragma once

#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/result.h"
#include "model/delivery.h"

namespace wardbridge::channel {

// Thread-safe; one Send at a time for each delivery key. Must outlive its running Sends.
class Channel {
 public:
  Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  virtual ~Channel() = default;

  // One attempt, with its own deadlines. Sending the same key again must not make a second document
  // at the receiver (spec/delivery-and-retry section 5). Never throws.
  virtual boost::asio::awaitable<model::Outcome> Send(model::Delivery delivery) = 0;
};

}  // namespace wardbridge::channel
