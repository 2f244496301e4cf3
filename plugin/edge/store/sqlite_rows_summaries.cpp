// Revisions of summaries.
#include <utility>

#include "base/digest.h"
#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {
namespace {

constexpr Sql kSaveSummary =
    "INSERT INTO summary (stay_key, revision, state, due, built, bundle_identifier, version_id,"
    " mapping, bundle, document, transaction_bundle, creation_bundle, withdraws)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
    " ON CONFLICT (stay_key, revision) DO UPDATE SET state = excluded.state, due = excluded.due,"
    " built = excluded.built, bundle_identifier = excluded.bundle_identifier,"
    " version_id = excluded.version_id, mapping = excluded.mapping, bundle = excluded.bundle,"
    " document = excluded.document, transaction_bundle = excluded.transaction_bundle,"
    " creation_bundle = excluded.creation_bundle, withdraws = excluded.withdraws"
    " RETURNING id";
constexpr Sql kRemoveSummaryIssues = "DELETE FROM summary_issue WHERE summary_id = ?1";
constexpr Sql kInsertSummaryIssue = "INSERT INTO summary_issue VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr Sql kSummaryIssues =
    "SELECT severity, code, path, text, rule FROM summary_issue WHERE summary_id = ?1"
    " ORDER BY position";
constexpr Sql kOneSummary =
    "SELECT id, stay_key, revision, state, due, built, bundle_identifier, version_id, mapping,"
    " bundle, document, transaction_bundle, creation_bundle, withdraws FROM summary"
    " WHERE stay_key = ?1 AND revision = ?2";
constexpr Sql kLastSummary =
    "SELECT id, stay_key, revision, state, due, built, bundle_identifier, version_id, mapping,"
    " bundle, document, transaction_bundle, creation_bundle, withdraws FROM summary"
    " WHERE stay_key = ?1 ORDER BY revision DESC LIMIT 1";

// What the audit says of a revision; nothing of one that an operator discards, which has its own
// row.
AuditRow AuditOf(const SummaryRow& row) {
  AuditRow audit;
  audit.at = row.built;
  audit.event = row.state == SummaryState::kReady ? "summary.built" : "summary.set-aside";
  if (row.state == SummaryState::kReady && row.withdraws) audit.event = "summary.withdrawn";
  audit.subject = "revision " + std::to_string(row.revision);
  audit.stay = model::StayReference(row.stay_key);
  audit.digest = Hex(Sha256(row.bundle));
  audit.detail = "document " + Hex(Sha256(row.document)) + ", mapping " + row.mapping;
  for (const model::Issue& issue : row.issues) {
    if (issue.severity == model::Issue::Severity::kError) audit.detail += ", " + issue.code;
  }
  return audit;
}

}  // namespace

std::string_view Name(SummaryState state) {
  switch (state) {
    case SummaryState::kReady:
      return "ready";
    case SummaryState::kSetAside:
      return "set-aside";
    case SummaryState::kDiscarded:
      return "discarded";
  }
  return "";
}

Result<> SqliteRows::SaveSummary(const SummaryRow& row) {
  if (row.state != SummaryState::kDiscarded) {
    if (auto audited = AppendAudit(AuditOf(row)); !audited) return audited;
  }
  Query save(connection_, kSaveSummary, row.stay_key, row.revision, Name(row.state), row.due,
             row.built, row.bundle_identifier, row.version_id, row.mapping, Blob{row.bundle},
             Blob{row.document}, Blob{row.transaction}, Blob{row.creation}, row.withdraws);
  const Result<std::int64_t> id = Number(save);
  if (!id) return id.error();
  if (auto done = Query(connection_, kRemoveSummaryIssues, *id).Run(); !done) return done;
  int position = 0;
  for (const model::Issue& issue : row.issues) {
    Query insert(connection_, kInsertSummaryIssue, *id, position++,
                 static_cast<int>(issue.severity), issue.code, issue.path, issue.text, issue.rule);
    if (auto done = insert.Run(); !done) return done;
  }
  return {};
}

Result<std::optional<SummaryRow>> SqliteRows::LoadSummary(Query& query) {
  const Result<bool> found = query.Step();
  if (!found) return found.error();
  if (!*found) return std::optional<SummaryRow>();
  SummaryRow row;
  row.stay_key = query.Text(1);
  row.revision = static_cast<int>(query.Int(2));
  for (const SummaryState state : {SummaryState::kSetAside, SummaryState::kDiscarded}) {
    if (query.Text(3) == Name(state)) row.state = state;
  }
  row.due = query.Time(4);
  row.built = query.Time(5);
  row.bundle_identifier = query.Text(6);
  row.version_id = query.Text(7);
  row.mapping = query.Text(8);
  row.bundle = query.Text(9);
  row.document = query.Text(10);
  row.transaction = query.Text(11);
  row.creation = query.Text(12);
  row.withdraws = query.Flag(13);
  Query issues(connection_, kSummaryIssues, query.Int(0));
  Result<std::vector<model::Issue>> read =
      AllRows(issues, [](const Query& issue) { return ReadIssue(issue, 0); });
  if (!read) return read.error();
  row.issues = std::move(*read);
  return std::optional<SummaryRow>(std::move(row));
}

Result<std::optional<SummaryRow>> SqliteRows::FindSummary(const std::string& stay_key,
                                                          int revision) {
  Query query(connection_, kOneSummary, stay_key, revision);
  return LoadSummary(query);
}

Result<std::optional<SummaryRow>> SqliteRows::LastSummary(const std::string& stay_key) {
  Query query(connection_, kLastSummary, stay_key);
  return LoadSummary(query);
}

}  // namespace wardbridge::store
