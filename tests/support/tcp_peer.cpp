#include "tests/support/tcp_peer.h"

#include <cerrno>
#include <chrono>
#include <linux/tcp.h>
#include <poll.h>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace wardbridge::test {
namespace {

using SteadyClock = std::chrono::steady_clock;

int Left(SteadyClock::time_point deadline) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(deadline - SteadyClock::now());
  return left.count() < 0 ? 0 : static_cast<int>(left.count());
}

SteadyClock::time_point In(int ms) { return SteadyClock::now() + std::chrono::milliseconds(ms); }

}  // namespace

TcpPeer::TcpPeer(std::uint16_t port, bool ipv6) { ok_ = Connect(port, ipv6); }

TcpPeer::TcpPeer() = default;

TcpPeer::~TcpPeer() {
  if (fd_ >= 0) close(fd_);
}

bool TcpPeer::OpenSocket(bool ipv6) {
  fd_ = socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return fd_ >= 0;
}

bool TcpPeer::Connect(std::uint16_t port, bool ipv6) {
  if (fd_ < 0 && !OpenSocket(ipv6)) return false;
  const int on = 1;
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (small_buffer_) {
    const int small = 65'536;
    setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  }
  if (ipv6) {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_loopback;
    address.sin6_port = htons(port);
    ok_ = connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  } else {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    ok_ = connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  return ok_;
}

bool TcpPeer::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::size_t TcpPeer::SendSome(std::string_view bytes) {
  const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return sent < 0 ? 0 : static_cast<std::size_t>(sent);
}

void TcpPeer::FinishSending() { shutdown(fd_, SHUT_WR); }

void TcpPeer::Reset() {
  const linger now{1, 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close(std::exchange(fd_, -1));
}

void TcpPeer::ShrinkReceiveBuffer() { small_buffer_ = true; }

std::string TcpPeer::ReadUntil(std::string_view end, int deadline_ms) {
  const auto deadline = In(deadline_ms);
  for (;;) {
    if (const std::size_t at = buffer_.find(end); at != std::string::npos) {
      std::string out = buffer_.substr(0, at + end.size());
      buffer_.erase(0, at + end.size());
      return out;
    }
    if (!Fill(Left(deadline))) return std::exchange(buffer_, {});
  }
}

std::string TcpPeer::ReadFrame(int deadline_ms) {
  const std::string frame = ReadUntil("\x1C\r", deadline_ms);
  if (frame.size() < 3 || frame.front() != '\x0B' || frame.back() != '\r') return "";
  return frame.substr(1, frame.size() - 3);
}

std::string TcpPeer::ReadAll(int deadline_ms) {
  const auto deadline = In(deadline_ms);
  while (Fill(Left(deadline))) continue;
  return std::exchange(buffer_, {});
}

std::string TcpPeer::ReadOnce(int deadline_ms) {
  if (buffer_.empty()) Fill(deadline_ms);
  return std::exchange(buffer_, {});
}

bool TcpPeer::IsClosed(int deadline_ms) {
  const auto deadline = In(deadline_ms);
  while (Fill(Left(deadline))) buffer_.clear();
  return ended_;
}

bool TcpPeer::IsSilent(int for_ms) { return buffer_.empty() && !Fill(for_ms) && !ended_; }

int TcpPeer::DataSegmentsReceived() const {
  tcp_info info{};
  socklen_t length = sizeof info;
  if (getsockopt(fd_, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return -1;
  return static_cast<int>(info.tcpi_data_segs_in);
}

bool TcpPeer::Fill(int deadline_ms) {
  if (fd_ < 0 || ended_) return false;
  pollfd readable{fd_, POLLIN, 0};
  if (poll(&readable, 1, deadline_ms) <= 0) return false;
  char bytes[65'536];
  const ssize_t count = recv(fd_, bytes, sizeof bytes, 0);
  if (count > 0) {
    buffer_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }
  ended_ = true;
  was_reset_ = count < 0;
  return false;
}

}  // namespace wardbridge::test
