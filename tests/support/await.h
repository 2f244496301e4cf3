// Runs a coroutine of an edge room to its end in a test.
#pragma once

#include <chrono>
#include <stdexcept>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "tests/support/io_threads.h"

namespace wardbridge::test {

template <typename T>
T Await(IoThreads& io, boost::asio::awaitable<T> work) {
  auto future = boost::asio::co_spawn(io.Executor(), std::move(work), boost::asio::use_future);
  if (future.wait_for(std::chrono::seconds(30)) != std::future_status::ready) {
    throw std::runtime_error("the coroutine did not end");
  }
  return future.get();
}

}  // namespace wardbridge::test
