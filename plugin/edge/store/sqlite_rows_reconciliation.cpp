// Accounts of what came in and what became of it.
#include <string_view>
#include <utility>

#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {
namespace {

constexpr Millis kOverdue{15 * 60 * 1000};
constexpr std::string_view kUnaccounted = "unaccounted";
constexpr std::string_view kLate = "overdue";

constexpr Sql kLastReconciliation =
    "SELECT at, last_message, last_summary, last_delivery FROM reconciliation"
    " ORDER BY id DESC LIMIT 1";
constexpr Sql kEnds =
    "SELECT (SELECT coalesce(max(id), 0) FROM inbox), (SELECT coalesce(max(id), 0) FROM summary),"
    " (SELECT coalesce(max(id), 0) FROM outbox)";
constexpr Sql kMessages =
    "SELECT '', CASE WHEN n.id IS NOT NULL THEN 'new' ELSE coalesce(o.state, 'unaccounted') END,"
    " count(*) FROM inbox AS i LEFT JOIN inbox_new AS n ON n.id = i.id"
    " LEFT JOIN inbox_outcome AS o ON o.id = i.id WHERE i.id > ?1 AND i.id <= ?2"
    " GROUP BY 2 ORDER BY 2";
constexpr Sql kStays =
    "SELECT '', CASE WHEN quarantined = 1 THEN 'quarantined' WHEN set_aside = 1 THEN 'set-aside'"
    " WHEN ward_code IS NULL THEN 'elsewhere' WHEN due IS NOT NULL THEN 'waiting'"
    " WHEN state IN ('open', 'cancelled', 'retracted') THEN state"
    " WHEN revision > 0 THEN 'summarised' ELSE 'unaccounted' END,"
    " count(*) FROM stay WHERE id IN (SELECT stay_id FROM stay_message"
    " WHERE inbox_id > ?1 AND inbox_id <= ?2 AND event = 'A03') GROUP BY 2 ORDER BY 2";
constexpr Sql kOverdueStays =
    "SELECT count(*) FROM stay AS s WHERE due < ?1 AND quarantined = 0"
    " AND NOT EXISTS (SELECT 1 FROM hold WHERE kind = 'stay' AND target = s.key)";
constexpr Sql kSummaryTallies =
    "SELECT '', CASE WHEN state = 'ready' AND NOT EXISTS (SELECT 1 FROM outbox AS o"
    " WHERE o.stay_key = s.stay_key AND o.revision = s.revision) THEN 'unaccounted'"
    " ELSE state END, count(*) FROM summary AS s WHERE id > ?1 AND id <= ?2"
    " GROUP BY 2 ORDER BY 2";
constexpr Sql kDeliveries =
    "SELECT destination, state, count(*) FROM outbox WHERE id > ?1 AND id <= ?2"
    " GROUP BY 1, 2 ORDER BY 1, 2";

constexpr Sql kSaveReconciliation =
    "INSERT INTO reconciliation (since, at, last_message, last_summary, last_delivery)"
    " VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";
constexpr Sql kSaveTally = "INSERT INTO reconciliation_tally VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr Sql kNewestReconciliations =
    "SELECT id, since, at, last_message, last_summary, last_delivery FROM reconciliation"
    " ORDER BY id DESC LIMIT ?1";
constexpr Sql kTallies =
    "SELECT kind, subject, state, rows FROM reconciliation_tally WHERE reconciliation_id = ?1"
    " ORDER BY position";
// Ids of summaries and deliveries may come again when the newest rows are removed.
constexpr Sql kLowerSummary =
    "UPDATE reconciliation SET last_summary = (SELECT coalesce(max(id), 0) FROM summary)"
    " WHERE id = (SELECT max(id) FROM reconciliation)"
    " AND last_summary > (SELECT coalesce(max(id), 0) FROM summary)";
constexpr Sql kLowerDelivery =
    "UPDATE reconciliation SET last_delivery = (SELECT coalesce(max(id), 0) FROM outbox)"
    " WHERE id = (SELECT max(id) FROM reconciliation)"
    " AND last_delivery > (SELECT coalesce(max(id), 0) FROM outbox)";

// Rows of subject, state and count.
Result<> AddTallies(Query& query, const char* kind, std::vector<Tally>& into) {
  return EachRow(query, [kind, &into](const Query& row) {
    into.push_back({kind, row.Text(0), row.Text(1), row.Int(2)});
  });
}

// Nothing is to be done by anybody; a dead delivery still waits for a person.
bool IsSettled(const std::string& state) {
  return state == "delivered" || state == "replaced" || state == "cancelled";
}

void AddStanding(const Depths& depths, Timestamp now, std::vector<Tally>& into) {
  for (const auto& [destination, states] : depths.outbox) {
    for (const auto& [state, rows] : states) {
      if (!IsSettled(state) && rows > 0) into.push_back({"standing", destination, state, rows});
    }
  }
  for (const auto& [destination, oldest] : depths.oldest_undelivered) {
    into.push_back({"oldest", destination, "seconds", (now - oldest).count() / 1000});
  }
}

}  // namespace

std::int64_t Reconciliation::Missing() const {
  std::int64_t missing = 0;
  for (const Tally& tally : tallies) {
    if (tally.state == kUnaccounted || tally.state == kLate) missing += tally.rows;
  }
  return missing;
}

std::int64_t Reconciliation::Count(std::string_view kind, std::string_view state) const {
  std::int64_t count = 0;
  for (const Tally& tally : tallies) {
    if (tally.kind == kind && tally.state == state) count += tally.rows;
  }
  return count;
}

std::int64_t Reconciliation::All(std::string_view kind) const {
  std::int64_t all = 0;
  for (const Tally& tally : tallies) {
    if (tally.kind == kind && tally.state != kLate) all += tally.rows;
  }
  return all;
}

Result<Reconciliation> SqliteRows::Reconcile(Timestamp now) {
  Reconciliation account;
  account.at = now;
  Query last(connection_, kLastReconciliation);
  const Result<bool> former = last.Step();
  if (!former) return former.error();
  if (*former) account.since = last.Time(0);
  const std::int64_t messages = *former ? last.Int(1) : 0;
  const std::int64_t summaries = *former ? last.Int(2) : 0;
  const std::int64_t deliveries = *former ? last.Int(3) : 0;
  Query ends(connection_, kEnds);
  const Result<bool> found = ends.Step();
  if (!found) return found.error();
  account.last_message = ends.Int(0);
  account.last_summary = ends.Int(1);
  account.last_delivery = ends.Int(2);

  std::vector<Tally>& tallies = account.tallies;
  Query of_messages(connection_, kMessages, messages, account.last_message);
  if (auto done = AddTallies(of_messages, "message", tallies); !done) return done.error();
  Query of_stays(connection_, kStays, messages, account.last_message);
  if (auto done = AddTallies(of_stays, "stay", tallies); !done) return done.error();
  Query overdue(connection_, kOverdueStays, now - kOverdue);
  const Result<std::int64_t> late = Number(overdue);
  if (!late) return late.error();
  if (*late > 0) tallies.push_back({"stay", "", std::string(kLate), *late});
  Query of_summaries(connection_, kSummaryTallies, summaries, account.last_summary);
  if (auto done = AddTallies(of_summaries, "summary", tallies); !done) return done.error();
  Query of_deliveries(connection_, kDeliveries, deliveries, account.last_delivery);
  if (auto done = AddTallies(of_deliveries, "delivery", tallies); !done) return done.error();
  const Result<Depths> depths = Count();
  if (!depths) return depths.error();
  AddStanding(*depths, now, tallies);
  return account;
}

Result<> SqliteRows::SaveReconciliation(const Reconciliation& account) {
  Query save(connection_, kSaveReconciliation, account.since, account.at, account.last_message,
             account.last_summary, account.last_delivery);
  const Result<std::int64_t> id = Number(save);
  if (!id) return id.error();
  int position = 0;
  for (const Tally& tally : account.tallies) {
    Query insert(connection_, kSaveTally, *id, position++, tally.kind, tally.subject, tally.state,
                 tally.rows);
    if (auto done = insert.Run(); !done) return done;
  }
  return {};
}

Result<std::vector<Reconciliation>> SqliteRows::Reconciliations(std::size_t limit) {
  Query query(connection_, kNewestReconciliations, limit);
  std::vector<Reconciliation> accounts;
  const Result<> read = EachRow(query, [&](const Query& row) -> Result<> {
    Reconciliation account;
    account.since = row.Time(1);
    account.at = row.Time(2);
    account.last_message = row.Int(3);
    account.last_summary = row.Int(4);
    account.last_delivery = row.Int(5);
    Query of_account(connection_, kTallies, row.Int(0));
    Result<std::vector<Tally>> tallies = AllRows(of_account, [](const Query& tally) {
      return Tally{tally.Text(0), tally.Text(1), tally.Text(2), tally.Int(3)};
    });
    if (!tallies) return tallies.error();
    account.tallies = std::move(*tallies);
    accounts.push_back(std::move(account));
    return {};
  });
  if (!read) return read.error();
  return accounts;
}

Result<> SqliteRows::LowerReconciled() {
  if (auto done = Query(connection_, kLowerSummary).Run(); !done) return done;
  return Query(connection_, kLowerDelivery).Run();
}

}  // namespace wardbridge::store
