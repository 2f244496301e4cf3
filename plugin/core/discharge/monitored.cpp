#include "core/discharge/monitored.h"

#include <utility>

#include "base/digest.h"
#include "base/json_spans.h"
#include "base/text.h"
#include "core/discharge/measured_part.h"
#include "core/discharge/told_problems.h"

namespace wardbridge::discharge {
namespace {

using model::Issue;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view WithoutMark(std::string_view content) {
  if (content.starts_with(kByteOrderMark)) content.remove_prefix(kByteOrderMark.size());
  return content;
}

Received MakePart(std::string bytes, MonitoredForm form) {
  constexpr std::size_t kControlId = 32;
  Received part;
  part.body_hash = Hex(Sha256(bytes));
  part.control_id = part.body_hash.substr(0, kControlId);
  part.bytes = std::move(bytes);
  part.type = form == MonitoredForm::kFhir ? "FHIR" : "CSV";
  part.reply_code = "none";
  return part;
}

Interpreted Quarantine(const char* code, const char* text) {
  Interpreted result;
  result.problems.push_back({Issue::Severity::kError, code, "content", text, ""});
  return result;
}

}  // namespace

MonitoredForm FormOf(std::string_view content, const FeedOptions& feed) {
  const std::string_view text = Trim(WithoutMark(content));
  if (text.starts_with('{')) return MonitoredForm::kFhir;
  if (text.empty() || text.starts_with("MSH") || feed.csv.empty()) return MonitoredForm::kNone;
  return MonitoredForm::kCsv;
}

ReceivedReadings ReceiveMonitored(std::string_view content, const FeedOptions& feed,
                                  Timestamp now) {
  ReceivedReadings received;
  const MonitoredForm form = FormOf(content, feed);
  if (form != MonitoredForm::kFhir) {
    received.reason = "not-readings";
    return received;
  }
  ToldProblems problems;
  SplitContent split = SplitFhir(WithoutMark(content), feed, now, problems);
  for (std::string& bytes : split.parts) {
    received.parts.push_back(MakePart(std::move(bytes), form));
  }
  received.readings = split.readings;
  received.texts = split.texts;
  received.passed_over = split.passed_over;
  received.reason = std::move(split.reason);
  if (received.parts.empty() && received.reason.empty()) received.reason = "no-readings";
  received.problems = problems.Take();
  return received;
}

Interpreted InterpretMonitored(const StoredMessage& stored, Timestamp received,
                               const FeedOptions& feed, Trace* trace) {
  ToldProblems problems;
  MeasuredPart part = ReadFhirPart(stored.bytes, feed, received, stored.inbox_id, problems);
  if (!part.reason.empty()) return Quarantine("message.unreadable", "cannot be read");
  Tell(trace, [&] {
    const char* verdict = part.several_patients ? "no: quarantined" : "yes";
    return TraceStep{"message.patient", "", part.patient ? "the subject is known" : "no subject",
                     part.patient ? verdict : "no: quarantined"};
  });
  if (!part.patient) return Quarantine("message.no-patient", "nothing in it is of a known patient");
  if (part.several_patients) {
    return Quarantine("message.several-patients", "speaks of several patients at once");
  }
  model::Event event;
  event.kind = model::EventKind::kMeasured;
  event.trigger = stored.trigger;
  event.inbox_id = stored.inbox_id;
  event.feed = feed.name;
  event.received = received;
  event.patient = std::move(*part.patient);
  event.texts = std::move(part.texts);
  for (MeasuredReading& measured : part.readings) {
    event.readings.push_back(std::move(measured.reading));
  }
  event.warnings = problems.Take();
  for (Issue& warning : event.warnings) warning.severity = Issue::Severity::kWarning;
  Interpreted result;
  result.events.push_back(std::move(event));
  return result;
}

}  // namespace wardbridge::discharge
