// Writing CSV (RFC 4180).
#pragma once

#include <string>
#include <string_view>

namespace wardbridge {

// One cell of a line: in quotation marks where it must be, and where it holds a #, which begins a
// comment in some tables.
[[nodiscard]] std::string CsvField(std::string_view text);

}  // namespace wardbridge
