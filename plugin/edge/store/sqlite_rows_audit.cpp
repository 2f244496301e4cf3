// The audit: rows that are only ever added.
#include "edge/store/audit_chain.h"
#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {
namespace {

constexpr Sql kLastAudit = "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1";
constexpr Sql kAddAudit =
    "INSERT INTO audit (id, at, event, subject, stay, destination, operator, reason, digest,"
    " detail, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
constexpr Sql kAfter =
    "SELECT id, at, event, subject, stay, destination, operator, reason, digest, detail, hash"
    " FROM audit WHERE id > ?1 ORDER BY id LIMIT ?2";
constexpr Sql kAuditOfStay =
    "SELECT id, at, event, subject, stay, destination, operator, reason, digest, detail, hash"
    " FROM audit WHERE stay = ?1 AND stay <> '' ORDER BY id";

AuditRow ReadAudit(const Query& query) {
  AuditRow row;
  row.id = query.Int(0);
  row.at = query.Time(1);
  row.event = query.Text(2);
  row.subject = query.Text(3);
  row.stay = query.Text(4);
  row.destination = query.Text(5);
  row.person = query.Text(6);
  row.reason = query.Text(7);
  row.digest = query.Text(8);
  row.detail = query.Text(9);
  row.hash = query.Text(10);
  return row;
}

}  // namespace

Result<> SqliteRows::AppendAudit(AuditRow row) {
  std::string previous(kAuditStart);
  row.id = 1;
  {
    Query last(connection_, kLastAudit);
    const Result<bool> found = last.Step();
    if (!found) return found.error();
    if (*found) {
      row.id = last.Int(0) + 1;
      previous = last.Text(1);
    }
  }
  row.hash = AuditHash(previous, row);
  return Query(connection_, kAddAudit, row.id, row.at, row.event, row.subject, row.stay,
               row.destination, row.person, row.reason, row.digest, row.detail, row.hash)
      .Run();
}

Result<std::vector<AuditRow>> SqliteRows::AuditAfter(std::int64_t id, std::size_t limit) {
  Query query(connection_, kAfter, id, limit);
  return AllRows(query, ReadAudit);
}

Result<std::vector<AuditRow>> SqliteRows::AuditOfStay(const std::string& reference) {
  Query query(connection_, kAuditOfStay, reference);
  return AllRows(query, ReadAudit);
}

}  // namespace wardbridge::store
