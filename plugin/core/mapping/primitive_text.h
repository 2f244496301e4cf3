// Texts of a pack against the primitive types of R4 (datatypes.html#primitive).
#pragma once

#include <string>
#include <string_view>

namespace wardbridge::mapping {

// Whether `text` is a value of the primitive type, "date". What has no form of its own is.
[[nodiscard]] bool IsPrimitiveText(std::string_view type, std::string_view text);
// How one looks: "2024-03-31"; "" of a type without a form of its own.
[[nodiscard]] std::string_view PrimitiveExample(std::string_view type);

}  // namespace wardbridge::mapping
