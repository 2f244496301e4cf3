// CSV tables: RFC 4180 with a header line, and comment lines that begin with #.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "core/mapping/table.h"

namespace wardbridge::mapping {
namespace {

const std::vector<std::string> kColumns = {"source", "target", "display", "system", "note"};
constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

struct Cell {
  std::string text;
  int line = 0;
  int column = 0;  // from 1, in characters
};
using Record = std::vector<Cell>;

// Walks the text record by record and keeps the place of each cell.
class CsvReader {
 public:
  CsvReader(std::string_view text, const std::string& file, std::vector<Fault>& faults)
      : text_(text), file_(file), faults_(faults) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }

  // The next record that is neither blank nor a comment, or nothing at the end.
  std::optional<Record> Next() {
    while (at_ < text_.size()) {
      const std::string_view line = RestOfLine();
      if (!line.starts_with('#') && !Trim(line).empty()) return ReadRecord();
      at_ += line.size();
      EndLine();
    }
    return std::nullopt;
  }

  void Report(int line, int column, std::string code, std::string text) {
    const std::vector<std::string_view> lines = Split(text_, '\n');
    std::string source;
    if (line >= 1 && static_cast<std::size_t>(line) <= lines.size()) {
      source = lines[static_cast<std::size_t>(line) - 1];
      if (source.ends_with('\r')) source.pop_back();
    }
    AddFault(faults_, {Fault::Severity::kError, file_, line, column, std::move(code),
                       std::move(text), std::move(source)});
  }

 private:
  [[nodiscard]] std::string_view RestOfLine() const {
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    return text_.substr(at_, end - at_);
  }

  void EndLine() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
    column_ = 1;
  }

  [[nodiscard]] bool AtEndOfLine() const {
    return at_ >= text_.size() || text_[at_] == '\n' ||
           (text_[at_] == '\r' && (at_ + 1 >= text_.size() || text_[at_ + 1] == '\n'));
  }

  void Advance() {
    const char c = text_[at_++];
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else if (StartsCharacter(c)) {
      ++column_;
    }
  }

  Record ReadRecord() {
    Record record;
    while (true) {
      record.push_back(ReadCell());
      if (AtEndOfLine()) break;
      Advance();  // the comma
    }
    EndLine();
    return record;
  }

  Cell ReadCell() {
    Cell cell{{}, line_, column_};
    if (at_ < text_.size() && text_[at_] == '"') {
      ReadQuoted(cell);
      return cell;
    }
    const std::size_t start = at_;
    while (!AtEndOfLine() && text_[at_] != ',') Advance();
    cell.text = Trim(text_.substr(start, at_ - start));
    if (cell.text.find('"') != std::string::npos) {
      Report(cell.line, cell.column, "table.csv.quote",
             "a quotation mark inside a cell: put the whole cell in quotes and double the mark");
    }
    return cell;
  }

  void ReadQuoted(Cell& cell) {
    Advance();
    while (at_ < text_.size()) {
      if (text_[at_] != '"') {
        cell.text.push_back(text_[at_]);
        Advance();
        continue;
      }
      Advance();
      if (at_ >= text_.size() || text_[at_] != '"') return EndQuoted(cell);
      cell.text.push_back('"');
      Advance();
    }
    Report(cell.line, cell.column, "table.csv.quote", "this quoted cell does not end");
  }

  void EndQuoted(const Cell& cell) {
    if (AtEndOfLine() || text_[at_] == ',') return;
    Report(cell.line, cell.column, "table.csv.quote", "text after the closing quotation mark");
    while (!AtEndOfLine() && text_[at_] != ',') Advance();
  }

  std::string_view text_;
  const std::string& file_;     // outlives this reader: an argument of ReadCsvTable
  std::vector<Fault>& faults_;  // likewise
  std::size_t at_ = 0;
  int line_ = 1;
  int column_ = 1;
};

// Where each of kColumns stands, or kNoColumn.
using Layout = std::array<std::size_t, 5>;

std::optional<Layout> ReadHeader(const Record& header, CsvReader& reader) {
  Layout layout{};
  layout.fill(kNoColumn);
  bool good = true;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto name = std::find(kColumns.begin(), kColumns.end(), LowerAscii(header[i].text));
    if (name == kColumns.end()) {
      const std::string near = DidYouMean(header[i].text, kColumns);
      reader.Report(header[i].line, header[i].column, "table.csv.header",
                    "the columns are source, target, display, system and note" +
                        (near.empty() ? "" : "; did you mean " + near + "?"));
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
  CsvReader reader(text, file, faults);
  if (!IsUtf8(text)) return reader.Report(0, 0, "table.csv.encoding", "not UTF-8");
  const std::optional<Record> header = reader.Next();
  if (!header) return reader.Report(1, 1, "table.csv.header", "an empty table");
  const std::optional<Layout> layout = ReadHeader(*header, reader);
  if (!layout) return;
  while (std::optional<Record> record = reader.Next()) {
    const Cell& first = record->front();
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
    const Cell& source = (*record)[(*layout)[0]];
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
