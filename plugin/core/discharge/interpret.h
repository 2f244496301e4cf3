// What a stored message says happened: message to events (spec/adt-life-cycle sections 2, 3, 8 and
// 9).
#pragma once

#include "base/timestamp.h"
#include "core/discharge/discharge.h"
#include "core/discharge/options.h"

namespace wardbridge::discharge {

// `feed` is the one the message came by.
[[nodiscard]] Interpreted InterpretMessage(const StoredMessage& message, Timestamp received,
                                           const FeedOptions& feed, const Options& options);

}  // namespace wardbridge::discharge
