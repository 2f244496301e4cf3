// What was measured, by patient and time.
#include <algorithm>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "edge/store/sqlite_rows.h"
#include "edge/store/status_letter.h"
#include "model/measured_by.h"

namespace wardbridge::store {
namespace {

constexpr Sql kFormerReading =
    "SELECT status, stated, received, message FROM reading WHERE patient_key = ?1 AND key = ?2";
constexpr Sql kDeleteReading = "DELETE FROM reading WHERE patient_key = ?1 AND key = ?2";
constexpr Sql kInsertReading =
    "INSERT INTO reading (patient_key, time, key, source, observation_set, vital, code, received,"
    " message, value_mantissa, value_scale, acvpu, on_oxygen, flow_mantissa, flow_scale,"
    " spo2_scale, comparator, status, plausible, stated, flag, low_mantissa, low_scale,"
    " high_mantissa, high_scale, device, measured_by, note)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,"
    " ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28)";
constexpr Sql kReadingsBetween =
    "SELECT time, key, source, observation_set, vital, code, received, message, value_mantissa,"
    " value_scale, acvpu, on_oxygen, flow_mantissa, flow_scale, spo2_scale, comparator, status,"
    " plausible, stated, flag, low_mantissa, low_scale, high_mantissa, high_scale, device,"
    " measured_by, note FROM reading WHERE patient_key = ?1 AND time BETWEEN ?2 AND ?3";

// Two columns. A scale that no Decimal has is passed on as nothing and found by the caller.
struct StoredDecimal {
  std::optional<std::int64_t> mantissa;
  std::optional<int> scale;
};

StoredDecimal AsStored(const std::optional<model::Decimal>& decimal) {
  if (!decimal) return {};
  return {decimal->mantissa(), decimal->scale()};
}

bool ReadDecimal(const Query& query, int column, std::optional<model::Decimal>& decimal) {
  if (query.IsNull(column)) return true;
  const std::int64_t scale = query.Int(column + 1);
  if (scale < 0 || scale > 9) return false;
  decimal = model::Decimal::FromScaled(query.Int(column), static_cast<int>(scale));
  return true;
}

bool InOrder(const model::Reading& a, const model::Reading& b) {
  return std::tie(a.time, a.vital, a.key) < std::tie(b.time, b.vital, b.key);
}

}  // namespace

Result<> SqliteRows::SaveReading(const std::string& patient_key, const model::Reading& reading) {
  Query former(connection_, kFormerReading, patient_key, reading.key);
  const Result<bool> found = former.Step();
  if (!found) return found.error();
  if (*found) {
    model::Reading known;
    const auto status = StatusOf(former.Text(0));
    if (!status) return Corrupt("reading.status");
    known.status = *status;
    known.stated = former.MaybeTime(1);
    known.received = former.Time(2);
    known.message = former.Int(3);
    if (!model::TakesPlaceOf(reading, known)) return {};
    Query remove(connection_, kDeleteReading, patient_key, reading.key);
    if (auto removed = remove.Run(); !removed) return removed;
  }
  const StoredDecimal value = AsStored(reading.value);
  const StoredDecimal flow = AsStored(reading.flow);
  const StoredDecimal low = AsStored(reading.low);
  const StoredDecimal high = AsStored(reading.high);
  const char letter = reading.acvpu ? model::Letter(*reading.acvpu) : ' ';
  std::optional<std::string_view> acvpu;
  if (reading.acvpu) acvpu = std::string_view(&letter, 1);
  return Query(connection_, kInsertReading, patient_key, reading.time, reading.key, reading.source,
               reading.set, model::Name(reading.vital), reading.code, reading.received,
               reading.message, value.mantissa, value.scale, acvpu, reading.on_oxygen,
               flow.mantissa, flow.scale, reading.spo2_scale, reading.comparator,
               StatusLetter(reading.status), reading.plausible, reading.stated, reading.flag,
               low.mantissa, low.scale, high.mantissa, high.scale, reading.device,
               model::Name(reading.by), reading.note.Reveal())
      .Run();
}

Result<model::Reading> SqliteRows::ReadReading(const Query& query) {
  model::Reading reading;
  reading.time = query.Time(0);
  reading.key = query.Text(1);
  reading.source = query.Text(2);
  reading.set = query.Text(3);
  const std::optional<model::Vital> vital = model::VitalOf(query.Text(4));
  if (!vital) return Corrupt("reading.vital");
  reading.vital = *vital;
  reading.code = query.Text(5);
  reading.received = query.Time(6);
  reading.message = query.Int(7);
  if (!ReadDecimal(query, 8, reading.value)) return Corrupt("reading.value_scale");
  if (!query.IsNull(10)) {
    const std::string letter = query.Text(10);
    reading.acvpu = letter.size() == 1 ? model::AcvpuOf(letter.front()) : std::nullopt;
    if (!reading.acvpu) return Corrupt("reading.acvpu");
  }
  if (!query.IsNull(11)) reading.on_oxygen = query.Flag(11);
  if (!ReadDecimal(query, 12, reading.flow)) return Corrupt("reading.flow_scale");
  if (!query.IsNull(14)) reading.spo2_scale = static_cast<int>(query.Int(14));
  reading.comparator = query.Text(15);
  const std::optional<model::ReadingStatus> status = StatusOf(query.Text(16));
  if (!status) return Corrupt("reading.status");
  reading.status = *status;
  reading.plausible = query.Flag(17);
  reading.stated = query.MaybeTime(18);
  if (auto read = ReadSaying(query, reading); !read) return read.error();
  return reading;
}

// What the sender said about it.
Result<> SqliteRows::ReadSaying(const Query& query, model::Reading& reading) {
  reading.flag = query.Text(19);
  if (!ReadDecimal(query, 20, reading.low)) return Corrupt("reading.low_scale");
  if (!ReadDecimal(query, 22, reading.high)) return Corrupt("reading.high_scale");
  reading.device = query.Text(24);
  const std::optional<model::MeasuredBy> by = model::MeasuredByOf(query.Text(25));
  if (!by) return Corrupt("reading.measured_by");
  reading.by = *by;
  reading.note = Phi<std::string>(query.Text(26));
  return {};
}

Result<std::vector<model::Reading>> SqliteRows::ReadingsOf(const std::vector<std::string>& keys,
                                                           Timestamp from, Timestamp to) {
  std::vector<model::Reading> readings;
  std::unordered_map<std::string, std::size_t> places;  // by reading key
  for (const std::string& patient_key : keys) {
    Query query(connection_, kReadingsBetween, patient_key, from, to);
    const Result<> read = EachRow(query, [&](const Query& row) -> Result<> {
      Result<model::Reading> reading = ReadReading(row);
      if (!reading) return reading.error();
      const auto [place, added] = places.try_emplace(reading->key, readings.size());
      if (added) {
        readings.push_back(std::move(*reading));
      } else if (model::TakesPlaceOf(*reading, readings[place->second])) {
        readings[place->second] = std::move(*reading);
      }
      return {};
    });
    if (!read) return read.error();
  }
  std::erase_if(readings, [](const model::Reading& reading) {
    return reading.status == model::ReadingStatus::kWithdrawn;
  });
  std::sort(readings.begin(), readings.end(), InOrder);
  return readings;
}

}  // namespace wardbridge::store
