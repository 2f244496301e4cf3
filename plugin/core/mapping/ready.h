// What a pack always writes, made ready as JSON when it is compiled. A run without an explanation
// copies it; one with an explanation goes line by line and writes the same bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/fhir/json_writer.h"
#include "core/mapping/line.h"
#include "core/mapping/table.h"

namespace wardbridge::mapping {

// Fills Field::ready and Line::ready of these elements and of all below them.
void MakeReady(std::vector<Field>& fields);

// Of a resource of this type and profile. `has_meta`: the pack has elements of its own for meta.
[[nodiscard]] Head MakeHead(std::string_view type, std::string_view profile, bool has_meta);

void WriteCoding(std::string_view system, std::string_view code, std::string_view display,
                 fhir::JsonWriter& writer);
// The Coding of a row; "" when nothing of it can be written.
[[nodiscard]] std::string CodingOf(const Row& row);

}  // namespace wardbridge::mapping
