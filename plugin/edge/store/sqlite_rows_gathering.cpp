// Readings that are fetched for a stay that is due.
#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {
namespace {

#define WARDBRIDGE_DUE " due IS NOT NULL AND quarantined = 0"
constexpr Sql kGathered = "SELECT key FROM stay WHERE" WARDBRIDGE_DUE
                          " AND due <= ?1 AND gathered = due ORDER BY due, id LIMIT ?2";
constexpr Sql kToGather = "SELECT key FROM stay WHERE" WARDBRIDGE_DUE
                          " AND due <= ?1 AND gathered IS NOT due ORDER BY due, id LIMIT ?2";
constexpr Sql kNextGathering = "SELECT due FROM stay WHERE" WARDBRIDGE_DUE
                               " AND due > ?1 AND gathered IS NOT due ORDER BY due LIMIT 1";
#undef WARDBRIDGE_DUE
constexpr Sql kMarkGathered = "UPDATE stay SET gathered = ?2 WHERE key = ?1 AND due = ?2";
constexpr Sql kSaveGathering =
    "INSERT OR REPLACE INTO gathering (stay_key, source, due, at, until, complete, code, resources)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
constexpr Sql kGatheringsOfStay =
    "SELECT source, due, at, until, complete, code, resources FROM gathering WHERE stay_key = ?1"
    " ORDER BY source, due";

}  // namespace

Result<std::vector<std::string>> SqliteRows::GatheredStays(Timestamp now, std::size_t limit) {
  Query query(connection_, kGathered, now, limit);
  return Texts(query);
}

Result<std::vector<std::string>> SqliteRows::StaysToGather(Timestamp now, std::size_t limit) {
  Query query(connection_, kToGather, now, limit);
  return Texts(query);
}

Result<std::optional<Timestamp>> SqliteRows::NextToGather(Timestamp now) {
  Query query(connection_, kNextGathering, now);
  return FirstTime(query);
}

Result<> SqliteRows::MarkGathered(const std::string& stay_key, Timestamp due) {
  return Query(connection_, kMarkGathered, stay_key, due).Run();
}

Result<> SqliteRows::SaveGathering(const std::string& stay_key, const model::Gathering& gathering) {
  return Query(connection_, kSaveGathering, stay_key, gathering.source, gathering.due, gathering.at,
               gathering.until, gathering.is_complete, gathering.code, gathering.resources)
      .Run();
}

Result<std::vector<model::Gathering>> SqliteRows::GatheringsOf(const std::string& stay_key) {
  std::vector<model::Gathering> gatherings;
  Query query(connection_, kGatheringsOfStay, stay_key);
  const Result<> read = EachRow(query, [&](const Query& row) -> Result<> {
    model::Gathering gathering;
    gathering.source = row.Text(0);
    gathering.due = row.Time(1);
    gathering.at = row.Time(2);
    gathering.until = row.Time(3);
    gathering.is_complete = row.Flag(4);
    gathering.code = row.Text(5);
    gathering.resources = row.Int(6);
    gatherings.push_back(std::move(gathering));
    return {};
  });
  if (!read) return read.error();
  return gatherings;
}

}  // namespace wardbridge::store
