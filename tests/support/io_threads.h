// An io_context with threads of its own for a test of the edge rooms.
#pragma once

#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

namespace wardbridge::test {

// Runs until it is destroyed; then the threads are joined and what still waits is dropped.
class IoThreads {
 public:
  explicit IoThreads(int count = 2) : work_(context_.get_executor()) {
    for (int i = 0; i < count; ++i) {
      threads_.emplace_back([this] { context_.run(); });
    }
  }
  IoThreads(const IoThreads&) = delete;
  IoThreads& operator=(const IoThreads&) = delete;
  ~IoThreads() { Join(); }

  // Ends the threads; call it before what the handlers use is destroyed.
  void Join() {
    context_.stop();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  [[nodiscard]] boost::asio::io_context::executor_type Executor() {
    return context_.get_executor();
  }

 private:
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::vector<std::thread> threads_;
};

}  // namespace wardbridge::test
