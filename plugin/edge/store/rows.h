// The rows of the store, and what can be done with them inside one transaction (docs/data-flow.md
// has the picture).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "edge/store/reconciliation.h"
#include "model/alarm.h"
#include "model/clinical_text.h"
#include "model/delivery.h"
#include "model/gathering.h"
#include "model/issue.h"
#include "model/reading.h"
#include "model/stay.h"
#include "model/unmapped_code.h"

namespace wardbridge::store {

enum class InboxState {
  kNew,          // acknowledged, not yet interpreted
  kApplied,      // its events are in the stay book
  kIgnored,      // not supported, or not live traffic: counted only
  kQuarantined,  // could not be applied: its issues say why
  kDiscarded,    // was in quarantine until an operator gave it up
};
[[nodiscard]] std::string_view Name(InboxState state);

// A message as it came. The first six make the identity of spec/adt-life-cycle section 1.
struct InboxRow {
  std::int64_t id = 0;  // given by the store, grows
  std::string feed;
  std::string sender_application;  // MSH-3
  std::string sender_facility;     // MSH-4
  std::string control_id;          // MSH-10
  std::string body_hash;           // SHA-256 without MSH-7, hex
  std::string type;                // "ADT^A03", for operators and counters
  Timestamp received;
  std::string bytes;  // the message itself: patient data
  InboxState state = InboxState::kNew;
};

struct Appended {
  std::int64_t id = 0;     // of the new row, or of the row it duplicates
  bool duplicate = false;  // same identity and same hash within 30 days: not stored again
  bool control_id_reused =
      false;  // same identity, other hash: stored as a new message, worth an alarm
};

// Bytes that never became a message: an unfinished frame, something that is not HL7.
struct Fragment {
  std::string listener;
  std::string reason;  // "peer-closed", "restarted", "timeout", "not-hl7", "no-msh"
  Timestamp at;
  std::string bytes;  // cut to 64 KiB; patient data
};

enum class SummaryState {
  kReady,
  kSetAside,
  kDiscarded,  // was set aside until an operator gave it up
};
[[nodiscard]] std::string_view Name(SummaryState state);  // "set-aside"

// One revision of the summary of one stay, with what was made of it.
struct SummaryRow {
  std::string stay_key;
  int revision = 1;
  SummaryState state = SummaryState::kReady;
  Timestamp due;            // the date inside
  Timestamp built;          // when it was made
  std::string bundle;       // patient data
  std::string transaction;  // the same in another form, "" when no destination wants it
  std::string creation;     // likewise
  std::string document;
  std::string bundle_identifier;
  std::string version_id;
  std::string mapping;     // pack name, version and digest
  bool withdraws = false;  // it withdraws the revision before
  std::vector<model::Issue> issues;
};

// The delivery of one revision to one destination, without its payload.
struct OutboxRow {
  std::string key;
  std::string stay_key;
  int revision = 1;
  std::string destination;
  model::PayloadForm form = model::PayloadForm::kCollection;
  model::DeliveryState state = model::DeliveryState::kReady;
  int attempts = 0;
  Timestamp created;
  Millis held{0};  // how long it was under a hold since then, of holds that are over
  Timestamp next_at;
  std::optional<Timestamp> delivered;
  std::string code;  // of the last attempt
  std::string detail;
  std::string evidence;
};

struct AttemptRow {
  int number = 1;
  Timestamp started;
  std::optional<Timestamp> finished;
  std::string code;
  std::string detail;
};

// What an operator asks the running host to do (pipeline/operate.h has the operations).
struct OperatorRequest {
  std::int64_t id = 0;  // given by the store, grows
  std::string operation;
  std::string target;
  std::string person;
  std::string reason;
  std::string answer;     // of resolve: the word
  std::string chosen;     // of resolve: the stay that the answer names, as an operator names it
  std::int64_t seen = 0;  // of resolve: the newest message the person has seen; 0: not stated
  Timestamp asked;
  std::optional<Timestamp> closed;  // when it was applied or refused
  bool applied = false;             // false with `closed`: refused
  std::string detail;               // what was done, or why not
};

// What an operator holds back: nothing is sent to the destination, or of the stay. kChannel is the
// product's own: the destination's configuration or rights are at fault, and it is probed.
enum class HoldKind { kDestination, kStay, kChannel };
struct Hold {
  HoldKind kind = HoldKind::kDestination;
  std::string target;  // name of the destination, key of the stay
  std::string person;
  std::string reason;
  Timestamp since;
};

// One thing that happened, for the record (spec/security section 3). No patient data: ids are our
// own, and digests stand for content.
struct AuditRow {
  std::int64_t id = 0;  // given by the store: 1, 2, 3 ... without gaps
  Timestamp at;
  std::string event;        // "message.received", "summary.built" ... (docs/operations.md)
  std::string subject;      // "m17" (a message of the inbox), "revision 2", a delivery key
  std::string stay;         // reference, or ""
  std::string destination;  // or ""
  std::string person;       // operator, or "" for the product itself
  std::string reason;       // the operator's
  std::string digest;       // hex SHA-256 of the bytes spoken of, or ""
  std::string detail;       // for people
  std::string hash;         // given by the store: see audit_chain.h
};

// What is older than these times goes.
struct Expiry {
  Timestamp now;
  Timestamp stays;     // finished stays with their summaries and deliveries
  Timestamp messages;  // bytes of messages that no stay needs
  Timestamp readings;  // and texts, of patients without a stay
  Timestamp fragments;
};
struct Expired {
  std::vector<std::string> stay_keys;
  std::vector<std::int64_t> messages;     // ids
  std::int64_t messages_looked_at = 0;    // all up to this id
  std::vector<std::string> patient_keys;  // with readings or texts that are too old
  std::string patients_looked_at;         // all up to this key, "" none
  bool more = false;                      // something was left for the next look
};
struct Removed {
  std::int64_t stays = 0;
  std::int64_t messages = 0;
  std::int64_t readings = 0;
  std::int64_t texts = 0;
  std::int64_t fragments = 0;
  [[nodiscard]] std::int64_t Total() const {
    return stays + messages + readings + texts + fragments;
  }
};

// A code without a row in a table of the mapping, and how often that was met.
struct UnmappedRow {
  model::UnmappedCode unmapped;
  std::int64_t summaries = 0;
  Timestamp first;
  Timestamp last;
  std::string stay;  // reference of the last stay that had it
};

// A mapping that has run, as files. Bytes are not looked at here.
struct PackFile {
  std::string folder;  // "" the pack, "use/NAME" one that it uses, "overlay/N" those of the site
  std::string root;    // how faults name the folder
  std::string path;    // within the folder
  std::string bytes;
};
struct PackRow {
  std::string digest;  // hex SHA-256: the last word of SummaryRow::mapping
  std::string name;    // the words before it
  Timestamp first_used;
  std::vector<PackFile> files;
};

// The alarms that stood when the running host last looked.
struct WatchedAlarms {
  std::vector<model::Alarm> standing;
  std::optional<Timestamp> at;  // nothing: no host has run on this store yet
};

struct Depths {
  std::int64_t inbox_new = 0;
  std::int64_t inbox_total = 0;
  std::int64_t inbox_quarantined = 0;
  std::int64_t stays_open = 0;  // state open or pending, on a virtual ward
  std::int64_t stays_quarantined = 0;
  std::int64_t set_aside = 0;  // stays whose last summary failed the check
  std::int64_t readings = 0;
  std::int64_t fragments = 0;
  std::map<std::string, std::map<std::string, std::int64_t>>
      outbox;                                           // destination -> state -> count
  std::map<std::string, Timestamp> oldest_undelivered;  // destination -> created
};

// One transaction's view of the store. Not thread-safe; lives only during the job it is handed to.
// Every error is kIo, kFull or kInternal and rolls the whole transaction back.
class Rows {
 public:
  Rows() = default;
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  virtual ~Rows() = default;

  // Inbox.
  virtual Result<Appended> AppendInbox(const InboxRow& row) = 0;
  virtual Result<std::vector<InboxRow>> NewMessages(std::size_t limit) = 0;  // state kNew, by id
  virtual Result<std::vector<InboxRow>> Messages(
      const std::vector<std::int64_t>& ids) = 0;  // in that order
  virtual Result<> SetInboxState(std::int64_t id, InboxState state,
                                 const std::vector<model::Issue>& issues) = 0;
  virtual Result<std::vector<model::Issue>> InboxIssues(std::int64_t id) = 0;
  // What people answered about a message, oldest first.
  virtual Result<> AddMessageAnswer(std::int64_t id, const model::Answer& answer) = 0;
  virtual Result<std::vector<model::Answer>> MessageAnswers(std::int64_t id) = 0;
  // Messages in quarantine, newest first, without their bytes.
  virtual Result<std::vector<InboxRow>> QuarantinedMessages(std::size_t limit) = 0;
  // Keeps at most 1,000 fragments and 64 MiB; the oldest go.
  virtual Result<> KeepFragment(const Fragment& fragment) = 0;

  // Stay book. All ordinals of a spell, oldest first; all stays that share a patient key, oldest
  // first.
  virtual Result<std::vector<model::Stay>> StaysOfSpell(const std::string& spell_key) = 0;
  // The spell that `key` stands for: itself, unless a visit was moved.
  virtual Result<std::string> SpellOf(const std::string& key) = 0;
  // From now on `alias`, and whatever stood for it, stands for `spell_key`.
  virtual Result<> AddSpellAlias(const std::string& alias, const std::string& spell_key) = 0;
  virtual Result<std::vector<model::Stay>> StaysOfPatient(const std::vector<std::string>& keys) = 0;
  virtual Result<std::optional<model::Stay>> FindStay(const std::string& stay_key) = 0;
  // By a prefix (8 digits or more) of Stay::Reference(); more than one: all of them.
  virtual Result<std::vector<model::Stay>> StaysByReference(const std::string& prefix) = 0;
  virtual Result<std::vector<model::Stay>> AllStays(std::size_t limit) = 0;  // newest change first
  // Inserts or replaces; sets generation to one more than stored.
  virtual Result<> SaveStay(const model::Stay& stay) = 0;
  // Keys of stays that are due and not quarantined; earliest first.
  virtual Result<std::vector<std::string>> DueStays(Timestamp now, std::size_t limit) = 0;
  virtual Result<std::optional<Timestamp>> NextDue() = 0;

  // Where readings are fetched when a summary is due: of the stays that DueStays finds those for
  // whose due time that is done, and those for which it is not; the next that will be due.
  virtual Result<std::vector<std::string>> GatheredStays(Timestamp now, std::size_t limit) = 0;
  virtual Result<std::vector<std::string>> StaysToGather(Timestamp now, std::size_t limit) = 0;
  virtual Result<std::optional<Timestamp>> NextToGather(Timestamp now) = 0;
  // Nothing more will be fetched for that due time; another one of the stay is another matter.
  virtual Result<> MarkGathered(const std::string& stay_key, Timestamp due) = 0;
  // One for each source and due time: the last counts.
  virtual Result<> SaveGathering(const std::string& stay_key,
                                 const model::Gathering& gathering) = 0;
  virtual Result<std::vector<model::Gathering>> GatheringsOf(const std::string& stay_key) = 0;

  // Messages about a person without a visit (A28, A31), by any of the patient's keys, sorted by
  // version.
  virtual Result<> RememberPerson(const std::vector<std::string>& keys,
                                  const model::AppliedMessage& message) = 0;
  virtual Result<std::vector<model::AppliedMessage>> PersonMessages(
      const std::vector<std::string>& keys) = 0;

  // Readings of a patient. Of those with the same key one counts (model::TakesPlaceOf); a withdrawn
  // one is kept and not found.
  virtual Result<> SaveReading(const std::string& patient_key, const model::Reading& reading) = 0;
  virtual Result<std::vector<model::Reading>> ReadingsOf(const std::vector<std::string>& keys,
                                                         Timestamp from, Timestamp to) = 0;
  // The same for notes, messages and answers to questionnaires; those of one time as they came, a
  // correction where its original was.
  virtual Result<> SaveText(const std::string& patient_key, const model::ClinicalText& text) = 0;
  virtual Result<std::vector<model::ClinicalText>> TextsOf(const std::vector<std::string>& keys,
                                                           Timestamp from, Timestamp to) = 0;

  // Summaries and their deliveries.
  virtual Result<> SaveSummary(const SummaryRow& row) = 0;  // insert or replace (stay, revision)
  virtual Result<std::optional<SummaryRow>> FindSummary(const std::string& stay_key,
                                                        int revision) = 0;
  virtual Result<std::optional<SummaryRow>> LastSummary(const std::string& stay_key) = 0;
  virtual Result<> AddDelivery(const OutboxRow& row) = 0;  // an existing key stays as it is
  // Undelivered older revisions of the stay at this destination become kReplaced; audited.
  virtual Result<> ReplaceOlder(const std::string& stay_key, const std::string& destination,
                                int revision, Timestamp now) = 0;
  // kReady or kInDoubt with next_at reached, oldest first; of one stay only its lowest unfinished
  // revision; none that is held. A delivery under a hold reads as kHeld everywhere.
  virtual Result<std::vector<OutboxRow>> DueDeliveries(const std::string& destination,
                                                       Timestamp now, std::size_t limit) = 0;
  virtual Result<std::optional<Timestamp>> NextDelivery(const std::string& destination) = 0;
  virtual Result<std::optional<OutboxRow>> FindDelivery(const std::string& key) = 0;
  virtual Result<std::vector<OutboxRow>> DeliveriesOf(const std::string& stay_key) = 0;
  virtual Result<std::vector<OutboxRow>> Deliveries(std::size_t limit) = 0;  // newest first
  // By a prefix (8 digits or more) of the key; more than one: all of them, at most 10.
  virtual Result<std::vector<OutboxRow>> DeliveriesByPrefix(const std::string& prefix) = 0;
  virtual Result<std::vector<AttemptRow>> Attempts(const std::string& key) = 0;
  // State kSending, attempts + 1, attempt row stored: committed before the first byte leaves.
  virtual Result<> BeginAttempt(const std::string& key, Timestamp now) = 0;
  // State, code, detail, evidence, next_at and delivered of `row`; closes the running attempt.
  virtual Result<> FinishAttempt(const OutboxRow& row, Timestamp now) = 0;
  // Due at once, as if it were new: its age counts from now. What is in doubt stays so.
  virtual Result<> Requeue(const std::string& key, Timestamp now) = 0;
  // kCancelled: it will not be sent.
  virtual Result<> CancelDelivery(const std::string& key) = 0;
  // What stands in state kHeld by itself at this destination is ready again. Returns how many.
  virtual Result<std::int64_t> ReleaseHeld(const std::string& destination, Timestamp now) = 0;
  // At start: every kSending becomes kInDoubt, holds of kind kChannel end. Returns how many of the
  // first.
  virtual Result<std::int64_t> RecoverSending(Timestamp now) = 0;

  // Requests of operators and holds.
  virtual Result<std::int64_t> AddRequest(const OperatorRequest& row) = 0;
  virtual Result<std::vector<OperatorRequest>> OpenRequests(std::size_t limit) = 0;  // by id
  virtual Result<std::optional<OperatorRequest>> FindRequest(std::int64_t id) = 0;
  virtual Result<> CloseRequest(std::int64_t id, bool applied, const std::string& detail,
                                Timestamp now) = 0;
  virtual Result<> SetHold(const Hold& hold) = 0;  // of one that stands `since` stays
  // Whether it was there. The time that no other hold covers is added to OutboxRow::held of the
  // unfinished deliveries.
  virtual Result<bool> RemoveHold(HoldKind kind, const std::string& target, Timestamp now) = 0;
  virtual Result<std::vector<Hold>> Holds() = 0;  // of operators

  // The record. AppendInbox (received, duplicate), SaveSummary, ReplaceOlder, FinishAttempt and
  // RecoverSending write theirs; of repeats and failed attempts ever fewer (audit_bound.h).
  virtual Result<> AppendAudit(AuditRow row) = 0;
  virtual Result<std::vector<AuditRow>> AuditAfter(std::int64_t id, std::size_t limit) = 0;
  virtual Result<std::vector<AuditRow>> AuditOfStay(const std::string& reference) = 0;

  // Removal of what is no longer needed. Nothing that is new, open, undelivered, dead, set aside,
  // held or in quarantine is ever found. A removed message keeps its identity and its digests, for
  // the recognition of duplicates.
  virtual Result<Expired> FindExpired(const Expiry& expiry, const std::string& after_patient,
                                      std::size_t limit) = 0;
  // Looks at each again and removes it if nothing has changed. A part after which nothing is left
  // to be looked at forgets old unmapped codes too.
  virtual Result<Removed> RemoveExpired(const Expired& expired, const Expiry& expiry) = 0;
  // Whether the data of the stay with this reference was removed.
  virtual Result<bool> WasRemoved(const std::string& reference) = 0;

  // A named time that survives a restart.
  virtual Result<std::optional<Timestamp>> Mark(const std::string& name) = 0;
  virtual Result<> SetMark(const std::string& name, Timestamp time) = 0;

  virtual Result<Depths> Count() = 0;

  // The account since the last one saved; nothing is changed.
  virtual Result<Reconciliation> Reconcile(Timestamp now) = 0;
  virtual Result<> SaveReconciliation(const Reconciliation& account) = 0;
  virtual Result<std::vector<Reconciliation>> Reconciliations(
      std::size_t limit) = 0;  // newest first

  // Counts one more summary with this code. Codes over 64 bytes, and more than 10,000 different
  // ones, are not kept; a removal forgets at its end those not met since Expiry::messages.
  virtual Result<> NoteUnmapped(const model::UnmappedCode& unmapped, const std::string& stay,
                                Timestamp now) = 0;
  // By table, the most frequent first.
  virtual Result<std::vector<UnmappedRow>> UnmappedCodes(std::size_t limit) = 0;

  // Keeps a mapping for good; one that is there stays as it is.
  virtual Result<> KeepPack(const PackRow& row) = 0;
  virtual Result<std::optional<PackRow>> FindPack(const std::string& digest) = 0;

  // The alarms that stand at `now`: all of them at once.
  virtual Result<> SaveAlarms(const std::vector<model::Alarm>& alarms, Timestamp now) = 0;
  virtual Result<WatchedAlarms> Alarms() = 0;
};

}  // namespace wardbridge::store
