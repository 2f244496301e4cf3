#include "core/discharge/csv_rows.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "core/mapping/csv_reader.h"

namespace wardbridge::discharge {

std::optional<std::string_view> CsvRows::TakeRecord() {
  bool quoted = false;
  bool cell_begins = true;
  std::size_t i = at_;
  for (; i < content_.size(); ++i) {
    const char c = content_[i];
    if (quoted) {
      // A doubled mark ends the cell and begins it again, which comes to the same.
      if (c == '"')
        quoted = i + 1 < content_.size() && content_[i + 1] == '"' && content_[++i] == '"';
    } else if (c == '\n') {
      break;
    } else if (c == '"' && cell_begins) {
      quoted = true;
    }
    cell_begins = c == ',' && !quoted;
  }
  if (quoted) return std::nullopt;
  std::string_view record = content_.substr(at_, i - at_);
  at_ = std::min(i + 1, content_.size());
  return record;
}

std::optional<CsvRow> CsvRows::Next() {
  while (at_ < content_.size()) {
    CsvRow row;
    row.line = line_;
    const auto record = TakeRecord();
    const std::string place = "line " + std::to_string(row.line);
    if (!record) {
      problems_.Refuse("csv.quote", place, "a quoted cell does not end: nothing from here is used");
      at_ = content_.size();
      return std::nullopt;
    }
    line_ += 1 + static_cast<std::size_t>(std::count(record->begin(), record->end(), '\n'));
    row.bytes = *record;
    while (row.bytes.ends_with('\r')) row.bytes.remove_suffix(1);
    // Also below a first line that is passed over, and however many there are.
    while (row.bytes.starts_with(kByteOrderMark)) row.bytes.remove_prefix(kByteOrderMark.size());
    if (Trim(row.bytes).empty()) continue;
    if (!IsUtf8(row.bytes)) {
      problems_.Refuse("csv.charset", place, "not in UTF-8");
      continue;
    }
    std::vector<Fault> faults;
    const std::string no_file;
    mapping::CsvReader reader(row.bytes, no_file, mapping::CsvReader::Comments::kNone, faults);
    const auto cells = reader.Next();
    if (!cells || !faults.empty()) {
      problems_.Refuse("csv.quote", place, "a quotation mark in the wrong place");
      continue;
    }
    for (const mapping::CsvCell& cell : *cells) row.cells.emplace_back(Trim(cell.text));
    return row;
  }
  return std::nullopt;
}

CsvHeader::CsvHeader(const CsvRow& row, const FeedOptions& feed, ToldProblems& problems)
    : feed_(feed), places_(feed.csv.size()), size_(row.cells.size()) {
  for (std::size_t i = 0; i < feed.csv.size(); ++i) {
    const CsvColumn& column = feed.csv[i];
    for (std::size_t cell = 0; cell < row.cells.size(); ++cell) {
      if (UpperAscii(row.cells[cell]) != column.column) continue;
      if (places_[i]) {
        problems.Refuse("csv.column", column.column, "stands in the header twice");
        is_usable_ = false;
      }
      places_[i] = cell;
    }
    if (!places_[i]) problems.Warn("csv.column", column.column, "is not in the header");
  }
  const bool patient = Find(CsvMeaning::kNhsNumber) || Find(CsvMeaning::kLocalNumber);
  const bool dated =
      std::none_of(feed.csv.begin(), feed.csv.end(),
                   [](const CsvColumn& column) { return column.means == CsvMeaning::kDate; }) ||
      Find(CsvMeaning::kDate);
  const bool values =
      (Find(CsvMeaning::kCode) && Find(CsvMeaning::kValue)) || Find(CsvMeaning::kVital);
  if (patient && Find(CsvMeaning::kTime) && dated && values) return;
  problems.Refuse("csv.columns", "line " + std::to_string(row.line),
                  "the header has no columns for patient, time and readings");
  is_usable_ = false;
}

const CsvColumn* CsvHeader::Find(CsvMeaning meaning) const {
  const std::vector<const CsvColumn*> all = All(meaning);
  return all.empty() ? nullptr : all.front();
}

std::vector<const CsvColumn*> CsvHeader::All(CsvMeaning meaning) const {
  std::vector<const CsvColumn*> all;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (places_[i] && feed_.csv[i].means == meaning) all.push_back(&feed_.csv[i]);
  }
  return all;
}

std::size_t CsvHeader::PlaceOf(const CsvColumn& column) const {
  return *places_[static_cast<std::size_t>(&column - feed_.csv.data())];
}

std::string CsvHeader::Text(const CsvRow& row, CsvMeaning meaning) const {
  const CsvColumn* column = Find(meaning);
  return column == nullptr ? std::string() : row.cells[PlaceOf(*column)];
}

}  // namespace wardbridge::discharge
