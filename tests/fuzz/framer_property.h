// What must hold of net::Framer for any bytes: it says what a plain machine says that goes byte by
// byte along the table of spec/hl7v2-and-mllp section 1, however the bytes are split into reads.
// Used by the fuzzer and by the unit test.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "edge/net/framer.h"

namespace wardbridge::test {

inline std::string Describe(const std::vector<net::FrameEvent>& events) {
  using Kind = net::FrameEvent::Kind;
  std::string out;
  for (const net::FrameEvent& event : events) {
    switch (event.kind) {
      case Kind::kFrame:
        out += event.warned ? "frame!" : "frame";
        break;
      case Kind::kFragment:
        out += "fragment/" + event.reason;
        break;
      case Kind::kOversize:
        out += "oversize";
        break;
      case Kind::kTooMuchNoise:
        out += "noise";
        break;
    }
    out += "(" + event.bytes + ") ";
  }
  if (!out.empty()) out.pop_back();
  return out;
}

// The table, read literally.
class PlainFramer {
 public:
  explicit PlainFramer(std::size_t limit) : limit_(limit) {}

  void Feed(std::string_view bytes) {
    for (const char c : bytes) Step(c);
  }
  void Quiet() {
    if (state_ == State::kAfterFs) Complete(true);
  }
  void End(const std::string& reason) {
    if (state_ == State::kAfterFs) content_ += '\x1C';
    if (state_ != State::kIdle && !content_.empty()) Say(Kind::kFragment, reason, false);
    content_.clear();
    state_ = State::kIdle;
  }
  [[nodiscard]] const std::vector<net::FrameEvent>& Events() const { return events_; }
  [[nodiscard]] std::size_t Noise() const { return noise_; }

 private:
  using Kind = net::FrameEvent::Kind;
  using State = net::Framer::State;

  void Step(char c) {
    if (gave_up_) return;
    switch (state_) {
      case State::kIdle:
        return Idle(c);
      case State::kBody:
        return Body(c);
      case State::kAfterFs:
        return AfterFs(c);
      case State::kOversize:
        return Oversize(c);
    }
  }
  void Idle(char c) {
    if (c == '\x0B') return Start();
    if (c == '\r' || c == '\n' || c == '\0' || c == ' ') return;
    ++noise_;
    if (++noise_run_ <= 65'536) return;
    gave_up_ = true;
    Say(Kind::kTooMuchNoise, "", false);
  }
  void Body(char c) {
    if (c == '\x1C') {
      state_ = State::kAfterFs;
    } else if (c == '\x0B') {
      if (!content_.empty()) Say(Kind::kFragment, "restarted", false);
      Start();
    } else {
      Keep(c);
    }
  }
  void AfterFs(char c) {
    if (c == '\r') return Complete(fs_was_data_);
    if (c == '\n') return Complete(true);
    if (c == '\x0B') {
      Complete(true);
      return Start();
    }
    fs_was_data_ = true;
    state_ = State::kBody;
    Keep('\x1C');
    Step(c);
  }
  void Oversize(char c) {
    const bool after_fs = last_was_fs_;
    last_was_fs_ = c == '\x1C';
    if (!after_fs || (c != '\r' && c != '\x0B')) return;
    Say(Kind::kOversize, "", false);
    state_ = State::kIdle;
    if (c == '\x0B') Start();
  }
  void Keep(char c) {
    if (content_.size() < limit_) {
      content_ += c;
      return;
    }
    content_.resize(std::min<std::size_t>(content_.size(), 4'096));
    last_was_fs_ = false;
    state_ = State::kOversize;
  }
  void Start() {
    content_.clear();
    fs_was_data_ = false;
    noise_run_ = 0;
    state_ = State::kBody;
  }
  void Complete(bool warned) {
    Say(Kind::kFrame, "", warned);
    state_ = State::kIdle;
  }
  void Say(Kind kind, const std::string& reason, bool warned) {
    events_.push_back(net::FrameEvent{kind, content_, reason, warned});
    content_.clear();
  }

  std::size_t limit_;
  State state_ = State::kIdle;
  std::string content_;
  bool fs_was_data_ = false;
  bool last_was_fs_ = false;
  bool gave_up_ = false;
  std::size_t noise_ = 0;
  std::size_t noise_run_ = 0;
  std::vector<net::FrameEvent> events_;
};

// What Framer says of `bytes` read in pieces of `piece` bytes, after a first piece of `first`; then
// the stream ends.
inline std::string FramedInPieces(std::size_t limit, std::string_view bytes, std::size_t first,
                                  std::size_t piece, bool quiet) {
  net::Framer framer(limit);
  std::vector<net::FrameEvent> events;
  std::size_t noise = 0;
  framer.Feed(bytes.substr(0, first), events);
  bytes.remove_prefix(std::min(first, bytes.size()));
  while (!bytes.empty()) {
    noise += framer.TakeNoiseCount();
    framer.Feed(bytes.substr(0, piece), events);
    bytes.remove_prefix(std::min(piece, bytes.size()));
  }
  noise += framer.TakeNoiseCount();
  if (quiet) framer.QuietAfterFs(events);
  framer.End("peer-closed", events);
  return Describe(events) + " skipped " + std::to_string(noise);
}

// Nothing when the property holds; else what was expected and what came.
inline std::optional<std::string> FaultOfFraming(std::size_t limit, std::string_view bytes,
                                                 bool quiet) {
  PlainFramer plain(limit);
  plain.Feed(bytes);
  if (quiet) plain.Quiet();
  plain.End("peer-closed");
  const std::string want = Describe(plain.Events()) + " skipped " + std::to_string(plain.Noise());
  const auto differs = [&](std::size_t first, std::size_t piece) -> std::optional<std::string> {
    const std::string got = FramedInPieces(limit, bytes, first, piece, quiet);
    if (got == want) return std::nullopt;
    return "split at " + std::to_string(first) + " then by " + std::to_string(piece) + ": got [" +
           got + "], want [" + want + "]";
  };
  if (auto fault = differs(0, bytes.size() + 1)) return fault;
  if (auto fault = differs(0, 1)) return fault;
  // Every splitting in two; of long inputs some.
  const std::size_t stride = bytes.size() / 256 + 1;
  for (std::size_t at = 1; at < bytes.size(); at += stride) {
    if (auto fault = differs(at, bytes.size())) return fault;
  }
  return std::nullopt;
}

// The form of the fuzzer's input: the first byte is the limit (1 to 64) and whether silence
// follows; the rest is read.
inline std::optional<std::string> FaultOfFuzzInput(std::string_view input) {
  if (input.empty()) return std::nullopt;
  const auto head = static_cast<unsigned char>(input.front());
  return FaultOfFraming(1 + head % 64U, input.substr(1), head >= 128);
}

}  // namespace wardbridge::test
