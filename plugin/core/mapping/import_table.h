// HL7's published concept maps from v2 tables to FHIR codes, read as the CSV files that the working
// group keeps (repository HL7/v2-to-fhir), and written as a table of a mapping pack.
//
// Two header lines. The first names groups of columns, each where the group begins:
//   HL7 v2 | FHIR Version (newer files) | Condition (IF True) | HL7 FHIR | Comments
// The second names the columns: of HL7 v2 Code, Text, Code System; of the condition Computable
// ANTLR, Computable FHIRPath, Narrative; of HL7 FHIR Code, one without name, Display, Code System.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.h"

namespace wardbridge::mapping {

struct ImportedTable {
  std::string csv;              // "" when `faults` gained an error
  std::size_t rows = 0;         // with one target each
  std::size_t without_row = 0;  // codes that got none: they stand in `csv` as comments
};

// `file` names the text in faults. Errors: import.header, table.csv.encoding, table.csv.quote,
// table.csv.cells. Warnings, for what a person must decide: import.target (a code without target),
// import.source (a target without code), import.condition (a target that holds sometimes),
// import.targets (a code with two targets), import.shifted (display and system one column to the
// left: taken).
[[nodiscard]] ImportedTable ImportTable(std::string_view text, const std::string& file,
                                        std::vector<Fault>& faults);

}  // namespace wardbridge::mapping
