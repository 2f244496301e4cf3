// Codes that a table of the mapping had no row for.
#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {
namespace {

constexpr std::size_t kMostBytes = 64;  // of a code; what is longer is none

// A feed that sends free text where a code should be must not fill the store.
constexpr Sql kNote =
    "INSERT INTO unmapped_code SELECT ?1, ?2, 1, ?3, ?3, ?4"
    " WHERE EXISTS (SELECT 1 FROM unmapped_code WHERE table_name = ?1 AND code = ?2)"
    " OR (SELECT count(*) FROM unmapped_code) < 10000"
    " ON CONFLICT DO UPDATE SET summaries = summaries + 1, last = excluded.last,"
    " stay = excluded.stay";
constexpr Sql kAllUnmapped =
    "SELECT table_name, code, summaries, first, last, stay FROM unmapped_code"
    " ORDER BY table_name, summaries DESC, code LIMIT ?1";
constexpr Sql kForget = "DELETE FROM unmapped_code WHERE last < ?1";

}  // namespace

Result<> SqliteRows::NoteUnmapped(const model::UnmappedCode& unmapped, const std::string& stay,
                                  Timestamp now) {
  if (unmapped.code.size() > kMostBytes) return {};
  return Query(connection_, kNote, unmapped.table, unmapped.code, now, stay).Run();
}

Result<std::vector<UnmappedRow>> SqliteRows::UnmappedCodes(std::size_t limit) {
  Query query(connection_, kAllUnmapped, limit);
  return AllRows(query, [](const Query& row) {
    return UnmappedRow{
        {row.Text(0), row.Text(1)}, row.Int(2), row.Time(3), row.Time(4), row.Text(5)};
  });
}

Result<> SqliteRows::ForgetUnmapped(Timestamp before) {
  return Query(connection_, kForget, before).Run();
}

}  // namespace wardbridge::store
