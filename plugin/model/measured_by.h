// Names of who measured.
#pragma once

#include <optional>
#include <string_view>

#include "model/reading.h"

namespace wardbridge::model {

// "patient", "related", "staff"; "" not stated: stable, for the store.
[[nodiscard]] std::string_view Name(MeasuredBy by);
[[nodiscard]] std::optional<MeasuredBy> MeasuredByOf(std::string_view name);

}  // namespace wardbridge::model
