#include "edge/store/migration.h"

#include <cstdint>
#include <filesystem>
#include <iterator>

#include <system_error>

namespace wardbridge::store {
namespace {

// PRAGMA application_id of a store: "Ward" in ASCII.
constexpr std::int64_t kApplication = 0x57617264;

// constexpr const char* kSchemaFiles[], made of schema/*.sql by the build.
#include "schema.inc"

Result<> Apply(Connection& connection, int number) {
  std::string script = "BEGIN IMMEDIATE;\n";
  script += kSchemaFiles[number - 1];
  script += "\nPRAGMA application_id = " + std::to_string(kApplication);
  script += ";\nPRAGMA user_version = " + std::to_string(number) + ";\nCOMMIT;";
  Result<> applied = connection.Execute(script.c_str());
  if (!applied && connection.InTransaction()) (void)connection.Execute("ROLLBACK");
  return applied;
}

}  // namespace

int LatestSchema() { return static_cast<int>(std::size(kSchemaFiles)); }

Result<int> SchemaOf(Connection& connection) {
  const Result<std::int64_t> objects = connection.Number("SELECT count(*) FROM sqlite_schema");
  if (!objects) return objects.error();
  const Result<std::int64_t> application = connection.Number("PRAGMA application_id");
  if (!application) return application.error();
  const Result<std::int64_t> version = connection.Number("PRAGMA user_version");
  if (!version) return version.error();
  if (*objects > 0 && *application != kApplication) {
    return connection.Fail(Code::kUnsupported, "the file is the database of another program");
  }
  if (*version > LatestSchema()) {
    return connection.Fail(Code::kUnsupported, "its schema " + std::to_string(*version) +
                                                   " is newer than this version, which knows " +
                                                   std::to_string(LatestSchema()));
  }
  return static_cast<int>(*version);
}

Result<> Migrate(Connection& connection, int target) {
  const Result<int> present = SchemaOf(connection);
  if (!present) return present.error();
  for (int number = *present + 1; number <= target; ++number) {
    if (auto applied = Apply(connection, number); !applied) return applied;
  }
  return {};
}

Result<std::unique_ptr<Connection>> OpenCurrent(const std::string& path, Connection::Mode mode) {
  std::error_code code;
  if (!std::filesystem::exists(path, code))
    return Error{Code::kNotFound, "store", "there is no such file"};
  Result<std::unique_ptr<Connection>> opened = Connection::Open(path, mode);
  if (!opened) return opened.error();
  const Result<int> schema = SchemaOf(**opened);
  if (!schema) return schema.error();
  if (*schema != LatestSchema()) {
    return Error{Code::kUnsupported, "store",
                 "its schema is older than this version; start the host once"};
  }
  return opened;
}

}  // namespace wardbridge::store
