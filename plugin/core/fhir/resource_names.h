// What the two directions of xml.h share: names in places, and the faults both know. Inside of
// core/fhir.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace wardbridge::fhir {

// `name` where it could be the name of an element (letters and digits, "_" in front; at most 64),
// else "?": a place says nothing else of a document.
[[nodiscard]] std::string ElementName(std::string_view name);

// `error` with `step` and a slash put before its place.
[[nodiscard]] Error Below(std::string_view step, Error error);

// A fault of the data at the place it is found; Below adds the way to it.
[[nodiscard]] Error Wrong(std::string_view detail);
[[nodiscard]] Error Unknown(std::string_view name);  // an element that R4 does not have there

}  // namespace wardbridge::fhir
