// MLLP framing as a pure state machine (HL7 MLLP release 1; spec/hl7v2-and-mllp section 1).
//
//   state      input            does                                          next
//   IDLE       VT               starts a frame                                BODY
//   IDLE       CR LF NUL space  skipped in silence                            IDLE
//   IDLE       other            skipped and counted, above 64 KiB: give up    IDLE
//   BODY       VT               the partial is a fragment, anew               BODY
//   BODY       FS               held                                          AFTER_FS
//   BODY       limit passed     discarded up to its end                       OVERSIZE
//   AFTER_FS   CR               frame complete                                IDLE
//   AFTER_FS   LF               frame complete (a warning)                    IDLE
//   AFTER_FS   VT               frame complete (a warning), starts the next   BODY
//   AFTER_FS   FS               the held FS was data (a warning), this is held  AFTER_FS
//   AFTER_FS   other            the FS was data (a warning), this too         BODY
//   OVERSIZE   FS CR            oversize has ended                            IDLE
//   OVERSIZE   FS VT            oversize has ended, starts the next           BODY
//   OVERSIZE   other            discarded                                     OVERSIZE
// Time (200 ms after FS, 60 s since VT) and the end of the stream are told by the caller. However
// the stream is split into reads, the events are the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wardbridge::net {

// Something the machine has to say. `bytes` are owned.
struct FrameEvent {
  enum class Kind {
    kFrame,         // a complete frame: bytes are its content, possibly empty
    kFragment,      // bytes that will never be a frame; never empty
    kOversize,      // a frame over the limit has ended: bytes are its first 4 KiB (to find MSH-10)
    kTooMuchNoise,  // more than 64 KiB between two frames: close; said once, nothing follows it
  };
  Kind kind = Kind::kFrame;
  std::string bytes;
  std::string reason;   // of a fragment: "restarted", "peer-closed", "timeout", "stopped"
  bool warned = false;  // of a frame: its end was not FS CR, or FS stood in its data
};

// One connection's framing. One thread at a time.
class Framer {
 public:
  enum class State { kIdle, kBody, kAfterFs, kOversize };

  // A frame whose content is longer than `limit_bytes` is oversize.
  explicit Framer(std::size_t limit_bytes = 16U << 20U) : limit_(limit_bytes) {}

  // Feeds bytes as they were read; events are appended in order.
  void Feed(std::string_view bytes, std::vector<FrameEvent>& events);
  // 200 ms passed in kAfterFs: the frame is complete. Nothing happens in another state.
  void QuietAfterFs(std::vector<FrameEvent>& events);
  // The stream ended, or 60 s passed since VT: what is there is a fragment of that reason (an FS
  // that was held is part of it; of an oversize frame the first 4 KiB are left).
  void End(std::string_view reason, std::vector<FrameEvent>& events);

  [[nodiscard]] State state() const { return state_; }
  // How many frames have been started by a VT so far; tells a new frame from a longer one.
  [[nodiscard]] std::uint64_t FramesStarted() const { return frames_started_; }
  // Bytes skipped outside frames since the last call, those skipped in silence left out.
  [[nodiscard]] std::size_t TakeNoiseCount();

 private:
  // Each takes bytes from the front in its state and returns how many; 0 only after a change of
  // state.
  std::size_t Skip(std::string_view bytes, std::vector<FrameEvent>& events);
  std::size_t Fill(std::string_view bytes, std::vector<FrameEvent>& events);
  std::size_t Judge(char c, std::vector<FrameEvent>& events);
  std::size_t Discard(std::string_view bytes, std::vector<FrameEvent>& events);

  std::size_t Append(std::string_view piece);
  void Begin();
  void Complete(bool warned, std::vector<FrameEvent>& events);
  void Emit(FrameEvent::Kind kind, std::string_view reason, std::vector<FrameEvent>& events);

  std::size_t limit_;
  State state_ = State::kIdle;
  std::string body_;             // of an oversize frame: its head only
  bool fs_in_data_ = false;      // of the frame in hand
  bool fs_in_oversize_ = false;  // the last discarded byte was FS
  bool gave_up_ = false;
  std::uint64_t frames_started_ = 0;
  std::size_t noise_ = 0;      // since it was taken
  std::size_t noise_run_ = 0;  // since the last frame
};

}  // namespace wardbridge::net
