#include "edge/net/mllp_connection.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/write.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "edge/net/completion.h"

namespace wardbridge::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kReadBytes = 64U << 10U;
constexpr int kUnreadableLimit = 10;
constexpr std::size_t kKeptEvents = 64;  // room that is kept from read to read

// spec/hl7v2-and-mllp section 1: an idle connection is kept for ever, a dead peer is noticed.
constexpr int kKeepIdleSeconds = 60;
constexpr int kKeepIntervalSeconds = 10;
constexpr int kKeepProbes = 3;
constexpr int kUserTimeoutMs = 30'000;

}  // namespace

void MllpSettings::Notify(MllpNotice::Kind kind, std::size_t count) const {
  Notify(MllpNotice{kind, options.name, count});
}

void MllpSettings::Notify(const MllpNotice& notice) const {
  if (!observer) return;
  try {
    observer(notice);
  } catch (...) {  // who only watches must not end a connection
    return;
  }
}

struct MllpConnection::ServeEnded {
  std::shared_ptr<MllpConnection> connection;

  void operator()(const std::exception_ptr& failure) const {
    if (failure) connection->Abort();
  }
};

MllpConnection::MllpConnection(tcp::socket socket, std::shared_ptr<const MllpSettings> settings)
    : socket_(std::move(socket)),
      settings_(std::move(settings)),
      framer_(settings_->options.max_frame_bytes),
      buffer_(std::make_unique_for_overwrite<char[]>(kReadBytes)),
      read_timer_(socket_.get_executor()),
      write_timer_(socket_.get_executor()),
      room_(socket_.get_executor()) {}

asio::awaitable<void> MllpConnection::Run() {
  const auto self = shared_from_this();
  SetSocketOptions();
  bool more = co_await ShakeHands();
  while (more && !finishing_ && !closing_) {
    more = co_await Listen();
    co_await HandOver();
  }
  if (finishing_ && !closing_) {
    framer_.End("stopped", events_);
    co_await HandOver();
  }
  co_await WaitUntilInHand(0);
  co_await Farewell();
}

void MllpConnection::Finish() {
  finishing_ = true;
  if (shaking_hands_) Abort();
  stop_reading_.emit(asio::cancellation_type::terminal);
}

void MllpConnection::Abort() {
  closing_ = true;
  peer_finished_ = true;
  error_code ignored;
  socket_.close(ignored);
}

void MllpConnection::SetSocketOptions() {
  error_code ignored;  // of a peer that has gone already
  socket_.non_blocking(true, ignored);
  socket_.set_option(tcp::no_delay(true), ignored);
  socket_.set_option(asio::socket_base::keep_alive(true), ignored);
  const std::pair<int, int> options[] = {{TCP_KEEPIDLE, kKeepIdleSeconds},
                                         {TCP_KEEPINTVL, kKeepIntervalSeconds},
                                         {TCP_KEEPCNT, kKeepProbes},
                                         {TCP_USER_TIMEOUT, kUserTimeoutMs}};
  for (const auto& [name, value] : options) {
    setsockopt(socket_.native_handle(), IPPROTO_TCP, name, &value, sizeof value);
  }
}

asio::awaitable<bool> MllpConnection::ShakeHands() {
  if (!settings_->options.tls) co_return true;
  tls_ = std::make_unique<TlsStream>(socket_, settings_->options.tls->ssl());
  shaking_hands_ = true;
  read_timed_out_ = false;
  read_timer_.expires_after(settings_->options.handshake_timeout);
  read_timer_.async_wait([self = shared_from_this()](const error_code& cancelled) {
    if (cancelled || !self->shaking_hands_) return;
    self->read_timed_out_ = true;
    self->Abort();
  });
  const auto [error] = co_await tls_->async_handshake(asio::ssl::stream_base::server, kTuple);
  shaking_hands_ = false;
  read_timer_.cancel();
  if (!error) co_return true;
  const TlsReason reason = read_timed_out_ ? ReasonOf(asio::error::timed_out, nullptr)
                                           : ReasonOf(error, tls_->native_handle());
  // Nobody's fault: we are stopping, or somebody has only looked whether the port is open.
  const bool is_stopped = closing_ && !read_timed_out_;
  const bool is_look =
      reason.code == "tls-closed" && BIO_number_read(SSL_get_rbio(tls_->native_handle())) == 0;
  if (!is_stopped && !is_look) RefuseTls(reason);
  tls_.reset();  // the farewell is without it
  closing_ = true;
  co_return false;
}

void MllpConnection::RefuseTls(const TlsReason& reason) {
  MllpNotice notice{MllpNotice::Kind::kTlsRefused, settings_->options.name, 1};
  notice.reason = reason.code;
  notice.detail = reason.detail;
  error_code error;
  const tcp::endpoint peer = socket_.remote_endpoint(error);
  if (!error) notice.peer = peer.address().to_string();
  settings_->Notify(notice);
}

bool MllpConnection::IsTlsHello() const {
  constexpr char kHandshake = 0x16;
  constexpr char kMajorVersion = 0x03;
  return filled_ >= 2 && buffer_[0] == kHandshake && buffer_[1] == kMajorVersion;
}

asio::awaitable<bool> MllpConnection::Listen() {
  const error_code error = co_await Read();
  if (!error) {
    if (!std::exchange(has_read_, true) && !tls_ && IsTlsHello()) {
      RefuseTls({"tls-not-expected", "the client speaks TLS, this listener does not", true});
      HangUp();
      co_return false;
    }
    Feed();
    co_return true;
  }
  if (error == asio::error::operation_aborted && (finishing_ || closing_)) co_return false;
  if (error == asio::error::operation_aborted && read_timed_out_) {
    if (framer_.state() == Framer::State::kAfterFs) {
      framer_.QuietAfterFs(events_);
      co_return true;
    }
    framer_.End("timeout", events_);
    co_return false;
  }
  PeerHasFinished(error);
  co_return false;
}

// Reads what is there into buffer_. operation_aborted: the deadline passed, or stop_reading_ was
// emitted.
asio::awaitable<error_code> MllpConnection::Read() {
  const std::uint64_t number = ++read_number_;
  const auto deadline = Deadline();
  read_timed_out_ = false;
  if (deadline) {
    read_timer_.expires_at(*deadline);
    read_timer_.async_wait([self = shared_from_this(), number](const error_code& cancelled) {
      if (cancelled || self->read_number_ != number) return;
      self->read_timed_out_ = true;
      self->stop_reading_.emit(asio::cancellation_type::terminal);
    });
  }
  const auto into = asio::buffer(buffer_.get(), kReadBytes);
  error_code error;
  std::size_t count = 0;
  if (tls_) {
    std::tie(error, count) = co_await tls_->async_read_some(
        into, asio::bind_cancellation_slot(stop_reading_.slot(), kTuple));
  } else {
    std::tie(error, count) = co_await socket_.async_read_some(
        into, asio::bind_cancellation_slot(stop_reading_.slot(), kTuple));
  }
  ++read_number_;
  if (deadline) read_timer_.cancel();
  filled_ = count;
  co_return error;
}

std::optional<MllpConnection::SteadyClock::time_point> MllpConnection::Deadline() const {
  if (framer_.state() == Framer::State::kIdle) return std::nullopt;
  const auto end = frame_began_ + settings_->options.frame_timeout;
  if (framer_.state() != Framer::State::kAfterFs) return end;
  return std::min(end, SteadyClock::now() + settings_->options.quiet_after_fs);
}

void MllpConnection::Feed() {
  framer_.Feed(std::string_view(buffer_.get(), filled_), events_);
  if (const std::uint64_t started = framer_.FramesStarted(); started != frames_seen_) {
    frames_seen_ = started;
    frame_began_ = SteadyClock::now();
  }
  if (const std::size_t noise = framer_.TakeNoiseCount(); noise > 0) {
    settings_->Notify(MllpNotice::Kind::kNoise, noise);
  }
}

// An orderly end right after FS is as good as silence after it; one anywhere else in a frame, or a
// reset, is not.
void MllpConnection::PeerHasFinished(const error_code& error) {
  peer_finished_ = true;
  if (error == asio::error::eof) framer_.QuietAfterFs(events_);
  framer_.End("peer-closed", events_);
}

asio::awaitable<void> MllpConnection::HandOver() {
  if (events_.empty()) co_return;
  const auto before = SteadyClock::now();
  for (FrameEvent& event : events_) {
    if (closing_) break;
    co_await Take(std::move(event));
  }
  events_.clear();
  if (events_.capacity() > kKeptEvents) events_.shrink_to_fit();
  frame_began_ += SteadyClock::now() - before;  // not reading is not the peer's delay
}

asio::awaitable<void> MllpConnection::Take(FrameEvent event) {
  const bool is_frame = event.kind == FrameEvent::Kind::kFrame;
  if (event.kind == FrameEvent::Kind::kTooMuchNoise) {
    HangUp();
    co_return;
  }
  if (is_frame && event.bytes.empty()) {
    settings_->Notify(MllpNotice::Kind::kEmptyFrame, 1);
    co_return;
  }
  if (event.warned) settings_->Notify(MllpNotice::Kind::kFrameWarning, 1);

  auto item = std::make_shared<InHand>();
  item->is_frame = is_frame;
  item->is_answered = event.kind != FrameEvent::Kind::kFragment;
  item->event = std::move(event);
  in_hand_.push_back(item);
  if (settings_->options.in_flight <= 1) {
    co_await Serve(std::move(item));
    co_return;
  }
  asio::co_spawn(socket_.get_executor(), Serve(std::move(item)), ServeEnded{shared_from_this()});
  co_await WaitUntilInHand(settings_->options.in_flight - 1);
}

// Who has the oldest reply writes, and goes on writing what has become ready meanwhile.
asio::awaitable<void> MllpConnection::Serve(std::shared_ptr<InHand> item) {
  try {
    item->reply = co_await settings_->handler(settings_->options.name, std::move(item->event));
  } catch (...) {  // whatever it was: nothing is acknowledged, the sender has to come again
    item->reply = MllpReply{};
    item->reply.close = true;
  }
  item->is_done = true;
  if (writing_) co_return;
  writing_ = true;
  bool failed = false;
  try {
    co_await WriteReady();
  } catch (...) {
    failed = true;
  }
  if (failed) {
    HangUp();
    DropReady();
  }
  writing_ = false;
}

asio::awaitable<void> MllpConnection::WriteReady() {
  while (!in_hand_.empty() && in_hand_.front()->is_done) {
    const std::shared_ptr<InHand> item = in_hand_.front();
    if (!closing_) co_await Answer(*item);
    in_hand_.pop_front();
    room_.cancel();
  }
}

asio::awaitable<void> MllpConnection::Answer(const InHand& item) {
  if (item.is_answered) {
    for (const std::string& answer : item.reply.answers) {
      const bool is_written = co_await Write(answer);
      if (is_written) continue;
      peer_finished_ = true;
      HangUp();
      co_return;
    }
  }
  if (item.is_frame) unreadable_in_a_row_ = item.reply.unreadable ? unreadable_in_a_row_ + 1 : 0;
  if (item.reply.close || unreadable_in_a_row_ >= kUnreadableLimit) HangUp();
}

// VT, answer, FS, CR in one write. Most answers go at once; only one that does not costs a timer.
asio::awaitable<bool> MllpConnection::Write(std::string answer) {
  answer.insert(answer.begin(), '\x0B');
  answer.append("\x1C\r");
  std::string_view rest = answer;
  if (!tls_) {
    error_code error;
    const std::size_t sent = socket_.write_some(asio::buffer(answer), error);
    if (!error && sent == answer.size()) co_return true;
    if (error && error != asio::error::would_block && error != asio::error::try_again)
      co_return false;
    rest.remove_prefix(sent);
  }
  const bool is_written = co_await WriteAll(rest);
  co_return is_written;
}

asio::awaitable<bool> MllpConnection::WriteAll(std::string_view bytes) {
  const std::uint64_t number = ++write_number_;
  write_timer_.expires_after(settings_->options.write_timeout);
  write_timer_.async_wait([self = shared_from_this(), number](const error_code& cancelled) {
    if (!cancelled && self->write_number_ == number) self->Abort();
  });
  error_code failed;
  if (tls_) {
    std::tie(failed, std::ignore) = co_await asio::async_write(*tls_, asio::buffer(bytes), kTuple);
  } else {
    std::tie(failed, std::ignore) =
        co_await asio::async_write(socket_, asio::buffer(bytes), kTuple);
  }
  ++write_number_;
  write_timer_.cancel();
  co_return !failed;
}

void MllpConnection::DropReady() {
  while (!in_hand_.empty() && in_hand_.front()->is_done) in_hand_.pop_front();
  room_.cancel();
}

void MllpConnection::HangUp() {
  closing_ = true;
  stop_reading_.emit(asio::cancellation_type::terminal);
}

asio::awaitable<void> MllpConnection::WaitUntilInHand(std::size_t most) {
  while (in_hand_.size() > most) {
    room_.expires_at(SteadyClock::time_point::max());
    co_await room_.async_wait(kTuple);
  }
}

// FIN, then the peer's FIN is waited for: closing with unread bytes would make the kernel send a
// reset, and a reset can overtake an answer that the peer has not read yet.
asio::awaitable<void> MllpConnection::Farewell() {
  error_code ignored;
  read_timer_.expires_after(settings_->options.linger);
  read_timer_.async_wait([self = shared_from_this()](const error_code& cancelled) {
    if (!cancelled) self->Abort();
  });
  if (tls_ && socket_.is_open()) {  // TLS has a farewell of its own, before that of TCP
    std::tie(ignored) = co_await tls_->async_shutdown(kTuple);
  }
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
  if (!peer_finished_) {
    error_code error;
    while (!error) {
      std::tie(error, filled_) =
          co_await socket_.async_read_some(asio::buffer(buffer_.get(), kReadBytes), kTuple);
    }
  }
  read_timer_.cancel();
  socket_.close(ignored);
}

}  // namespace wardbridge::net
