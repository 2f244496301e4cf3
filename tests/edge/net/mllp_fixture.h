// A listener with a handler that the test can look at and hold back.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include "edge/net/mllp_listener.h"
#include "tests/support/io_threads.h"
#include "tests/support/tcp_peer.h"

namespace wardbridge::test {

inline std::string Framed(const std::string& content) { return "\x0B" + content + "\x1C\r"; }

// Answers every event with "ACK:" and its content. What the content begins with changes that:
//   "hold..."        waits for Release(content) first
//   "close..."       asks for hanging up after the answer
//   "throw"          throws
//   "unreadable"     no answer, and says so
//   "two"            two answers
//   "long"           an answer of 8 MiB
// Thread-safe; shared by the coroutines.
class ScriptedHandler : public std::enable_shared_from_this<ScriptedHandler> {
 public:
  net::MllpHandler AsHandler() {
    return [self = shared_from_this()](std::string, net::FrameEvent event) {
      return Handle(self, std::move(event));
    };
  }
  net::MllpObserver AsObserver() {
    return [self = shared_from_this()](const net::MllpNotice& notice) {
      const std::lock_guard lock(self->mutex_);
      self->notices_.push_back(notice);
      self->changed_.notify_all();
    };
  }

  void Release(const std::string& content) {
    const std::lock_guard lock(mutex_);
    released_.insert(content);
    for (const auto& timer : held_) {
      boost::asio::post(timer->get_executor(), [timer] { timer->cancel(); });
    }
  }

  // "frame(a)" or "fragment/timeout(b)" for each event so far, when there are at least `count`, or
  // what there is after the deadline.
  std::vector<std::string> Events(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kPatience, [&] { return events_.size() >= count; });
    return events_;
  }
  // Waits for a notice of the kind and returns the counts of all of them so far.
  std::vector<std::size_t> Notices(net::MllpNotice::Kind kind, std::size_t count = 1) {
    std::unique_lock lock(mutex_);
    std::vector<std::size_t> counts;
    changed_.wait_for(lock, kPatience, [&] {
      counts.clear();
      for (const net::MllpNotice& notice : notices_) {
        if (notice.kind == kind) counts.push_back(notice.count);
      }
      return counts.size() >= count;
    });
    return counts;
  }
  // Waits for a notice of the kind and returns the reason of the first.
  std::string NoticeReason(net::MllpNotice::Kind kind) {
    (void)Notices(kind);
    const std::lock_guard lock(mutex_);
    for (const net::MllpNotice& notice : notices_) {
      if (notice.kind == kind) return notice.reason;
    }
    return "";
  }
  [[nodiscard]] std::size_t EventCount() {
    const std::lock_guard lock(mutex_);
    return events_.size();
  }

 private:
  static constexpr std::chrono::seconds kPatience{5};

  static boost::asio::awaitable<net::MllpReply> Handle(std::shared_ptr<ScriptedHandler> self,
                                                       net::FrameEvent event) {
    const std::string content = event.bytes;
    self->Note(event);
    if (content.starts_with("hold")) {
      const auto timer =
          std::make_shared<boost::asio::steady_timer>(co_await boost::asio::this_coro::executor);
      while (self->MustWait(content, timer)) {
        co_await timer->async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
      }
    }
    if (content == "throw") throw std::runtime_error("thrown by the test");
    co_return ReplyTo(content);
  }

  static net::MllpReply ReplyTo(const std::string& content) {
    net::MllpReply reply;
    reply.unreadable = content == "unreadable";
    reply.close = content.starts_with("close");
    if (reply.unreadable) return reply;
    reply.answers.push_back("ACK:" + (content == "long" ? std::string(8U << 20U, 'l') : content));
    if (content == "two") reply.answers.emplace_back("ACK:again");
    return reply;
  }

  void Note(const net::FrameEvent& event) {
    using Kind = net::FrameEvent::Kind;
    std::string line = event.kind == Kind::kFragment   ? "fragment/" + event.reason
                       : event.kind == Kind::kOversize ? "oversize"
                       : event.warned                  ? "frame!"
                                                       : "frame";
    line += "(" + event.bytes + ")";
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(line));
    changed_.notify_all();
  }

  bool MustWait(const std::string& content,
                const std::shared_ptr<boost::asio::steady_timer>& timer) {
    const std::lock_guard lock(mutex_);
    held_.erase(timer);
    if (released_.contains(content)) return false;
    timer->expires_at(std::chrono::steady_clock::time_point::max());
    held_.insert(timer);
    return true;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> events_;
  std::vector<net::MllpNotice> notices_;
  std::set<std::string> released_;
  std::set<std::shared_ptr<boost::asio::steady_timer>> held_;
};

struct MllpFixture {
  MllpFixture() {
    options.name = "adt";
    options.address = "127.0.0.1:0";
    options.linger = Millis(300);
  }
  ~MllpFixture() {
    listener.reset();
    io.Join();
  }
  MllpFixture(const MllpFixture&) = delete;
  MllpFixture& operator=(const MllpFixture&) = delete;

  // Starts a listener with `options`; returns its port.
  std::uint16_t Listen() {
    auto bound =
        net::MllpListener::Bind(io.Executor(), options, script->AsHandler(), script->AsObserver());
    BOOST_REQUIRE_MESSAGE(bound.has_value(), "the listener cannot be bound");
    listener = std::move(*bound);
    listener->Start();
    return listener->Port();
  }

  IoThreads io;  // goes last: the script holds timers of its context
  std::shared_ptr<ScriptedHandler> script = std::make_shared<ScriptedHandler>();
  net::MllpOptions options;
  std::unique_ptr<net::MllpListener> listener;
};

// Whether `condition` becomes true before a deadline that no healthy run reaches.
template <typename Condition>
bool Becomes(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

}  // namespace wardbridge::test
