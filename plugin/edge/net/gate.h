// The door of one port: accepts connections up to a limit, keeps the list of who is inside, and
// sees everybody out when it closes. What is spoken inside is the visitor's business. Inside of
// edge/net.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "base/result.h"
#include "base/timestamp.h"

namespace wardbridge::net {

// One connection. Run() goes on its executor, a strand of its own; the others are called there.
class Visitor {
 public:
  Visitor() = default;
  Visitor(const Visitor&) = delete;
  Visitor& operator=(const Visitor&) = delete;
  virtual ~Visitor() = default;

  // The whole visit; the connection is over when it returns or throws.
  virtual boost::asio::awaitable<void> Run() = 0;
  // Reads no more, finishes what is in hand and leaves.
  virtual void Finish() = 0;
  // Leaves at once: closes the socket.
  virtual void Abort() = 0;
};

struct GateOptions {
  std::string address;
  std::size_t max_visitors = 256;   // beyond it nobody is accepted; the kernel's queue holds them
  Millis pause_after_failure{100};  // when accepting failed: no file descriptor left, for instance
  Millis look_again{1'000};         // how long a full gate waits at most before it looks again
};

// What the gate asks for and tells, always on its own strand. None may block; none may throw except
// `admit`.
struct GateEvents {
  // Makes the visitor of a new connection, whose socket's executor is the visitor's strand.
  std::function<std::shared_ptr<Visitor>(boost::asio::ip::tcp::socket)> admit;
  std::function<void(std::size_t inside)> entered;
  std::function<void(std::size_t inside)> left;
  std::function<void()> full;    // somebody waits outside; told once until nobody does
  std::function<void()> failed;  // accepting failed; told once until it works again
};

// Thread-safe. Coroutines in flight keep it alive; the executor's context must outlive it.
class Gate : public std::enable_shared_from_this<Gate> {
 public:
  // Binds and listens; accepts from Start() on. Errors: kIo with the address and the reason.
  [[nodiscard]] static Result<std::shared_ptr<Gate>> Open(
      const boost::asio::any_io_executor& executor, GateOptions options, GateEvents events);

  Gate(const boost::asio::any_io_executor& executor, GateOptions options, GateEvents events);

  void Start();
  // Accepts nobody any more, asks every visitor to finish, sends away who is still there after
  // `limit`. `drained` is called once, on the gate's strand, when nobody is left or `limit` has
  // passed; it may be empty. A second call can only shorten the limit.
  void Stop(Millis limit, std::function<void()> drained);

  [[nodiscard]] std::uint16_t Port() const { return port_; }
  [[nodiscard]] std::size_t Count() const { return count_.load(); }

 private:
  using Socket = boost::asio::ip::tcp::socket;
  struct Guest {
    std::shared_ptr<Visitor> visitor;
    boost::asio::any_io_executor executor;
  };
  struct VisitEnded;
  struct LoopEnded;

  [[nodiscard]] Result<void> Listen();
  // The members below run on `strand_`.
  boost::asio::awaitable<void> AcceptLoop();
  boost::asio::awaitable<bool> AcceptOne();
  [[nodiscard]] bool IsSomebodyOutside();
  boost::asio::awaitable<void> WaitFor(Millis duration);
  void Admit(Socket socket);
  void Forget(const Visitor* visitor);
  void BeginStop(Millis limit, std::function<void()> drained);
  void SendAway();
  void ReportDrained();

  boost::asio::any_io_executor executor_;
  boost::asio::strand<boost::asio::any_io_executor> strand_;
  GateOptions options_;
  GateEvents events_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer wake_;   // the accept loop's pause
  boost::asio::steady_timer limit_;  // of Stop
  std::uint16_t port_ = 0;
  std::atomic<std::size_t> count_{0};
  std::unordered_map<const Visitor*, Guest> inside_;
  std::vector<std::function<void()>> drained_;
  bool stopping_ = false;
  bool sent_away_ = false;
  bool full_told_ = false;
  bool failure_told_ = false;
};

}  // namespace wardbridge::net
