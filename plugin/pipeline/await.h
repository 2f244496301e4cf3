// Awaiting what is not a coroutine: a commit of the store, and work on the pool.
// g++ 12 miscompiles a co_await inside a larger expression (an argument, a condition), and destroys
// temporaries of a co_await expression twice: what goes in and what comes out always gets a name.
#pragma once

#include <type_traits>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/result.h"
#include "edge/store/store.h"

namespace wardbridge::pipeline {

// Queues `work` and resumes on the caller's executor when its fate is durable. `store` must outlive
// the wait.
boost::asio::awaitable<Result<>> Commit(store::Store& store, store::Work work);

template <typename Function>
auto Invoke(Function function) -> boost::asio::awaitable<decltype(function())> {
  co_return function();
}

// Runs `function` on `pool` and resumes on the caller's executor with its value.
template <typename Function>
auto OnPool(boost::asio::any_io_executor pool, Function function)
    -> boost::asio::awaitable<decltype(function())> {
  auto work = Invoke<Function>(std::move(function));
  co_return co_await boost::asio::co_spawn(pool, std::move(work), boost::asio::use_awaitable);
}

// What `find(rows)` gives on a snapshot, read on `pool` (store::Find). `store` must outlive the
// wait.
template <typename Function>
auto FindOnPool(boost::asio::any_io_executor pool, store::Store& store, Function find)
    -> boost::asio::awaitable<std::invoke_result_t<Function&, store::Rows&>> {
  const auto read = [&store, &find] { return store::Find(store, find); };
  auto found = co_await OnPool(pool, read);
  co_return found;
}

}  // namespace wardbridge::pipeline
