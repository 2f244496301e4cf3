#include "pipeline/project.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace wardbridge::pipeline {
namespace {

using model::Event;
using model::Issue;
using model::Stay;

// The stays of the first of the keys that is known: a spell keeps the key it was first known by.
Result<std::vector<Stay>> SpellOf(store::Rows& rows, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    auto spell_key = rows.SpellOf(key);
    if (!spell_key) return spell_key.error();
    auto stays = rows.StaysOfSpell(*spell_key);
    if (!stays || !stays->empty()) return stays;
  }
  return std::vector<Stay>();
}

// Messages of a store of an older version, which did not keep what they say, are read again.
Result<> ReadAgain(store::Rows& rows, const discharge::Program& program,
                   std::vector<model::AppliedMessage>& messages) {
  for (model::AppliedMessage& message : messages) {
    if (message.event) continue;
    auto stored = rows.Messages({message.inbox_id});
    if (!stored) return stored.error();
    if (stored->empty()) return Error{Code::kInternal, "inbox", "a message of the stay is gone"};
    discharge::Interpreted meaning = InterpretRow(program, stored->front()).meaning;
    if (meaning.events.empty()) {
      return Error{Code::kInternal, "inbox", "a message of the stay is not readable any more"};
    }
    Event& event = meaning.events.front();
    event.readings.clear();
    event.texts.clear();
    message.event = std::make_shared<const Event>(std::move(event));
  }
  return {};
}

Result<> ReadAgain(store::Rows& rows, const discharge::Program& program, std::vector<Stay>& stays) {
  for (Stay& stay : stays) {
    if (auto read = ReadAgain(rows, program, stay.messages); !read) return read;
  }
  return {};
}

// What is kept for the patient, and for whom the patient was merged with, as far as that leads.
Result<std::vector<model::AppliedMessage>> PersonOf(store::Rows& rows,
                                                    const discharge::Program& program,
                                                    std::vector<std::string> keys) {
  for (std::size_t known = 0; known < keys.size();) {
    known = keys.size();
    auto messages = rows.PersonMessages(keys);
    if (!messages) return messages.error();
    if (auto read = ReadAgain(rows, program, *messages); !read) return read.error();
    for (const model::AppliedMessage& message : *messages) {
      if (message.event->kind != model::EventKind::kPatientMerged) continue;
      for (const auto* ids : {&message.event->patient, &message.event->merged}) {
        for (std::string& key : model::PatientKeys(*ids)) {
          if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
            keys.push_back(std::move(key));
          }
        }
      }
    }
    if (keys.size() == known) return messages;
  }
  return std::vector<model::AppliedMessage>();
}

Result<discharge::Known> LoadKnown(store::Rows& rows, const discharge::Program& program,
                                   const Event& event, const std::vector<std::string>& keys) {
  discharge::Known known;
  auto spell = SpellOf(rows, event.visit.spell_keys);
  if (!spell) return spell.error();
  known.spell = std::move(*spell);
  if (!event.merged_spell_keys.empty()) {
    auto former = SpellOf(rows, event.merged_spell_keys);
    if (!former) return former.error();
    const bool same = !former->empty() && !known.spell.empty() &&
                      former->front().spell_key == known.spell.front().spell_key;
    if (!former->empty() && !same) {
      known.rival = std::move(known.spell);
      known.spell = std::move(*former);
    }
  }
  auto patient = rows.StaysOfPatient(keys);
  if (!patient) return patient.error();
  known.patient = std::move(*patient);
  auto person = PersonOf(rows, program, keys);
  if (!person) return person.error();
  known.person = std::move(*person);
  for (auto* stays : {&known.spell, &known.rival, &known.patient}) {
    if (auto read = ReadAgain(rows, program, *stays); !read) return read.error();
  }
  return known;
}

const Stay* Former(const Stay& stay, const std::vector<Stay>& before) {
  const auto former = std::find_if(before.begin(), before.end(),
                                   [&](const Stay& other) { return other.key == stay.key; });
  return former == before.end() ? nullptr : &*former;
}

std::vector<Issue> NewReasons(const Stay& stay, const std::vector<Stay>& before) {
  const Stay* former = Former(stay, before);
  if (former == nullptr) return stay.quarantine;
  std::vector<Issue> fresh;
  for (const Issue& reason : stay.quarantine) {
    const auto& known = former->quarantine;
    if (std::find(known.begin(), known.end(), reason) == known.end()) fresh.push_back(reason);
  }
  return fresh;
}

// A reason that the message corrected, and another patient of what was sent, are put on record.
void NoteChanges(const Stay& stay, const Stay* former, Applied& applied) {
  if (former == nullptr || !stay.ward) return;
  if (former->IsQuarantined() && !stay.IsQuarantined()) {
    applied.changes.push_back(
        {"stay.corrected", stay.Reference(), model::CodesOf(former->quarantine)});
  }
  const bool other_patient = former->patient.nhs_number != stay.patient.nhs_number;
  if (stay.revision > 0 && other_patient) {
    applied.changes.push_back(
        {"stay.rekeyed", stay.Reference(), "what was sent of it has another NHS number"});
  }
}

Result<> SaveStays(store::Rows& rows, const discharge::BookChange& change,
                   const std::vector<Stay>& before, Applied& applied) {
  for (const Stay& stay : change.stays) {
    if (auto saved = rows.SaveStay(stay); !saved) return saved;
    NoteChanges(stay, Former(stay, before), applied);
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
  for (const Applied::Change& change : applied.changes) {
    store::AuditRow audit;
    audit.at = now;
    audit.event = change.event;
    audit.subject = "m" + std::to_string(applied.inbox_id);
    audit.stay = change.reference;
    audit.detail = change.detail;
    if (auto audited = rows.AppendAudit(std::move(audit)); !audited) return audited;
  }
  if (applied.quarantine.empty()) return {};
  return RecordQuarantine(rows, "message.quarantined", applied.inbox_id, "", applied.quarantine,
                          now);
}

// What people answered about a message that was in quarantine, as it is read again.
struct Told {
  Event event;
  std::optional<Stay> stay;  // that a person gave it to
};

Result<Told> WithAnswers(store::Rows& rows, const Event& event) {
  Told told{event, std::nullopt};
  const auto answers = rows.MessageAnswers(event.inbox_id);
  if (!answers) return answers.error();
  for (const model::Answer& answer : *answers) {
    if (answer.code == "merge.no-partner") {
      std::erase_if(told.event.holds, [&](const Issue& hold) { return hold.code == answer.code; });
    } else if (answer.code == "reading.birth-date-conflict") {
      told.event.patient.birth_date = Phi<std::string>();
    }
    if (answer.stay_key.empty()) continue;
    auto stay = rows.FindStay(answer.stay_key);
    if (!stay) return stay.error();
    told.stay = std::move(*stay);
  }
  return told;
}

// A message that a person gave to a stay is of that stay alone.
Result<> GiveTo(const Stay& stay, store::Rows& rows, const discharge::Program& program,
                discharge::Known& known) {
  auto spell = rows.StaysOfSpell(stay.spell_key);
  if (!spell) return spell.error();
  known.spell = std::move(*spell);
  known.patient = {stay};
  if (auto read = ReadAgain(rows, program, known.spell); !read) return read;
  return ReadAgain(rows, program, known.patient);
}

// Readings and words.
Result<> SaveEvidence(store::Rows& rows, const Event& event, const std::vector<std::string>& keys,
                      Applied& applied) {
  if (event.readings.empty() && event.texts.empty()) return {};
  if (keys.empty()) {
    applied.quarantine.push_back({Issue::Severity::kError, "reading.no-patient", "PID-3",
                                  "the readings have no NHS number and no local number", ""});
    return {};
  }
  for (const model::ClinicalText& text : event.texts) {
    if (auto saved = rows.SaveText(keys.front(), text); !saved) return saved;
  }
  for (const model::Reading& reading : event.readings) {
    if (auto saved = rows.SaveReading(keys.front(), reading); !saved) return saved;
    ++applied.readings[reading.source];
  }
  return {};
}

Result<> ApplyEvent(store::Rows& rows, const discharge::Program& program, const Event& as_read,
                    Applied& applied) {
  const auto told = WithAnswers(rows, as_read);
  if (!told) return told.error();
  const Event& event = told->event;
  std::vector<std::string> keys = model::PatientKeys(event.patient);
  for (std::string& key : model::PatientKeys(event.merged)) keys.push_back(std::move(key));
  auto known = LoadKnown(rows, program, event, keys);
  if (!known) return known.error();
  if (told->stay) {
    if (auto given = GiveTo(*told->stay, rows, program, *known); !given) return given;
  }
  discharge::BookChange change = program.Apply(event, *known);
  std::vector<Stay> before = std::move(known->spell);
  for (const auto* more : {&known->rival, &known->patient}) {
    before.insert(before.end(), more->begin(), more->end());
  }
  if (auto saved = SaveStays(rows, change, before, applied); !saved) return saved;
  for (const auto& [alias, spell_key] : change.aliases) {
    if (auto added = rows.AddSpellAlias(alias, spell_key); !added) return added;
  }
  if (change.remember_person && !keys.empty()) {
    Event kept = event;
    kept.readings.clear();
    kept.texts.clear();
    const model::AppliedMessage message{event.inbox_id, event.trigger, event.version,
                                        std::make_shared<const Event>(std::move(kept))};
    if (auto kept = rows.RememberPerson(keys, message); !kept) return kept;
  }
  for (const Issue& warning : event.warnings) applied.warnings.push_back(warning);
  for (Issue& reason : change.quarantine) applied.quarantine.push_back(std::move(reason));
  if (!applied.quarantine.empty()) return {};  // what a message in doubt measured is not used
  if (told->stay) keys = {told->stay->ReadingKey()};
  return SaveEvidence(rows, event, keys, applied);
}

}  // namespace

Projected InterpretRow(const discharge::Program& program, const store::InboxRow& row) {
  const std::string trigger = row.type.substr(row.type.find('^') + 1);
  return {row.id, program.Interpret({row.id, trigger, row.feed, row.bytes}, row.received)};
}

Result<discharge::Known> KnownOfSpell(store::Rows& rows, const discharge::Program& program,
                                      const std::string& spell_key) {
  discharge::Known known;
  auto spell = rows.StaysOfSpell(spell_key);
  if (!spell) return spell.error();
  known.spell = std::move(*spell);
  if (auto read = ReadAgain(rows, program, known.spell); !read) return read.error();
  std::vector<std::string> keys;
  for (const Stay& stay : known.spell) {
    for (const model::AppliedMessage& message : stay.messages) {
      for (std::string& key : model::PatientKeys(message.event->patient)) {
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
      }
    }
  }
  auto person = PersonOf(rows, program, std::move(keys));
  if (!person) return person.error();
  known.person = std::move(*person);
  return known;
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
  for (const Applied::Change& change : applied.changes) {
    reporter.StayChanged(change.event, change.reference, change.detail);
  }
  for (const auto& [source, count] : applied.readings) reporter.ReadingsStored(source, count);
}

}  // namespace wardbridge::pipeline
