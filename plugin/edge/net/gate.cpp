#include "edge/net/gate.h"

#include <algorithm>
#include <chrono>
#include <poll.h>
#include <utility>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include "edge/net/completion.h"
#include "edge/net/endpoint.h"

namespace wardbridge::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr Millis kLongestLimit{std::chrono::hours(24)};

// Nothing was wrong but that nobody is there (any more).
bool IsNobodyThere(const error_code& error) {
  return error == asio::error::would_block || error == asio::error::try_again ||
         error == asio::error::connection_aborted || error == asio::error::interrupted;
}

Error IoError(const std::string& address, const error_code& error) {
  if (error == asio::error::address_in_use) {
    return {Code::kIo, address, "in use: another program listens there"};
  }
  return {Code::kIo, address, error.message()};
}

}  // namespace

// The completion handlers of the two kinds of coroutines. An exception (of memory) has ended the
// coroutine; the connection is closed by its destructor, and what counts is that the gate knows.
struct Gate::VisitEnded {
  std::shared_ptr<Gate> gate;
  std::shared_ptr<Visitor> visitor;
  asio::any_io_executor executor;

  void operator()(const std::exception_ptr& failure) const {
    if (failure) asio::post(executor, [leaver = visitor] { leaver->Abort(); });
    gate->Forget(visitor.get());
  }
};

struct Gate::LoopEnded {
  std::shared_ptr<Gate> gate;

  void operator()(const std::exception_ptr& failure) const {
    if (failure && !gate->stopping_) gate->Start();  // a listener never falls silent
  }
};

Result<std::shared_ptr<Gate>> Gate::Open(const asio::any_io_executor& executor, GateOptions options,
                                         GateEvents events) {
  auto gate = std::make_shared<Gate>(executor, std::move(options), std::move(events));
  if (auto listening = gate->Listen(); !listening) return listening.error();
  return gate;
}

Gate::Gate(const asio::any_io_executor& executor, GateOptions options, GateEvents events)
    : executor_(executor),
      strand_(asio::make_strand(executor)),
      options_(std::move(options)),
      events_(std::move(events)),
      acceptor_(strand_),
      wake_(strand_),
      limit_(strand_, asio::steady_timer::time_point::max()) {}

Result<void> Gate::Listen() {
  const auto endpoint = ParseEndpoint(options_.address);
  if (!endpoint) return endpoint.error();
  error_code error;
  acceptor_.open(endpoint->protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.non_blocking(true, error);
  if (!error) acceptor_.bind(*endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) return IoError(options_.address, error);
  const tcp::endpoint bound = acceptor_.local_endpoint(error);
  if (error) return IoError(options_.address, error);
  port_ = bound.port();
  return {};
}

void Gate::Start() {
  asio::co_spawn(strand_, AcceptLoop(),
                 asio::bind_executor(strand_, LoopEnded{shared_from_this()}));
}

void Gate::Stop(Millis limit, std::function<void()> drained) {
  asio::post(strand_, [self = shared_from_this(), limit, drained = std::move(drained)]() mutable {
    self->BeginStop(limit, std::move(drained));
  });
}

asio::awaitable<void> Gate::AcceptLoop() {
  const auto self = shared_from_this();
  while (!stopping_) {
    bool accepting = false;
    try {
      accepting = co_await AcceptOne();
    } catch (const std::exception&) {
      accepting = false;  // no memory: as with no file descriptor
    }
    if (accepting || stopping_) {
      failure_told_ = false;
      continue;
    }
    if (!std::exchange(failure_told_, true)) events_.failed();
    co_await WaitFor(options_.pause_after_failure);
  }
}

// Waits for somebody outside and lets them in when there is room. False when accepting failed.
asio::awaitable<bool> Gate::AcceptOne() {
  if (full_told_ && !IsSomebodyOutside()) full_told_ = false;
  const auto [waited] = co_await acceptor_.async_wait(tcp::acceptor::wait_read, kTuple);
  if (stopping_) co_return true;
  if (waited) co_return false;
  if (inside_.size() >= options_.max_visitors) {
    if (!std::exchange(full_told_, true)) events_.full();
    co_await WaitFor(options_.look_again);
    co_return true;
  }
  Socket socket(asio::make_strand(executor_));
  error_code error;
  acceptor_.accept(socket, error);
  if (IsNobodyThere(error)) co_return true;
  if (error) co_return false;
  Admit(std::move(socket));
  co_return true;
}

bool Gate::IsSomebodyOutside() {
  pollfd door{acceptor_.native_handle(), POLLIN, 0};
  return poll(&door, 1, 0) > 0;
}

// Ended early by a visitor who leaves and by Stop.
asio::awaitable<void> Gate::WaitFor(Millis duration) {
  wake_.expires_after(duration);
  co_await wake_.async_wait(kTuple);
}

void Gate::Admit(Socket socket) {
  const asio::any_io_executor executor = socket.get_executor();
  std::shared_ptr<Visitor> visitor = events_.admit(std::move(socket));
  inside_.emplace(visitor.get(), Guest{visitor, executor});
  count_.store(inside_.size());
  events_.entered(inside_.size());
  try {
    asio::co_spawn(executor, visitor->Run(),
                   asio::bind_executor(strand_, VisitEnded{shared_from_this(), visitor, executor}));
  } catch (...) {
    Forget(visitor.get());
    throw;
  }
}

void Gate::Forget(const Visitor* visitor) {
  inside_.erase(visitor);
  count_.store(inside_.size());
  events_.left(inside_.size());
  wake_.cancel();
  if (stopping_ && inside_.empty()) ReportDrained();
}

void Gate::BeginStop(Millis limit, std::function<void()> drained) {
  if (drained) drained_.push_back(std::move(drained));
  if (!std::exchange(stopping_, true)) {
    error_code ignored;
    acceptor_.close(ignored);
    wake_.cancel();
    for (const auto& [key, guest] : inside_) {
      asio::post(guest.executor, [visitor = guest.visitor] { visitor->Finish(); });
    }
  }
  if (inside_.empty() || sent_away_) return ReportDrained();
  const auto until = asio::steady_timer::clock_type::now() + std::min(limit, kLongestLimit);
  if (until >= limit_.expiry()) return;
  limit_.expires_at(until);
  limit_.async_wait([self = shared_from_this()](const error_code& error) {
    if (!error) self->SendAway();
  });
}

void Gate::SendAway() {
  sent_away_ = true;
  for (const auto& [key, guest] : inside_) {
    asio::post(guest.executor, [visitor = guest.visitor] { visitor->Abort(); });
  }
  ReportDrained();
}

void Gate::ReportDrained() {
  limit_.cancel();
  for (const auto& drained : std::exchange(drained_, {})) drained();
}

}  // namespace wardbridge::net
