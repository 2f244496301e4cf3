// The chain of the audit: each row's hash covers its content and the hash of the row before.
//
//   hash      = lower-case hex SHA-256 of ( previous field ... )
//   field     = length in decimal digits ":" bytes ","
//   previous  = the hash of the row before as a field; of row 1 kAuditStart
//
// A field is a netstring: no two rows have one form. The fields after `previous` are id, at
// (milliseconds), event, subject, stay, destination, operator, reason, digest and detail.
#pragma once

#include <string>
#include <string_view>

#include "edge/store/rows.h"

namespace wardbridge::store {

inline constexpr std::string_view kAuditStart = "wardbridge audit 1";

// The hash that `row` must have; its own `hash` is not looked at. Pure.
[[nodiscard]] std::string AuditHash(std::string_view previous, const AuditRow& row);

}  // namespace wardbridge::store
