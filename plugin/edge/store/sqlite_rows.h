// Rows on SQLite, one source file for each noun:
// sqlite_rows_{inbox,stays,persons,readings,summaries,outbox,count}.cpp.
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
  Result<std::vector<InboxRow>> QuarantinedMessages(std::size_t limit) override;
  Result<> KeepFragment(const Fragment& fragment) override;

  Result<std::vector<model::Stay>> StaysOfSpell(const std::string& spell_key) override;
  Result<std::vector<model::Stay>> StaysOfPatient(const std::vector<std::string>& keys) override;
  Result<std::optional<model::Stay>> FindStay(const std::string& stay_key) override;
  Result<std::vector<model::Stay>> StaysByReference(const std::string& prefix) override;
  Result<std::vector<model::Stay>> AllStays(std::size_t limit) override;
  Result<> SaveStay(const model::Stay& stay) override;
  Result<std::vector<std::string>> DueStays(Timestamp now, std::size_t limit) override;
  Result<std::optional<Timestamp>> NextDue() override;

  Result<> RememberPerson(const std::vector<std::string>& keys,
                          const model::AppliedMessage& message) override;
  Result<std::vector<model::AppliedMessage>> PersonMessages(
      const std::vector<std::string>& keys) override;

  Result<> SaveReading(const std::string& patient_key, const model::Reading& reading) override;
  Result<> DeleteReading(const std::string& patient_key, const std::string& key) override;
  Result<std::vector<model::Reading>> ReadingsOf(const std::vector<std::string>& keys,
                                                 Timestamp from, Timestamp to) override;

  Result<> SaveSummary(const SummaryRow& row) override;
  Result<std::optional<SummaryRow>> FindSummary(const std::string& stay_key, int revision) override;
  Result<std::optional<SummaryRow>> LastSummary(const std::string& stay_key) override;

  Result<> AddDelivery(const OutboxRow& row) override;
  Result<> ReplaceOlder(const std::string& stay_key, const std::string& destination,
                        int revision) override;
  Result<std::vector<OutboxRow>> DueDeliveries(const std::string& destination, Timestamp now,
                                               std::size_t limit) override;
  Result<std::optional<Timestamp>> NextDelivery(const std::string& destination) override;
  Result<std::optional<OutboxRow>> FindDelivery(const std::string& key) override;
  Result<std::vector<OutboxRow>> DeliveriesOf(const std::string& stay_key) override;
  Result<std::vector<OutboxRow>> Deliveries(std::size_t limit) override;
  Result<std::vector<AttemptRow>> Attempts(const std::string& key) override;
  Result<> BeginAttempt(const std::string& key, Timestamp now) override;
  Result<> FinishAttempt(const OutboxRow& row, Timestamp now) override;
  Result<std::int64_t> RecoverSending(Timestamp now) override;

  Result<Depths> Count() override;

 private:
  // Lists of rows are found as ids, then loaded one by one: one statement for each kind of row.
  Result<std::vector<std::int64_t>> Ids(Query& query);
  Result<std::optional<Timestamp>> FirstTime(Query& query);

  Result<std::optional<InboxRow>> LoadMessage(std::int64_t id);

  Result<model::Stay> LoadStay(std::int64_t id);
  Result<std::vector<model::Stay>> LoadStays(const std::vector<std::int64_t>& ids);
  Result<> LoadPatient(std::int64_t id, const std::string& nhs_number, model::Stay& stay);
  Result<> LoadStayIssues(std::int64_t id, model::Stay& stay);
  Result<std::vector<model::AppliedMessage>> StayMessages(std::int64_t id);
  Result<std::int64_t> SaveStayRow(const model::Stay& stay);
  Result<> SavePatientKeys(std::int64_t id, const model::Stay& stay);
  Result<> SaveStayIssues(std::int64_t id, const model::Stay& stay);
  Result<> SaveStayMessages(std::int64_t id, const model::Stay& stay);

  Result<model::Reading> ReadReading(const Query& query);
  Result<std::optional<SummaryRow>> LoadSummary(Query& query);
  Result<OutboxRow> ReadDelivery(const Query& query);
  Result<std::vector<OutboxRow>> LoadDeliveries(const std::vector<std::int64_t>& ids);
  Result<> CountOutbox(Depths& depths);

  // A row that no version of this program can have written.
  Error Corrupt(const char* what);

  Connection& connection_;
};

// The issue in columns severity, code, path, text, rule, the first of them at `column`.
[[nodiscard]] model::Issue ReadIssue(const Query& query, int column);

}  // namespace wardbridge::store
