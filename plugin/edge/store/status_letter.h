// How the status of a reading or a text stands in its row: OBX-11 F, C, P; W withdrawn.
#pragma once

#include <optional>
#include <string_view>

#include "model/reading.h"

namespace wardbridge::store {

[[nodiscard]] std::string_view StatusLetter(model::ReadingStatus status);
[[nodiscard]] std::optional<model::ReadingStatus> StatusOf(std::string_view letter);

}  // namespace wardbridge::store
