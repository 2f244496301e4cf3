// A condition that wants a person (spec/delivery-and-retry section 8).
#pragma once

#include <cstdint>
#include <string>

#include "base/timestamp.h"

namespace wardbridge::model {

// No patient data: codes and names of the configuration only.
struct Alarm {
  std::string code;  // stable: "destination.held"
  std::string
      subject;       // what it is about: the name of a destination, a listener; "" the whole host
  std::string text;  // for people: what it is and what to do
  std::int64_t count = 0;  // how often it was met; of counted conditions: how many there are
  Timestamp first;
  Timestamp last;

  friend bool operator==(const Alarm&, const Alarm&) = default;
};

}  // namespace wardbridge::model
