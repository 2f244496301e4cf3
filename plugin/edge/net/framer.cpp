#include "edge/net/framer.h"

#include <algorithm>
#include <utility>

namespace wardbridge::net {
namespace {

constexpr char kVt = '\x0B';
constexpr char kFs = '\x1C';
constexpr std::size_t kNoiseLimit = 64U << 10U;
constexpr std::size_t kOversizeHead = 4U << 10U;

bool IsSilent(char c) { return c == '\r' || c == '\n' || c == '\0' || c == ' '; }

}  // namespace

void Framer::Feed(std::string_view bytes, std::vector<FrameEvent>& events) {
  while (!bytes.empty() && !gave_up_) {
    std::size_t taken = 0;
    switch (state_) {
      case State::kIdle:
        taken = Skip(bytes, events);
        break;
      case State::kBody:
        taken = Fill(bytes, events);
        break;
      case State::kAfterFs:
        taken = Judge(bytes.front(), events);
        break;
      case State::kOversize:
        taken = Discard(bytes, events);
        break;
    }
    bytes.remove_prefix(taken);
  }
}

void Framer::QuietAfterFs(std::vector<FrameEvent>& events) {
  if (state_ == State::kAfterFs) Complete(true, events);
}

void Framer::End(std::string_view reason, std::vector<FrameEvent>& events) {
  if (state_ == State::kAfterFs) body_.push_back(kFs);
  if (!body_.empty()) Emit(FrameEvent::Kind::kFragment, reason, events);
  state_ = State::kIdle;
}

std::size_t Framer::TakeNoiseCount() { return std::exchange(noise_, 0); }

std::size_t Framer::Skip(std::string_view bytes, std::vector<FrameEvent>& events) {
  const std::size_t vt = bytes.find(kVt);
  for (const char c : bytes.substr(0, vt)) {
    if (IsSilent(c)) continue;
    ++noise_;
    if (++noise_run_ <= kNoiseLimit) continue;
    gave_up_ = true;
    Emit(FrameEvent::Kind::kTooMuchNoise, "", events);
    return bytes.size();
  }
  if (vt == std::string_view::npos) return bytes.size();
  Begin();
  return vt + 1;
}

// Searches for FS first and for VT only before it, so that each byte is looked at twice at most.
std::size_t Framer::Fill(std::string_view bytes, std::vector<FrameEvent>& events) {
  const std::size_t fs = bytes.find(kFs);
  std::string_view run = bytes.substr(0, fs);
  std::size_t taken = 0;
  for (;;) {
    const std::size_t vt = run.find(kVt);
    taken += Append(run.substr(0, vt));
    if (state_ == State::kOversize) return taken;
    if (vt == std::string_view::npos) break;
    if (!body_.empty()) Emit(FrameEvent::Kind::kFragment, "restarted", events);
    Begin();
    ++taken;
    run.remove_prefix(vt + 1);
  }
  if (fs == std::string_view::npos) return taken;
  state_ = State::kAfterFs;
  return taken + 1;
}

std::size_t Framer::Judge(char c, std::vector<FrameEvent>& events) {
  switch (c) {
    case '\r':
      Complete(fs_in_data_, events);
      return 1;
    case '\n':
      Complete(true, events);
      return 1;
    case kVt:
      Complete(true, events);
      Begin();
      return 1;
    default:
      break;
  }
  fs_in_data_ = true;
  state_ = State::kBody;
  Append(std::string_view(&kFs, 1));
  return 0;  // `c` is judged again in the new state
}

std::size_t Framer::Discard(std::string_view bytes, std::vector<FrameEvent>& events) {
  if (!fs_in_oversize_) {
    const std::size_t fs = bytes.find(kFs);
    if (fs == std::string_view::npos) return bytes.size();
    fs_in_oversize_ = true;
    return fs + 1;
  }
  const char c = bytes.front();
  if (c == kFs) return 1;
  fs_in_oversize_ = false;
  if (c != '\r' && c != kVt) return 1;
  Emit(FrameEvent::Kind::kOversize, "", events);
  state_ = State::kIdle;
  if (c == kVt) Begin();
  return 1;
}

// Adds content to the frame in hand. Returns how many bytes were taken: all of them, or those up to
// and with the first one over the limit, which makes the frame oversize.
std::size_t Framer::Append(std::string_view piece) {
  const std::size_t room = limit_ - body_.size();
  body_.append(piece.substr(0, room));
  if (piece.size() <= room) return piece.size();
  body_ = body_.substr(0, kOversizeHead);  // a new string: the large one is given back
  fs_in_oversize_ = false;
  state_ = State::kOversize;
  return room + 1;
}

void Framer::Begin() {
  state_ = State::kBody;
  body_.clear();
  fs_in_data_ = false;
  noise_run_ = 0;
  ++frames_started_;
}

void Framer::Complete(bool warned, std::vector<FrameEvent>& events) {
  Emit(FrameEvent::Kind::kFrame, "", events);
  events.back().warned = warned;
  state_ = State::kIdle;
}

void Framer::Emit(FrameEvent::Kind kind, std::string_view reason, std::vector<FrameEvent>& events) {
  FrameEvent event;
  event.kind = kind;
  event.bytes = std::exchange(body_, {});
  event.reason = reason;
  events.push_back(std::move(event));
}

}  // namespace wardbridge::net
