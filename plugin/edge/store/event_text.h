// The text in which a row keeps what a message says of its stay.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "model/event.h"

namespace wardbridge::store {

// Everything but readings, as one line of JSON. "" for null. Patient data.
[[nodiscard]] std::string TextOf(const model::Event* event);

// Null for "" and for what TextOf did not make.
[[nodiscard]] std::shared_ptr<const model::Event> EventOf(std::string_view text);

}  // namespace wardbridge::store
