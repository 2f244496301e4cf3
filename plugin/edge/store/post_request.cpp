#include "edge/store/post_request.h"

#include <memory>

#include "edge/store/connection.h"
#include "edge/store/migration.h"
#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {

Result<std::int64_t> PostRequest(const std::string& path, const OperatorRequest& request) {
  Result<std::unique_ptr<Connection>> opened = OpenCurrent(path, Connection::Mode::kWriter);
  if (!opened) return opened.error();
  Connection& connection = **opened;
  if (auto begun = connection.Execute("BEGIN IMMEDIATE"); !begun) return begun.error();
  Result<std::int64_t> added = SqliteRows(connection).AddRequest(request);
  const Result<> ended = connection.Execute(added ? "COMMIT" : "ROLLBACK");
  if (added && !ended) return ended.error();
  return added;
}

}  // namespace wardbridge::store
