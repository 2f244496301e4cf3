// `wardbridge queue unmapped`: codes that a table of the mapping has no row for, as rows to add.
#include <ostream>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/csv_field.h"
#include "engine/offline.h"
#include "engine/offline_common.h"

namespace wardbridge::engine {
namespace {

void PrintCsv(const std::vector<store::UnmappedRow>& rows, std::ostream& out) {
  if (rows.empty()) {
    out << "# every code that was met has its row\n";
    return;
  }
  out << "# Fill in the target. A row without one means: known, and nothing is to be sent.\n";
  std::string table;
  for (const store::UnmappedRow& row : rows) {
    if (row.unmapped.table != table) {
      table = row.unmapped.table;
      out << "# table " << table << ": source,target,display,system,note\n";
    }
    const std::string note = "in " + std::to_string(row.summaries) + " summaries; last " +
                             FormatDateTime(row.last) + "; stay " + row.stay;
    out << CsvField(row.unmapped.code) << ",,,," << CsvField(note) << '\n';
  }
}

void PrintJson(const std::vector<store::UnmappedRow>& rows, std::ostream& out) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const store::UnmappedRow& row : rows) {
    list.push_back({{"table", row.unmapped.table},
                    {"code", row.unmapped.code},
                    {"summaries", row.summaries},
                    {"first", FormatInstant(row.first)},
                    {"last", FormatInstant(row.last)},
                    {"stay", row.stay}});
  }
  out << list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

}  // namespace

int QueueUnmapped(const QueueRequest& request, std::ostream& out, std::ostream& err) {
  const auto store = OpenForReading(request.config, request.brief, err);
  if (!store) return 1;
  const auto codes = FindOrFail(
      *store, [&](store::Rows& rows) { return rows.UnmappedCodes(request.limit); }, err);
  if (!codes) return 1;
  if (request.json) {
    PrintJson(*codes, out);
  } else {
    PrintCsv(*codes, out);
  }
  return 0;
}

}  // namespace wardbridge::engine
