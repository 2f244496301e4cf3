// Walks a CSV text (RFC 4180) record by record and keeps the place of each cell, for faults.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.h"

namespace wardbridge::mapping {

struct CsvCell {
  std::string text;  // trimmed, unless it was quoted
  int line = 0;
  int column = 0;  // from 1, in characters
};
using CsvRecord = std::vector<CsvCell>;

// One pass over one text. Text, file name and faults must outlive it; one thread.
class CsvReader {
 public:
  enum class Comments { kSkipped, kNone };  // kNone: a line that begins with # is a record

  // A byte order mark is passed over. Faults: table.csv.quote.
  CsvReader(std::string_view text, const std::string& file, Comments comments,
            std::vector<Fault>& faults);

  // The next record that is neither blank nor a comment, or nothing at the end.
  [[nodiscard]] std::optional<CsvRecord> Next();

  // Adds a fault with its source line.
  void Report(int line, int column, std::string code, std::string text,
              Fault::Severity severity = Fault::Severity::kError);

 private:
  [[nodiscard]] std::string_view RestOfLine() const;
  [[nodiscard]] bool AtEndOfLine() const;
  void EndLine();
  void Advance();
  CsvRecord ReadRecord();
  CsvCell ReadCell();
  void ReadQuoted(CsvCell& cell);
  void EndQuoted(const CsvCell& cell);

  std::string_view text_;
  const std::string& file_;
  Comments comments_;
  std::vector<Fault>& faults_;
  std::size_t at_ = 0;
  int line_ = 1;
  int column_ = 1;
};

}  // namespace wardbridge::mapping
