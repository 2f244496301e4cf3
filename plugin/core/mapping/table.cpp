#include "core/mapping/table.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "core/mapping/keys.h"
#include "core/mapping/ready.h"

namespace wardbridge::mapping {

bool Table::Add(Row row) {
  if (!index_.try_emplace(UpperAscii(Trim(row.source)), rows_.size()).second) return false;
  rows_.push_back(std::move(row));
  return true;
}

void Table::Merge(const Table& other) {
  const auto first_file = static_cast<std::uint32_t>(files.size());
  files.insert(files.end(), other.files.begin(), other.files.end());
  for (Row row : other.rows_) {
    row.file += first_file;
    const auto former = index_.find(UpperAscii(Trim(row.source)));
    if (former == index_.end()) {
      Add(std::move(row));
    } else {
      rows_[former->second] = std::move(row);
    }
  }
}

std::string Table::PlaceOf(const Row& row) const {
  const std::string file = row.file < files.size() ? files[row.file] : name;
  return file + ":" + std::to_string(row.line);
}

const Row* Table::Find(std::string_view code) const {
  code = Trim(code);
  const bool has_lower =
      std::any_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  const auto at = has_lower ? index_.find(UpperAscii(code)) : index_.find(code);
  return at == index_.end() ? nullptr : &rows_[at->second];
}

const Row* Table::FindTarget(std::string_view target) const {
  const auto at = std::find_if(rows_.begin(), rows_.end(),
                               [&](const Row& row) { return row.target == target; });
  return at == rows_.end() ? nullptr : &*at;
}

void Table::SetDefaultSystem(std::string_view system) {
  for (Row& row : rows_) {
    if (row.system.empty()) row.system = system;
  }
}

void Table::MakeCodings() {
  for (Row& row : rows_) row.coding = CodingOf(row);
  fallback.coding = CodingOf(fallback);
}

namespace {

void ReadUnmapped(const YamlNode& node, Table& table, std::vector<Fault>& faults) {
  const std::string_view text = Trim(node.Text());
  if (text == "error") {
    table.unmapped = Unmapped::kError;
  } else if (text == "warn") {
    table.unmapped = Unmapped::kWarn;
  } else if (text == "keep-source-code") {
    table.unmapped = Unmapped::kKeepSourceCode;
  } else if (text == "omit") {
    table.unmapped = Unmapped::kOmit;
  } else if (text.starts_with("use \"") && text.ends_with('"') && text.size() > 6) {
    table.unmapped = Unmapped::kUse;
    table.fallback.target = text.substr(5, text.size() - 6);
  } else {
    AddFault(faults,
             node.MakeFault("table.unmapped",
                            "unmapped is error, warn, keep-source-code, omit or use \"CODE\"" +
                                Suggestion(text, kUnmappedWords)));
  }
}

// The file a table names, or null with a fault.
const std::string* FindFile(const YamlNode& name, const std::map<std::string, std::string>& files,
                            std::vector<Fault>& faults) {
  const auto at = files.find(name.Text());
  if (at != files.end()) return &at->second;
  std::vector<std::string> candidates;
  for (const auto& [path, bytes] : files) {
    if (path.ends_with(".csv") || path.ends_with(".json")) candidates.push_back(path);
  }
  AddFault(faults, name.MakeFault("table.file", "no such file in the pack" +
                                                    Suggestion(name.Text(), candidates)));
  return nullptr;
}

void CheckKeys(const YamlNode& spec, const std::vector<std::string>& keys,
               std::vector<Fault>& faults) {
  for (const auto& [key, value] : spec.Entries()) {
    if (std::find(keys.begin(), keys.end(), key.Text()) == keys.end()) {
      AddFault(faults, key.MakeFault("table.key", "a table has no '" + key.Text() + "'" +
                                                      Suggestion(key.Text(), keys)));
    } else if (!value.IsScalar()) {
      AddFault(faults, value.MakeFault("table.key", "'" + key.Text() + "' wants a text"));
    }
  }
}

// Reads the file of a table, or of the rows that an overlay adds.
Table ReadFile(const YamlNode& path, const TableSection& section, std::vector<Fault>& faults) {
  Table table;
  const std::string* bytes = FindFile(path, *section.files, faults);
  if (bytes == nullptr) return table;
  table.files = {section.root + "/" + path.Text()};
  if (path.Text().ends_with(".csv")) {
    ReadCsvTable(*bytes, table.files[0], table, faults);
  } else if (path.Text().ends_with(".json")) {
    ReadConceptMap(*bytes, table.files[0], table, faults);
  } else {
    AddFault(faults, path.MakeFault("table.file", "a table is a .csv or a .json file"));
  }
  return table;
}

using Tables = std::map<std::string, Table, std::less<>>;

class TablesReader {
 public:
  TablesReader(Tables& tables, std::vector<Fault>& faults) : tables_(tables), faults_(faults) {}

  void Read(const TableSection& section) {
    if (section.node && !section.node.IsMap()) {
      AddFault(faults_, section.node.MakeFault("table.key", "tables is a map of names"));
      return;
    }
    for (const auto& [name, spec] : section.node.Entries()) {
      if (section.patches && !spec["file"]) {
        Patch(name, spec, section);
      } else {
        ReadNew(name, spec, section);
      }
    }
    if (!section.borrowed) WarnOfUnused(section);
  }

  // `use "CODE"` takes the row of that target, wherever it came from.
  void Finish() {
    for (auto& [name, table] : tables_) {
      if (table.unmapped != Unmapped::kUse) continue;
      if (const Row* row = table.FindTarget(table.fallback.target)) table.fallback = *row;
    }
  }

 private:
  void ReadNew(const YamlNode& name, const YamlNode& spec, const TableSection& section) {
    if (tables_.count(name.Text()) > 0) {
      AddFault(faults_,
               section.patches
                   ? name.MakeFault("overlay.exists",
                                    "the pack has a table of this name; rows are put "
                                    "into it by {add: tables/x.csv}")
                   : name.MakeFault("table.duplicate", "a used pack has a table of this name"));
      return;
    }
    Table& table = tables_[name.Text()];
    table.name = name.Text();
    if (!spec.IsMap() || !spec["file"].IsScalar()) {
      AddFault(faults_, spec.MakeFault("table.key", "a table wants a file: {file: tables/x.csv}"));
      return;
    }
    CheckKeys(spec, kTableKeys, faults_);
    used_.insert(section.root + "/" + spec["file"].Text());
    table = ReadFile(spec["file"], section, faults_);
    table.name = name.Text();
    table.SetDefaultSystem(spec["system"].Text());
    if (const YamlNode& unmapped = spec["unmapped"]) ReadUnmapped(unmapped, table, faults_);
  }

  void Patch(const YamlNode& name, const YamlNode& spec, const TableSection& section) {
    const auto table = tables_.find(name.Text());
    if (table == tables_.end()) {
      std::vector<std::string> names;
      for (const auto& [known, value] : tables_) names.push_back(known);
      AddFault(faults_,
               name.MakeFault("overlay.nothing", "the pack has no table '" + name.Text() + "'" +
                                                     Suggestion(name.Text(), names)));
      return;
    }
    if (!spec.IsMap() || spec.Entries().empty()) {
      AddFault(faults_, spec.MakeFault("table.key", "say what changes: {add: tables/x.csv}"));
      return;
    }
    CheckKeys(spec, kTablePatchKeys, faults_);
    if (const YamlNode& unmapped = spec["unmapped"]) ReadUnmapped(unmapped, table->second, faults_);
    if (!spec["add"]) return;
    used_.insert(section.root + "/" + spec["add"].Text());
    Table rows = ReadFile(spec["add"], section, faults_);
    rows.SetDefaultSystem(spec["system"] ? spec["system"].Text() : SystemOf(table->second));
    table->second.Merge(rows);
  }

  // The system that all rows of a table have; "" when they differ.
  static std::string SystemOf(const Table& table) {
    std::string system;
    for (const Row& row : table.rows()) {
      if (row.target.empty() || row.system == system) continue;
      if (!system.empty()) return {};
      system = row.system;
    }
    return system;
  }

  void WarnOfUnused(const TableSection& section) {
    for (const auto& [path, bytes] : *section.files) {
      const std::string file = section.root + "/" + path;
      if (!path.starts_with("tables/") || used_.count(file) > 0) continue;
      AddFault(
          faults_,
          {Fault::Severity::kWarning, file, 0, 0, "table.unused", "no table names this file", {}});
    }
  }

  Tables& tables_;  // both outlive the reader: of ReadTables
  std::vector<Fault>& faults_;
  std::set<std::string> used_;
};

}  // namespace

Tables ReadTables(const std::vector<TableSection>& sections, std::vector<Fault>& faults) {
  Tables tables;
  TablesReader reader(tables, faults);
  for (const TableSection& section : sections) reader.Read(section);
  reader.Finish();
  for (auto& [name, table] : tables) table.MakeCodings();
  return tables;
}

}  // namespace wardbridge::mapping
