// The segments of HL7 v2.3 to v2.7.1, their fields and the components of these (chapters 2 to 17,
// the segment attribute tables), to tell a slip of the pen from a path. What any of these versions
// knows is known.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace wardbridge::mapping {

// Whether a segment of this name exists, or it is a Z segment.
[[nodiscard]] bool IsSegmentId(std::string_view id);
// "; did you mean OBX?" where such a name is near, or "".
[[nodiscard]] std::string SuggestSegmentId(std::string_view id);

// What is wrong with the place of a value, "PID-3.4.1" or "OBR > OBX-5.1"; "" where it can be. In Z
// segments and in fields of any content everything can be.
[[nodiscard]] std::string FieldFault(std::string_view place);

}  // namespace wardbridge::mapping
