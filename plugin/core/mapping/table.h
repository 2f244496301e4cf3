// A code table of a pack: source code to target code with its display and system.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/fault.h"
#include "base/strict_yaml.h"

namespace wardbridge::mapping {

// One row. An empty target says: known, and nothing is to be sent for it.
struct Row {
  std::string source;
  std::string target;
  std::string display;
  std::string system;
  int line = 0;
  std::uint32_t file = 0;   // place in Table::files
  std::string coding = {};  // as JSON: made when all rows are read, see ready.h
};

// What a lookup of a code without a row gives.
enum class Unmapped {
  kError,           // nothing, and an error: the summary is set aside
  kWarn,            // nothing, and a warning
  kKeepSourceCode,  // the code itself, without system or display
  kOmit,            // nothing
  kUse,             // the stated target
};

// Codes are compared trimmed and in upper case (spec/code-maps section 0). Immutable once compiled.
class Table {
 public:
  Table() = default;

  // Adds a row. False when its source is there already.
  bool Add(Row row);
  // Adds the rows of `other`, each in the place of one with the same source.
  void Merge(const Table& other);
  // The row of a code, or null.
  [[nodiscard]] const Row* Find(std::string_view code) const;
  // The first row with that target, or null.
  [[nodiscard]] const Row* FindTarget(std::string_view target) const;
  // Gives rows without a system this one.
  void SetDefaultSystem(std::string_view system);
  // Makes Row::coding of every row, once nothing of them changes any more.
  void MakeCodings();
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  // "tables/sex.csv:3": where a row of this table stands.
  [[nodiscard]] std::string PlaceOf(const Row& row) const;

  std::string name;
  std::vector<std::string> files;  // the rows' own, as faults name them
  Unmapped unmapped = Unmapped::kWarn;
  Row fallback;  // of kUse

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  std::vector<Row> rows_;
  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> index_;
};

// A section `tables` and the files it may name.
struct TableSection {
  YamlNode node;
  std::string root;                                           // names the files in faults
  const std::map<std::string, std::string>* files = nullptr;  // path -> bytes, as in PackFiles
  bool patches = false;   // of an overlay: {add: FILE} puts rows into a table that is there
  bool borrowed = false;  // of a used pack
};

// Reads the sections in their order. Faults: table.key, table.file, table.unmapped,
// table.duplicate, table.unused, table.csv.*, table.map.*, and of those that patch overlay.nothing,
// overlay.exists.
[[nodiscard]] std::map<std::string, Table, std::less<>> ReadTables(
    const std::vector<TableSection>& sections, std::vector<Fault>& faults);

// Reads CSV: a header line with the columns source and target and, if wanted, display, system and
// note; RFC 4180 quoting; lines that begin with # are comments. `file` names it in faults.
void ReadCsvTable(std::string_view text, const std::string& file, Table& table,
                  std::vector<Fault>& faults);

// Reads a FHIR R4 ConceptMap as JSON: every element of every group becomes a row.
void ReadConceptMap(std::string_view text, const std::string& file, Table& table,
                    std::vector<Fault>& faults);

}  // namespace wardbridge::mapping
