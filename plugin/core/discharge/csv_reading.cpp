#include "core/discharge/csv_reading.h"

#include <string>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "core/discharge/fhir_patient.h"
#include "core/discharge/fhir_said.h"
#include "core/discharge/reading_time.h"
#include "core/discharge/stated_value.h"
#include "core/discharge/vital_codes.h"
#include "model/decimal.h"

namespace wardbridge::discharge {
namespace {

using model::MeasuredBy;
using model::Reading;
using model::ReadingStatus;

std::optional<ReadingStatus> StatusOf(const std::string& stated) {
  const std::string word = LowerAscii(stated);
  if (word.empty() || word == "f" || word == "final") return ReadingStatus::kFinal;
  if (word == "c" || word == "corrected" || word == "amended") return ReadingStatus::kCorrected;
  if (word == "p" || word == "preliminary") return ReadingStatus::kPreliminary;
  if (word == "d" || word == "w" || word == "entered-in-error" || word == "cancelled") {
    return ReadingStatus::kWithdrawn;
  }
  return std::nullopt;
}

// "<92" is a comparator and a number; everything is words too, for an answer.
StatedValue Stated(std::string_view text, std::string unit) {
  StatedValue stated;
  stated.unit = std::move(unit);
  if (text.empty()) return stated;
  stated.words.emplace_back(text);
  for (const std::string_view sign : {"<=", ">=", "<", ">"}) {
    if (!text.starts_with(sign)) continue;
    stated.comparator = sign;
    text = Trim(text.substr(sign.size()));
    break;
  }
  if (model::Decimal::Parse(text)) stated.number = text;
  return stated;
}

// "system|code" as FHIR searches write it; without a system a name of a vital, or a code of the
// feed's table.
std::optional<VitalCode> CodeOf(std::string_view text, const FeedOptions& feed) {
  const std::size_t bar = text.find('|');
  if (bar != std::string_view::npos) {
    return VitalOf(text.substr(bar + 1), text.substr(0, bar), feed);
  }
  if (auto own = VitalOf(text, "", feed)) return own;
  const auto vital = model::VitalOf(LowerAscii(text));
  if (!vital) return std::nullopt;
  return VitalCode{*vital, std::string(DefaultSnomed(*vital)), std::nullopt};
}

std::optional<MeasuredBy> MeasuredByOf(const std::string& stated) {
  const std::string word = LowerAscii(stated);
  if (word.empty()) return MeasuredBy::kNotStated;
  if (word == "patient") return MeasuredBy::kPatient;
  if (word == "related") return MeasuredBy::kRelated;
  if (word == "staff") return MeasuredBy::kStaff;
  return std::nullopt;
}

// One row on its way in. All outlive it: it lives during one call.
class RowReader {
 public:
  RowReader(const CsvRow& row, std::size_t index, const model::PatientIds& patient,
            const CsvReadingContext& context, std::vector<MeasuredReading>& readings,
            ToldProblems& problems)
      : row_(row),
        index_(index),
        patient_(patient),
        context_(context),
        header_(context.header),
        readings_(readings),
        problems_(problems) {}

  bool Run() {
    const std::string code_text = header_.Text(row_, CsvMeaning::kCode);
    const auto code = CodeOf(code_text, context_.feed);
    const CsvColumn* value = header_.Find(CsvMeaning::kValue);
    const bool is_long = code && value != nullptr;
    const std::vector<const CsvColumn*> wide = header_.All(CsvMeaning::kVital);
    bool speaks = is_long;
    for (const CsvColumn* column : wide) speaks = speaks || !TextOf(*column).empty();
    const bool withdraws =
        StatusOf(header_.Text(row_, CsvMeaning::kStatus)) == ReadingStatus::kWithdrawn;
    if (!speaks && !(withdraws && !wide.empty())) return false;
    if (!ReadShared()) return true;
    if (is_long) {
      std::string unit = header_.Text(row_, CsvMeaning::kUnit);
      if (unit.empty()) unit = value->unit;
      Add(*code, *value, {CsvMeaning::kLow, CsvMeaning::kHigh}, unit);
    }
    for (const CsvColumn* column : wide) {
      if (TextOf(*column).empty() && !withdraws) continue;
      Add({column->vital, std::string(DefaultSnomed(column->vital)), std::nullopt}, *column,
          {CsvMeaning::kVitalLow, CsvMeaning::kVitalHigh}, column->unit);
    }
    return true;
  }

 private:
  // Which columns have the limits of a reading.
  struct LimitColumns {
    CsvMeaning low;
    CsvMeaning high;
  };

  [[nodiscard]] const std::string& TextOf(const CsvColumn& column) const {
    return row_.cells[header_.PlaceOf(column)];
  }

  [[nodiscard]] std::string PlaceOf(const CsvColumn* column) const {
    return "line " + std::to_string(row_.line) + (column ? " " + column->column : "");
  }

  bool ReadShared() {
    const CsvColumn* status_column = header_.Find(CsvMeaning::kStatus);
    const auto status = StatusOf(header_.Text(row_, CsvMeaning::kStatus));
    if (!status) {
      problems_.Refuse("reading.status", PlaceOf(status_column),
                       "a status other than F, C, P, D and W is not used");
      return false;
    }
    shared_.status = *status;
    std::string text = header_.Text(row_, CsvMeaning::kTime);
    if (header_.Find(CsvMeaning::kDate)) text = header_.Text(row_, CsvMeaning::kDate) + " " + text;
    const auto time = ReadTime(text, context_.feed);
    const std::string place = PlaceOf(header_.Find(CsvMeaning::kTime));
    if (!time) {
      problems_.Refuse("reading.no-time", place, "not a time with the time of day");
      return false;
    }
    TellTime(*time, place, problems_);
    shared_.time = time->time;
    shared_.source = context_.feed.name;
    shared_.received = context_.received;
    shared_.message = context_.inbox_id;
    shared_.device = header_.Text(row_, CsvMeaning::kDevice);
    if (const CsvColumn* note = header_.Find(CsvMeaning::kNote)) {
      shared_.note = Phi<std::string>(Bounded(TextOf(*note), PlaceOf(note), problems_));
    }
    const std::string id = header_.Text(row_, CsvMeaning::kId);
    shared_.flag = ReadFlag();
    shared_.by = ReadMeasuredBy();
    identity_ = id.empty()
                    ? KeyOf({"fact", PersonKey(patient_), std::to_string(time->time.UnixMs())})
                    : KeyOf({"id", id});
    if (header_.Find(CsvMeaning::kVital)) {
      shared_.set = KeyOf({"CSV-set", context_.feed.name, identity_});
    }
    return true;
  }

  std::string ReadFlag() {
    std::string flag = UpperAscii(header_.Text(row_, CsvMeaning::kFlag));
    if (flag.empty() || IsFlag(flag)) return flag;
    problems_.Warn("reading.flag", PlaceOf(header_.Find(CsvMeaning::kFlag)),
                   "no code of HL7 table 0078: not used");
    return {};
  }

  MeasuredBy ReadMeasuredBy() {
    const auto by = MeasuredByOf(header_.Text(row_, CsvMeaning::kMeasuredBy));
    if (by) return *by;
    problems_.Warn("reading.measured-by", PlaceOf(header_.Find(CsvMeaning::kMeasuredBy)),
                   "none of patient, related and staff: not used");
    return MeasuredBy::kNotStated;
  }

  std::optional<model::Decimal> ReadLimit(CsvMeaning meaning, const std::string& unit,
                                          const Reading& reading) {
    for (const CsvColumn* column : header_.All(meaning)) {
      const bool is_shared = meaning == CsvMeaning::kLow || meaning == CsvMeaning::kHigh;
      if (!is_shared && column->vital != reading.vital) continue;
      if (TextOf(*column).empty()) return std::nullopt;
      const std::string& stated_in = column->unit.empty() ? unit : column->unit;
      auto limit = LimitOf(reading.vital, Stated(TextOf(*column), stated_in), context_.feed);
      if (!limit) {
        problems_.Warn("reading.limit", PlaceOf(column),
                       "not a number in a unit of this reading: not used");
      }
      return limit;
    }
    return std::nullopt;
  }

  void Add(const VitalCode& code, const CsvColumn& column, const LimitColumns& limits,
           const std::string& unit) {
    if (code.is_pressure) {
      return problems_.Refuse("reading.value", PlaceOf(&column),
                              "a blood pressure is two rows or two columns here");
    }
    Reading reading = shared_;
    reading.vital = code.vital;
    reading.code = code.snomed;
    reading.key = KeyOf({"CSV", context_.feed.name, identity_, model::Name(code.vital)});
    if (reading.status != ReadingStatus::kWithdrawn) {
      const StatedValue value = Stated(TextOf(column), unit);
      const std::string place = PlaceOf(&column);
      if (value.Empty() && !code.on_oxygen) {
        return problems_.Warn("reading.absent", place, "has no value");
      }
      if (!TakeValue(code, value, context_.feed, place, reading, problems_)) return;
      reading.low = ReadLimit(limits.low, unit, reading);
      reading.high = ReadLimit(limits.high, unit, reading);
    }
    readings_.push_back({std::move(reading),
                         std::to_string(index_) + "," + std::to_string(header_.PlaceOf(column))});
  }

  const CsvRow& row_;
  std::size_t index_;
  const model::PatientIds& patient_;
  const CsvReadingContext& context_;
  const CsvHeader& header_;
  std::vector<MeasuredReading>& readings_;
  ToldProblems& problems_;
  Reading shared_;
  std::string identity_;
};

}  // namespace

std::optional<model::PatientIds> PatientOfRow(const CsvHeader& header, const CsvRow& row,
                                              ToldProblems& problems) {
  const std::string line = "line " + std::to_string(row.line);
  model::PatientIds ids;
  const std::string number = header.Text(row, CsvMeaning::kNhsNumber);
  if (!number.empty()) {
    ids.nhs_number = model::NhsNumber::Parse(number);
    if (!ids.nhs_number) {
      problems.Warn("nhs-number.invalid", line + " " + header.Find(CsvMeaning::kNhsNumber)->column,
                    "fails the check of an NHS number: not used");
    }
  }
  for (const CsvColumn* column : header.All(CsvMeaning::kLocalNumber)) {
    const std::string& local = row.cells[header.PlaceOf(*column)];
    if (!local.empty()) ids.local.emplace_back(local + "|" + column->assigner);
  }
  const std::string birth_date = header.Text(row, CsvMeaning::kBirthDate);
  ids.birth_date = Phi<std::string>(ReadBirthDate(birth_date));
  if (!birth_date.empty() && ids.birth_date.Empty()) {
    problems.Warn("date.malformed", line + " " + header.Find(CsvMeaning::kBirthDate)->column,
                  "not a date: not used");
  }
  if (!model::PatientKeys(ids).empty()) return ids;
  problems.Refuse("reading.no-patient", line, "names no patient");
  return std::nullopt;
}

bool ReadCsvRow(const CsvRow& row, std::size_t index, const model::PatientIds& patient,
                const CsvReadingContext& context, std::vector<MeasuredReading>& readings,
                ToldProblems& problems) {
  return RowReader(row, index, patient, context, readings, problems).Run();
}

}  // namespace wardbridge::discharge
