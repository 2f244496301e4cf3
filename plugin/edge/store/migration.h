// Brings a database to the schema of this version: the files schema/NNNN_name.sql, in their order.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "edge/store/connection.h"

namespace wardbridge::store {

// The number of the last schema file that this version knows.
[[nodiscard]] int LatestSchema();

// The number of the last schema file the database has had; 0 for an empty one. kUnsupported when
// the database is newer than this version, or belongs to another program.
[[nodiscard]] Result<int> SchemaOf(Connection& connection);

// Applies what is missing up to `target`, each file in one transaction with its number, so that a
// crash leaves a whole older or newer schema. Errors as above.
[[nodiscard]] Result<> Migrate(Connection& connection, int target = LatestSchema());

// Opens the database at `path`, which must be there and have the schema of this version: for those
// who read or write beside a host, and migrate nothing. Errors: kNotFound, kUnsupported (another
// schema) and those of Connection::Open.
[[nodiscard]] Result<std::unique_ptr<Connection>> OpenCurrent(const std::string& path,
                                                              Connection::Mode mode);

}  // namespace wardbridge::store
