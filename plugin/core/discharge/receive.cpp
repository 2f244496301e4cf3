#include "core/discharge/receive.h"

#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "core/discharge/test_identity.h"
#include "core/discharge/triggers.h"
#include "core/hl7/acknowledgement.h"
#include "core/hl7/split.h"

namespace wardbridge::discharge {
namespace {

using model::Issue;

// Table 0357.
constexpr int kSegmentSequenceError = 100;
constexpr int kRequiredFieldMissing = 101;
constexpr int kUnsupportedMessageType = 200;
constexpr int kUnsupportedEventCode = 201;
constexpr int kUnsupportedProcessingId = 202;
constexpr int kApplicationInternalError = 207;

// What an acknowledgement is made with, but for its verdict.
struct AckContext {
  hl7::AckMode mode;
  Timestamp now;
  std::string id;
  Trace* trace = nullptr;  // who asks why
};

// The whole body but for MSH-7, so that a resend with a new time is still the same message.
std::string BodyHash(const hl7::Message& message) {
  const std::string_view bytes = message.Bytes();
  const hl7::Element time = message.Get("MSH", 7);
  if (time.Raw().empty()) return Hex(Sha256(bytes));
  const std::size_t offset = time.Offset();
  std::string body;
  body.reserve(bytes.size());
  body.append(bytes.substr(0, offset)).append(bytes.substr(offset + time.Raw().size()));
  return Hex(Sha256(body));
}

// MSA-1 of an acknowledgement of ours, or "none".
std::string CodeOf(std::string_view ack) {
  const std::size_t msa = ack.find("\rMSA");
  if (msa == std::string_view::npos || msa + 7 > ack.size()) return "none";
  return std::string(ack.substr(msa + 5, 2));
}

void Answer(const hl7::Message& message, hl7::AckRequest request, const AckContext& context,
            Received& received) {
  request.mode = context.mode;
  request.now = context.now;
  request.control_id = context.id;
  received.reply = hl7::Acknowledge(message, request);
  received.reply_code = CodeOf(received.reply);
}

void Refuse(const hl7::Message& message, hl7::AckRequest request, std::string reason,
            const AckContext& context, Received& received) {
  received.verdict = Verdict::kRefuse;
  received.reason = std::move(reason);
  request.verdict = hl7::Verdict::kError;
  Answer(message, std::move(request), context, received);
}

Received Fragment(std::string_view bytes, std::string reason) {
  Received received;
  received.verdict = Verdict::kFragment;
  received.bytes = bytes;
  received.reason = std::move(reason);
  received.reply_code = "none";
  return received;
}

hl7::AckRequest At(int error_code, std::string segment, int field, std::string text) {
  hl7::AckRequest request;
  request.error_code = error_code;
  request.segment = std::move(segment);
  request.sequence = 1;
  request.field = field;
  request.text = std::move(text);
  return request;
}

void Identify(const hl7::Message& message, Received& received) {
  received.sender_application = message.Get("MSH", 3).Component(1).Text();
  received.sender_facility = message.Get("MSH", 4).Component(1).Text();
  received.control_id = message.Get("MSH", 10).Text();
  received.body_hash = BodyHash(message);
}

// A message that is refused as it stands: its header still says whom to answer.
Received RefuseByHeader(std::string_view bytes, const FeedOptions& feed, const std::string& reason,
                        const std::string& text, const AckContext& context) {
  const std::string_view header = bytes.substr(0, bytes.find_first_of("\r\n"));
  auto message = ParseFor(feed, std::string(header));
  if (!message) return Fragment(bytes, "no-msh");
  Received received;
  received.bytes = bytes;
  Identify(*message, received);
  Refuse(*message, At(kSegmentSequenceError, "MSH", 1, text), reason, context, received);
  return received;
}

void WarnOfCharset(const hl7::Message& message, Received& received) {
  if (message.charset().declared_wrong) {
    received.warnings.push_back({Issue::Severity::kWarning, "charset.declared-wrong", "MSH-18",
                                 "the bytes are not in the declared character set", ""});
  }
  if (message.charset().undefined_bytes) {
    received.warnings.push_back({Issue::Severity::kWarning, "charset.undefined-bytes", "MSH-18",
                                 "some bytes have no character in the set", ""});
  }
}

void TellLive(const std::string& processing, bool live, const FeedOptions& feed, Trace* trace) {
  Tell(trace, [&] {
    const char* refused = feed.reject_test_messages ? "no: refused" : "no: ignored";
    return TraceStep{"message.live", "",
                     Stated("MSH-11", processing) + ", mode " + (feed.test_mode ? "test" : "live"),
                     live ? "yes" : refused};
  });
}

void TellType(const std::string& type, bool known, const FeedOptions& feed, Trace* trace) {
  Tell(trace, [&] {
    const char* other = feed.unsupported == Unsupported::kReject ? "no: refused" : "no: ignored";
    return TraceStep{"message.type", "", Stated("MSH-9", type),
                     known ? "yes: an event of the state table" : other};
  });
}

// Message types nobody handles, and traffic that is not live.
bool DecideIfWanted(const hl7::Message& message, const FeedOptions& feed, const AckContext& context,
                    Received& received) {
  const std::string processing = UpperAscii(message.Get("MSH", 11).Component(1).Text());
  const bool live = feed.test_mode || processing.empty() || processing == "P";
  TellLive(processing, live, feed, context.trace);
  if (!live && feed.reject_test_messages) {
    Refuse(message, At(kUnsupportedProcessingId, "MSH", 11, "not live traffic"), "not-live",
           context, received);
    return false;
  }
  const std::string type = MessageType(message);
  const bool known = KindOf(type, feed).has_value();
  TellType(type, known, feed, context.trace);
  received.type = known ? type : "other";
  if (!known && feed.unsupported == Unsupported::kReject) {
    const bool known_code = type.starts_with("ADT^") || type.starts_with("ORU^");
    Refuse(
        message,
        At(known_code ? kUnsupportedEventCode : kUnsupportedMessageType, "MSH", 9, "not supported"),
        "unsupported", context, received);
    return false;
  }
  if (!live) {
    received.verdict = Verdict::kIgnore;
    received.reason = "not-live";
  } else if (!known) {
    received.verdict = Verdict::kIgnore;
    received.reason = "unsupported";
  }
  return true;
}

Received ReceiveOne(std::string_view bytes, const FeedOptions& feed, const AckContext& context) {
  std::string own = feed.test_identity.empty() ? std::string(bytes)
                                               : ApplyTestIdentity(bytes, feed.test_identity);
  auto message = ParseFor(feed, own);
  if (!message) {
    return RefuseByHeader(bytes, feed, "bad-segment", "a segment has no valid id", context);
  }
  Received received;
  received.bytes = std::move(own);
  WarnOfCharset(*message, received);
  Identify(*message, received);
  if (received.control_id.empty()) {
    Refuse(*message, At(kRequiredFieldMissing, "MSH", 10, "the control id is missing"),
           "no-control-id", context, received);
    return received;
  }
  if (DecideIfWanted(*message, feed, context, received)) Answer(*message, {}, context, received);
  return received;
}

}  // namespace

const FeedOptions& FeedOf(const Options& options, const std::string& name) {
  static const FeedOptions kDefaults;
  const auto feed = options.feeds.find(name);
  return feed == options.feeds.end() ? kDefaults : feed->second;
}

Result<hl7::Message> ParseFor(const FeedOptions& feed, std::string bytes, hl7::ReadLog* reads) {
  return hl7::Message::Parse(std::move(bytes), {feed.force_charset, feed.null_is_absent, reads});
}

std::vector<Received> ReceiveContent(std::string_view content, const FeedOptions& feed,
                                     hl7::AckMode ack_mode, Timestamp now,
                                     const std::string& ack_id, Trace* trace) {
  const hl7::SplitMessages split = hl7::Split(content);
  std::vector<Received> all;
  if (split.messages.empty()) {
    all.push_back(Fragment(content, "not-hl7"));
    return all;
  }
  const bool too_many = split.messages.size() > 1 && !split.envelope && !feed.split_multi_msh;
  for (std::size_t i = 0; i < split.messages.size(); ++i) {
    const std::string id = i == 0 ? ack_id : ack_id + "." + std::to_string(i + 1);
    const AckContext context{ack_mode, now, id, trace};
    if (too_many) {
      all.push_back(RefuseByHeader(split.messages[i], feed, "several-messages",
                                   "one message a frame is wanted", context));
      continue;
    }
    all.push_back(ReceiveOne(split.messages[i], feed, context));
    if (split.leading_noise && i == 0) {
      all.back().warnings.push_back({Issue::Severity::kWarning, "frame.leading-noise", "MSH",
                                     "a byte order mark or blanks stand before MSH", ""});
    }
  }
  if (split.stated_count && *split.stated_count != static_cast<long long>(split.messages.size())) {
    all.front().warnings.push_back({Issue::Severity::kWarning, "batch.count", "BTS-1",
                                    "the batch states another number of messages", ""});
  }
  return all;
}

std::string RefuseOversizeFrame(std::string_view start, hl7::AckMode ack_mode, Timestamp now,
                                const std::string& ack_id) {
  if (!hl7::FindControlId(start)) return {};
  const hl7::SplitMessages split = hl7::Split(start);
  if (split.messages.empty()) return {};
  const std::string_view header =
      split.messages.front().substr(0, split.messages.front().find_first_of("\r\n"));
  const auto message = hl7::Message::Parse(std::string(header));
  if (!message) return {};
  hl7::AckRequest request = At(kApplicationInternalError, "MSH", 1, "the message is too large");
  request.verdict = hl7::Verdict::kError;
  request.mode = ack_mode;
  request.now = now;
  request.control_id = ack_id;
  return hl7::Acknowledge(*message, request);
}

}  // namespace wardbridge::discharge
