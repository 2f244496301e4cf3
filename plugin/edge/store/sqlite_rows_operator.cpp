// What operators ask for, and what they hold back.
#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {
namespace {

constexpr Sql kAddRequest =
    "INSERT INTO operator_request (operation, target, operator, reason, asked, result, detail,"
    " answer, chosen, seen) VALUES (?1, ?2, ?3, ?4, ?5, '', '', ?6, ?7, ?8) RETURNING id";
constexpr Sql kOpen =
    "SELECT id, operation, target, operator, reason, asked, applied, result, detail,"
    " answer, chosen, seen"
    " FROM operator_request WHERE applied IS NULL ORDER BY id LIMIT ?1";
constexpr Sql kOneRequest =
    "SELECT id, operation, target, operator, reason, asked, applied, result, detail,"
    " answer, chosen, seen"
    " FROM operator_request WHERE id = ?1";
constexpr Sql kClose =
    "UPDATE operator_request SET applied = ?2, result = ?3, detail = ?4"
    " WHERE id = ?1 AND applied IS NULL RETURNING id";
constexpr Sql kSetHold =
    "INSERT INTO hold (kind, target, operator, reason, since) VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT DO UPDATE SET operator = excluded.operator, reason = excluded.reason";
constexpr Sql kRemoveHold = "DELETE FROM hold WHERE kind = ?1 AND target = ?2 RETURNING since";
constexpr Sql kHolds =
    "SELECT kind, target, operator, reason, since FROM hold WHERE kind <> 'channel' ORDER BY 1, 2";
constexpr Sql kChannelHolds = "SELECT target FROM hold WHERE kind = 'channel'";
// A hold that is over (?1 target, ?2 since, ?3 now) counts up to where another that still stands
// begins: that one will count the rest. So each moment under any hold counts once.
#define WARDBRIDGE_COUNT_HELD                                                                  \
  "UPDATE outbox AS o SET held_ms = held_ms + max(0, min(?3, coalesce((SELECT min(since) FROM" \
  " hold WHERE (kind IN ('destination', 'channel') AND target = o.destination)"                \
  " OR (kind = 'stay' AND target = o.stay_key)), ?3)) - max(?2, o.created))"                   \
  " WHERE state IN ('ready', 'sending', 'in-doubt', 'wait-ack', 'held') AND "
constexpr Sql kCountOfDestination = WARDBRIDGE_COUNT_HELD "destination = ?1";
constexpr Sql kCountOfStay = WARDBRIDGE_COUNT_HELD "stay_key = ?1";
#undef WARDBRIDGE_COUNT_HELD

constexpr std::string_view kApplied = "applied";
constexpr std::string_view kRefused = "refused";
constexpr std::string_view kDestination = "destination";
constexpr std::string_view kStayHold = "stay";
constexpr std::string_view kChannel = "channel";

std::string_view NameOf(HoldKind kind) {
  switch (kind) {
    case HoldKind::kDestination:
      return kDestination;
    case HoldKind::kStay:
      return kStayHold;
    case HoldKind::kChannel:
      return kChannel;
  }
  return "";
}

OperatorRequest ReadRequest(const Query& query) {
  OperatorRequest row;
  row.id = query.Int(0);
  row.operation = query.Text(1);
  row.target = query.Text(2);
  row.person = query.Text(3);
  row.reason = query.Text(4);
  row.asked = query.Time(5);
  row.closed = query.MaybeTime(6);
  row.applied = query.Text(7) == kApplied;
  row.detail = query.Text(8);
  row.answer = query.Text(9);
  row.chosen = query.Text(10);
  row.seen = query.Int(11);
  return row;
}

}  // namespace

Result<std::int64_t> SqliteRows::AddRequest(const OperatorRequest& row) {
  Query add(connection_, kAddRequest, row.operation, row.target, row.person, row.reason, row.asked,
            row.answer, row.chosen, row.seen);
  return Number(add);
}

Result<std::vector<OperatorRequest>> SqliteRows::OpenRequests(std::size_t limit) {
  Query query(connection_, kOpen, limit);
  return AllRows(query, ReadRequest);
}

Result<std::optional<OperatorRequest>> SqliteRows::FindRequest(std::int64_t id) {
  Query query(connection_, kOneRequest, id);
  const Result<bool> found = query.Step();
  if (!found) return found.error();
  if (!*found) return std::optional<OperatorRequest>();
  return std::optional<OperatorRequest>(ReadRequest(query));
}

Result<> SqliteRows::CloseRequest(std::int64_t id, bool applied, const std::string& detail,
                                  Timestamp now) {
  Query close(connection_, kClose, id, now, applied ? kApplied : kRefused, detail);
  const Result<bool> closed = close.Step();
  if (!closed) return closed.error();
  if (!*closed) return connection_.Fail(Code::kInternal, "no such open request of an operator");
  return {};
}

Result<> SqliteRows::SetHold(const Hold& hold) {
  return Query(connection_, kSetHold, NameOf(hold.kind), hold.target, hold.person, hold.reason,
               hold.since)
      .Run();
}

Result<bool> SqliteRows::RemoveHold(HoldKind kind, const std::string& target, Timestamp now) {
  Timestamp since;
  {
    Query remove(connection_, kRemoveHold, NameOf(kind), target);
    const Result<bool> removed = remove.Step();
    if (!removed) return removed.error();
    if (!*removed) return false;
    since = remove.Time(0);
  }
  const Sql count = kind == HoldKind::kStay ? kCountOfStay : kCountOfDestination;
  if (auto counted = Query(connection_, count, target, since, now).Run(); !counted)
    return counted.error();
  return true;
}

Result<> SqliteRows::EndChannelHolds(Timestamp now) {
  Query query(connection_, kChannelHolds);
  const Result<std::vector<std::string>> targets = Texts(query);
  if (!targets) return targets.error();
  for (const std::string& target : *targets) {
    if (auto ended = RemoveHold(HoldKind::kChannel, target, now); !ended) return ended.error();
  }
  return {};
}

Result<std::vector<Hold>> SqliteRows::Holds() {
  Query query(connection_, kHolds);
  return AllRows(query, [](const Query& row) {
    const HoldKind kind = row.Text(0) == kStayHold ? HoldKind::kStay : HoldKind::kDestination;
    return Hold{kind, row.Text(1), row.Text(2), row.Text(3), row.Time(4)};
  });
}

}  // namespace wardbridge::store
