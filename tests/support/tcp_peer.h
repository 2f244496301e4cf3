// The other side of a connection in tests: plain blocking sockets with deadlines, so that nothing
// of what is tested is used to test it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wardbridge::test {

// One TCP connection to the loopback address. Not thread-safe.
class TcpPeer {
 public:
  // Connects; Ok() says whether it worked.
  explicit TcpPeer(std::uint16_t port, bool ipv6 = false);
  // A socket that is not connected yet, for Connect().
  TcpPeer();
  ~TcpPeer();
  TcpPeer(const TcpPeer&) = delete;
  TcpPeer& operator=(const TcpPeer&) = delete;

  // Opens the socket only, for a Connect() that needs no new descriptor.
  [[nodiscard]] bool OpenSocket(bool ipv6 = false);
  [[nodiscard]] bool Connect(std::uint16_t port, bool ipv6 = false);
  [[nodiscard]] bool Ok() const { return ok_; }

  // Sends everything; false when the peer is gone.
  bool Send(std::string_view bytes);
  // Sends what the kernel takes without waiting; returns how many bytes.
  std::size_t SendSome(std::string_view bytes);
  // No more from us; the answers can still come.
  void FinishSending();
  // Breaks the connection with a reset.
  void Reset();
  // A small receive buffer, for a peer that does not read. Before Connect().
  void ShrinkReceiveBuffer();

  // Reads up to and with `end`, or what came until the deadline or the end of the stream.
  [[nodiscard]] std::string ReadUntil(std::string_view end, int deadline_ms = 5'000);
  // The content of the next MLLP frame; "" when none came in time.
  [[nodiscard]] std::string ReadFrame(int deadline_ms = 5'000);
  // Everything up to the end of the stream.
  [[nodiscard]] std::string ReadAll(int deadline_ms = 5'000);
  // One read of at most `limit` bytes as the kernel has them.
  [[nodiscard]] std::string ReadOnce(int deadline_ms = 5'000);
  // Whether the stream ends (or was reset) before the deadline; what comes before that is thrown
  // away.
  [[nodiscard]] bool IsClosed(int deadline_ms = 5'000);
  // Whether nothing at all comes, and the stream stays open, for the time.
  [[nodiscard]] bool IsSilent(int for_ms);
  // Whether the stream has ended by a reset, seen by the reads so far.
  [[nodiscard]] bool WasReset() const { return was_reset_; }
  // TCP segments with data that came so far: on loopback one for each write of the other side.
  [[nodiscard]] int DataSegmentsReceived() const;

 private:
  bool Fill(int deadline_ms);  // one read into buffer_; false at the end or the deadline

  int fd_ = -1;
  bool ok_ = false;
  bool ended_ = false;
  bool was_reset_ = false;
  bool small_buffer_ = false;
  std::string buffer_;
};

}  // namespace wardbridge::test
