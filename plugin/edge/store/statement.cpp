#include "edge/store/statement.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace wardbridge::store {

Query::Query(Connection& connection, Sql sql) : connection_(connection) {
  const Result<sqlite3_stmt*> prepared = connection.Prepared(sql);
  if (!prepared) {
    fault_ = prepared.error();
    return;
  }
  statement_ = *prepared;
  assert(sqlite3_stmt_busy(statement_) == 0);  // a query inside the loop of the same query
}

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Result<bool> Query::Step() {
  if (fault_) return *fault_;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  fault_ = connection_.Fail(code);
  return *fault_;
}

Result<> Query::Run() {
  return EachRow(*this, [](const Query&) {});
}

bool Query::IsNull(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Query::Int(int column) const { return sqlite3_column_int64(statement_, column); }

std::string Query::Text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return bytes == nullptr
             ? std::string()
             : std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

std::optional<Timestamp> Query::MaybeTime(int column) const {
  if (IsNull(column)) return std::nullopt;
  return Time(column);
}

void Query::Check(int code) {
  if (code != SQLITE_OK && !fault_) fault_ = connection_.Fail(code);
}

void Query::Bind(int index, std::int64_t value) {
  if (statement_ != nullptr) Check(sqlite3_bind_int64(statement_, index, value));
}

void Query::Bind(int index, std::size_t value) {
  constexpr auto kMost = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  Bind(index, static_cast<std::int64_t>(std::min(value, kMost)));
}

void Query::Bind(int index, std::string_view value) {
  if (statement_ == nullptr) return;
  const char* bytes = value.data() == nullptr ? "" : value.data();
  Check(sqlite3_bind_text64(statement_, index, bytes, value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Query::Bind(int index, Blob value) {
  if (statement_ == nullptr) return;
  const char* bytes = value.bytes.data() == nullptr ? "" : value.bytes.data();
  Check(sqlite3_bind_blob64(statement_, index, bytes, value.bytes.size(), SQLITE_STATIC));
}

Result<std::vector<std::int64_t>> Ids(Query& query) {
  return AllRows(query, [](const Query& row) { return row.Int(0); });
}

Result<std::vector<std::string>> Texts(Query& query) {
  return AllRows(query, [](const Query& row) { return row.Text(0); });
}

Result<std::int64_t> Number(Query& query) {
  const Result<bool> found = query.Step();
  if (!found) return found.error();
  return *found ? query.Int(0) : 0;
}

Result<std::int64_t> CountRows(Query& query) {
  std::int64_t rows = 0;
  const Result<> done = EachRow(query, [&rows](const Query&) { ++rows; });
  if (!done) return done.error();
  return rows;
}

}  // namespace wardbridge::store
