#include "core/mapping/table.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"

namespace wardbridge::mapping {

bool Table::Add(Row row) {
  if (!index_.try_emplace(UpperAscii(Trim(row.source)), rows_.size()).second) return false;
  rows_.push_back(std::move(row));
  return true;
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

namespace {

const std::vector<std::string> kKeys = {"file", "unmapped", "system", "note"};
const std::vector<std::string> kPolicies = {"error", "warn", "keep-source-code", "omit",
                                            "use \"CODE\""};

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
    const std::string near = DidYouMean(text, kPolicies);
    AddFault(faults,
             node.MakeFault("table.unmapped",
                            "unmapped is error, warn, keep-source-code, omit or use \"CODE\"" +
                                (near.empty() ? "" : "; did you mean " + near + "?")));
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
  const std::string near = DidYouMean(name.Text(), candidates);
  AddFault(faults,
           name.MakeFault("table.file", "no such file in the pack" +
                                            (near.empty() ? "" : "; did you mean " + near + "?")));
  return nullptr;
}

void CheckKeys(const YamlNode& spec, std::vector<Fault>& faults) {
  for (const auto& [key, value] : spec.Entries()) {
    if (std::find(kKeys.begin(), kKeys.end(), key.Text()) != kKeys.end()) {
      if (!value.IsScalar()) {
        AddFault(faults, value.MakeFault("table.key", "'" + key.Text() + "' wants a text"));
      }
      continue;
    }
    const std::string near = DidYouMean(key.Text(), kKeys);
    AddFault(faults,
             key.MakeFault("table.key", "a table has no '" + key.Text() + "'" +
                                            (near.empty() ? "" : "; did you mean " + near + "?")));
  }
}

Table ReadTable(const std::string& name, const YamlNode& spec, const std::string& root,
                const std::map<std::string, std::string>& files, std::vector<Fault>& faults) {
  Table table;
  table.name = name;
  CheckKeys(spec, faults);
  if (const YamlNode& unmapped = spec["unmapped"]) ReadUnmapped(unmapped, table, faults);
  const std::string& path = spec["file"].Text();
  if (const std::string* bytes = FindFile(spec["file"], files, faults)) {
    const std::string file = root + "/" + path;
    if (path.ends_with(".csv")) {
      ReadCsvTable(*bytes, file, table, faults);
    } else if (path.ends_with(".json")) {
      ReadConceptMap(*bytes, file, table, faults);
    } else {
      AddFault(faults, spec["file"].MakeFault("table.file", "a table is a .csv or a .json file"));
    }
  }
  table.SetDefaultSystem(spec["system"].Text());
  if (table.unmapped == Unmapped::kUse) {
    if (const Row* row = table.FindTarget(table.fallback.target)) table.fallback = *row;
  }
  return table;
}

}  // namespace

std::map<std::string, Table, std::less<>> ReadTables(
    const YamlNode& section, const std::string& root,
    const std::map<std::string, std::string>& files, std::vector<Fault>& faults) {
  std::map<std::string, Table, std::less<>> tables;
  if (section && !section.IsMap()) {
    AddFault(faults, section.MakeFault("table.key", "tables is a map of names"));
    return tables;
  }
  std::set<std::string> used;
  for (const auto& [name, spec] : section.Entries()) {
    if (!spec.IsMap() || !spec["file"].IsScalar()) {
      AddFault(faults, spec.MakeFault("table.key", "a table wants a file: {file: tables/x.csv}"));
      tables[name.Text()].name = name.Text();
      continue;
    }
    used.insert(spec["file"].Text());
    tables[name.Text()] = ReadTable(name.Text(), spec, root, files, faults);
  }
  for (const auto& [path, bytes] : files) {
    if (!path.starts_with("tables/") || used.count(path) > 0) continue;
    std::string file = root;
    file += "/" + path;
    AddFault(faults, FileFault(std::move(file), "table.unused",
                               "no table of pack.yaml names this file", Fault::Severity::kWarning));
  }
  return tables;
}

}  // namespace wardbridge::mapping
