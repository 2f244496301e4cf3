// Deliveries and their attempts (spec/delivery-and-retry section 2).
#include <utility>

#include "edge/store/audit_bound.h"
#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {
namespace {

constexpr Sql kAddDelivery =
    "INSERT INTO outbox (key, stay_key, revision, destination, state, attempts, created, next_at,"
    " delivered, code, detail, evidence, form)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
    " ON CONFLICT (key) DO NOTHING";
// What may have reached the receiver (sending, in doubt, waiting for its answer) is not taken back.
constexpr Sql kReplace =
    "UPDATE outbox SET state = 'replaced' WHERE stay_key = ?1 AND destination = ?2 AND revision < "
    "?3"
    " AND state IN ('ready', 'held') RETURNING key";

// What is sent by itself when its time has come.
#define WARDBRIDGE_SENDABLE " o.state IN ('ready', 'in-doubt')"
// What operators hold back. A hold of the destination is a condition by itself where that is ?1:
// SQLite then looks once, and at none of the rows that wait.
#define WARDBRIDGE_DESTINATION_HELD(destination) \
  " EXISTS (SELECT 1 FROM hold WHERE kind = 'destination' AND target = " destination ")"
#define WARDBRIDGE_STAY_HELD \
  " EXISTS (SELECT 1 FROM hold WHERE kind = 'stay' AND target = o.stay_key)"
// What may be sent to destination ?1. Order within one stay: while an older revision is
// unfinished, the newer waits.
#define WARDBRIDGE_WAITING                                                    \
  WARDBRIDGE_SENDABLE                                                         \
  " AND o.destination = ?1 AND NOT EXISTS (SELECT 1 FROM outbox AS older"     \
  " WHERE older.stay_key = o.stay_key AND older.destination = ?1"             \
  " AND older.revision < o.revision"                                          \
  " AND older.state IN ('ready', 'sending', 'in-doubt', 'wait-ack', 'held'))" \
  " AND NOT" WARDBRIDGE_DESTINATION_HELD("?1") " AND NOT" WARDBRIDGE_STAY_HELD
// Under a hold of its destination or its stay, what would be sent reads as held: nobody who looks
// at the row goes on with it.
#define WARDBRIDGE_READS_AS_HELD \
  WARDBRIDGE_SENDABLE            \
  " AND (" WARDBRIDGE_DESTINATION_HELD("o.destination") " OR" WARDBRIDGE_STAY_HELD ")"

constexpr Sql kDueDeliveries = "SELECT id FROM outbox AS o WHERE" WARDBRIDGE_WAITING
                               " AND next_at <= ?2 ORDER BY next_at, id LIMIT ?3";
constexpr Sql kNextDelivery =
    "SELECT next_at FROM outbox AS o WHERE" WARDBRIDGE_WAITING " ORDER BY next_at, id LIMIT 1";
constexpr Sql kDelivery =
    "SELECT key, stay_key, revision, destination,"
    " CASE WHEN" WARDBRIDGE_READS_AS_HELD
    " THEN 'held' ELSE state END,"
    " attempts, created, next_at, delivered, code, detail, evidence, form, held_ms"
    " FROM outbox AS o WHERE id = ?1";

#undef WARDBRIDGE_READS_AS_HELD
#undef WARDBRIDGE_WAITING
#undef WARDBRIDGE_STAY_HELD
#undef WARDBRIDGE_DESTINATION_HELD
#undef WARDBRIDGE_SENDABLE

constexpr Sql kDeliveryByKey = "SELECT id FROM outbox WHERE key = ?1";
constexpr Sql kDeliveriesOfStay =
    "SELECT id FROM outbox WHERE stay_key = ?1 ORDER BY revision, destination";
constexpr Sql kNewestDeliveries = "SELECT id FROM outbox ORDER BY id DESC LIMIT ?1";
// Keys are hexadecimal: ':' follows the digits, 'g' the letters.
constexpr Sql kDeliveriesByPrefix =
    "SELECT id FROM outbox WHERE key >= ?1 AND key < ?1 || 'g' ORDER BY key LIMIT 10";
constexpr Sql kRequeue =
    "UPDATE outbox SET state = CASE state WHEN 'in-doubt' THEN state ELSE 'ready' END,"
    " created = ?2, held_ms = 0, next_at = ?2, delivered = NULL WHERE key = ?1 RETURNING id";
constexpr Sql kCancel = "UPDATE outbox SET state = 'cancelled' WHERE key = ?1 RETURNING id";
constexpr Sql kReleaseHeld =
    "UPDATE outbox SET state = 'ready', next_at = ?2 WHERE destination = ?1 AND state = 'held'"
    " RETURNING id";
constexpr Sql kAttempts =
    "SELECT number, started, finished, a.code, a.detail FROM outbox AS o"
    " JOIN attempt AS a ON a.outbox_id = o.id WHERE o.key = ?1 ORDER BY number";
constexpr Sql kBegin =
    "UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE key = ?1"
    " RETURNING id, attempts";
constexpr Sql kInsertAttempt = "INSERT INTO attempt VALUES (?1, ?2, ?3, NULL, '', '')";
constexpr Sql kFinish =
    "UPDATE outbox SET state = ?2, next_at = ?3, delivered = ?4, code = ?5, detail = ?6,"
    " evidence = ?7 WHERE key = ?1 RETURNING id, attempts";
constexpr Sql kCloseAttempt =
    "UPDATE attempt SET finished = ?2, code = ?3, detail = ?4"
    " WHERE outbox_id = ?1 AND finished IS NULL";
constexpr Sql kSending = "SELECT id FROM outbox WHERE state = 'sending' ORDER BY id";
constexpr Sql kRecover =
    "UPDATE outbox SET state = 'in-doubt', next_at = ?2, code = ?3, detail = ?4 WHERE id = ?1";

constexpr const char* kRestartCode = "restart";
constexpr const char* kRestartDetail =
    "the process ended while this attempt ran; its outcome is not known";

// No attempt follows by itself: the end of the delivery goes into the audit.
bool EndsAttempts(model::DeliveryState state) {
  return state == model::DeliveryState::kDelivered || state == model::DeliveryState::kDead;
}

// How the audit calls the end of an attempt.
std::string EventOf(model::DeliveryState state) {
  if (state == model::DeliveryState::kReady) return "delivery.attempt-failed";
  return "delivery." + std::string(model::Name(state));
}

AuditRow AuditOf(const OutboxRow& row, std::int64_t attempt, Timestamp now) {
  AuditRow audit;
  audit.at = now;
  audit.event = EventOf(row.state);
  audit.subject = row.key;
  audit.stay = model::StayReference(row.stay_key);
  audit.destination = row.destination;
  audit.detail =
      "revision " + std::to_string(row.revision) + ", attempt " + std::to_string(attempt);
  if (!row.code.empty()) audit.detail += ", " + row.code;
  if (!row.evidence.empty()) audit.detail += ", " + row.evidence;
  return audit;
}

}  // namespace

Result<> SqliteRows::AddDelivery(const OutboxRow& row) {
  return Query(connection_, kAddDelivery, row.key, row.stay_key, row.revision, row.destination,
               model::Name(row.state), row.attempts, row.created, row.next_at, row.delivered,
               row.code, row.detail, row.evidence, model::Name(row.form))
      .Run();
}

Result<> SqliteRows::ReplaceOlder(const std::string& stay_key, const std::string& destination,
                                  int revision, Timestamp now) {
  Query replace(connection_, kReplace, stay_key, destination, revision);
  const Result<std::vector<std::string>> replaced = Texts(replace);
  if (!replaced) return replaced.error();
  for (const std::string& key : *replaced) {
    AuditRow audit;
    audit.at = now;
    audit.event = "delivery.replaced";
    audit.subject = key;
    audit.stay = model::StayReference(stay_key);
    audit.destination = destination;
    audit.detail = "by revision " + std::to_string(revision);
    if (auto audited = AppendAudit(std::move(audit)); !audited) return audited;
  }
  return {};
}

Result<std::vector<OutboxRow>> SqliteRows::DueDeliveries(const std::string& destination,
                                                         Timestamp now, std::size_t limit) {
  Query query(connection_, kDueDeliveries, destination, now, limit);
  const Result<std::vector<std::int64_t>> ids = Ids(query);
  if (!ids) return ids.error();
  return LoadDeliveries(*ids);
}

Result<std::optional<Timestamp>> SqliteRows::NextDelivery(const std::string& destination) {
  Query query(connection_, kNextDelivery, destination);
  return FirstTime(query);
}

Result<std::optional<OutboxRow>> SqliteRows::FindDelivery(const std::string& key) {
  Query query(connection_, kDeliveryByKey, key);
  const Result<std::vector<std::int64_t>> ids = Ids(query);
  if (!ids) return ids.error();
  Result<std::vector<OutboxRow>> rows = LoadDeliveries(*ids);
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<OutboxRow>();
  return std::optional<OutboxRow>(std::move(rows->front()));
}

Result<std::vector<OutboxRow>> SqliteRows::DeliveriesOf(const std::string& stay_key) {
  Query query(connection_, kDeliveriesOfStay, stay_key);
  const Result<std::vector<std::int64_t>> ids = Ids(query);
  if (!ids) return ids.error();
  return LoadDeliveries(*ids);
}

Result<std::vector<OutboxRow>> SqliteRows::Deliveries(std::size_t limit) {
  Query query(connection_, kNewestDeliveries, limit);
  const Result<std::vector<std::int64_t>> ids = Ids(query);
  if (!ids) return ids.error();
  return LoadDeliveries(*ids);
}

Result<OutboxRow> SqliteRows::ReadDelivery(const Query& query) {
  OutboxRow row;
  row.key = query.Text(0);
  row.stay_key = query.Text(1);
  row.revision = static_cast<int>(query.Int(2));
  row.destination = query.Text(3);
  const std::optional<model::DeliveryState> state = model::DeliveryStateOf(query.Text(4));
  if (!state) return Corrupt("outbox.state");
  row.state = *state;
  row.attempts = static_cast<int>(query.Int(5));
  row.created = query.Time(6);
  row.next_at = query.Time(7);
  row.delivered = query.MaybeTime(8);
  row.code = query.Text(9);
  row.detail = query.Text(10);
  row.evidence = query.Text(11);
  const std::optional<model::PayloadForm> form = model::PayloadFormOf(query.Text(12));
  if (!form) return Corrupt("outbox.form");
  row.form = *form;
  row.held = Millis(query.Int(13));
  return row;
}

Result<std::vector<OutboxRow>> SqliteRows::LoadDeliveries(const std::vector<std::int64_t>& ids) {
  std::vector<OutboxRow> rows;
  rows.reserve(ids.size());
  for (const std::int64_t id : ids) {
    Query query(connection_, kDelivery, id);
    const Result<bool> found = query.Step();
    if (!found) return found.error();
    if (!*found) continue;
    Result<OutboxRow> row = ReadDelivery(query);
    if (!row) return row.error();
    rows.push_back(std::move(*row));
  }
  return rows;
}

Result<std::vector<AttemptRow>> SqliteRows::Attempts(const std::string& key) {
  Query query(connection_, kAttempts, key);
  return AllRows(query, [](const Query& row) {
    return AttemptRow{static_cast<int>(row.Int(0)), row.Time(1), row.MaybeTime(2), row.Text(3),
                      row.Text(4)};
  });
}

Result<> SqliteRows::BeginAttempt(const std::string& key, Timestamp now) {
  Query begin(connection_, kBegin, key);
  const Result<bool> found = begin.Step();
  if (!found) return found.error();
  if (!*found) return connection_.Fail(Code::kInternal, "no such delivery to begin");
  return Query(connection_, kInsertAttempt, begin.Int(0), begin.Int(1), now).Run();
}

Result<> SqliteRows::FinishAttempt(const OutboxRow& row, Timestamp now) {
  Query finish(connection_, kFinish, row.key, model::Name(row.state), row.next_at, row.delivered,
               row.code, row.detail, row.evidence);
  const Result<bool> found = finish.Step();
  if (!found) return found.error();
  if (!*found) return connection_.Fail(Code::kInternal, "no such delivery to finish");
  const std::int64_t id = finish.Int(0);
  const std::int64_t attempt = finish.Int(1);
  if (EndsAttempts(row.state) || IsOnRecord(attempt)) {
    if (auto audited = AppendAudit(AuditOf(row, attempt, now)); !audited) return audited;
  }
  return Query(connection_, kCloseAttempt, id, now, row.code, row.detail).Run();
}

Result<std::vector<OutboxRow>> SqliteRows::DeliveriesByPrefix(const std::string& prefix) {
  constexpr std::size_t kShortest = 8;
  if (prefix.size() < kShortest) return std::vector<OutboxRow>();
  Query query(connection_, kDeliveriesByPrefix, prefix);
  const Result<std::vector<std::int64_t>> ids = Ids(query);
  if (!ids) return ids.error();
  return LoadDeliveries(*ids);
}

Result<> SqliteRows::Requeue(const std::string& key, Timestamp now) {
  Query requeue(connection_, kRequeue, key, now);
  const Result<bool> found = requeue.Step();
  if (!found) return found.error();
  if (!*found) return connection_.Fail(Code::kInternal, "no such delivery to send");
  return {};
}

Result<> SqliteRows::CancelDelivery(const std::string& key) {
  Query cancel(connection_, kCancel, key);
  const Result<bool> found = cancel.Step();
  if (!found) return found.error();
  if (!*found) return connection_.Fail(Code::kInternal, "no such delivery to cancel");
  return {};
}

Result<std::int64_t> SqliteRows::ReleaseHeld(const std::string& destination, Timestamp now) {
  Query release(connection_, kReleaseHeld, destination, now);
  return CountRows(release);
}

Result<std::int64_t> SqliteRows::RecoverSending(Timestamp now) {
  if (auto ended = EndChannelHolds(now); !ended) return ended.error();
  Query sending(connection_, kSending);
  const Result<std::vector<std::int64_t>> ids = Ids(sending);
  if (!ids) return ids.error();
  for (const std::int64_t id : *ids) {
    Query recover(connection_, kRecover, id, now, kRestartCode, kRestartDetail);
    if (auto done = recover.Run(); !done) return done.error();
    Query close(connection_, kCloseAttempt, id, now, kRestartCode, kRestartDetail);
    if (auto done = close.Run(); !done) return done.error();
  }
  auto recovered = LoadDeliveries(*ids);
  if (!recovered) return recovered.error();
  for (OutboxRow& row : *recovered) {
    if (!IsOnRecord(row.attempts)) continue;
    row.state = model::DeliveryState::kInDoubt;  // a hold does not change what the attempt was
    if (auto audited = AppendAudit(AuditOf(row, row.attempts, now)); !audited)
      return audited.error();
  }
  return static_cast<std::int64_t>(ids->size());
}

}  // namespace wardbridge::store
