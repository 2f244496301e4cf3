// CSV content split into parts, and a part read: see measured_part.h.
#include <map>
#include <utility>

#include "core/discharge/csv_reading.h"
#include "core/discharge/fhir_patient.h"
#include "core/discharge/measured_part.h"

namespace wardbridge::discharge {
namespace {

// The rows of one patient that are not in a part yet.
struct OpenPart {
  std::string bytes;
  std::size_t rows = 0;
  MeasuredPart read;
};

// One content, row by row.
class CsvSplitter {
 public:
  CsvSplitter(const CsvRow& first, const FeedOptions& feed, Timestamp now, ToldProblems& problems)
      : first_(first),
        header_(first, feed, problems),
        context_{header_, feed, now, 0},
        problems_(problems) {}

  [[nodiscard]] bool IsUsable() const { return header_.IsUsable(); }

  // False: no more rows are taken.
  bool Add(const CsvRow& row, SplitContent& split) {
    if (++rows_ > kMostResources) return false;
    if (!HasItsCells(row)) return true;
    auto patient = PatientOfRow(header_, row, problems_);
    if (!patient) return true;
    const auto [at, added] = by_patient_.emplace(PersonKey(*patient), open_.size());
    if (added) open_.emplace_back();
    OpenPart& part = open_[at->second];
    if (!ReadCsvRow(row, rows_, *patient, context_, part.read.readings, problems_)) {
      ++split.passed_over;
      return true;
    }
    part.bytes.append(row.bytes).append("\n");
    if (++part.rows == kMostInPart || part.bytes.size() >= kPartBytes) Close(part, split);
    return true;
  }

  void CloseAll(SplitContent& split) {
    for (OpenPart& part : open_) Close(part, split);
  }

 private:
  // A row with too few cells may have lost one in the middle.
  bool HasItsCells(const CsvRow& row) {
    bool fits = row.cells.size() >= header_.Size();
    for (std::size_t i = header_.Size(); i < row.cells.size(); ++i) {
      fits = fits && row.cells[i].empty();
    }
    if (!fits) {
      problems_.Refuse("csv.cells", "line " + std::to_string(row.line),
                       "has not the number of cells of the header");
    }
    return fits;
  }

  void Close(OpenPart& part, SplitContent& split) {
    if (!part.read.readings.empty()) {
      split.parts.push_back(std::string(first_.bytes) + "\n" + part.bytes);
      split.readings += part.read.readings.size();
    }
    part = {};
  }

  const CsvRow& first_;
  CsvHeader header_;
  CsvReadingContext context_;
  ToldProblems& problems_;  // outlives this, as first_ does: it lives during one call
  std::map<std::string, std::size_t> by_patient_;
  std::vector<OpenPart> open_;  // in the order in which the patients first come
  std::size_t rows_ = 0;
};

}  // namespace

SplitContent SplitCsv(std::string_view content, const FeedOptions& feed, Timestamp now,
                      ToldProblems& problems) {
  SplitContent split;
  CsvRows rows(content, problems);
  const auto first = rows.Next();
  if (!first) {
    split.reason = "csv-columns";
    return split;
  }
  CsvSplitter splitter(*first, feed, now, problems);
  if (!splitter.IsUsable()) {
    split.reason = "csv-columns";
    return split;
  }
  while (const auto row = rows.Next()) {
    if (splitter.Add(*row, split)) continue;
    problems.Refuse("csv.too-many", "content", "more than 100,000 rows: nothing of it is used");
    SplitContent refused;
    refused.reason = "too-many";
    return refused;
  }
  splitter.CloseAll(split);
  return split;
}

MeasuredPart ReadCsvPart(std::string_view bytes, const FeedOptions& feed, Timestamp received,
                         std::int64_t inbox_id, ToldProblems& problems) {
  MeasuredPart part;
  CsvRows rows(bytes, problems);
  const auto first = rows.Next();
  if (!first) {
    part.reason = "csv-columns";
    return part;
  }
  const CsvHeader header(*first, feed, problems);
  if (!header.IsUsable()) {
    part.reason = "csv-columns";
    return part;
  }
  const CsvReadingContext context{header, feed, received, inbox_id};
  std::size_t index = 0;
  while (const auto row = rows.Next()) {
    ++index;
    if (row->cells.size() < header.Size()) continue;
    const auto patient = PatientOfRow(header, *row, problems);
    if (!patient) continue;
    if (!part.patient) part.patient = *patient;
    if (PersonKey(*part.patient) != PersonKey(*patient)) part.several_patients = true;
    ReadCsvRow(*row, index, *patient, context, part.readings, problems);
  }
  return part;
}

}  // namespace wardbridge::discharge
