// A code table of a pack: source code to target code with its display and system.
#pragma once

#include <cstddef>
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
  // The row of a code, or null.
  [[nodiscard]] const Row* Find(std::string_view code) const;
  // The first row with that target, or null.
  [[nodiscard]] const Row* FindTarget(std::string_view target) const;
  // Gives rows without a system this one.
  void SetDefaultSystem(std::string_view system);
  [[nodiscard]] std::size_t size() const { return rows_.size(); }

  std::string name;
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

// Reads the section `tables` of pack.yaml with the files it names (path -> bytes, as in PackFiles;
// `root` names them in faults). Faults: table.key, table.file, table.unmapped, table.unused,
// table.csv.*, table.map.*.
[[nodiscard]] std::map<std::string, Table, std::less<>> ReadTables(
    const YamlNode& section, const std::string& root,
    const std::map<std::string, std::string>& files, std::vector<Fault>& faults);

// Reads CSV: a header line with the columns source and target and, if wanted, display, system and
// note; RFC 4180 quoting; lines that begin with # are comments. `file` names it in faults.
void ReadCsvTable(std::string_view text, const std::string& file, Table& table,
                  std::vector<Fault>& faults);

// Reads a FHIR R4 ConceptMap as JSON: every element of every group becomes a row.
void ReadConceptMap(std::string_view text, const std::string& file, Table& table,
                    std::vector<Fault>& faults);

}  // namespace wardbridge::mapping
