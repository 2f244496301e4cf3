// Frame to durable inbox row to acknowledgement: nothing is answered AA before its commit has
// returned (spec/hl7v2-and-mllp section 5).
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/clock.h"
#include "core/discharge/discharge.h"
#include "edge/net/mllp_listener.h"
#include "edge/store/store.h"
#include "pipeline/reporter.h"

namespace wardbridge::pipeline {

// What a sender gets when its message cannot be stored now.
enum class TransientNak { kHangup, kAr, kAe };

// How messages come in: the listener's settings, or those of messages handed in by the engine.
struct Entrance {
  std::string name;  // of the listener; "process" for messages handed in
  std::string feed;
  hl7::AckMode ack = hl7::AckMode::kOriginal;
  TransientNak transient_nak = TransientNak::kHangup;
};

// What became of the messages of one frame.
struct Taken {
  std::vector<discharge::Received> messages;
  std::vector<std::string> answers;  // in order, without those that want none
  std::size_t stored = 0;
  std::size_t ignored = 0;
  std::size_t duplicates = 0;
  std::size_t refused = 0;
  std::size_t unreadable = 0;
  bool failed = false;  // at least one could not be stored: hang up
};

// Thread-safe. Everything it is made with must outlive it and its running calls.
class Intake {
 public:
  // `stored` is called after each frame that left something to project, on any thread.
  Intake(store::Store& store, const discharge::Program& program, Reporter& reporter,
         const Clock& clock, boost::asio::any_io_executor pool, std::function<void()> stored);

  // Handles one event of a listener. `entrance` must outlive the call.
  boost::asio::awaitable<net::MllpReply> OnEvent(const Entrance& entrance, net::FrameEvent event);

  // Takes the content of a frame, or a message handed in. `received` is when it came.
  boost::asio::awaitable<Taken> Take(const Entrance& entrance, std::string content,
                                     Timestamp received);

 private:
  boost::asio::awaitable<std::vector<discharge::Received>> Receive(const Entrance& entrance,
                                                                   std::string content,
                                                                   Timestamp received);
  boost::asio::awaitable<void> Store(const Entrance& entrance, discharge::Received received,
                                     Timestamp at, Taken& taken);
  void KeepFragment(const Entrance& entrance, std::string bytes, std::string reason);
  void Answer(const discharge::Received& received, Timestamp at, Taken& taken);
  void Fail(const Entrance& entrance, const discharge::Received& received, const Error& error,
            Timestamp at, Taken& taken);
  std::string NextAckId();

  store::Store& store_;
  const discharge::Program& program_;
  Reporter& reporter_;
  const Clock& clock_;
  boost::asio::any_io_executor pool_;
  std::function<void()> stored_;
  std::string ack_prefix_;
  std::atomic<std::uint64_t> ack_number_{0};
};

// The inbox row of a message to be stored.
[[nodiscard]] store::InboxRow MakeRow(const std::string& feed, const discharge::Received& received,
                                      Timestamp at);

}  // namespace wardbridge::pipeline
