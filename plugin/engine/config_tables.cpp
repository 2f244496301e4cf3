#include "engine/config_tables.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "engine/config_values.h"
#include "model/text_kind.h"

namespace wardbridge::engine {
namespace {

void Say(const std::string& file, const CsvCell& cell, std::string code, std::string text,
         std::vector<Fault>& faults) {
  AddFault(faults, {Fault::Severity::kError,
                    file,
                    cell.line,
                    cell.column,
                    std::move(code),
                    std::move(text),
                    {}});
}

// What a cell must be one of.
void SayNoneOf(const std::string& file, const CsvCell& cell, std::string_view what,
               const std::vector<std::string>& words, std::vector<Fault>& faults) {
  std::string text(what);
  text += " must be one of";
  for (const std::string& word : words) text += " " + word;
  const std::string near = DidYouMean(cell.text, words);
  if (!near.empty()) text += "; did you mean '" + near + "'?";
  Say(file, cell, "table.value.word", std::move(text), faults);
}

// Both pressures in one value, among the names of vitals.
constexpr std::string_view kBloodPressure = "blood-pressure";

std::vector<std::string> VitalNames() {
  std::vector<std::string> names = {std::string(kBloodPressure)};
  for (const model::Vital vital : model::kAllVitals) names.emplace_back(model::Name(vital));
  return names;
}

std::vector<std::string> AllUnits() {
  std::vector<std::string> units;
  for (const model::Vital vital : model::kAllVitals) {
    for (std::string& unit : UnitsOf(vital)) {
      if (std::find(units.begin(), units.end(), unit) == units.end()) {
        units.push_back(std::move(unit));
      }
    }
  }
  return units;
}

// Reads a table with the columns source and target; `read` turns a row into its value or says what
// is wrong.
template <typename T, typename Read>
std::map<std::string, T> ReadPairs(std::string_view bytes, const std::string& file,
                                   std::vector<std::string> optional, std::vector<Fault>& faults,
                                   Read read) {
  std::map<std::string, T> table;
  for (const CsvRow& row :
       ReadCsv(bytes, file, {{"source", "target"}, std::move(optional)}, faults)) {
    T value{};
    if (!read(row, value)) continue;
    const CsvCell& source = row["source"];
    if (!table.emplace(UpperAscii(source.text), std::move(value)).second) {
      Say(file, source, "table.row.twice", "this source stands in the table twice", faults);
    }
  }
  return table;
}

using discharge::CsvMeaning;

constexpr std::pair<std::string_view, CsvMeaning> kCsvMeanings[] = {
    {"nhs-number", CsvMeaning::kNhsNumber},
    {"local-number", CsvMeaning::kLocalNumber},
    {"birth-date", CsvMeaning::kBirthDate},
    {"time", CsvMeaning::kTime},
    {"date", CsvMeaning::kDate},
    {"code", CsvMeaning::kCode},
    {"value", CsvMeaning::kValue},
    {"unit", CsvMeaning::kUnit},
    {"id", CsvMeaning::kId},
    {"status", CsvMeaning::kStatus},
    {"device", CsvMeaning::kDevice},
    {"note", CsvMeaning::kNote},
    {"flag", CsvMeaning::kFlag},
    {"measured-by", CsvMeaning::kMeasuredBy},
    {"low", CsvMeaning::kLow},
    {"high", CsvMeaning::kHigh},
};

// What follows the name of a vital.
constexpr std::pair<std::string_view, CsvMeaning> kCsvLimits[] = {
    {"-low", CsvMeaning::kVitalLow},
    {"-high", CsvMeaning::kVitalHigh},
};

bool TakeCsvMeaning(const std::string& word, discharge::CsvColumn& column) {
  for (const auto& [name, meaning] : kCsvMeanings) {
    if (name != word) continue;
    column.means = meaning;
    return true;
  }
  if (const auto vital = model::VitalOf(word)) {
    column.means = CsvMeaning::kVital;
    column.vital = *vital;
    return true;
  }
  for (const auto& [ending, meaning] : kCsvLimits) {
    if (!word.ends_with(ending)) continue;
    const auto vital =
        model::VitalOf(std::string_view(word).substr(0, word.size() - ending.size()));
    if (!vital || model::Unit(*vital).empty()) continue;
    column.means = meaning;
    column.vital = *vital;
    return true;
  }
  return false;
}

std::vector<std::string> CsvMeaningWords() {
  std::vector<std::string> words;
  for (const auto& [name, meaning] : kCsvMeanings) words.emplace_back(name);
  for (const model::Vital vital : model::kAllVitals) {
    const std::string name(model::Name(vital));
    words.push_back(name);
    if (model::Unit(vital).empty()) continue;
    for (const auto& [ending, meaning] : kCsvLimits) words.push_back(name + std::string(ending));
  }
  return words;
}

// The units that the values of a column may have; empty for what has none.
std::vector<std::string> UnitsIn(const discharge::CsvColumn& column) {
  switch (column.means) {
    case CsvMeaning::kVital:
    case CsvMeaning::kVitalLow:
    case CsvMeaning::kVitalHigh:
      return UnitsOf(column.vital);
    case CsvMeaning::kValue:
    case CsvMeaning::kLow:
    case CsvMeaning::kHigh:
      return AllUnits();
    default:
      return {};
  }
}

// The unit and the assigner of a row, where its column has one.
bool TakeCsvDetails(const CsvRow& row, const std::string& file, discharge::CsvColumn& column,
                    std::vector<Fault>& faults) {
  const CsvCell& unit = row["unit"];
  const std::vector<std::string> units = UnitsIn(column);
  column.unit = unit.text;
  if (!unit.text.empty() && std::find(units.begin(), units.end(), unit.text) == units.end()) {
    if (units.empty()) {
      Say(file, unit, "table.value.word", "this column has no unit", faults);
    } else {
      SayNoneOf(file, unit, "unit", units, faults);
    }
    return false;
  }
  column.assigner = UpperAscii(row["assigner"].text);
  const bool local = column.means == CsvMeaning::kLocalNumber;
  if (local && column.assigner.empty()) {
    Say(file, row["means"], "table.value.empty",
        "local-number needs an assigner: who gives the numbers", faults);
    return false;
  }
  if (!local && !column.assigner.empty()) {
    Say(file, row["assigner"], "table.value.word", "only local-number has an assigner", faults);
    return false;
  }
  return true;
}

}  // namespace

std::vector<std::string> UnitsOf(model::Vital vital) {
  switch (vital) {
    case model::Vital::kRespiration:
    case model::Vital::kPulse:
      return {"/min"};
    case model::Vital::kOxygenSaturation:
      return {"%"};
    case model::Vital::kSystolic:
    case model::Vital::kDiastolic:
      return {"mm[Hg]", "kPa"};
    case model::Vital::kTemperature:
      return {"Cel", "[degF]"};
    default:
      return {};
  }
}

std::map<std::string, discharge::LocalCode> ReadObservationTable(std::string_view bytes,
                                                                 const std::string& file,
                                                                 std::vector<Fault>& faults) {
  const auto read = [&](const CsvRow& row, discharge::LocalCode& code) {
    if (row["target"].text == kBloodPressure) {
      code.is_pressure = true;
      if (row["snomed"].text.empty()) return true;
      Say(file, row["snomed"], "table.value.snomed",
          "both pressures are sent with the codes of their own", faults);
      return false;
    }
    const auto vital = model::VitalOf(row["target"].text);
    if (!vital) {
      SayNoneOf(file, row["target"], "target", VitalNames(), faults);
      return false;
    }
    const CsvCell& snomed = row["snomed"];
    if (!snomed.text.empty() && !IsSnomedId(snomed.text)) {
      Say(file, snomed, "table.value.snomed", "not a SNOMED CT code (digits or check digit)",
          faults);
      return false;
    }
    code.vital = *vital;
    code.snomed = snomed.text;
    return true;
  };
  return ReadPairs<discharge::LocalCode>(bytes, file, {"snomed"}, faults, read);
}

std::map<std::string, discharge::LocalText> ReadTextTable(std::string_view bytes,
                                                          const std::string& file,
                                                          std::vector<Fault>& faults) {
  const auto read = [&](const CsvRow& row, discharge::LocalText& text) {
    const auto kind = model::TextKindOf(row["target"].text);
    if (!kind) {
      SayNoneOf(file, row["target"], "target", {"note", "message", "questionnaire"}, faults);
      return false;
    }
    text = {*kind, row["title"].text};
    return true;
  };
  return ReadPairs<discharge::LocalText>(bytes, file, {"title"}, faults, read);
}

std::map<std::string, std::string> ReadUnitTable(std::string_view bytes, const std::string& file,
                                                 std::vector<Fault>& faults) {
  const std::vector<std::string> units = AllUnits();
  const auto read = [&](const CsvRow& row, std::string& unit) {
    unit = row["target"].text;
    if (std::find(units.begin(), units.end(), unit) != units.end()) return true;
    SayNoneOf(file, row["target"], "target", units, faults);
    return false;
  };
  return ReadPairs<std::string>(bytes, file, {}, faults, read);
}

std::map<std::string, model::Acvpu> ReadConsciousnessTable(std::string_view bytes,
                                                           const std::string& file,
                                                           std::vector<Fault>& faults) {
  const auto read = [&](const CsvRow& row, model::Acvpu& answer) {
    const std::string& text = row["target"].text;
    const auto letter = text.size() == 1 ? model::AcvpuOf(text.front()) : std::nullopt;
    if (letter) {
      answer = *letter;
      return true;
    }
    SayNoneOf(file, row["target"], "target", {"A", "C", "V", "P", "U"}, faults);
    return false;
  };
  return ReadPairs<model::Acvpu>(bytes, file, {}, faults, read);
}

std::map<std::string, discharge::LocalDisposition> ReadDispositionTable(
    std::string_view bytes, const std::string& file, std::vector<Fault>& faults) {
  const std::vector<std::string> methods = discharge::DischargeMethods();
  const std::vector<std::string> destinations = discharge::DischargeDestinations();
  const auto take = [&](const CsvRow& row, const char* column,
                        const std::vector<std::string>& codes, std::string& into) {
    into = row[column].text;
    const bool known = into.empty() || std::find(codes.begin(), codes.end(), into) != codes.end();
    if (!known) SayNoneOf(file, row[column], column, codes, faults);
    return known;
  };
  std::map<std::string, discharge::LocalDisposition> table;
  const CsvShape shape{{"source"}, {"method", "destination", "note"}};
  for (const CsvRow& row : ReadCsv(bytes, file, shape, faults)) {
    const CsvCell& source = row["source"];
    discharge::LocalDisposition said;
    const bool method = take(row, "method", methods, said.method);
    const bool destination = take(row, "destination", destinations, said.destination);
    if (!method || !destination) continue;
    if (said.method.empty() && said.destination.empty()) {
      Say(file, source, "table.value.empty", "says neither method nor destination", faults);
    } else if (!table.emplace(UpperAscii(source.text), std::move(said)).second) {
      Say(file, source, "table.row.twice", "this source stands in the table twice", faults);
    }
  }
  return table;
}

std::vector<discharge::TestIdentity> ReadTestIdentityTable(std::string_view bytes,
                                                           const std::string& file,
                                                           std::vector<Fault>& faults) {
  std::vector<discharge::TestIdentity> rows;
  std::set<std::pair<std::string, std::string>> seen;
  const CsvShape shape{{"sender", "control-id", "nhs-number", "ward"}, {}};
  for (const CsvRow& row : ReadCsv(bytes, file, shape, faults)) {
    const auto number = model::NhsNumber::Parse(row["nhs-number"].text);
    if (!number || !number->IsTest()) {
      Say(file, row["nhs-number"], "table.value.nhs-number",
          "must be a valid NHS number of the test range 999", faults);
      continue;
    }
    if (!seen.emplace(row["sender"].text, row["control-id"].text).second) {
      Say(file, row["sender"], "table.row.twice",
          "this sender and control id stand in the table twice", faults);
      continue;
    }
    rows.push_back(
        {row["sender"].text, row["control-id"].text, number->Reveal(), row["ward"].text});
  }
  return rows;
}

std::vector<discharge::CsvColumn> ReadCsvColumnTable(std::string_view bytes,
                                                     const std::string& file,
                                                     std::vector<Fault>& faults) {
  std::vector<discharge::CsvColumn> columns;
  std::set<std::string> names;
  std::set<std::string> meanings;
  const CsvShape shape{{"column", "means"}, {"unit", "assigner"}};
  for (const CsvRow& row : ReadCsv(bytes, file, shape, faults)) {
    discharge::CsvColumn column;
    column.column = UpperAscii(row["column"].text);
    const std::string& means = row["means"].text;
    if (!TakeCsvMeaning(means, column)) {
      SayNoneOf(file, row["means"], "means", CsvMeaningWords(), faults);
      continue;
    }
    if (!TakeCsvDetails(row, file, column, faults)) continue;
    // A file may have several local numbers, of several assigners.
    const bool may_repeat = column.means == CsvMeaning::kLocalNumber;
    const std::string meaning = may_repeat ? means + "|" + column.assigner : means;
    if (!names.insert(column.column).second || !meanings.insert(meaning).second) {
      Say(file, row["column"], "table.row.twice",
          "this column, or what it means, stands in the table twice", faults);
      continue;
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace wardbridge::engine
