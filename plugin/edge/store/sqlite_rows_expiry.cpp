// Removal of what is no longer needed, in small parts: found on a snapshot, looked at again and
// removed by the writer.
#include <algorithm>
#include <utility>

#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {
namespace {

// A stay is finished when nothing is open, waits for a person, or may still be sent, and nothing
// has happened to it since ?1. A spell that never was on a virtual ward has nothing to send.
#define WARDBRIDGE_FINISHED                                                                 \
  " quarantined = 0 AND set_aside = 0 AND due IS NULL"                                      \
  " AND (state IN ('sent', 'retracted', 'cancelled') OR ward_code IS NULL)"                 \
  " AND NOT EXISTS (SELECT 1 FROM hold WHERE kind = 'stay' AND target = s.key)"             \
  " AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.stay_key = s.key"                     \
  " AND (o.state NOT IN ('delivered', 'replaced', 'cancelled') OR o.created >= ?1"          \
  " OR o.delivered >= ?1))"                                                                 \
  " AND NOT EXISTS (SELECT 1 FROM summary AS r WHERE r.stay_key = s.key AND r.built >= ?1)" \
  " AND NOT EXISTS (SELECT 1 FROM stay_message AS m JOIN inbox AS i ON i.id = m.inbox_id"   \
  " WHERE m.stay_id = s.id AND i.received >= ?1)"

constexpr Sql kFinishedStays =
    "SELECT key FROM stay AS s WHERE" WARDBRIDGE_FINISHED " ORDER BY change LIMIT ?2";
constexpr Sql kFinishedStay =
    "SELECT id, reference, revision FROM stay AS s WHERE key = ?2 AND" WARDBRIDGE_FINISHED;

#undef WARDBRIDGE_FINISHED

constexpr Sql kMarkInbox = "SELECT value FROM mark WHERE name = 'inbox'";
constexpr Sql kSetMarkInbox = "UPDATE mark SET value = ?1 WHERE name = 'inbox'";
constexpr Sql kLowerMarkInbox = "UPDATE mark SET value = ?1 WHERE name = 'inbox' AND value > ?1";
constexpr Sql kNextMessages = "SELECT id, received FROM inbox WHERE id > ?1 ORDER BY id LIMIT ?2";
// Not yet interpreted, in quarantine, part of a stay, or about a person who has one.
constexpr Sql kNeeded =
    "SELECT EXISTS (SELECT 1 FROM inbox_new WHERE id = ?1)"
    " OR NOT EXISTS (SELECT 1 FROM inbox_outcome WHERE id = ?1 AND state <> 'quarantined')"
    " OR EXISTS (SELECT 1 FROM stay_message WHERE inbox_id = ?1)"
    " OR EXISTS (SELECT 1 FROM person_message AS p JOIN stay_patient_key AS k"
    " ON k.key = p.patient_key WHERE p.inbox_id = ?1)";
constexpr Sql kEmptyMessage =
    "UPDATE inbox SET bytes = x'' WHERE id = ?1 AND received < ?2 AND length(bytes) > 0"
    " RETURNING id";
constexpr Sql kForgetPersonMessage = "DELETE FROM person_message WHERE inbox_id = ?1";
constexpr Sql kForgetAnswers = "DELETE FROM message_answer WHERE inbox_id = ?1";

constexpr Sql kNextPatient =
    "SELECT min(patient_key) FROM"
    " (SELECT min(patient_key) AS patient_key FROM reading WHERE patient_key > ?1"
    " UNION ALL SELECT min(patient_key) FROM clinical_text WHERE patient_key > ?1)";
// Readings or texts that are too old, of a patient without a stay; nor were they given to a stay
// that is there (model::Stay::ReadingKey).
#define WARDBRIDGE_OLD                                          \
  " WHERE patient_key = ?1 AND time < ?2 AND"                   \
  " NOT EXISTS (SELECT 1 FROM stay_patient_key WHERE key = ?1)" \
  " AND NOT (?1 LIKE 'S|%' AND EXISTS (SELECT 1 FROM stay WHERE key = substr(?1, 3)))"
constexpr Sql kOldEvidence = "SELECT EXISTS (SELECT 1 FROM reading" WARDBRIDGE_OLD
                             ") OR EXISTS (SELECT 1 FROM clinical_text" WARDBRIDGE_OLD ")";
constexpr Sql kRemoveReadings = "DELETE FROM reading" WARDBRIDGE_OLD " RETURNING 1";
constexpr Sql kRemoveTexts = "DELETE FROM clinical_text" WARDBRIDGE_OLD " RETURNING 1";
#undef WARDBRIDGE_OLD

// Ids of fragments have no gaps, and their number follows from the ends: only the oldest go.
constexpr Sql kRemoveOldFragments =
    "DELETE FROM fragment WHERE id < coalesce((SELECT min(id) FROM fragment WHERE at >= ?1),"
    " (SELECT max(id) + 1 FROM fragment)) RETURNING 1";

constexpr Sql kFirstMessage =
    "SELECT min(id) FROM (SELECT min(inbox_id) AS id FROM stay_message WHERE stay_id = ?1"
    " UNION ALL SELECT min(p.inbox_id) FROM stay_patient_key AS k"
    " JOIN person_message AS p ON p.patient_key = k.key WHERE k.stay_id = ?1)";
constexpr Sql kRememberRemovedStay = "INSERT OR IGNORE INTO removed_stay VALUES (?1, ?2)";
constexpr Sql kWasRemoved = "SELECT 1 FROM removed_stay WHERE reference = ?1";
constexpr Sql kRemoveAttempts =
    "DELETE FROM attempt WHERE outbox_id IN (SELECT id FROM outbox WHERE stay_key = ?1)";
constexpr Sql kRemoveOutbox = "DELETE FROM outbox WHERE stay_key = ?1";
constexpr Sql kRemoveSummaryIssues =
    "DELETE FROM summary_issue WHERE summary_id IN (SELECT id FROM summary WHERE stay_key = ?1)";
constexpr Sql kRemoveSummaries = "DELETE FROM summary WHERE stay_key = ?1";
constexpr Sql kRemovePatientKeys = "DELETE FROM stay_patient_key WHERE stay_id = ?1";
constexpr Sql kRemoveStayIssues = "DELETE FROM stay_issue WHERE stay_id = ?1";
constexpr Sql kRemoveGatherings = "DELETE FROM gathering WHERE stay_key = ?1";
constexpr Sql kRemoveStayAnswers = "DELETE FROM stay_answer WHERE stay_id = ?1";
constexpr Sql kRemoveStayMessages = "DELETE FROM stay_message WHERE stay_id = ?1";
constexpr Sql kRemoveStay = "DELETE FROM stay WHERE id = ?1";
constexpr Sql kRemoveAliases =
    "DELETE FROM spell_alias WHERE spell_key = (SELECT spell_key FROM stay WHERE id = ?1) AND NOT"
    " EXISTS (SELECT 1 FROM stay AS o WHERE o.spell_key = spell_alias.spell_key AND o.id <> ?1)";

constexpr Sql kReadMark = "SELECT value FROM mark WHERE name = ?1";
constexpr Sql kSetMark =
    "INSERT INTO mark VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";

}  // namespace

Result<Expired> SqliteRows::FindExpired(const Expiry& expiry, const std::string& after_patient,
                                        std::size_t limit) {
  Expired expired;
  Query stays(connection_, kFinishedStays, expiry.stays, limit);
  Result<std::vector<std::string>> keys = Texts(stays);
  if (!keys) return keys.error();
  expired.stay_keys = std::move(*keys);
  expired.more = expired.stay_keys.size() == limit;
  if (auto found = FindMessages(expiry, limit, expired); !found) return found.error();
  if (auto found = FindPatients(expiry, after_patient, limit, expired); !found)
    return found.error();
  return expired;
}

Result<> SqliteRows::FindMessages(const Expiry& expiry, std::size_t limit, Expired& into) {
  Query mark(connection_, kMarkInbox);
  const Result<std::int64_t> marked = Number(mark);
  if (!marked) return marked.error();
  into.messages_looked_at = *marked;
  Query next(connection_, kNextMessages, into.messages_looked_at, limit);
  std::size_t looked_at = 0;
  while (true) {
    const Result<bool> row = next.Step();
    if (!row) return row.error();
    if (!*row || next.Time(1) >= expiry.messages) break;
    const Result<bool> needed = IsNeeded(next.Int(0));
    if (!needed) return needed.error();
    if (!*needed) into.messages.push_back(next.Int(0));
    into.messages_looked_at = next.Int(0);
    ++looked_at;
  }
  into.more = into.more || looked_at == limit;
  return {};
}

Result<> SqliteRows::FindPatients(const Expiry& expiry, const std::string& after, std::size_t limit,
                                  Expired& into) {
  into.patients_looked_at = after;
  for (std::size_t i = 0; i < limit; ++i) {
    Query next(connection_, kNextPatient, into.patients_looked_at);
    const Result<bool> found = next.Step();
    if (!found) return found.error();
    if (!*found || next.IsNull(0)) return {};
    into.patients_looked_at = next.Text(0);
    Query old(connection_, kOldEvidence, into.patients_looked_at, expiry.readings);
    const Result<std::int64_t> has_old = Number(old);
    if (!has_old) return has_old.error();
    if (*has_old != 0) into.patient_keys.push_back(into.patients_looked_at);
  }
  into.more = true;
  return {};
}

Result<Removed> SqliteRows::RemoveExpired(const Expired& expired, const Expiry& expiry) {
  Removed removed;
  for (const std::string& key : expired.stay_keys) {
    const Result<bool> gone = RemoveStay(key, expiry);
    if (!gone) return gone.error();
    removed.stays += *gone ? 1 : 0;
  }
  for (const std::int64_t id : expired.messages) {
    const Result<bool> gone = RemoveMessage(id, expiry);
    if (!gone) return gone.error();
    removed.messages += *gone ? 1 : 0;
  }
  if (removed.stays > 0) {
    if (auto lowered = LowerReconciled(); !lowered) return lowered.error();
  }
  // The last part of a removal: after a stay that went there is another look.
  if (!expired.more && removed.stays == 0) {
    if (auto forgotten = ForgetUnmapped(expiry.messages); !forgotten) return forgotten.error();
  }
  // The stays above have put the mark back to their first message, when that is earlier.
  Query mark(connection_, kMarkInbox);
  const Result<std::int64_t> marked = Number(mark);
  if (!marked) return marked.error();
  if (removed.stays == 0 && *marked < expired.messages_looked_at) {
    Query set(connection_, kSetMarkInbox, expired.messages_looked_at);
    if (auto done = set.Run(); !done) return done.error();
  }
  for (const std::string& patient : expired.patient_keys) {
    for (const auto& [sql, count] :
         {std::pair{kRemoveReadings, &removed.readings}, {kRemoveTexts, &removed.texts}}) {
      Query remove(connection_, sql, patient, expiry.readings);
      const Result<std::int64_t> rows = CountRows(remove);
      if (!rows) return rows.error();
      *count += *rows;
    }
  }
  Query fragments(connection_, kRemoveOldFragments, expiry.fragments);
  const Result<std::int64_t> rows = CountRows(fragments);
  if (!rows) return rows.error();
  removed.fragments = *rows;
  return removed;
}

Result<bool> SqliteRows::RemoveStay(const std::string& key, const Expiry& expiry) {
  Query stay(connection_, kFinishedStay, expiry.stays, key);
  const Result<bool> finished = stay.Step();
  if (!finished) return finished.error();
  if (!*finished) return false;
  const std::int64_t id = stay.Int(0);
  const std::string reference = stay.Text(1);
  Query first(connection_, kFirstMessage, id);
  const Result<bool> found = first.Step();
  if (!found) return found.error();
  if (!first.IsNull(0)) {
    if (auto done = LookAgain(first.Int(0)); !done) return done.error();
  }
  // A spell of which nothing was sent may still come to a virtual ward.
  const bool sent = stay.Int(2) > 0;
  if (sent) {
    if (auto done = Query(connection_, kRememberRemovedStay, reference, expiry.now).Run(); !done)
      return done.error();
  }
  for (const Sql sql : {kRemoveAttempts, kRemoveOutbox, kRemoveSummaryIssues, kRemoveSummaries,
                        kRemoveGatherings}) {
    if (auto done = Query(connection_, sql, key).Run(); !done) return done.error();
  }
  for (const Sql sql : {kRemoveAliases, kRemovePatientKeys, kRemoveStayIssues, kRemoveStayAnswers,
                        kRemoveStayMessages, kRemoveStay}) {
    if (auto done = Query(connection_, sql, id).Run(); !done) return done.error();
  }
  AuditRow audit;
  audit.at = expiry.now;
  audit.event = "stay.removed";
  audit.subject = reference;
  audit.stay = reference;
  audit.detail = "finished, and its time was over";
  if (auto audited = AppendAudit(std::move(audit)); !audited) return audited.error();
  return true;
}

Result<bool> SqliteRows::RemoveMessage(std::int64_t id, const Expiry& expiry) {
  const Result<bool> needed = IsNeeded(id);
  if (!needed) return needed.error();
  if (*needed) return false;
  if (auto done = Query(connection_, kForgetPersonMessage, id).Run(); !done) return done.error();
  if (auto done = Query(connection_, kForgetAnswers, id).Run(); !done) return done.error();
  Query empty(connection_, kEmptyMessage, id, expiry.messages);
  const Result<std::int64_t> rows = CountRows(empty);
  if (!rows) return rows.error();
  return *rows > 0;
}

Result<bool> SqliteRows::IsNeeded(std::int64_t message) {
  Query needed(connection_, kNeeded, message);
  const Result<std::int64_t> is_needed = Number(needed);
  if (!is_needed) return is_needed.error();
  return *is_needed != 0;
}

Result<> SqliteRows::LookAgain(std::int64_t message) {
  return Query(connection_, kLowerMarkInbox, message - 1).Run();
}

Result<bool> SqliteRows::WasRemoved(const std::string& reference) {
  Query query(connection_, kWasRemoved, reference);
  return query.Step();
}

Result<std::optional<Timestamp>> SqliteRows::Mark(const std::string& name) {
  Query query(connection_, kReadMark, name);
  return FirstTime(query);
}

Result<> SqliteRows::SetMark(const std::string& name, Timestamp time) {
  return Query(connection_, kSetMark, name, time).Run();
}

}  // namespace wardbridge::store
