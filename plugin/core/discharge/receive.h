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

[[nodiscard]] std::vector<Received> ReceiveContent(std::string_view content,
                                                   const FeedOptions& feed, hl7::AckMode ack_mode,
                                                   Timestamp now, const std::string& ack_id);

[[nodiscard]] std::string RefuseOversizeFrame(std::string_view start, hl7::AckMode ack_mode,
                                              Timestamp now, const std::string& ack_id);

// Parse with the settings of a feed.
[[nodiscard]] Result<hl7::Message> ParseFor(const FeedOptions& feed, std::string bytes);

}  // namespace wardbridge::discharge
