// How a command has a request of an operator applied: by the running host, or, where none runs, by
// itself.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"
#include "base/timestamp.h"
#include "edge/store/rows.h"
#include "engine/offline_common.h"

namespace wardbridge::engine {

struct Submitted {
  bool applied = false;  // false: refused
  std::string detail;
};

// Waits at most `timeout` for the running host. What `request` asks is durable from then on in any
// case. Errors: kTimeout (it will still be applied), kNotFound (no store), and those of the store.
[[nodiscard]] Result<Submitted> Submit(const Loaded& loaded, store::OperatorRequest request,
                                       Millis timeout);

// The same, of what every such command has: `asked` has person, reason and timeout (offline.h).
template <typename Asked>
[[nodiscard]] Result<Submitted> Submit(const Loaded& loaded, std::string operation,
                                       std::string target, const Asked& asked) {
  store::OperatorRequest request;
  request.operation = std::move(operation);
  request.target = std::move(target);
  request.person = asked.person;
  request.reason = asked.reason;
  return Submit(loaded, std::move(request), asked.timeout);
}

// After a request that has the summary of the stay `target` made: what came of it, in one line.
// Empty when that is not known within `timeout`.
[[nodiscard]] Result<std::string> AwaitSummary(const Loaded& loaded, const std::string& target,
                                               Millis timeout);

}  // namespace wardbridge::engine
