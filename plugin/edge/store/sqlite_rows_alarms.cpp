// The alarms that stand, as the running host sees them.
#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {
namespace {

constexpr Sql kRemoveAll = "DELETE FROM alarm";
constexpr Sql kInsertAlarm = "INSERT INTO alarm VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr Sql kAllAlarms =
    "SELECT code, subject, text, count, first, last FROM alarm ORDER BY 1, 2";
constexpr const char* kAlarmsMark = "alarms";

}  // namespace

Result<> SqliteRows::SaveAlarms(const std::vector<model::Alarm>& alarms, Timestamp now) {
  if (auto done = Query(connection_, kRemoveAll).Run(); !done) return done;
  for (const model::Alarm& alarm : alarms) {
    Query insert(connection_, kInsertAlarm, alarm.code, alarm.subject, alarm.text, alarm.count,
                 alarm.first, alarm.last);
    if (auto done = insert.Run(); !done) return done;
  }
  return SetMark(kAlarmsMark, now);
}

Result<WatchedAlarms> SqliteRows::Alarms() {
  Query query(connection_, kAllAlarms);
  auto standing = AllRows(query, [](const Query& row) {
    return model::Alarm{row.Text(0), row.Text(1), row.Text(2),
                        row.Int(3),  row.Time(4), row.Time(5)};
  });
  if (!standing) return standing.error();
  const auto at = Mark(kAlarmsMark);
  if (!at) return at.error();
  return WatchedAlarms{std::move(*standing), *at};
}

}  // namespace wardbridge::store
