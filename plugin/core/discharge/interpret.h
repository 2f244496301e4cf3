// What a stored message says happened: message to events (spec/adt-life-cycle sections 2, 3, 8 and
// 9).
#pragma once

#include "base/timestamp.h"
#include "core/discharge/discharge.h"
#include "core/discharge/options.h"

namespace wardbridge::discharge {

// `feed` is the one the message came by. `reads` is told what is read of it; it and `trace` may be
// null. Rules told: message.patient, time, spell.key, ward, those of detect.h and disposition.h,
// hold.
[[nodiscard]] Interpreted InterpretMessage(const StoredMessage& message, Timestamp received,
                                           const FeedOptions& feed, const Options& options,
                                           Trace* trace = nullptr, hl7::ReadLog* reads = nullptr);

}  // namespace wardbridge::discharge
