// Finding and loading stays; saving them is in sqlite_rows_save_stay.cpp.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "edge/store/event_text.h"
#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {
namespace {

constexpr std::size_t kShortestReference = 8;

constexpr Sql kOfSpell = "SELECT id FROM stay WHERE spell_key = ?1 ORDER BY ordinal";
constexpr Sql kAliased = "SELECT spell_key FROM spell_alias WHERE alias = ?1";
constexpr Sql kAddAlias =
    "INSERT INTO spell_alias VALUES (?1, ?2)"
    " ON CONFLICT DO UPDATE SET spell_key = excluded.spell_key";
constexpr Sql kFollowAlias = "UPDATE spell_alias SET spell_key = ?2 WHERE spell_key = ?1";
constexpr Sql kOfPatient = "SELECT DISTINCT stay_id FROM stay_patient_key WHERE key = ?1";
constexpr Sql kStayByKey = "SELECT id FROM stay WHERE key = ?1";
// All that begin with the prefix: "g" sorts behind every hexadecimal digit.
constexpr Sql kByReference =
    "SELECT id FROM stay WHERE reference >= ?1 AND reference < ?1 || 'g' ORDER BY reference, id";
constexpr Sql kByChange = "SELECT id FROM stay ORDER BY change DESC LIMIT ?1";
constexpr Sql kDueStays =
    "SELECT key FROM stay WHERE due IS NOT NULL AND quarantined = 0 AND due <= ?1"
    " ORDER BY due, id LIMIT ?2";
constexpr Sql kNextDue =
    "SELECT due FROM stay WHERE due IS NOT NULL AND quarantined = 0 ORDER BY due LIMIT 1";
constexpr Sql kOneStay =
    "SELECT key, spell_key, ordinal, feed, nhs_number, birth_date, state, set_aside, ward_code,"
    " ward_name, ward_class, ward_spo2_scale, ward_grace_ms, left_ward, start_at, start_source,"
    " end_at, end_source, admitted, no_admit_seen, discharge_method, discharge_destination,"
    " first_discharge, due, revision, generation, withdrawn, answered, given_up,"
    " ward_thresholds FROM stay WHERE id = ?1";
constexpr Sql kPatientKeys =
    "SELECT key FROM stay_patient_key WHERE stay_id = ?1 ORDER BY position";
constexpr Sql kStayIssues =
    "SELECT list, severity, code, path, text, rule FROM stay_issue WHERE stay_id = ?1"
    " ORDER BY list, position";
constexpr Sql kStayAnswers =
    "SELECT ordinal, code, word, upto, at FROM stay_answer WHERE stay_id = ?1 ORDER BY position";
constexpr Sql kStayMessages =
    "SELECT inbox_id, event, version, said FROM stay_message WHERE stay_id = ?1 ORDER BY position";

model::Ward ReadWard(const Query& query, int column) {
  model::Ward ward;
  ward.code = query.Text(column);
  ward.name = query.Text(column + 1);
  ward.encounter_class = query.Text(column + 2);
  ward.spo2_scale = static_cast<int>(query.Int(column + 3));
  ward.grace_ms = query.Int(column + 4);
  return ward;
}

}  // namespace

Result<std::optional<Timestamp>> SqliteRows::FirstTime(Query& query) {
  const Result<bool> row = query.Step();
  if (!row) return row.error();
  return *row ? query.MaybeTime(0) : std::nullopt;
}

Error SqliteRows::Corrupt(const char* what) {
  return connection_.Fail(Code::kInternal, std::string("a stored row is not readable: ") + what);
}

model::Issue ReadIssue(const Query& query, int column) {
  const auto severity =
      static_cast<model::Issue::Severity>(std::clamp<std::int64_t>(query.Int(column), 0, 2));
  return {severity, query.Text(column + 1), query.Text(column + 2), query.Text(column + 3),
          query.Text(column + 4)};
}

Result<std::vector<model::Stay>> SqliteRows::StaysOfSpell(const std::string& spell_key) {
  Query query(connection_, kOfSpell, spell_key);
  const Result<std::vector<std::int64_t>> ids = Ids(query);
  if (!ids) return ids.error();
  return LoadStays(*ids);
}

Result<std::string> SqliteRows::SpellOf(const std::string& key) {
  Query query(connection_, kAliased, key);
  const Result<std::vector<std::string>> found = Texts(query);
  if (!found) return found.error();
  return found->empty() ? key : found->front();
}

Result<> SqliteRows::AddSpellAlias(const std::string& alias, const std::string& spell_key) {
  if (auto done = Query(connection_, kFollowAlias, alias, spell_key).Run(); !done) return done;
  return Query(connection_, kAddAlias, alias, spell_key).Run();
}

Result<std::vector<model::Stay>> SqliteRows::StaysOfPatient(const std::vector<std::string>& keys) {
  std::set<std::int64_t> found;  // ids grow with the first saving: oldest first
  for (const std::string& key : keys) {
    Query query(connection_, kOfPatient, key);
    const Result<std::vector<std::int64_t>> ids = Ids(query);
    if (!ids) return ids.error();
    found.insert(ids->begin(), ids->end());
  }
  return LoadStays({found.begin(), found.end()});
}

Result<std::optional<model::Stay>> SqliteRows::FindStay(const std::string& stay_key) {
  Query query(connection_, kStayByKey, stay_key);
  const Result<std::vector<std::int64_t>> ids = Ids(query);
  if (!ids) return ids.error();
  if (ids->empty()) return std::optional<model::Stay>();
  Result<model::Stay> stay = LoadStay(ids->front());
  if (!stay) return stay.error();
  return std::optional<model::Stay>(std::move(*stay));
}

Result<std::vector<model::Stay>> SqliteRows::StaysByReference(const std::string& prefix) {
  const std::string digits = LowerAscii(prefix);
  if (digits.size() < kShortestReference ||
      digits.find_first_not_of("0123456789abcdef") != std::string::npos) {
    return std::vector<model::Stay>();
  }
  Query query(connection_, kByReference, digits);
  const Result<std::vector<std::int64_t>> ids = Ids(query);
  if (!ids) return ids.error();
  return LoadStays(*ids);
}

Result<std::vector<model::Stay>> SqliteRows::AllStays(std::size_t limit) {
  Query query(connection_, kByChange, limit);
  const Result<std::vector<std::int64_t>> ids = Ids(query);
  if (!ids) return ids.error();
  return LoadStays(*ids);
}

Result<std::vector<std::string>> SqliteRows::DueStays(Timestamp now, std::size_t limit) {
  Query query(connection_, kDueStays, now, limit);
  return Texts(query);
}

Result<std::optional<Timestamp>> SqliteRows::NextDue() {
  Query query(connection_, kNextDue);
  return FirstTime(query);
}

Result<std::vector<model::Stay>> SqliteRows::LoadStays(const std::vector<std::int64_t>& ids) {
  std::vector<model::Stay> stays;
  stays.reserve(ids.size());
  for (const std::int64_t id : ids) {
    Result<model::Stay> stay = LoadStay(id);
    if (!stay) return stay.error();
    stays.push_back(std::move(*stay));
  }
  return stays;
}

Result<model::Stay> SqliteRows::LoadStay(std::int64_t id) {
  Query query(connection_, kOneStay, id);
  const Result<bool> found = query.Step();
  if (!found) return found.error();
  if (!*found) return Corrupt("stay of a patient key");
  model::Stay stay;
  stay.key = query.Text(0);
  stay.spell_key = query.Text(1);
  stay.ordinal = static_cast<int>(query.Int(2));
  stay.feed = query.Text(3);
  stay.patient.birth_date = Phi<std::string>(query.Text(5));
  const std::optional<model::StayState> state = model::StayStateOf(query.Text(6));
  if (!state) return Corrupt("stay.state");
  stay.state = *state;
  stay.set_aside = query.Flag(7);
  if (!query.IsNull(8)) {
    stay.ward = ReadWard(query, 8);
    std::optional<model::Thresholds> thresholds = model::ThresholdsOf(query.Text(29));
    if (!thresholds) return Corrupt("thresholds of a ward");
    stay.ward->thresholds = std::move(*thresholds);
  }
  stay.left_ward = query.Flag(13);
  stay.start = query.MaybeTime(14);
  stay.start_source = query.Text(15);
  stay.end = query.MaybeTime(16);
  stay.end_source = query.Text(17);
  stay.admitted = query.MaybeTime(18);
  stay.no_admit_seen = query.Flag(19);
  stay.discharge_method = query.Text(20);
  stay.discharge_destination = query.Text(21);
  stay.first_discharge = query.MaybeTime(22);
  stay.due = query.MaybeTime(23);
  stay.revision = static_cast<int>(query.Int(24));
  stay.generation = query.Int(25);
  stay.withdrawn = query.Flag(26);
  stay.answered = query.Int(27);
  stay.given_up = query.Int(28);
  if (auto done = LoadPatient(id, query.Text(4), stay); !done) return done.error();
  if (auto done = LoadStayIssues(id, stay); !done) return done.error();
  Result<std::vector<model::Answer>> answers = StayAnswers(id);
  if (!answers) return answers.error();
  stay.answers = std::move(*answers);
  Result<std::vector<model::AppliedMessage>> messages = StayMessages(id);
  if (!messages) return messages.error();
  stay.messages = std::move(*messages);
  return stay;
}

Result<> SqliteRows::LoadPatient(std::int64_t id, const std::string& nhs_number,
                                 model::Stay& stay) {
  if (!nhs_number.empty()) {
    stay.patient.nhs_number = model::NhsNumber::Parse(nhs_number);
    if (!stay.patient.nhs_number) return Corrupt("stay.nhs_number");
  }
  Query query(connection_, kPatientKeys, id);
  return EachRow(query, [&stay](const Query& row) {
    const std::string key = row.Text(0);
    if (key.starts_with("L|")) stay.patient.local.emplace_back(key.substr(2));
    if (!key.starts_with("N|")) return;
    auto number = model::NhsNumber::Parse(key.substr(2));
    if (number && number != stay.patient.nhs_number) {
      stay.patient.former.push_back(std::move(*number));
    }
  });
}

Result<> SqliteRows::LoadStayIssues(std::int64_t id, model::Stay& stay) {
  Query query(connection_, kStayIssues, id);
  return EachRow(query, [&stay](const Query& row) {
    (row.Text(0) == "notes" ? stay.notes : stay.quarantine).push_back(ReadIssue(row, 1));
  });
}

Result<std::vector<model::Answer>> SqliteRows::StayAnswers(std::int64_t id) {
  Query query(connection_, kStayAnswers, id);
  return AllRows(query, [](const Query& row) {
    return model::Answer{
        static_cast<int>(row.Int(0)), row.Text(1), row.Text(2), row.Int(3), row.Time(4), ""};
  });
}

Result<std::vector<model::AppliedMessage>> SqliteRows::StayMessages(std::int64_t id) {
  Query query(connection_, kStayMessages, id);
  return AllRows(query, [](const Query& row) {
    return model::AppliedMessage{row.Int(0), row.Text(1), row.Text(2), EventOf(row.Text(3))};
  });
}

}  // namespace wardbridge::store
