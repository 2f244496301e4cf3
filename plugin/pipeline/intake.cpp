#include "pipeline/intake.h"

#include <utility>

#include "pipeline/await.h"

namespace wardbridge::pipeline {

namespace asio = boost::asio;

namespace {

using discharge::Received;
using discharge::Verdict;

constexpr std::size_t kSmallBytes = 64U << 10U;
constexpr std::size_t kFragmentBytes = 64U << 10U;

// Base 36, so that eight or nine characters hold the milliseconds of a start.
std::string Base36(std::uint64_t value) {
  constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::string text;
  do {
    text.insert(text.begin(), kDigits[value % 36]);
    value /= 36;
  } while (value != 0);
  return text;
}

}  // namespace

store::InboxRow MakeRow(const std::string& feed, const Received& received, Timestamp at) {
  store::InboxRow row;
  row.feed = feed;
  row.sender_application = received.sender_application;
  row.sender_facility = received.sender_facility;
  row.control_id = received.control_id;
  row.body_hash = received.body_hash;
  row.type = received.type;
  row.received = at;
  row.bytes = received.bytes;
  row.state =
      received.verdict == Verdict::kIgnore ? store::InboxState::kIgnored : store::InboxState::kNew;
  return row;
}

Intake::Intake(store::Store& store, const discharge::Program& program, Reporter& reporter,
               const Clock& clock, asio::any_io_executor pool, std::function<void()> stored)
    : store_(store),
      program_(program),
      reporter_(reporter),
      clock_(clock),
      pool_(std::move(pool)),
      stored_(std::move(stored)),
      ack_prefix_(Base36(static_cast<std::uint64_t>(SystemClock().Now().UnixMs()))) {}

std::string Intake::NextAckId() {
  return ack_prefix_ + Base36(ack_number_.fetch_add(1, std::memory_order_relaxed));
}

asio::awaitable<net::MllpReply> Intake::OnEvent(const Entrance& entrance, net::FrameEvent event) {
  using Kind = net::FrameEvent::Kind;
  net::MllpReply reply;
  switch (event.kind) {
    case Kind::kFragment:
      KeepFragment(entrance, std::move(event.bytes), event.reason);
      co_return reply;
    case Kind::kTooMuchNoise:
      reply.close = true;
      co_return reply;
    case Kind::kOversize: {
      reporter_.Refused(entrance.name, "oversize");
      std::string answer =
          program_.RefuseOversize(event.bytes, entrance.ack, clock_.Now(), NextAckId());
      reply.close = answer.empty();
      if (!answer.empty()) reply.answers.push_back(std::move(answer));
      KeepFragment(entrance, std::move(event.bytes), "oversize");
      co_return reply;
    }
    case Kind::kFrame:
      break;
  }
  Taken taken = co_await Take(entrance, std::move(event.bytes), clock_.Now());
  reply.answers = std::move(taken.answers);
  reply.close = taken.failed && entrance.transient_nak == TransientNak::kHangup;
  reply.unreadable = taken.unreadable > 0;
  co_return reply;
}

asio::awaitable<std::vector<Received>> Intake::Receive(const Entrance& entrance,
                                                       std::string content, Timestamp received) {
  const std::string ack_id = NextAckId();
  if (content.size() <= kSmallBytes) {
    co_return program_.Receive(content, entrance.feed, entrance.ack, received, ack_id);
  }
  // Large messages do not hold up an io thread. What the closure refers to lives in this
  // coroutine's frame.
  const auto receive = [this, &entrance, &content, received, &ack_id] {
    return program_.Receive(content, entrance.feed, entrance.ack, received, ack_id);
  };
  std::vector<Received> messages = co_await OnPool(pool_, receive);
  co_return messages;
}

asio::awaitable<Taken> Intake::Take(const Entrance& entrance, std::string content,
                                    Timestamp received) {
  Taken taken;
  taken.messages = co_await Receive(entrance, std::move(content), received);
  for (const Received& message : taken.messages) {
    if (taken.failed) break;  // what follows a message that was not stored comes again with it
    switch (message.verdict) {
      case Verdict::kFragment:
        ++taken.unreadable;
        KeepFragment(entrance, message.bytes, message.reason);
        break;
      case Verdict::kRefuse:
        ++taken.refused;
        reporter_.Received(entrance.name, message.type.empty() ? "other" : message.type);
        reporter_.Refused(entrance.name, message.reason);
        Answer(message, received, taken);
        break;
      default:
        reporter_.Received(entrance.name, message.type);
        co_await Store(entrance, message, received, taken);
    }
  }
  if (taken.stored > 0) stored_();
  co_return taken;
}

asio::awaitable<void> Intake::Store(const Entrance& entrance, Received received, Timestamp at,
                                    Taken& taken) {
  // Both live until the commit has answered: the coroutine waits for it.
  const store::InboxRow row = MakeRow(entrance.feed, received, at);
  store::Appended appended;
  store::Work append = [&row, &appended](store::Rows& rows) -> Result<> {
    auto result = rows.AppendInbox(row);
    if (!result) return result.error();
    appended = *result;
    return {};
  };
  const Result<> committed = co_await Commit(store_, std::move(append));
  if (!committed) {
    Fail(entrance, received, committed.error(), at, taken);
    co_return;
  }
  if (appended.duplicate) {
    ++taken.duplicates;
    reporter_.Duplicate(entrance.name, appended.id);
  } else if (received.verdict == Verdict::kIgnore) {
    ++taken.ignored;
  } else {
    ++taken.stored;
  }
  if (appended.control_id_reused) {
    reporter_.ControlIdReused(entrance.name, appended.id, clock_.Now());
  }
  reporter_.Warned(appended.id, received.warnings);
  Answer(received, at, taken);
}

void Intake::Answer(const Received& received, Timestamp at, Taken& taken) {
  if (!received.reply.empty()) taken.answers.push_back(received.reply);
  reporter_.Answered(received.reply_code, at, clock_.Now());
}

void Intake::Fail(const Entrance& entrance, const Received& received, const Error& error,
                  Timestamp at, Taken& taken) {
  taken.failed = true;
  reporter_.NotStored(entrance.name, error);
  reporter_.Answered("none", at, clock_.Now());
  if (entrance.transient_nak == TransientNak::kHangup) return;
  const hl7::Verdict verdict =
      entrance.transient_nak == TransientNak::kAr ? hl7::Verdict::kReject : hl7::Verdict::kError;
  std::string answer = program_.RefuseForNow(received, verdict, entrance.feed, entrance.ack,
                                             clock_.Now(), NextAckId());
  if (!answer.empty()) taken.answers.push_back(std::move(answer));
}

void Intake::KeepFragment(const Entrance& entrance, std::string bytes, std::string reason) {
  reporter_.Fragment(entrance.name, reason, bytes.size());
  if (bytes.size() > kFragmentBytes) bytes.resize(kFragmentBytes);
  store::Fragment fragment{entrance.name, std::move(reason), clock_.Now(), std::move(bytes)};
  store_.Write(
      [fragment = std::move(fragment)](store::Rows& rows) { return rows.KeepFragment(fragment); },
      [this](const Result<>& kept) {
        if (!kept) reporter_.StepFailed("fragment", kept.error());
      });
}

}  // namespace wardbridge::pipeline
