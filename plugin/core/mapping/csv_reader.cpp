#include "core/mapping/csv_reader.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace wardbridge::mapping {

CsvReader::CsvReader(std::string_view text, const std::string& file, Comments comments,
                     std::vector<Fault>& faults)
    : text_(WithoutByteOrderMark(text)), file_(file), comments_(comments), faults_(faults) {}

std::optional<CsvRecord> CsvReader::Next() {
  while (at_ < text_.size()) {
    const std::string_view line = RestOfLine();
    const bool comment = comments_ == Comments::kSkipped && line.starts_with('#');
    if (!comment && !Trim(line).empty()) return ReadRecord();
    at_ += line.size();
    EndLine();
  }
  return std::nullopt;
}

void CsvReader::Report(int line, int column, std::string code, std::string text,
                       Fault::Severity severity) {
  const std::vector<std::string_view> lines = Split(text_, '\n');
  std::string source;
  if (line >= 1 && static_cast<std::size_t>(line) <= lines.size()) {
    source = lines[static_cast<std::size_t>(line) - 1];
    if (source.ends_with('\r')) source.pop_back();
  }
  AddFault(faults_, {severity, file_, line, column, std::move(code), std::move(text),
                     Visible(std::move(source))});
}

std::string_view CsvReader::RestOfLine() const {
  const std::size_t end = std::min(text_.find('\n', at_), text_.size());
  return text_.substr(at_, end - at_);
}

bool CsvReader::AtEndOfLine() const {
  return at_ >= text_.size() || text_[at_] == '\n' ||
         (text_[at_] == '\r' && (at_ + 1 >= text_.size() || text_[at_ + 1] == '\n'));
}

void CsvReader::EndLine() {
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  if (at_ < text_.size() && text_[at_] == '\n') ++at_;
  ++line_;
  column_ = 1;
}

void CsvReader::Advance() {
  const char c = text_[at_++];
  if (c == '\n') {
    ++line_;
    column_ = 1;
  } else if (StartsCharacter(c)) {
    ++column_;
  }
}

CsvRecord CsvReader::ReadRecord() {
  CsvRecord record;
  while (true) {
    record.push_back(ReadCell());
    if (AtEndOfLine()) break;
    Advance();  // the comma
  }
  EndLine();
  return record;
}

CsvCell CsvReader::ReadCell() {
  CsvCell cell{{}, line_, column_};
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

void CsvReader::ReadQuoted(CsvCell& cell) {
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

void CsvReader::EndQuoted(const CsvCell& cell) {
  if (AtEndOfLine() || text_[at_] == ',') return;
  Report(cell.line, cell.column, "table.csv.quote", "text after the closing quotation mark");
  while (!AtEndOfLine() && text_[at_] != ',') Advance();
}

}  // namespace wardbridge::mapping
