#include "edge/store/post_request.h"

#include <filesystem>
#include <memory>

#include <system_error>

#include "edge/store/connection.h"
#include "edge/store/migration.h"
#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {

Result<std::int64_t> PostRequest(const std::string& path, const OperatorRequest& request) {
  std::error_code code;
  if (!std::filesystem::exists(path, code))
    return Error{Code::kNotFound, "store", "there is no such file"};
  Result<std::unique_ptr<Connection>> opened = Connection::Open(path, Connection::Mode::kWriter);
  if (!opened) return opened.error();
  Connection& connection = **opened;
  const Result<int> schema = SchemaOf(connection);
  if (!schema) return schema.error();
  if (*schema != LatestSchema()) {
    return Error{Code::kUnsupported, "store",
                 "its schema is older than this version; start the host once"};
  }
  if (auto begun = connection.Execute("BEGIN IMMEDIATE"); !begun) return begun.error();
  Result<std::int64_t> added = SqliteRows(connection).AddRequest(request);
  const Result<> ended = connection.Execute(added ? "COMMIT" : "ROLLBACK");
  if (added && !ended) return ended.error();
  return added;
}

}  // namespace wardbridge::store
