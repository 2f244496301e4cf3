// One run of a prepared statement: values in, rows out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "edge/store/connection.h"

namespace wardbridge::store {

// Bytes that are no text.
struct Blob {
  std::string_view bytes;
};

// Binds its values when made, gives the statement back when it ends. `connection` and every value
// bound by reference must outlive it. A fault of preparing or binding is returned by the first Step
// or Run.
class Query {
 public:
  Query(Connection& connection, Sql sql);
  template <typename... Values>
  requires(sizeof...(Values) > 0) Query(Connection& connection, Sql sql, Values&&... values)
      : Query(connection, sql) {
    static_assert((!std::is_same_v<Values, std::string> && ...),
                  "a temporary would die before the query runs");
    int index = 0;
    (Bind(++index, values), ...);
  }
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // True: there is a row, to be read by the functions below. False: no more.
  [[nodiscard]] Result<bool> Step();
  // To the end; rows are passed over.
  [[nodiscard]] Result<> Run();

  // Values of the row, by column from 0. NULL: 0, "", nothing.
  [[nodiscard]] bool IsNull(int column) const;
  [[nodiscard]] std::int64_t Int(int column) const;
  [[nodiscard]] bool Flag(int column) const { return Int(column) != 0; }
  [[nodiscard]] std::string Text(int column) const;  // of a text or a blob
  [[nodiscard]] Timestamp Time(int column) const { return Timestamp::FromUnixMs(Int(column)); }
  [[nodiscard]] std::optional<Timestamp> MaybeTime(int column) const;

 private:
  void Check(int code);
  void Bind(int index, std::int64_t value);
  void Bind(int index, int value) { Bind(index, static_cast<std::int64_t>(value)); }
  void Bind(int index, bool value) { Bind(index, static_cast<std::int64_t>(value)); }
  void Bind(int index, std::size_t value);  // a limit
  void Bind(int index, Timestamp value) { Bind(index, value.UnixMs()); }
  void Bind(int index, std::string_view value);
  void Bind(int index, const std::string& value) { Bind(index, std::string_view(value)); }
  void Bind(int index, const char* value) { Bind(index, std::string_view(value)); }
  void Bind(int index, Blob value);
  template <typename T>
  void Bind(int index, const std::optional<T>& value) {
    if (value) Bind(index, *value);  // unbound parameters are NULL
  }

  Connection& connection_;
  sqlite3_stmt* statement_ = nullptr;
  std::optional<Error> fault_;
};

// Calls `each(row)` for every row that is left; `row` is the query. When `each` returns a Result,
// its error ends the reading and is returned.
template <typename Each>
[[nodiscard]] Result<> EachRow(Query& query, Each each) {
  const Query& row = query;
  while (true) {
    const Result<bool> found = query.Step();
    if (!found) return found.error();
    if (!*found) return {};
    if constexpr (std::is_void_v<std::invoke_result_t<Each, const Query&>>) {
      each(row);
    } else {
      if (Result<> done = each(row); !done) return done;
    }
  }
}

// What `read(row)` makes of every row that is left.
template <typename Read>
[[nodiscard]] auto AllRows(Query& query, Read read)
    -> Result<std::vector<std::invoke_result_t<Read, const Query&>>> {
  std::vector<std::invoke_result_t<Read, const Query&>> rows;
  const Result<> done = EachRow(query, [&](const Query& row) { rows.push_back(read(row)); });
  if (!done) return done.error();
  return rows;
}

// The first column of every row.
[[nodiscard]] Result<std::vector<std::int64_t>> Ids(Query& query);
[[nodiscard]] Result<std::vector<std::string>> Texts(Query& query);

// The first column of the first row: the one number that the query asks for. 0 without a row.
[[nodiscard]] Result<std::int64_t> Number(Query& query);

// How many rows there are: of a statement with RETURNING, how many it changed.
[[nodiscard]] Result<std::int64_t> CountRows(Query& query);

}  // namespace wardbridge::store
