// Rows on SQLite, one source file for each noun:
// sqlite_rows_{inbox,stays,persons,readings,summaries,outbox,operator,audit,expiry,count,
// reconciliation,alarms,unmapped,packs}.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "edge/store/connection.h"
#include "edge/store/rows.h"
#include "edge/store/statement.h"

namespace wardbridge::store {

// `connection` has an open transaction and must outlive this object.
class SqliteRows final : public Rows {
 public:
  explicit SqliteRows(Connection& connection) : connection_(connection) {}

  Result<Appended> AppendInbox(const InboxRow& row) override;
  Result<std::vector<InboxRow>> NewMessages(std::size_t limit) override;
  Result<std::vector<InboxRow>> Messages(const std::vector<std::int64_t>& ids) override;
  Result<> SetInboxState(std::int64_t id, InboxState state,
                         const std::vector<model::Issue>& issues) override;
  Result<std::vector<model::Issue>> InboxIssues(std::int64_t id) override;
  Result<> AddMessageAnswer(std::int64_t id, const model::Answer& answer) override;
  Result<std::vector<model::Answer>> MessageAnswers(std::int64_t id) override;
  Result<std::vector<InboxRow>> QuarantinedMessages(std::size_t limit) override;
  Result<> KeepFragment(const Fragment& fragment) override;

  Result<std::vector<model::Stay>> StaysOfSpell(const std::string& spell_key) override;
  Result<std::string> SpellOf(const std::string& key) override;
  Result<> AddSpellAlias(const std::string& alias, const std::string& spell_key) override;
  Result<std::vector<model::Stay>> StaysOfPatient(const std::vector<std::string>& keys) override;
  Result<std::optional<model::Stay>> FindStay(const std::string& stay_key) override;
  Result<std::vector<model::Stay>> StaysByReference(const std::string& prefix) override;
  Result<std::vector<model::Stay>> AllStays(std::size_t limit) override;
  Result<> SaveStay(const model::Stay& stay) override;
  Result<std::vector<std::string>> DueStays(Timestamp now, std::size_t limit) override;
  Result<std::optional<Timestamp>> NextDue() override;

  Result<std::vector<std::string>> GatheredStays(Timestamp now, std::size_t limit) override;
  Result<std::vector<std::string>> StaysToGather(Timestamp now, std::size_t limit) override;
  Result<std::optional<Timestamp>> NextToGather(Timestamp now) override;
  Result<> MarkGathered(const std::string& stay_key, Timestamp due) override;
  Result<> SaveGathering(const std::string& stay_key, const model::Gathering& gathering) override;
  Result<std::vector<model::Gathering>> GatheringsOf(const std::string& stay_key) override;

  Result<> RememberPerson(const std::vector<std::string>& keys,
                          const model::AppliedMessage& message) override;
  Result<std::vector<model::AppliedMessage>> PersonMessages(
      const std::vector<std::string>& keys) override;

  Result<> SaveReading(const std::string& patient_key, const model::Reading& reading) override;
  Result<std::vector<model::Reading>> ReadingsOf(const std::vector<std::string>& keys,
                                                 Timestamp from, Timestamp to) override;
  Result<> SaveText(const std::string& patient_key, const model::ClinicalText& text) override;
  Result<std::vector<model::ClinicalText>> TextsOf(const std::vector<std::string>& keys,
                                                   Timestamp from, Timestamp to) override;

  Result<> SaveSummary(const SummaryRow& row) override;
  Result<std::optional<SummaryRow>> FindSummary(const std::string& stay_key, int revision) override;
  Result<std::optional<SummaryRow>> LastSummary(const std::string& stay_key) override;

  Result<> AddDelivery(const OutboxRow& row) override;
  Result<> ReplaceOlder(const std::string& stay_key, const std::string& destination, int revision,
                        Timestamp now) override;
  Result<std::vector<OutboxRow>> DueDeliveries(const std::string& destination, Timestamp now,
                                               std::size_t limit) override;
  Result<std::optional<Timestamp>> NextDelivery(const std::string& destination) override;
  Result<std::optional<OutboxRow>> FindDelivery(const std::string& key) override;
  Result<std::vector<OutboxRow>> DeliveriesOf(const std::string& stay_key) override;
  Result<std::vector<OutboxRow>> Deliveries(std::size_t limit) override;
  Result<std::vector<OutboxRow>> DeliveriesByPrefix(const std::string& prefix) override;
  Result<std::vector<AttemptRow>> Attempts(const std::string& key) override;
  Result<> BeginAttempt(const std::string& key, Timestamp now) override;
  Result<> FinishAttempt(const OutboxRow& row, Timestamp now) override;
  Result<> Requeue(const std::string& key, Timestamp now) override;
  Result<> CancelDelivery(const std::string& key) override;
  Result<std::int64_t> ReleaseHeld(const std::string& destination, Timestamp now) override;
  Result<std::int64_t> RecoverSending(Timestamp now) override;

  Result<std::int64_t> AddRequest(const OperatorRequest& row) override;
  Result<std::vector<OperatorRequest>> OpenRequests(std::size_t limit) override;
  Result<std::optional<OperatorRequest>> FindRequest(std::int64_t id) override;
  Result<> CloseRequest(std::int64_t id, bool applied, const std::string& detail,
                        Timestamp now) override;
  Result<> SetHold(const Hold& hold) override;
  Result<bool> RemoveHold(HoldKind kind, const std::string& target, Timestamp now) override;
  Result<std::vector<Hold>> Holds() override;

  Result<> AppendAudit(AuditRow row) override;
  Result<std::vector<AuditRow>> AuditAfter(std::int64_t id, std::size_t limit) override;
  Result<std::vector<AuditRow>> AuditOfStay(const std::string& reference) override;

  Result<Expired> FindExpired(const Expiry& expiry, const std::string& after_patient,
                              std::size_t limit) override;
  Result<Removed> RemoveExpired(const Expired& expired, const Expiry& expiry) override;
  Result<bool> WasRemoved(const std::string& reference) override;

  Result<std::optional<Timestamp>> Mark(const std::string& name) override;
  Result<> SetMark(const std::string& name, Timestamp time) override;

  Result<Depths> Count() override;
  Result<Reconciliation> Reconcile(Timestamp now) override;
  Result<> SaveReconciliation(const Reconciliation& account) override;
  Result<std::vector<Reconciliation>> Reconciliations(std::size_t limit) override;

  Result<> NoteUnmapped(const model::UnmappedCode& unmapped, const std::string& stay,
                        Timestamp now) override;
  Result<std::vector<UnmappedRow>> UnmappedCodes(std::size_t limit) override;

  Result<> KeepPack(const PackRow& row) override;
  Result<std::optional<PackRow>> FindPack(const std::string& digest) override;

  Result<> SaveAlarms(const std::vector<model::Alarm>& alarms, Timestamp now) override;
  Result<WatchedAlarms> Alarms() override;

 private:
  Result<std::optional<Timestamp>> FirstTime(Query& query);

  // Lists of rows are found as ids, then loaded one by one: one statement for each kind of row.
  Result<std::optional<InboxRow>> LoadMessage(std::int64_t id);
  Result<Appended> NoteRepeat(std::int64_t id, const InboxRow& row);

  Result<model::Stay> LoadStay(std::int64_t id);
  Result<std::vector<model::Stay>> LoadStays(const std::vector<std::int64_t>& ids);
  Result<> LoadPatient(std::int64_t id, const std::string& nhs_number, model::Stay& stay);
  Result<> LoadStayIssues(std::int64_t id, model::Stay& stay);
  Result<std::vector<model::AppliedMessage>> StayMessages(std::int64_t id);
  Result<std::vector<model::Answer>> StayAnswers(std::int64_t id);
  Result<std::int64_t> SaveStayRow(const model::Stay& stay);
  Result<> SavePatientKeys(std::int64_t id, const model::Stay& stay);
  Result<> SaveStayIssues(std::int64_t id, const model::Stay& stay);
  Result<> SaveStayMessages(std::int64_t id, const model::Stay& stay);
  Result<> SaveStayAnswers(std::int64_t id, const model::Stay& stay);

  Result<model::Reading> ReadReading(const Query& query);
  Result<> ReadSaying(const Query& query, model::Reading& reading);
  Result<model::ClinicalText> ReadText(const Query& query);
  Result<std::optional<SummaryRow>> LoadSummary(Query& query);
  Result<OutboxRow> ReadDelivery(const Query& query);
  Result<std::vector<OutboxRow>> LoadDeliveries(const std::vector<std::int64_t>& ids);
  Result<> EndChannelHolds(Timestamp now);
  Result<> CountOutbox(Depths& depths);
  // After a removal: no account is ahead of the rows there are.
  Result<> LowerReconciled();
  Result<> ForgetUnmapped(Timestamp before);

  Result<> FindMessages(const Expiry& expiry, std::size_t limit, Expired& into);
  Result<> FindPatients(const Expiry& expiry, const std::string& after, std::size_t limit,
                        Expired& into);
  Result<bool> RemoveStay(const std::string& key, const Expiry& expiry);
  Result<bool> RemoveMessage(std::int64_t id, const Expiry& expiry);
  Result<bool> IsNeeded(std::int64_t message);
  // Messages from this one on are looked at again.
  Result<> LookAgain(std::int64_t message);

  // A row that no version of this program can have written.
  Error Corrupt(const char* what);

  Connection& connection_;
};

// The issue in columns severity, code, path, text, rule, the first of them at `column`.
[[nodiscard]] model::Issue ReadIssue(const Query& query, int column);

}  // namespace wardbridge::store
