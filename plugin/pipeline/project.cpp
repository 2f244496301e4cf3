#include "pipeline/project.h"

#include <algorithm>
#include <utility>

namespace wardbridge::pipeline {
namespace {

using model::Event;
using model::Issue;
using model::Stay;

// The stays of the first of the event's spell keys that is known: a spell keeps the key it was
// first known by.
Result<std::vector<Stay>> SpellOf(store::Rows& rows, const Event& event) {
  for (const std::string& key : event.visit.spell_keys) {
    auto stays = rows.StaysOfSpell(key);
    if (!stays || !stays->empty()) return stays;
  }
  return std::vector<Stay>();
}

std::vector<Issue> NewReasons(const Stay& stay, const std::vector<Stay>& before) {
  const auto former = std::find_if(before.begin(), before.end(),
                                   [&](const Stay& other) { return other.key == stay.key; });
  if (former == before.end()) return stay.quarantine;
  std::vector<Issue> fresh;
  for (const Issue& reason : stay.quarantine) {
    const auto& known = former->quarantine;
    if (std::find(known.begin(), known.end(), reason) == known.end()) fresh.push_back(reason);
  }
  return fresh;
}

Result<> SaveStays(store::Rows& rows, const discharge::BookChange& change,
                   const std::vector<Stay>& before, Applied& applied) {
  for (const Stay& stay : change.stays) {
    if (auto saved = rows.SaveStay(stay); !saved) return saved;
    std::vector<Issue> fresh = NewReasons(stay, before);
    if (!fresh.empty() && stay.ward) applied.held.push_back({stay.Reference(), std::move(fresh)});
    applied.due_changed = applied.due_changed || stay.due.has_value();
  }
  return {};
}

// Only codes of reasons: no value of the message.
Result<> RecordQuarantine(store::Rows& rows, std::string event, std::int64_t inbox_id,
                          std::string stay, const std::vector<Issue>& reasons, Timestamp now) {
  store::AuditRow audit;
  audit.at = now;
  audit.event = std::move(event);
  audit.subject = "m" + std::to_string(inbox_id);
  audit.stay = std::move(stay);
  audit.detail = model::CodesOf(reasons);
  return rows.AppendAudit(std::move(audit));
}

Result<> RecordQuarantines(store::Rows& rows, const Applied& applied, Timestamp now) {
  for (const Applied::HeldStay& held : applied.held) {
    auto audited = RecordQuarantine(rows, "stay.quarantined", applied.inbox_id, held.reference,
                                    held.reasons, now);
    if (!audited) return audited;
  }
  if (applied.quarantine.empty()) return {};
  return RecordQuarantine(rows, "message.quarantined", applied.inbox_id, "", applied.quarantine,
                          now);
}

Result<> SaveReadings(store::Rows& rows, const Event& event, const std::vector<std::string>& keys,
                      Applied& applied) {
  if (event.readings.empty() && event.deleted_readings.empty()) return {};
  if (keys.empty()) {
    applied.quarantine.push_back({Issue::Severity::kError, "reading.no-patient", "PID-3",
                                  "the readings have no NHS number and no local number", ""});
    return {};
  }
  for (const model::Reading& reading : event.readings) {
    if (auto saved = rows.SaveReading(keys.front(), reading); !saved) return saved;
    ++applied.readings[reading.source];
  }
  for (const std::string& key : event.deleted_readings) {
    if (auto gone = rows.DeleteReading(keys.front(), key); !gone) return gone;
  }
  return {};
}

Result<> ApplyEvent(store::Rows& rows, const discharge::Program& program, const Event& event,
                    Applied& applied) {
  const std::vector<std::string> keys = model::PatientKeys(event.patient);
  auto spell = SpellOf(rows, event);
  if (!spell) return spell.error();
  auto patient = rows.StaysOfPatient(keys);
  if (!patient) return patient.error();
  discharge::BookChange change = program.Apply(event, *spell, *patient);
  std::vector<Stay> before = std::move(*spell);
  before.insert(before.end(), patient->begin(), patient->end());
  if (auto saved = SaveStays(rows, change, before, applied); !saved) return saved;
  if (change.remember_person && !keys.empty()) {
    const model::AppliedMessage message{event.inbox_id, event.trigger, event.version};
    if (auto kept = rows.RememberPerson(keys, message); !kept) return kept;
  }
  for (const Issue& warning : event.warnings) applied.warnings.push_back(warning);
  for (Issue& reason : change.quarantine) applied.quarantine.push_back(std::move(reason));
  if (!applied.quarantine.empty()) return {};  // readings of a message in doubt are not used
  return SaveReadings(rows, event, keys, applied);
}

}  // namespace

Projected InterpretRow(const discharge::Program& program, const store::InboxRow& row) {
  const std::string trigger = row.type.substr(row.type.find('^') + 1);
  return {row.id, program.Interpret({row.id, trigger, row.feed, row.bytes}, row.received)};
}

Projected Faulty(std::int64_t inbox_id) {
  Projected faulty;
  faulty.inbox_id = inbox_id;
  faulty.meaning.problems.push_back({Issue::Severity::kError, "message.not-applied", "MSH",
                                     "the stay book could not take this message", ""});
  return faulty;
}

Result<> ApplyProjected(store::Rows& rows, const discharge::Program& program,
                        const Projected& projected, Timestamp now, Applied& applied) {
  applied = Applied{};
  applied.inbox_id = projected.inbox_id;
  applied.ignored = projected.meaning.ignored;
  applied.quarantine = projected.meaning.problems;
  if (!model::HasErrors(applied.quarantine)) {
    for (const Event& event : projected.meaning.events) {
      if (auto done = ApplyEvent(rows, program, event, applied); !done) return done;
    }
  }
  if (auto recorded = RecordQuarantines(rows, applied, now); !recorded) return recorded;
  store::InboxState state = store::InboxState::kApplied;
  if (applied.ignored) state = store::InboxState::kIgnored;
  if (!applied.quarantine.empty()) state = store::InboxState::kQuarantined;
  std::vector<Issue> issues = applied.quarantine;
  issues.insert(issues.end(), applied.warnings.begin(), applied.warnings.end());
  return rows.SetInboxState(projected.inbox_id, state, issues);
}

void ReportApplied(const Applied& applied, Reporter& reporter) {
  if (!applied.quarantine.empty()) {
    reporter.MessageQuarantined(applied.inbox_id, applied.quarantine);
  }
  for (const Applied::HeldStay& held : applied.held) {
    reporter.StayQuarantined(held.reference, held.reasons);
  }
  for (const auto& [source, count] : applied.readings) reporter.ReadingsStored(source, count);
}

}  // namespace wardbridge::pipeline
