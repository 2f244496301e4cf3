#include "core/discharge/assemble.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "core/clinical/news2.h"
#include "core/discharge/answers.h"
#include "core/discharge/check.h"
#include "core/discharge/disposition.h"
#include "core/discharge/gathered.h"
#include "core/discharge/patient_facts.h"
#include "core/discharge/person.h"
#include "core/discharge/receive.h"
#include "core/discharge/stay_identity.h"
#include "core/discharge/summary_texts.h"
#include "core/discharge/transaction.h"
#include "core/document/render.h"
#include "core/fhir/node.h"
#include "core/fhir/xml.h"
#include "core/hl7/identifiers.h"
#include "core/mapping/trace.h"
#include "model/event.h"

namespace wardbridge::discharge {
namespace {

using model::Issue;
using model::Reading;
using model::Summary;

bool Before(const Reading& a, const Reading& b) {
  return std::tie(a.time, a.vital, a.key) < std::tie(b.time, b.vital, b.key);
}

// Readings of the stay, of its grace, and nothing else; one a key, none that was withdrawn.
void SortReadings(const AssembleRequest& request, Summary& summary) {
  std::map<std::string, const Reading*> by_key;
  for (const Reading& reading : request.readings) {
    const Reading*& known = by_key[reading.key];
    if (known == nullptr || model::TakesPlaceOf(reading, *known)) known = &reading;
  }
  const Timestamp start = *summary.stay.start;
  const Timestamp end = *summary.stay.end;
  const Timestamp last = end + Millis(summary.stay.ward ? summary.stay.ward->grace_ms : 0);
  for (const auto& [key, reading] : by_key) {
    const bool outside = reading->time < start || reading->time > last;
    if (outside || reading->status == model::ReadingStatus::kWithdrawn) continue;
    (reading->time <= end ? summary.readings : summary.after_end).push_back(*reading);
  }
  std::sort(summary.readings.begin(), summary.readings.end(), Before);
  std::sort(summary.after_end.begin(), summary.after_end.end(), Before);
}

// Sets are scored feed by feed, because sources never mix; a statement of the SpO2 scale holds for
// all of them.
void ScoreReadings(const hl7::View& view, const Options& options, Summary& summary) {
  if (summary.readings.empty()) return;
  const Phi<std::string> birth_date = ReadBirthDate(view);
  std::map<std::string, std::vector<Reading>> by_feed;
  std::vector<Reading> statements;
  for (const Reading& reading : summary.readings) {
    if (reading.vital == model::Vital::kSpo2Scale) {
      statements.push_back(reading);
    } else {
      by_feed[reading.source].push_back(reading);
    }
  }
  for (auto& [name, readings] : by_feed) {
    const FeedOptions& feed = FeedOf(options, name);
    readings.insert(readings.end(), statements.begin(), statements.end());
    clinical::ScoreOptions score;
    score.window = feed.set_window;
    score.assume_air = feed.assume_air;
    score.assume_alert = feed.assume_alert;
    score.default_scale = summary.stay.ward ? summary.stay.ward->spo2_scale : 1;
    score.birth_date = birth_date.Reveal();
    for (auto& set : clinical::ScoreSets(readings, score)) summary.sets.push_back(std::move(set));
  }
  std::stable_sort(summary.sets.begin(), summary.sets.end(), [](const auto& a, const auto& b) {
    return std::tie(a.time, a.key) < std::tie(b.time, b.key);
  });
}

// The holds of section 9, once more on everything that is known now and that nobody has answered.
void HoldForView(const hl7::View& view, const Summary& summary, std::vector<Issue>& issues) {
  const Answers answers(summary.stay.answers);
  // A field, unless its message is one whose reasons of these codes are answered.
  const auto field = [&](const char* segment, std::size_t number, std::int64_t answered) {
    hl7::Element element = view.Field(segment, number);
    const hl7::ViewPart* origin = view.OriginOf(element);
    return origin != nullptr && origin->inbox_id <= answered ? hl7::Element() : element;
  };
  const auto upto = [&](std::string_view code) {
    return std::max(summary.stay.answered, answers.UpTo(code));
  };
  const std::int64_t death = std::max(upto("patient.deceased"), upto("patient.death-conflict"));
  Disposition disposition;
  if (death == 0) {
    disposition = {summary.stay.discharge_method, summary.stay.discharge_destination};
  }
  HoldForFlags({field("PID", 31, upto("patient.identity-unknown")), field("PID", 29, death),
                field("PID", 30, death), field("PV1", 16, upto("patient.sensitive"))},
               disposition, issues);
  if (!summary.person.nhs_number) {
    issues.push_back({Issue::Severity::kError, "nhs-number.missing", "PID-3",
                      "there is no valid NHS number", ""});
  }
}

Error Incomplete(const char* what) {
  return Error{Code::kMissing, what, "the stay is not complete"};
}

}  // namespace

namespace {

bool Holds(const std::vector<std::int64_t>& ids, std::int64_t id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// Of a visit that was moved from one patient to another: a message that speaks of the former one.
bool IsOfFormerPatient(const StoredMessage& stored, const model::Stay& stay) {
  const bool moved = std::any_of(stay.messages.begin(), stay.messages.end(), [](const auto& m) {
    return m.event && m.event->kind == model::EventKind::kVisitMoved;
  });
  if (!moved) return false;
  const auto message = std::find_if(stay.messages.begin(), stay.messages.end(),
                                    [&](const auto& m) { return m.inbox_id == stored.inbox_id; });
  if (message == stay.messages.end() || !message->event) return false;
  const std::vector<std::string> keys = model::PatientKeys(message->event->patient);
  return !keys.empty() && !SharesKey(keys, model::PatientKeys(stay.patient));
}

}  // namespace

hl7::View MakeView(const AssembleRequest& request, const Options& options,
                   std::vector<Issue>& issues, hl7::ReadLog* reads) {
  std::vector<hl7::ViewPart> parts;
  parts.reserve(request.messages.size());
  const Foreign foreign = ForeignOf(request.stay);
  for (const StoredMessage& stored : request.messages) {
    if (IsOfFormerPatient(stored, request.stay) || Holds(foreign.left_out, stored.inbox_id)) {
      continue;
    }
    auto message = ParseFor(FeedOf(options, stored.feed), stored.bytes, reads);
    if (!message) {
      issues.push_back({Issue::Severity::kError, "message.unreadable", message.error().where,
                        "a stored message of the stay cannot be parsed", ""});
      continue;
    }
    parts.push_back({std::make_shared<const hl7::Message>(std::move(*message)), stored.trigger,
                     stored.inbox_id, stored.feed, Holds(foreign.of_visit_only, stored.inbox_id)});
  }
  return hl7::View(std::move(parts));
}

Summary Summarise(const AssembleRequest& request, const hl7::View& view, const Options& options,
                  std::vector<Issue>& issues) {
  Summary summary;
  summary.stay = request.stay;
  summary.organisation = options.organisation;
  summary.revision = request.revision;
  summary.due = request.due;
  summary.person = ReadIdentity(view);
  // The number the stay is known by: PID-3 of a newer message may leave it out.
  if (!summary.person.nhs_number) summary.person.nhs_number = request.stay.patient.nhs_number;
  HoldForView(view, summary, issues);
  SortReadings(request, summary);
  ScoreReadings(view, options, summary);
  SortTexts(request, summary);
  for (const Issue& note : request.stay.notes) {
    if (note.severity != Issue::Severity::kInformation) summary.notes.push_back(note);
  }
  const model::Stay& stay = request.stay;
  const Millis grace(stay.ward ? stay.ward->grace_ms : 0);
  for (Issue& note : NotesOf(request.gatherings, *stay.end + grace)) {
    summary.notes.push_back(std::move(note));
  }
  return summary;
}

void ReadForDocument(const hl7::View& view, Summary& summary) {
  ReadPortrait(view, summary.person);
  summary.general_practice = ReadGeneralPractice(view);
}

// The other forms of a Bundle that may be sent, as far as destinations want them.
Result<> AddTransactions(const Options& options, int revision, Assembled& assembled) {
  if (!assembled.MayBeSent()) return {};
  if (options.make_transaction) {
    auto transaction = MakeTransaction(assembled.bundle, revision, Updates::kAllowed);
    if (!transaction) return transaction.error();
    assembled.transaction = std::move(*transaction);
  }
  if (options.make_creation) {
    auto creation = MakeTransaction(assembled.bundle, revision, Updates::kNever);
    if (!creation) return creation.error();
    assembled.creation = std::move(*creation);
  }
  return {};
}

// Where a destination wants XML: a Bundle that cannot be written so must not fail on its way.
void CheckXmlForm(const Options& options, Assembled& assembled) {
  if (!options.goes_as_xml || !assembled.MayBeSent()) return;
  if (const auto xml = fhir::ToXml(assembled.bundle); !xml) {
    assembled.issues.push_back({Issue::Severity::kError, "bundle.xml", xml.error().where,
                                "cannot be written in XML: " + xml.error().detail, ""});
  }
}

Result<Assembled> AssembleSummary(const AssembleRequest& request, const Options& options,
                                  const mapping::Program& program,
                                  mapping::Explanation* explanation) {
  if (!request.stay.start) return Incomplete("stay.start");
  if (!request.stay.end) return Incomplete("stay.end");
  Assembled assembled;
  std::optional<mapping::Trace> trace;
  if (explanation != nullptr) trace.emplace();
  const hl7::View view = MakeView(request, options, assembled.issues, trace ? &*trace : nullptr);
  Summary summary = Summarise(request, view, options, assembled.issues);
  ReadForDocument(view, summary);
  auto document = document::Render(summary, options.document);
  if (!document) return document.error();
  assembled.document = std::move(*document);
  const FeedOptions& feed = FeedOf(options, request.stay.feed);
  const int replaced = request.replaces.value_or(request.revision - 1);
  const std::string previous = replaced > 0 ? std::to_string(replaced) : "";
  const mapping::Inputs inputs{view, summary, &assembled.document, &feed.assigners, previous};
  mapping::Output output = program.Run(inputs, trace ? &*trace : nullptr);
  if (trace) *explanation = program.Explain(inputs, *trace, output.bundle);
  assembled.bundle = std::move(output.bundle);
  assembled.unmapped = std::move(output.unmapped);
  if (const auto bundle = fhir::Node::Parse(assembled.bundle)) {
    assembled.bundle_identifier = (*bundle)["identifier"]["value"].Text();
  }
  for (Issue& issue : output.issues) assembled.issues.push_back(std::move(issue));
  for (Issue& issue : Check(assembled.bundle)) assembled.issues.push_back(std::move(issue));
  CheckXmlForm(options, assembled);
  if (auto made = AddTransactions(options, request.revision, assembled); !made) return made.error();
  return assembled;
}

}  // namespace wardbridge::discharge
