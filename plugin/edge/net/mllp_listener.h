// Receives MLLP frames on one port and sends the answers its handler gives. Knows nothing of HL7.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/result.h"
#include "base/timestamp.h"
#include "edge/net/framer.h"

namespace wardbridge::net {

class TlsContext;

struct MllpOptions {
  std::string name;     // of the listener, for events: "adt"
  std::string address;  // "127.0.0.1:2575", "[::1]:2575"; port 0: any free one, see Port()
  std::size_t max_frame_bytes = 16U << 20U;
  std::size_t max_connections = 256;  // beyond it connections are not accepted
  std::size_t in_flight = 1;  // frames of one connection in hand at once; answers keep their order
  Millis frame_timeout{60'000};  // from VT to FS
  Millis quiet_after_fs{200};
  Millis write_timeout{30'000};  // an answer the peer does not take: hung up
  Millis linger{1'000};  // after our FIN, for the peer's: so that no answer is lost to a reset
  std::shared_ptr<TlsContext> tls;  // null: plain TCP
  Millis handshake_timeout{10'000};
};

// What the handler wants done with a frame.
struct MllpReply {
  std::vector<std::string>
      answers;         // each is framed and written in one write, in order; may be empty
  bool close = false;  // hang up after the answers: the sender has to come again
  bool unreadable =
      false;  // it was no message: after ten in a row on a connection the listener hangs up
};

// Events other than frames, for the reporter and the fragment table. Called on an io thread; must
// not block.
struct MllpNotice {
  enum class Kind {
    kConnected,
    kDisconnected,
    kNoise,         // bytes outside frames; each run of them may be told in parts
    kFrameWarning,  // a frame did not end in FS CR, or had FS in its data
    kRefusedFull,   // max_connections are open and somebody waits; told once until nobody does
    kEmptyFrame,    // VT FS CR: ignored, the handler does not see it
    kTlsRefused,    // a connection was ended because of TLS: `reason` says why
    kAcceptFailed,  // no file descriptor or memory for a connection; tried again, told once until
                    // it works
  };
  Kind kind = Kind::kConnected;
  std::string listener;
  std::size_t count = 0;  // open connections, or bytes of noise
  // Of kTlsRefused: a code of edge/net/tls.h, or "tls-not-expected" (the client speaks TLS to a
  // listener without it); words for people; the address of the client.
  std::string reason = {};
  std::string detail = {};
  std::string peer = {};
};

// Called for each frame, fragment and oversize frame (FrameEvent::Kind), one connection's in order,
// on its strand of the executor. A fragment's answers are not sent. Must have deadlines of its own:
// the connection waits for it. When it throws the connection is hung up without an answer.
using MllpHandler =
    std::function<boost::asio::awaitable<MllpReply>(std::string listener, FrameEvent event)>;
using MllpObserver = std::function<void(const MllpNotice&)>;

// Thread-safe. Must outlive all work of the executor's context, or be stopped first.
class MllpListener {
 public:
  // Binds and listens at once; accepts from Start() on. Errors: kIo with the address and the reason
  // ("in use").
  [[nodiscard]] static Result<std::unique_ptr<MllpListener>> Bind(
      const boost::asio::any_io_executor& executor, const MllpOptions& options, MllpHandler handler,
      MllpObserver observer);
  MllpListener() = default;
  MllpListener(const MllpListener&) = delete;
  MllpListener& operator=(const MllpListener&) = delete;
  virtual ~MllpListener() = default;

  virtual void Start() = 0;
  // Stops accepting and reading, lets frames in hand be answered, then closes; `drained` is called
  // once, on an io thread, when no connection is left or `limit` has passed.
  virtual void Stop(Millis limit, std::function<void()> drained) = 0;
  [[nodiscard]] virtual std::uint16_t Port() const = 0;
  [[nodiscard]] virtual std::size_t ConnectionCount() const = 0;
};

}  // namespace wardbridge::net
