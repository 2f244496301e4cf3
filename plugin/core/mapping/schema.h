// JSON Schemas (draft 7) for editors, made from what the compiler itself goes by: its keys, its
// functions and names, the element definitions.
#pragma once

#include <string>

namespace wardbridge::mapping {

// Of pack.yaml and the files beside it. Ends with a newline.
[[nodiscard]] std::string PackSchema();
// Of overlay.yaml. Refers to the first as pack-1.schema.json beside it.
[[nodiscard]] std::string OverlaySchema();

}  // namespace wardbridge::mapping
