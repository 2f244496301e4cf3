// MLLP framing as a pure state machine (HL7 MLLP release 1; spec/hl7v2-and-mllp section 1).
//
//   state      input            does                                   next
//   IDLE       VT               starts a frame                         BODY
//   IDLE       CR LF NUL space  skipped in silence                     IDLE
//   IDLE       other            skipped and counted, 64 KiB: close     IDLE
//   BODY       VT               the partial is a fragment, anew        BODY
//   BODY       FS               held                                   AFTER_FS
//   BODY       limit passed     discarded up to FS                     OVERSIZE
//   AFTER_FS   CR LF VT         frame complete (LF, VT: a warning)     IDLE, IDLE, BODY
//   AFTER_FS   other            the FS was data (a warning)            BODY
//   OVERSIZE   FS CR, FS VT     answered or closed by the caller       IDLE, BODY
// Time (200 ms after FS, 60 s in BODY) and the end of the stream are told by the caller.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wardbridge::net {

// Something the machine has to say. `bytes` are owned.
struct FrameEvent {
  enum class Kind {
    kFrame,      // a complete frame: bytes are its content, possibly empty
    kFragment,   // bytes that will never be a frame
    kOversize,   // a frame over the limit has ended: bytes are its first 4 KiB (to find MSH-10)
    kTooMuchNoise,  // more than 64 KiB outside frames: close
  };
  Kind kind = Kind::kFrame;
  std::string bytes;
  std::string reason;    // of a fragment: "restarted", "peer-closed", "timeout"
  bool warned = false;   // of a frame: its end was not FS CR, or FS stood in its data
};

// One connection's framing. One thread at a time.
class Framer {
 public:
  enum class State { kIdle, kBody, kAfterFs, kOversize };

  explicit Framer(std::size_t limit_bytes = 16U << 20U) : limit_(limit_bytes) {}

  // Feeds bytes as they were read; events are appended in order.
  void Feed(std::string_view bytes, std::vector<FrameEvent>& events);
  // 200 ms passed in kAfterFs: the frame is complete.
  void QuietAfterFs(std::vector<FrameEvent>& events);
  // The stream ended, or 60 s passed in kBody: what is there is a fragment.
  void End(std::string_view reason, std::vector<FrameEvent>& events);

  [[nodiscard]] State state() const { return state_; }
  // Bytes skipped outside frames since the last call.
  [[nodiscard]] std::size_t TakeNoiseCount();

 private:
  void Step(char c, std::vector<FrameEvent>& events);
  void Complete(bool warned, std::vector<FrameEvent>& events);

  std::size_t limit_;
  State state_ = State::kIdle;
  std::string body_;
  bool fs_in_data_ = false;
  std::size_t noise_ = 0;
  std::size_t noise_total_ = 0;
};

}  // namespace wardbridge::net
