#include "pipeline/await.h"

#include <memory>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

namespace wardbridge::pipeline {

namespace asio = boost::asio;

namespace {

// Starts the write; `done` comes on the writer's thread and goes back to where the waiter lives.
template <typename Handler>
void StartWrite(Handler handler, store::Store* store, store::Work&& work) {
  auto shared = std::make_shared<Handler>(std::move(handler));
  auto executor = asio::get_associated_executor(*shared);
  auto guard = asio::make_work_guard(executor);
  store->Write(std::move(work), [shared, executor, guard](const Result<>& result) {
    asio::post(executor, [shared, result] { (*shared)(result); });
  });
}

struct Initiation {
  template <typename Handler>
  void operator()(Handler&& handler, store::Store* store, store::Work work) const {
    StartWrite(std::forward<Handler>(handler), store, std::move(work));
  }
};

}  // namespace

asio::awaitable<Result<>> Commit(store::Store& store, store::Work work) {
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(Result<>)>(
      Initiation{}, asio::use_awaitable, &store, std::move(work));
}

}  // namespace wardbridge::pipeline
