#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "engine/config_tables.h"

namespace wardbridge::engine {
namespace {

//   file = row { LF row }   row = cell { "," cell }   cell = quoted | plain
//   quoted = '"' { any but '"' | '""' } '"'
class CsvParser {
 public:
  CsvParser(std::string_view bytes, std::string file, std::vector<Fault>& faults)
      : bytes_(bytes), file_(std::move(file)), faults_(faults) {}

  // The next row with at least one filled cell. Empty at the end.
  std::vector<CsvCell> Next() {
    while (at_ < bytes_.size()) {
      std::vector<CsvCell> row = Row();
      const bool filled = std::any_of(row.begin(), row.end(),
                                      [](const CsvCell& cell) { return !cell.text.empty(); });
      if (filled) return row;
    }
    return {};
  }

  void Say(int line, int column, std::string code, std::string text) {
    AddFault(faults_,
             {Fault::Severity::kError, file_, line, column, std::move(code), std::move(text), {}});
  }

 private:
  std::vector<CsvCell> Row() {
    std::vector<CsvCell> row;
    for (;;) {
      row.push_back(Cell());
      if (at_ >= bytes_.size()) return row;
      const char end = bytes_[at_];
      Advance();
      if (end == '\n') return row;
    }
  }

  CsvCell Cell() {
    while (at_ < bytes_.size() && (bytes_[at_] == ' ' || bytes_[at_] == '\t')) Advance();
    CsvCell cell{{}, line_, column_};
    if (at_ < bytes_.size() && bytes_[at_] == '"') {
      Quoted(cell);
    }
    while (at_ < bytes_.size() && bytes_[at_] != ',' && bytes_[at_] != '\n') {
      cell.text.push_back(bytes_[at_]);
      Advance();
    }
    cell.text = std::string(Trim(cell.text));
    return cell;
  }

  void Quoted(CsvCell& cell) {
    Advance();
    for (;;) {
      if (at_ >= bytes_.size()) {
        Say(cell.line, cell.column, "table.quote", "a quoted value without its closing quote");
        return;
      }
      const bool quote = bytes_[at_] == '"';
      if (quote && (at_ + 1 >= bytes_.size() || bytes_[at_ + 1] != '"')) {
        Advance();
        return;
      }
      if (quote) Advance();
      cell.text.push_back(bytes_[at_]);
      Advance();
    }
  }

  void Advance() {
    const char c = bytes_[at_++];
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else if (StartsCharacter(c)) {
      ++column_;
    }
  }

  std::string_view bytes_;
  std::string file_;
  std::vector<Fault>& faults_;  // of the caller of ReadCsv
  std::size_t at_ = 0;
  int line_ = 1;
  int column_ = 1;
};

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The names of the first line; faults for unknown, double and missing ones.
std::vector<std::string> Header(CsvParser& parser, const CsvShape& shape) {
  std::vector<std::string> known = shape.required;
  known.insert(known.end(), shape.optional.begin(), shape.optional.end());
  std::vector<std::string> names;
  for (const CsvCell& cell : parser.Next()) {
    if (!Contains(known, cell.text)) {
      const std::string near = DidYouMean(cell.text, known);
      parser.Say(cell.line, cell.column, "table.column.unknown",
                 near.empty() ? "unknown column" : "unknown column; did you mean '" + near + "'?");
    } else if (Contains(names, cell.text)) {
      parser.Say(cell.line, cell.column, "table.column.twice",
                 "column '" + cell.text + "' stands here twice");
    }
    names.push_back(cell.text);
  }
  for (const std::string& name : shape.required) {
    if (!Contains(names, name)) {
      parser.Say(1, 1, "table.column.missing", "the first line lacks the column '" + name + "'");
    }
  }
  return names;
}

}  // namespace

const CsvCell& CsvRow::operator[](std::string_view column) const {
  static const CsvCell kNone;
  const auto found = cells.find(column);
  return found == cells.end() ? kNone : found->second;
}

std::vector<CsvRow> ReadCsv(std::string_view bytes, const std::string& file, const CsvShape& shape,
                            std::vector<Fault>& faults) {
  bytes = WithoutByteOrderMark(bytes);
  CsvParser parser(bytes, file, faults);
  if (!IsUtf8(bytes)) {
    parser.Say(0, 0, "table.encoding", "not UTF-8");
    return {};
  }
  const std::vector<std::string> names = Header(parser, shape);
  std::vector<CsvRow> rows;
  for (auto cells = parser.Next(); !cells.empty(); cells = parser.Next()) {
    const int line = cells.front().line;
    if (cells.size() != names.size()) {
      parser.Say(line, 1, "table.row",
                 std::to_string(cells.size()) + " values, but " + std::to_string(names.size()) +
                     " columns");
      continue;
    }
    CsvRow row;
    row.line = line;
    bool complete = true;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (cells[i].text.empty() && Contains(shape.required, names[i])) {
        parser.Say(cells[i].line, cells[i].column, "table.value.empty", names[i] + " is empty");
        complete = false;
      }
      row.cells.emplace(names[i], std::move(cells[i]));
    }
    if (complete) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace wardbridge::engine
