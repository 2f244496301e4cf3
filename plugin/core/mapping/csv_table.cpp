// CSV tables: RFC 4180 with a header line, and comment lines that begin with #.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "core/mapping/csv_reader.h"
#include "core/mapping/table.h"

namespace wardbridge::mapping {
namespace {

const std::vector<std::string> kColumns = {"source", "target", "display", "system", "note"};
constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

// Where each of kColumns stands, or kNoColumn.
using Layout = std::array<std::size_t, 5>;

std::optional<Layout> ReadHeader(const CsvRecord& header, CsvReader& reader) {
  Layout layout{};
  layout.fill(kNoColumn);
  bool good = true;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto name = std::find(kColumns.begin(), kColumns.end(), LowerAscii(header[i].text));
    if (name == kColumns.end()) {
      reader.Report(header[i].line, header[i].column, "table.csv.header",
                    "the columns are source, target, display, system and note" +
                        Suggestion(LowerAscii(header[i].text), kColumns));
      good = false;
      continue;
    }
    std::size_t& place = layout.at(static_cast<std::size_t>(name - kColumns.begin()));
    if (place != kNoColumn) {
      reader.Report(header[i].line, header[i].column, "table.csv.header",
                    "the column '" + *name + "' stands here twice");
      good = false;
    }
    place = i;
  }
  if (good && (layout[0] == kNoColumn || layout[1] == kNoColumn)) {
    reader.Report(header[0].line, 1, "table.csv.header",
                  "the columns source and target are wanted");
    good = false;
  }
  return good ? std::optional(layout) : std::nullopt;
}

}  // namespace

void ReadCsvTable(std::string_view text, const std::string& file, Table& table,
                  std::vector<Fault>& faults) {
  CsvReader reader(text, file, CsvReader::Comments::kSkipped, faults);
  if (!IsUtf8(text)) return reader.Report(0, 0, "table.csv.encoding", "not UTF-8");
  const std::optional<CsvRecord> header = reader.Next();
  if (!header) return reader.Report(1, 1, "table.csv.header", "an empty table");
  const std::optional<Layout> layout = ReadHeader(*header, reader);
  if (!layout) return;
  while (std::optional<CsvRecord> record = reader.Next()) {
    const CsvCell& first = record->front();
    if (record->size() != header->size()) {
      reader.Report(first.line, first.column, "table.csv.cells",
                    std::to_string(record->size()) + " cells where the header has " +
                        std::to_string(header->size()));
      continue;
    }
    const auto cell = [&](std::size_t column) {
      const std::size_t at = layout->at(column);
      return at == kNoColumn ? std::string() : (*record)[at].text;
    };
    const CsvCell& source = (*record)[(*layout)[0]];
    if (source.text.empty()) {
      reader.Report(source.line, source.column, "table.csv.source", "a row without source");
    } else if (!table.Add({source.text, cell(1), cell(2), cell(3), source.line})) {
      reader.Report(source.line, source.column, "table.csv.duplicate",
                    "this source has a row already, in line " +
                        std::to_string(table.Find(source.text)->line));
    }
  }
}

}  // namespace wardbridge::mapping
