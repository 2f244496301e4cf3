// The first look at the content of a frame: take it apart, identify each message, prepare its
// answer. On the path of the acknowledgement, so it reads a dozen fields and no more
// (spec/hl7v2-and-mllp sections 1, 3 and 5).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"
#include "core/discharge/discharge.h"
#include "core/discharge/options.h"

namespace wardbridge::discharge {

// Rules told: message.live, message.type.
[[nodiscard]] std::vector<Received> ReceiveContent(std::string_view content,
                                                   const FeedOptions& feed, hl7::AckMode ack_mode,
                                                   Timestamp now, const std::string& ack_id,
                                                   Trace* trace = nullptr);

[[nodiscard]] std::string RefuseOversizeFrame(std::string_view start, hl7::AckMode ack_mode,
                                              Timestamp now, const std::string& ack_id);

// The feed of that name. One that left the configuration may still have stored messages: they are
// read with the defaults. Good while `options` live.
[[nodiscard]] const FeedOptions& FeedOf(const Options& options, const std::string& name);

// Parse with the settings of a feed. `reads`, which may be null, is told what is read.
[[nodiscard]] Result<hl7::Message> ParseFor(const FeedOptions& feed, std::string bytes,
                                            hl7::ReadLog* reads = nullptr);

}  // namespace wardbridge::discharge
