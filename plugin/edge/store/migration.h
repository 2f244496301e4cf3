// Brings a database to the schema of this version: the files schema/NNNN_name.sql, in their order.
#pragma once

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

}  // namespace wardbridge::store
