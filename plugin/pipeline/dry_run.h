// What a message would do if it were taken now: applied to a copy, nothing is stored.
#pragma once

#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/result.h"
#include "core/discharge/discharge.h"
#include "edge/store/store.h"
#include "model/issue.h"

namespace wardbridge::pipeline {

struct DryRun {
  std::string bundle;                // what would be sent; empty when nothing
  std::vector<model::Issue> issues;  // quarantine reasons, warnings, faults of the check
};

// Runs in a transaction that is undone; timers of the stays it touches count as due. All must
// outlive the call.
boost::asio::awaitable<Result<DryRun>> TryOut(store::Store& store,
                                              const discharge::Program& program,
                                              boost::asio::any_io_executor pool,
                                              store::InboxRow row);

}  // namespace wardbridge::pipeline
