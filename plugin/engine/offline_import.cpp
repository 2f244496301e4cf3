// `wardbridge import-table`: HL7's concept map from a v2 table to FHIR, as a table of a pack.
#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <vector>

#include "engine/config_files.h"
#include "engine/offline.h"
#include "engine/offline_common.h"

namespace wardbridge::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kTableBytes = 4U << 20U;

// A table that a person has worked on is never overwritten.
Result<> WriteNew(const std::string& path, const std::string& bytes) {
  std::error_code failed;
  if (fs::exists(path, failed)) {
    return Error{Code::kIo, path, "is there already, and is not overwritten"};
  }
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  file.close();
  if (!file) return Error{Code::kIo, path, "cannot be written"};
  return {};
}

}  // namespace

int ImportTable(const ImportTableRequest& request, std::ostream& out, std::ostream& err) {
  const auto bytes = ReadFile(request.file, kTableBytes);
  if (!bytes) return Fail(bytes.error(), err);
  std::vector<Fault> faults;
  const mapping::ImportedTable table = mapping::ImportTable(*bytes, request.file, faults);
  PrintFaults(faults, request.brief, err);
  if (HasErrors(faults)) return 1;
  if (request.output.empty()) {
    out << table.csv;
  } else if (auto written = WriteNew(request.output, table.csv); !written) {
    return Fail(written.error(), err);
  }
  err << table.rows << " rows, " << table.without_row << " codes without a row\n";
  return 0;
}

}  // namespace wardbridge::engine
