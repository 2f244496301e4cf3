// Runs a program of the operator's: text in, an exit code out, within a deadline.
#pragma once

#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/result.h"
#include "base/timestamp.h"

namespace wardbridge::net {

struct ProgramCall {
  std::vector<std::string>
      arguments;         // the first is the program: a path, or a name looked up in PATH
  std::string input;     // its standard input, at most kMostInput
  Millis limit{10'000};  // then it is killed, with all that it started
};
inline constexpr std::size_t kMostInput = 16U << 10U;

// Runs it in a process group of its own, without any of our files, without a shell; what it writes
// goes nowhere. No signal handler is needed: a host's own children are left alone. Errors:
// kNotFound when it cannot be started, kClosed for an exit code that is not 0, kTimeout, kIo. Never
// throws but for memory.
boost::asio::awaitable<Result<>> RunProgram(boost::asio::any_io_executor executor,
                                            ProgramCall call);

}  // namespace wardbridge::net
