// The message types of the state table (spec/adt-life-cycle section 5) and what this version makes
// of each.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/discharge/options.h"
#include "core/hl7/message.h"
#include "model/event.h"

namespace wardbridge::discharge {

// "ADT^A03" from MSH-9; the trigger from EVN-1 where MSH-9.2 is empty.
[[nodiscard]] std::string MessageType(const hl7::Message& message);

// The event kind of a type, or nothing when the type is none of the state table (A04 only where the
// feed admits by it).
[[nodiscard]] std::optional<model::EventKind> KindOf(std::string_view type,
                                                     const FeedOptions& feed);

}  // namespace wardbridge::discharge
