#include "tests/bench/raw_server.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fcntl.h>
#include <unistd.h>

#include "edge/net/mllp_listener.h"

namespace wardbridge::bench {

namespace asio = boost::asio;

namespace {

// Group commit over a plain file.
class RawLog {
 public:
  explicit RawLog(const std::string& file)
      : descriptor_(::open(file.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_APPEND, 0600)) {
    if (descriptor_ < 0) throw std::runtime_error("the raw log cannot be opened");
    writer_ = std::thread([this] { Run(); });
  }
  RawLog(const RawLog&) = delete;
  RawLog& operator=(const RawLog&) = delete;
  ~RawLog() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    writer_.join();
    ::close(descriptor_);
  }

  void Append(std::string bytes, std::function<void()> done) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.emplace_back(std::move(bytes), std::move(done));
    }
    wake_.notify_one();
  }

 private:
  void Run() {
    while (true) {
      std::vector<std::pair<std::string, std::function<void()>>> batch;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        batch.swap(waiting_);
      }
      std::string all;
      for (const auto& record : batch) all += record.first;
      const auto size = static_cast<ssize_t>(all.size());
      if (::write(descriptor_, all.data(), all.size()) != size || ::fdatasync(descriptor_) != 0) {
        std::abort();  // a benchmark whose disk fails has nothing to say
      }
      for (const auto& record : batch) record.second();
    }
  }

  int descriptor_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<std::pair<std::string, std::function<void()>>> waiting_;
  bool stopping_ = false;
  std::thread writer_;
};

struct Append {
  template <typename Handler>
  void operator()(Handler&& handler, RawLog* log, std::string&& bytes) const {
    auto shared = std::make_shared<std::decay_t<Handler>>(std::forward<Handler>(handler));
    auto executor = asio::get_associated_executor(*shared);
    log->Append(std::move(bytes), [shared, executor, guard = asio::make_work_guard(executor)] {
      asio::post(executor, [shared] { (*shared)(); });
    });
  }
};

asio::awaitable<net::MllpReply> Answer(RawLog& log, net::FrameEvent event) {
  net::MllpReply reply;
  co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(
      Append{}, asio::use_awaitable, &log, std::move(event.bytes));
  reply.answers.emplace_back(
      "MSH|^~\\&|TIE|RXX|PAS|RXX|20261102100101||ACK^A08^ACK|1|P|2.4\rMSA|AA|1\r");
  co_return reply;
}

class Server final : public RawServer {
 public:
  explicit Server(const std::string& file) : log_(file), work_(io_.get_executor()) {
    net::MllpOptions options;
    options.name = "raw";
    options.address = "127.0.0.1:0";
    auto bound = net::MllpListener::Bind(
        io_.get_executor(), options,
        [this](const std::string&, net::FrameEvent event) {
          return Answer(log_, std::move(event));
        },
        [](const net::MllpNotice&) {});
    if (!bound) throw std::runtime_error(bound.error().Text());
    listener_ = std::move(*bound);
    listener_->Start();
    for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { io_.run(); });
  }
  ~Server() override {
    io_.stop();
    for (std::thread& thread : threads_) thread.join();
  }
  [[nodiscard]] std::uint16_t Port() const override { return listener_->Port(); }

 private:
  RawLog log_;
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::unique_ptr<net::MllpListener> listener_;
  std::vector<std::thread> threads_;
};

}  // namespace

std::unique_ptr<RawServer> RawServer::Start(const std::string& file) {
  return std::make_unique<Server>(file);
}

}  // namespace wardbridge::bench
