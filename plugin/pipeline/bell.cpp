#include "pipeline/bell.h"

#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace wardbridge::pipeline {

namespace asio = boost::asio;

Bell::Bell(const asio::any_io_executor& executor)
    : strand_(asio::make_strand(executor)), timer_(strand_) {}

void Bell::Ring() {
  asio::post(strand_, [this] {
    rung_ = true;
    timer_.cancel();
  });
}

asio::awaitable<void> Bell::Wait(Millis limit) {
  if (!rung_) {
    timer_.expires_after(limit);
    boost::system::error_code cancelled;  // a ring cancels the timer: that is the point
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
  }
  rung_ = false;
}

}  // namespace wardbridge::pipeline
