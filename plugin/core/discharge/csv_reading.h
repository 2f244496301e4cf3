// A row of a CSV file to readings: docs/readings.md has the table of the columns.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/timestamp.h"
#include "core/discharge/csv_rows.h"
#include "core/discharge/fhir_reading.h"
#include "core/discharge/options.h"
#include "core/discharge/told_problems.h"
#include "model/stay.h"

namespace wardbridge::discharge {

// Whose the row is. Nothing, and a problem, when it names nobody.
[[nodiscard]] std::optional<model::PatientIds> PatientOfRow(const CsvHeader& header,
                                                            const CsvRow& row,
                                                            ToldProblems& problems);

struct CsvReadingContext {
  const CsvHeader& header;  // both outlive this
  const FeedOptions& feed;
  Timestamp received;
  std::int64_t inbox_id = 0;
};

// Adds the readings of a row of `patient`, the `index`th record of its part (the header is 0).
// False: it speaks of no vital.
bool ReadCsvRow(const CsvRow& row, std::size_t index, const model::PatientIds& patient,
                const CsvReadingContext& context, std::vector<MeasuredReading>& readings,
                ToldProblems& problems);

}  // namespace wardbridge::discharge
