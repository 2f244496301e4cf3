// Tables of a feed as CSV files (RFC 4180, UTF-8, first line the column names). Every fault has its
// file, line and column.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.h"
#include "core/discharge/discharge.h"

namespace wardbridge::engine {

// One cell and where it begins. `text` is trimmed.
struct CsvCell {
  std::string text;
  int line = 0;
  int column = 0;  // from 1, in characters
};

// A row by column name; a column the file does not have is an empty cell.
struct CsvRow {
  int line = 0;
  std::map<std::string, CsvCell, std::less<>> cells;
  [[nodiscard]] const CsvCell& operator[](std::string_view column) const;
};

// Which columns a table must and may have.
struct CsvShape {
  std::vector<std::string> required;
  std::vector<std::string> optional;
};

// Rows of `bytes`, empty lines left out. Faults (table.*) name `file`; the source line is never
// quoted, because a table of identities may hold what must not be printed.
[[nodiscard]] std::vector<CsvRow> ReadCsv(std::string_view bytes, const std::string& file,
                                          const CsvShape& shape, std::vector<Fault>& faults);

// `observations`: source (OBX-3.1), target (name of a vital, or blood-pressure for both in one),
// snomed (code to send, optional). Keys upper case.
[[nodiscard]] std::map<std::string, discharge::LocalCode> ReadObservationTable(
    std::string_view bytes, const std::string& file, std::vector<Fault>& faults);

// `texts`: source (OBX-3.1), target (note, message or questionnaire), title (optional). Keys upper
// case.
[[nodiscard]] std::map<std::string, discharge::LocalText> ReadTextTable(std::string_view bytes,
                                                                        const std::string& file,
                                                                        std::vector<Fault>& faults);

// `units`: source (OBX-6.1), target (UCUM code). Keys upper case.
[[nodiscard]] std::map<std::string, std::string> ReadUnitTable(std::string_view bytes,
                                                               const std::string& file,
                                                               std::vector<Fault>& faults);

// `consciousness`: source (the feed's words), target (A, C, V, P or U). Keys upper case.
[[nodiscard]] std::map<std::string, model::Acvpu> ReadConsciousnessTable(
    std::string_view bytes, const std::string& file, std::vector<Fault>& faults);

// `dispositions`: source (words or codes of PV1-36 and PV1-37), method and destination (codes of
// code-maps sections 4 and 5; one of them may be empty). Keys upper case.
[[nodiscard]] std::map<std::string, discharge::LocalDisposition> ReadDispositionTable(
    std::string_view bytes, const std::string& file, std::vector<Fault>& faults);

// `test-identity`: sender, control-id, nhs-number (range 999), ward; "*" fits every sender or
// control id.
[[nodiscard]] std::vector<discharge::TestIdentity> ReadTestIdentityTable(
    std::string_view bytes, const std::string& file, std::vector<Fault>& faults);

// `csv`: column (as the header of the files has it; upper case here), means (nhs-number,
// local-number, birth-date, time, date, code, value, unit, id, status, device, note or the name of
// a vital), unit (UCUM code, of value and of a vital), assigner (of local-number).
[[nodiscard]] std::vector<discharge::CsvColumn> ReadCsvColumnTable(std::string_view bytes,
                                                                   const std::string& file,
                                                                   std::vector<Fault>& faults);

// UCUM codes that readings of `vital` may come in (spec/news2 section 2); empty for statements.
[[nodiscard]] std::vector<std::string> UnitsOf(model::Vital vital);

}  // namespace wardbridge::engine
