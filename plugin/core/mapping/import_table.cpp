#include "core/mapping/import_table.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "base/csv_field.h"
#include "base/text.h"
#include "core/mapping/csv_reader.h"

namespace wardbridge::mapping {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// Where the columns stand; kNone for what a file leaves out.
struct Columns {
  std::size_t code = kNone;
  std::size_t text = kNone;
  std::size_t table = kNone;
  std::vector<std::size_t> conditions;
  std::size_t target = kNone;
  std::size_t display = kNone;
  std::size_t system = kNone;
  std::size_t comments = kNone;  // to the end of the record
};

// The first column from `from` to before `to` with that name, whatever its case.
std::size_t Find(const CsvRecord& names, std::string_view name, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < std::min(to, names.size()); ++i) {
    if (LowerAscii(names[i].text) == name) return i;
  }
  return kNone;
}

// One code with all that its rows say.
struct Entry {
  CsvCell code;
  std::string table;  // HL70001
  std::string text;
  std::string note;
  std::string target;
  std::string display;
  std::string system;
  std::string without;  // why it gets no row, "" when it has one
};

class Importer {
 public:
  Importer(std::string_view text, const std::string& file, std::vector<Fault>& faults)
      : reader_(text, file, CsvReader::Comments::kNone, faults), file_(file) {}

  bool ReadHeader() {
    const std::optional<CsvRecord> groups = reader_.Next();
    const std::optional<CsvRecord> names = groups ? reader_.Next() : std::nullopt;
    if (!names) return NoHeader(1, "no concept map of HL7: two header lines are wanted");
    const std::size_t v2 = Find(*groups, "hl7 v2", 0, kNone);
    const std::size_t fhir = Find(*groups, "hl7 fhir", 0, kNone);
    if (v2 == kNone || fhir == kNone || fhir < v2) {
      return NoHeader(groups->front().line,
                      "the first line names the groups 'HL7 v2' and, to its right, 'HL7 FHIR'");
    }
    for (std::size_t i = fhir + 1; i < groups->size() && columns_.comments == kNone; ++i) {
      if (LowerAscii((*groups)[i].text).starts_with("comment")) columns_.comments = i;
    }
    columns_.code = Find(*names, "code", v2, fhir);
    columns_.text = Find(*names, "text", v2, fhir);
    columns_.table = Find(*names, "code system", v2, fhir);
    for (const char* name : {"computable antlr", "computable fhirpath", "narrative"}) {
      const std::size_t at = Find(*names, name, v2, fhir);
      if (at != kNone) columns_.conditions.push_back(at);
    }
    columns_.target = Find(*names, "code", fhir, columns_.comments);
    columns_.display = Find(*names, "display", fhir, columns_.comments);
    columns_.system = Find(*names, "code system", fhir, columns_.comments);
    width_ = std::max(groups->size(), names->size());
    if (columns_.code != kNone && columns_.target != kNone) return true;
    return NoHeader(names->front().line, "the second line names a column 'Code' in both groups");
  }

  void ReadRows() {
    while (const std::optional<CsvRecord> record = reader_.Next()) {
      if (record->size() > width_) {
        reader_.Report(record->front().line, record->front().column, "table.csv.cells",
                       std::to_string(record->size()) + " cells where the header has " +
                           std::to_string(width_));
        continue;
      }
      const bool empty = std::all_of(record->begin(), record->end(),
                                     [](const CsvCell& cell) { return cell.text.empty(); });
      if (!empty) ReadRow(*record);
    }
  }

  [[nodiscard]] ImportedTable Write() const {
    ImportedTable table;
    table.csv = "# HL7 v2 to FHIR" + Tables() + ". Source: " + Visible(file_) +
                ", a concept map of HL7's v2-to-FHIR.\nsource,target,display,system,note\n";
    std::string without;
    for (const Entry& entry : entries_) {
      if (!entry.without.empty()) {
        ++table.without_row;
        without += "# " + Visible(entry.code.text + " (" + entry.text + "): " + entry.without);
        without += '\n';
        continue;
      }
      ++table.rows;
      const std::array<std::string, 5> cells = {entry.code.text, entry.target, entry.display,
                                                entry.system, Note(entry)};
      for (std::size_t i = 0; i < cells.size(); ++i) {
        table.csv += (i == 0 ? "" : ",") + CsvField(cells[i]);
      }
      table.csv += '\n';
    }
    if (!without.empty()) table.csv += "# Codes without a row, which a lookup does not find:\n";
    table.csv += without;
    return table;
  }

 private:
  bool NoHeader(int line, const char* text) {
    reader_.Report(line, 1, "import.header", text);
    return false;
  }

  void Warn(const CsvCell& cell, const char* code, std::string text) {
    reader_.Report(cell.line, cell.column, code, std::move(text), Fault::Severity::kWarning);
  }

  static std::string Cell(const CsvRecord& record, std::size_t column) {
    return column < record.size() ? std::string(Trim(record[column].text)) : std::string();
  }

  static bool IsUri(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://") || text.starts_with("urn:");
  }

  void ReadTarget(const CsvRecord& record, Entry& entry) {
    entry.target = Cell(record, columns_.target);
    entry.display = Cell(record, columns_.display);
    entry.system = Cell(record, columns_.system);
    const bool shifted = entry.system.empty() && IsUri(entry.display);
    if (!shifted) return;
    entry.system = std::exchange(entry.display, Cell(record, columns_.display - 1));
    if (columns_.display == columns_.target + 1) entry.display.clear();
    Warn(record[columns_.display], "import.shifted",
         "a system where the display is wanted: display and system are taken from one column to "
         "the left");
  }

  void ReadRow(const CsvRecord& record) {
    Entry entry;
    entry.code = record[std::min(columns_.code, record.size() - 1)];
    entry.code.text = Cell(record, columns_.code);
    entry.table = Cell(record, columns_.table);
    entry.text = Cell(record, columns_.text);
    for (std::size_t i = columns_.comments; i < record.size(); ++i) {
      const std::string more = Cell(record, i);
      if (!more.empty()) entry.note += (entry.note.empty() ? "" : "; ") + more;
    }
    ReadTarget(record, entry);
    if (entry.code.text.empty()) {
      Warn(record[std::min(columns_.target, record.size() - 1)], "import.source",
           "a target without a v2 code: left out");
      return;
    }
    const bool sometimes =
        std::any_of(columns_.conditions.begin(), columns_.conditions.end(),
                    [&](std::size_t column) { return !Cell(record, column).empty(); });
    if (entry.target.empty()) {
      entry.without = "no target";
      Warn(entry.code, "import.target", "this code has no target: it gets no row");
    } else if (sometimes) {
      entry.without = "a target that holds under a condition";
      Warn(entry.code, "import.condition",
           "this target holds under a condition, which a table cannot ask: it gets no row");
    }
    Keep(std::move(entry));
  }

  // A code may stand in several rows; it gets a row of the table only when they agree.
  void Keep(Entry entry) {
    const auto [place, is_new] = index_.emplace(UpperAscii(entry.code.text), entries_.size());
    if (is_new) {
      entries_.push_back(std::move(entry));
      return;
    }
    Entry& former = entries_[place->second];
    const bool same = former.target == entry.target && former.system == entry.system &&
                      former.without == entry.without;
    if (same) return;
    Warn(entry.code, "import.targets",
         "this code has another target in line " + std::to_string(former.code.line) +
             ": it gets no row");
    former.without = "several targets";
  }

  // ", table HL70001"
  [[nodiscard]] std::string Tables() const {
    std::vector<std::string> names;
    std::string text;
    for (const Entry& entry : entries_) {
      const bool known = std::find(names.begin(), names.end(), entry.table) != names.end();
      if (entry.table.empty() || known) continue;
      names.push_back(entry.table);
      text += ", table " + Visible(entry.table);
    }
    return text;
  }

  static std::string Note(const Entry& entry) {
    if (entry.text.empty() || entry.note.empty()) return entry.text + entry.note;
    return entry.text + "; " + entry.note;
  }

  CsvReader reader_;
  const std::string& file_;  // outlives this: an argument of ImportTable
  Columns columns_;
  std::size_t width_ = 0;
  std::vector<Entry> entries_;
  std::map<std::string, std::size_t> index_;  // upper case
};

}  // namespace

ImportedTable ImportTable(std::string_view text, const std::string& file,
                          std::vector<Fault>& faults) {
  if (!IsUtf8(text)) {
    AddFault(faults, FileFault(file, "table.csv.encoding", "not UTF-8"));
    return {};
  }
  std::vector<Fault> found;
  Importer importer(text, file, found);
  if (importer.ReadHeader()) importer.ReadRows();
  const bool failed = HasErrors(found);
  for (Fault& fault : found) AddFault(faults, std::move(fault));
  return failed ? ImportedTable{} : importer.Write();
}

}  // namespace wardbridge::mapping
