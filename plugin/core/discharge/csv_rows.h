// The rows of a CSV file of readings (RFC 4180) and their cells, by what the feed's csv table says
// of the columns.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/discharge/options.h"
#include "core/discharge/told_problems.h"

namespace wardbridge::discharge {

// One record. Views are of the content that was read.
struct CsvRow {
  std::string_view bytes;  // without the end of its line
  std::size_t line = 0;    // from 1
  std::vector<std::string> cells;
};

// Walks over the records of a content, which must outlive it. One thread.
class CsvRows {
 public:
  CsvRows(std::string_view content, ToldProblems& problems)
      : content_(content), problems_(problems) {}

  // The next record that is not blank, or nothing at the end. One with faults in its quoting is
  // told and passed over; a quoted cell without an end ends the walk.
  [[nodiscard]] std::optional<CsvRow> Next();

 private:
  // The bytes of the next record; a quoted cell may hold ends of lines.
  [[nodiscard]] std::optional<std::string_view> TakeRecord();

  std::string_view content_;
  ToldProblems& problems_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

// The columns of one file.
class CsvHeader {
 public:
  // Where each column of `feed` stands. A column that readings need and the file does not have is a
  // problem, and IsUsable() false.
  CsvHeader(const CsvRow& row, const FeedOptions& feed, ToldProblems& problems);

  [[nodiscard]] bool IsUsable() const { return is_usable_; }
  [[nodiscard]] std::size_t Size() const { return size_; }

  // The column that means `meaning`, if the file has it.
  [[nodiscard]] const CsvColumn* Find(CsvMeaning meaning) const;
  // All columns of the file that mean it.
  [[nodiscard]] std::vector<const CsvColumn*> All(CsvMeaning meaning) const;
  // The place of a column among the cells.
  [[nodiscard]] std::size_t PlaceOf(const CsvColumn& column) const;
  // The text of the cell that means `meaning`; "" when there is none.
  [[nodiscard]] std::string Text(const CsvRow& row, CsvMeaning meaning) const;

 private:
  const FeedOptions& feed_;                         // outlives this
  std::vector<std::optional<std::size_t>> places_;  // of each column of the feed
  std::size_t size_ = 0;
  bool is_usable_ = true;
};

}  // namespace wardbridge::discharge
