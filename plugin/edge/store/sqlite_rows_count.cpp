// How much lies where. Each number comes from a tally, a small partial index or the ends of an
// index: a store of years answers as fast as a new one.
#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {
namespace {

// One row, in the order of the fields of Depths.
constexpr Sql kCounts =
    "SELECT (SELECT count(*) FROM inbox_new),"
    " (SELECT rows FROM tally WHERE name = 'inbox'),"
    " (SELECT count(*) FROM inbox_outcome WHERE state = 'quarantined'),"
    " (SELECT count(*) FROM stay WHERE state IN ('open', 'pending') AND ward_code IS NOT NULL),"
    " (SELECT count(*) FROM stay WHERE quarantined = 1),"
    " (SELECT count(*) FROM stay WHERE set_aside = 1),"
    " (SELECT rows FROM tally WHERE name = 'reading'),"
    " (SELECT coalesce(max(id) - (SELECT min(id) FROM fragment) + 1, 0) FROM fragment)";
constexpr Sql kOutbox = "SELECT destination, state, rows FROM outbox_tally WHERE rows > 0";
constexpr Sql kOldest =
    "SELECT created FROM outbox WHERE destination = ?1"
    " AND state IN ('ready', 'sending', 'in-doubt', 'wait-ack', 'held') ORDER BY created LIMIT 1";

}  // namespace

Result<Depths> SqliteRows::Count() {
  Query query(connection_, kCounts);
  const Result<bool> row = query.Step();
  if (!row) return row.error();
  Depths depths;
  depths.inbox_new = query.Int(0);
  depths.inbox_total = query.Int(1);
  depths.inbox_quarantined = query.Int(2);
  depths.stays_open = query.Int(3);
  depths.stays_quarantined = query.Int(4);
  depths.set_aside = query.Int(5);
  depths.readings = query.Int(6);
  depths.fragments = query.Int(7);
  if (auto done = CountOutbox(depths); !done) return done.error();
  return depths;
}

Result<> SqliteRows::CountOutbox(Depths& depths) {
  Query query(connection_, kOutbox);
  Result<> counted = EachRow(
      query, [&depths](const Query& row) { depths.outbox[row.Text(0)][row.Text(1)] = row.Int(2); });
  if (!counted) return counted;
  // Under a hold of the destination, what would be sent is held.
  const Result<std::vector<Hold>> holds = Holds();
  if (!holds) return holds.error();
  for (const Hold& hold : *holds) {
    const auto states = depths.outbox.find(hold.target);
    if (hold.kind != HoldKind::kDestination || states == depths.outbox.end()) continue;
    for (const char* state : {"ready", "in-doubt"}) {
      const auto count = states->second.find(state);
      if (count == states->second.end()) continue;
      states->second["held"] += count->second;
      states->second.erase(count);
    }
  }
  for (const auto& [destination, states] : depths.outbox) {
    Query oldest(connection_, kOldest, destination);
    const Result<std::optional<Timestamp>> created = FirstTime(oldest);
    if (!created) return created.error();
    if (*created) depths.oldest_undelivered[destination] = **created;
  }
  return {};
}

}  // namespace wardbridge::store
