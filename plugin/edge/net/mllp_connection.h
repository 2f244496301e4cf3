// One MLLP connection: reads, frames, asks the handler, writes the answers in order. Inside of
// edge/net.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>

#include "edge/net/framer.h"
#include "edge/net/gate.h"
#include "edge/net/mllp_listener.h"
#include "edge/net/tls.h"

namespace wardbridge::net {

// What all connections of a listener share.
struct MllpSettings {
  MllpOptions options;
  MllpHandler handler;
  MllpObserver observer;

  // Tells the observer, if there is one; what it throws is dropped.
  void Notify(MllpNotice::Kind kind, std::size_t count) const;
  void Notify(const MllpNotice& notice) const;
};

// Everything runs on the strand of `socket`. Frames wait in `in_hand_` from the call of the handler
// until their answers are written; no byte is read while options.in_flight of them do. The reader
// ends in one of two ways:
//
// - by EOF, by an error, by the frame timeout, by Finish(): what was read is handled and answered
//   first;
// - by `closing_` (a reply with close, too much noise, ten unreadable frames, an answer that cannot
//   be written): what was read and not yet handed over is dropped, later answers are not sent. The
//   sender comes again with all of it.
class MllpConnection final : public Visitor, public std::enable_shared_from_this<MllpConnection> {
 public:
  MllpConnection(boost::asio::ip::tcp::socket socket, std::shared_ptr<const MllpSettings> settings);

  boost::asio::awaitable<void> Run() override;
  void Finish() override;
  void Abort() override;

 private:
  using SteadyClock = std::chrono::steady_clock;
  struct InHand {
    FrameEvent event;
    MllpReply reply;
    bool is_frame = false;
    bool is_answered = true;  // false: a fragment
    bool is_done = false;     // the reply is there
  };
  struct ServeEnded;

  void SetSocketOptions();
  // TLS, when the listener has it. False when the connection is not to be used; who is interested
  // has been told.
  boost::asio::awaitable<bool> ShakeHands();
  void RefuseTls(const TlsReason& reason);
  // Whether the first bytes of a plain connection are the beginning of TLS (RFC 8446 section 5.1).
  [[nodiscard]] bool IsTlsHello() const;
  // Reads once and frames it. False when nothing more will come of this connection.
  boost::asio::awaitable<bool> Listen();
  boost::asio::awaitable<boost::system::error_code> Read();
  [[nodiscard]] std::optional<SteadyClock::time_point> Deadline() const;
  void Feed();
  void PeerHasFinished(const boost::system::error_code& error);

  boost::asio::awaitable<void> HandOver();
  boost::asio::awaitable<void> Take(FrameEvent event);
  boost::asio::awaitable<void> Serve(std::shared_ptr<InHand> item);
  boost::asio::awaitable<void> WriteReady();
  boost::asio::awaitable<void> Answer(const InHand& item);
  boost::asio::awaitable<bool> Write(std::string answer);
  boost::asio::awaitable<bool> WriteAll(std::string_view bytes);
  void DropReady();
  void HangUp();
  boost::asio::awaitable<void> WaitUntilInHand(std::size_t most);
  boost::asio::awaitable<void> Farewell();

  using TlsStream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>;

  boost::asio::ip::tcp::socket socket_;
  std::shared_ptr<const MllpSettings> settings_;
  std::unique_ptr<TlsStream> tls_;  // on socket_; null without TLS
  Framer framer_;
  std::unique_ptr<char[]> buffer_;
  std::size_t filled_ = 0;          // bytes of buffer_ that Read() left there
  std::vector<FrameEvent> events_;  // read, not yet handed over

  boost::asio::steady_timer read_timer_;
  boost::asio::steady_timer write_timer_;
  boost::asio::steady_timer room_;  // cancelled whenever in_hand_ shrinks
  boost::asio::cancellation_signal stop_reading_;
  std::uint64_t read_number_ = 0;  // tells a timer that comes late from the one of this read
  bool read_timed_out_ = false;
  std::uint64_t write_number_ = 0;
  std::uint64_t frames_seen_ = 0;
  SteadyClock::time_point frame_began_;

  std::deque<std::shared_ptr<InHand>> in_hand_;
  bool writing_ = false;
  int unreadable_in_a_row_ = 0;
  bool has_read_ = false;  // anything at all
  bool shaking_hands_ = false;
  bool finishing_ = false;
  bool closing_ = false;
  bool peer_finished_ = false;  // EOF or an error: nothing more will come
};

}  // namespace wardbridge::net
