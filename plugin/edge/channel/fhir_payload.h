// What the channel fhir has to know of a payload, in JSON or XML: how a server is asked for it, and
// its id. Everything else stays as it is, byte for byte. Inside of edge/channel. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/delivery.h"

namespace wardbridge::channel {

// "identifier=system|value" of the Bundle; "" when it has none.
[[nodiscard]] std::string SearchFor(const model::Delivery& delivery);

// The payload with `id`, an id of FHIR, as the Bundle's own; without one when `id` is "". XML is
// expected as the core writes it: the root with its namespace and nothing else, then the id.
// Errors: kMalformed when it is no such Bundle.
[[nodiscard]] Result<std::string> WithId(const model::Delivery& delivery, std::string_view id);

}  // namespace wardbridge::channel
