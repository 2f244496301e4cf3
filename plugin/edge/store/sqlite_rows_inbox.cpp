// Messages as they came, their outcome, and fragments.
#include <string_view>
#include <utility>

#include "base/digest.h"
#include "edge/store/audit_bound.h"
#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {
namespace {

constexpr Millis kDuplicateWindow = std::chrono::hours(24 * 30);

constexpr std::int64_t kMostFragments = 1000;
constexpr std::size_t kLongestFragment = 64U << 10U;
// The second bound of the table, 64 MiB, follows from the first.
static_assert(kMostFragments * kLongestFragment <= std::size_t{64} << 20U);

constexpr Sql kSameIdentity =
    "SELECT 1 FROM inbox WHERE feed = ?1 AND sender_application = ?2 AND sender_facility = ?3"
    " AND control_id = ?4 LIMIT 1";
// The + keeps SQLite from putting ?5 in the place of the column inside substr(), which would leave
// that column of the index unused.
constexpr Sql kDuplicate =
    "SELECT id FROM inbox WHERE feed = ?1 AND sender_application = ?2 AND sender_facility = ?3"
    " AND control_id = ?4 AND substr(body_hash, 1, 16) = substr(?5, 1, 16) AND received >= ?6"
    " AND +body_hash = ?5 ORDER BY received DESC, id DESC LIMIT 1";
constexpr Sql kReused =
    "SELECT 1 FROM inbox WHERE feed = ?1 AND sender_application = ?2 AND sender_facility = ?3"
    " AND control_id = ?4 AND received >= ?5 LIMIT 1";
constexpr Sql kRepeat =
    "INSERT INTO inbox_repeat (id, times, last) VALUES (?1, 1, ?2)"
    " ON CONFLICT (id) DO UPDATE SET times = times + 1, last = excluded.last RETURNING times";
constexpr Sql kInsertMessage =
    "INSERT INTO inbox (feed, sender_application, sender_facility, control_id, body_hash, type,"
    " received, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id";
constexpr Sql kInsertNew = "INSERT OR IGNORE INTO inbox_new (id) VALUES (?1)";
constexpr Sql kNewIds = "SELECT id FROM inbox_new ORDER BY id LIMIT ?1";
constexpr Sql kMessage =
    "SELECT m.id, feed, sender_application, sender_facility, control_id, body_hash, type, received,"
    " o.state, bytes FROM inbox AS m LEFT JOIN inbox_outcome AS o ON o.id = m.id WHERE m.id = ?1";
constexpr Sql kExists = "SELECT 1 FROM inbox WHERE id = ?1";
constexpr Sql kRemoveNew = "DELETE FROM inbox_new WHERE id = ?1";
constexpr Sql kRemoveOutcome = "DELETE FROM inbox_outcome WHERE id = ?1";
constexpr Sql kInsertOutcome = "INSERT INTO inbox_outcome (id, state) VALUES (?1, ?2)";
constexpr Sql kRemoveInboxIssues = "DELETE FROM inbox_issue WHERE inbox_id = ?1";
constexpr Sql kInsertMessageAnswer =
    "INSERT INTO message_answer (inbox_id, code, word, stay_key, at) VALUES (?1, ?2, ?3, ?4, ?5)";
constexpr Sql kAnswers =
    "SELECT code, word, at, stay_key FROM message_answer WHERE inbox_id = ?1 ORDER BY id";
constexpr Sql kInsertInboxIssue = "INSERT INTO inbox_issue VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr Sql kInboxIssues =
    "SELECT severity, code, path, text, rule FROM inbox_issue WHERE inbox_id = ?1 ORDER BY "
    "position";
// The bytes of long messages lie on pages of their own, which these columns do not touch.
constexpr Sql kQuarantined =
    "SELECT m.id, feed, sender_application, sender_facility, control_id, body_hash, type, received,"
    " o.state FROM inbox_outcome AS o JOIN inbox AS m ON m.id = o.id"
    " WHERE o.state = 'quarantined' ORDER BY o.id DESC LIMIT ?1";
constexpr Sql kInsertFragment =
    "INSERT INTO fragment (listener, reason, at, bytes) VALUES (?1, ?2, ?3, ?4) RETURNING id";
constexpr Sql kRemoveMessageFragments = "DELETE FROM fragment WHERE id <= ?1";

std::optional<InboxState> InboxStateOf(std::string_view name) {
  for (const InboxState state : {InboxState::kApplied, InboxState::kIgnored,
                                 InboxState::kQuarantined, InboxState::kDiscarded}) {
    if (Name(state) == name) return state;
  }
  return std::nullopt;
}

// Columns 0 to 8 of kMessage and kQuarantined. A message without outcome is new.
InboxRow ReadMessage(const Query& query) {
  InboxRow row;
  row.id = query.Int(0);
  row.feed = query.Text(1);
  row.sender_application = query.Text(2);
  row.sender_facility = query.Text(3);
  row.control_id = query.Text(4);
  row.body_hash = query.Text(5);
  row.type = query.Text(6);
  row.received = query.Time(7);
  row.state = InboxStateOf(query.Text(8)).value_or(InboxState::kNew);
  return row;
}

// What the audit says of message `id`, which `row` is or comes again as.
AuditRow AuditOf(const char* event, std::int64_t id, const InboxRow& row) {
  AuditRow audit;
  audit.at = row.received;
  audit.event = event;
  audit.subject = "m" + std::to_string(id);
  audit.digest = Hex(Sha256(row.bytes));
  audit.detail = row.type + " of feed " + row.feed + " from " + row.sender_application + "|" +
                 row.sender_facility + ", control id " + row.control_id;
  return audit;
}

}  // namespace

std::string_view Name(InboxState state) {
  switch (state) {
    case InboxState::kNew:
      return "new";
    case InboxState::kApplied:
      return "applied";
    case InboxState::kIgnored:
      return "ignored";
    case InboxState::kQuarantined:
      return "quarantined";
    case InboxState::kDiscarded:
      return "discarded";
  }
  return "";
}

Result<Appended> SqliteRows::AppendInbox(const InboxRow& row) {
  Appended appended;
  Query same(connection_, kSameIdentity, row.feed, row.sender_application, row.sender_facility,
             row.control_id);
  const Result<bool> seen = same.Step();
  if (!seen) return seen.error();
  if (*seen) {
    const Timestamp since = row.received - kDuplicateWindow;
    Query former(connection_, kDuplicate, row.feed, row.sender_application, row.sender_facility,
                 row.control_id, row.body_hash, since);
    const Result<bool> duplicate = former.Step();
    if (!duplicate) return duplicate.error();
    if (*duplicate) return NoteRepeat(former.Int(0), row);
    Query other(connection_, kReused, row.feed, row.sender_application, row.sender_facility,
                row.control_id, since);
    const Result<bool> reused = other.Step();
    if (!reused) return reused.error();
    appended.control_id_reused = *reused;
  }
  Query insert(connection_, kInsertMessage, row.feed, row.sender_application, row.sender_facility,
               row.control_id, row.body_hash, row.type, row.received, Blob{row.bytes});
  const Result<std::int64_t> inserted = Number(insert);
  if (!inserted) return inserted.error();
  appended.id = *inserted;
  // On the path of the acknowledgement: one entry in the audit, one in the queue, nothing else.
  auto audited = AppendAudit(AuditOf("message.received", appended.id, row));
  if (!audited) return audited.error();
  const Result<> queued = row.state == InboxState::kNew
                              ? Query(connection_, kInsertNew, appended.id).Run()
                              : SetInboxState(appended.id, row.state, {});
  if (!queued) return queued.error();
  return appended;
}

// A sender without end must not fill the disk by the audit.
Result<Appended> SqliteRows::NoteRepeat(std::int64_t id, const InboxRow& row) {
  Query repeat(connection_, kRepeat, id, row.received);
  const Result<std::int64_t> times = Number(repeat);
  if (!times) return times.error();
  if (IsOnRecord(*times)) {
    AuditRow audit = AuditOf("message.duplicate", id, row);
    audit.detail += ", repeat " + std::to_string(*times);
    if (auto audited = AppendAudit(std::move(audit)); !audited) return audited.error();
  }
  return Appended{id, true, false};
}

Result<std::vector<InboxRow>> SqliteRows::NewMessages(std::size_t limit) {
  Query query(connection_, kNewIds, limit);
  const Result<std::vector<std::int64_t>> ids = Ids(query);
  if (!ids) return ids.error();
  return Messages(*ids);
}

Result<std::optional<InboxRow>> SqliteRows::LoadMessage(std::int64_t id) {
  Query query(connection_, kMessage, id);
  const Result<bool> found = query.Step();
  if (!found) return found.error();
  if (!*found) return std::optional<InboxRow>();
  InboxRow row = ReadMessage(query);
  row.bytes = query.Text(9);
  return std::optional<InboxRow>(std::move(row));
}

// Ids that are not there are left out.
Result<std::vector<InboxRow>> SqliteRows::Messages(const std::vector<std::int64_t>& ids) {
  std::vector<InboxRow> rows;
  rows.reserve(ids.size());
  for (const std::int64_t id : ids) {
    Result<std::optional<InboxRow>> row = LoadMessage(id);
    if (!row) return row.error();
    if (*row) rows.push_back(std::move(**row));
  }
  return rows;
}

Result<> SqliteRows::SetInboxState(std::int64_t id, InboxState state,
                                   const std::vector<model::Issue>& issues) {
  Query exists(connection_, kExists, id);
  const Result<bool> found = exists.Step();
  if (!found) return found.error();
  if (!*found) return connection_.Fail(Code::kInternal, "no such message in the inbox");
  if (auto done = Query(connection_, kRemoveOutcome, id).Run(); !done) return done;
  if (auto done = LookAgain(id); !done) return done;
  if (state == InboxState::kNew) {
    if (auto done = Query(connection_, kInsertNew, id).Run(); !done) return done;
  } else {
    if (auto done = Query(connection_, kRemoveNew, id).Run(); !done) return done;
    if (auto done = Query(connection_, kInsertOutcome, id, Name(state)).Run(); !done) return done;
  }
  if (auto done = Query(connection_, kRemoveInboxIssues, id).Run(); !done) return done;
  int position = 0;
  for (const model::Issue& issue : issues) {
    Query insert(connection_, kInsertInboxIssue, id, position++, static_cast<int>(issue.severity),
                 issue.code, issue.path, issue.text, issue.rule);
    if (auto done = insert.Run(); !done) return done;
  }
  return {};
}

Result<std::vector<model::Issue>> SqliteRows::InboxIssues(std::int64_t id) {
  Query query(connection_, kInboxIssues, id);
  return AllRows(query, [](const Query& row) { return ReadIssue(row, 0); });
}

Result<> SqliteRows::AddMessageAnswer(std::int64_t id, const model::Answer& answer) {
  return Query(connection_, kInsertMessageAnswer, id, answer.code, answer.word, answer.stay_key,
               answer.at)
      .Run();
}

Result<std::vector<model::Answer>> SqliteRows::MessageAnswers(std::int64_t id) {
  Query query(connection_, kAnswers, id);
  return AllRows(query, [id](const Query& row) {
    return model::Answer{1, row.Text(0), row.Text(1), id, row.Time(2), row.Text(3)};
  });
}

Result<std::vector<InboxRow>> SqliteRows::QuarantinedMessages(std::size_t limit) {
  Query query(connection_, kQuarantined, limit);
  return AllRows(query, ReadMessage);
}

Result<> SqliteRows::KeepFragment(const Fragment& fragment) {
  const std::string_view bytes = std::string_view(fragment.bytes).substr(0, kLongestFragment);
  Query insert(connection_, kInsertFragment, fragment.listener, fragment.reason, fragment.at,
               Blob{bytes});
  const Result<std::int64_t> id = Number(insert);
  if (!id) return id.error();
  return Query(connection_, kRemoveMessageFragments, *id - kMostFragments).Run();
}

}  // namespace wardbridge::store
