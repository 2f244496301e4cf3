#include "core/discharge/monitored.h"

#include <map>
#include <utility>

#include "base/digest.h"
#include "base/json_spans.h"
#include "base/text.h"
#include "core/discharge/csv_rows.h"
#include "core/discharge/measured_part.h"
#include "core/discharge/told_problems.h"

namespace wardbridge::discharge {
namespace {

using model::Issue;

std::string_view WithoutMark(std::string_view content) {
  content = WithoutByteOrderMark(content);
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

MeasuredPart ReadPart(const StoredMessage& stored, const FeedOptions& feed, Timestamp received,
                      ToldProblems& problems) {
  const auto read = FormOf(stored.bytes, feed) == MonitoredForm::kFhir ? ReadFhirPart : ReadCsvPart;
  return read(stored.bytes, feed, received, stored.inbox_id, problems);
}

// A stretch of the bytes of a part.
struct Stretch {
  std::string place;
  std::string_view bytes;
};

// By JSON pointer.
class JsonStretches {
 public:
  explicit JsonStretches(std::string_view bytes) {
    auto places = PlacesOf(bytes);
    if (!places) return;
    for (JsonPlace& place : *places) by_pointer_.emplace(std::move(place.pointer), place.value);
  }

  [[nodiscard]] Stretch Find(const std::string& pointer) const {
    const auto found = by_pointer_.find(pointer);
    return {pointer, found == by_pointer_.end() ? std::string_view() : found->second};
  }

 private:
  std::map<std::string, std::string_view> by_pointer_;
};

// By record and cell.
class CsvStretches {
 public:
  explicit CsvStretches(std::string_view bytes) {
    ToldProblems told;
    CsvRows rows(bytes, told);
    while (auto row = rows.Next()) rows_.push_back(std::move(*row));
  }

  [[nodiscard]] Stretch Find(const std::string& where) const {
    const std::vector<std::string_view> parts = Split(where, ',');
    const auto record = static_cast<std::size_t>(ParseDigits(parts.front()).value_or(0));
    const auto cell = static_cast<std::size_t>(ParseDigits(parts.back()).value_or(0));
    if (record >= rows_.size()) return {};
    const CsvRow& row = rows_[record];
    const std::string& column =
        cell < rows_.front().cells.size() ? rows_.front().cells[cell] : where;
    return {"line " + std::to_string(row.line) + " " + column, CellOf(row.bytes, cell)};
  }

 private:
  // With its quotation marks.
  static std::string_view CellOf(std::string_view row, std::size_t wanted) {
    bool quoted = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= row.size(); ++i) {
      if (i < row.size() && row[i] == '"') quoted = !quoted;
      if (i < row.size() && (quoted || row[i] != ',')) continue;
      if (wanted == 0) return row.substr(begin, i - begin);
      --wanted;
      begin = i + 1;
    }
    return {};
  }

  std::vector<CsvRow> rows_;
};

template <typename Stretches>
std::vector<ExplainedReading> Place(const StoredMessage& stored, const MeasuredPart& part) {
  const Stretches stretches(stored.bytes);
  std::vector<ExplainedReading> explained;
  for (const MeasuredReading& measured : part.readings) {
    const Stretch stretch = stretches.Find(measured.pointer);
    if (stretch.bytes.empty()) continue;
    ExplainedReading reading;
    reading.key = measured.reading.key;
    reading.value.message = stored.inbox_id;
    reading.value.place = stretch.place;
    reading.value.begin = static_cast<std::size_t>(stretch.bytes.data() - stored.bytes.data());
    reading.value.end = reading.value.begin + stretch.bytes.size();
    reading.value.text = Phi<std::string>(std::string(stretch.bytes));
    explained.push_back(std::move(reading));
  }
  return explained;
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
  if (form == MonitoredForm::kNone) {
    received.reason = "not-readings";
    return received;
  }
  ToldProblems problems;
  const std::string_view text = WithoutMark(content);
  SplitContent split = form == MonitoredForm::kFhir ? SplitFhir(text, feed, now, problems)
                                                    : SplitCsv(text, feed, now, problems);
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
  MeasuredPart part = ReadPart(stored, feed, received, problems);
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

std::vector<ExplainedReading> PlacesOfReadings(const StoredMessage& stored,
                                               const FeedOptions& feed) {
  ToldProblems told;
  const MeasuredPart part = ReadPart(stored, feed, {}, told);
  if (FormOf(stored.bytes, feed) == MonitoredForm::kFhir) return Place<JsonStretches>(stored, part);
  return Place<CsvStretches>(stored, part);
}

}  // namespace wardbridge::discharge
