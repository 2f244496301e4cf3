// How a tool asks the running host for a change: one durable row, written beside the host's own
// writer.
#pragma once

#include <string>

#include "base/result.h"
#include "edge/store/rows.h"

namespace wardbridge::store {

// Adds `request` to the store at `path` and returns its number, once it is durable. The lease is
// not taken: the holder of the lease applies it. Blocks up to 5 s while the host commits. Errors:
// kNotFound, kUnsupported (another schema), kBusy, kIo, kFull.
[[nodiscard]] Result<std::int64_t> PostRequest(const std::string& path,
                                               const OperatorRequest& request);

}  // namespace wardbridge::store
