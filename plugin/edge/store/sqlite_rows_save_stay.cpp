// Saving a stay. Its lists mostly grow at their end, so only what differs from the stored list is
// written.
#include <algorithm>
#include <cstddef>

#include "edge/store/event_text.h"
#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {
namespace {

// The column list stands once; an existing key keeps its id and counts on.
constexpr Sql kSaveStay =
    "INSERT INTO stay (key, reference, spell_key, ordinal, feed, nhs_number, birth_date, state,"
    " quarantined, set_aside, ward_code, ward_name, ward_class, ward_spo2_scale, ward_grace_ms,"
    " left_ward, start_at, start_source, end_at, end_source, admitted, no_admit_seen,"
    " discharge_method, discharge_destination, first_discharge, due, revision, withdrawn, answered,"
    " given_up, ward_thresholds, generation, change)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,"
    " ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, 1,"
    " (SELECT coalesce(max(change), 0) + 1 FROM stay))"
    " ON CONFLICT (key) DO UPDATE SET spell_key = excluded.spell_key, ordinal = excluded.ordinal,"
    " feed = excluded.feed, nhs_number = excluded.nhs_number, birth_date = excluded.birth_date,"
    " state = excluded.state, quarantined = excluded.quarantined, set_aside = excluded.set_aside,"
    " ward_code = excluded.ward_code, ward_name = excluded.ward_name,"
    " ward_class = excluded.ward_class, ward_spo2_scale = excluded.ward_spo2_scale,"
    " ward_grace_ms = excluded.ward_grace_ms, left_ward = excluded.left_ward,"
    " start_at = excluded.start_at, start_source = excluded.start_source,"
    " end_at = excluded.end_at, end_source = excluded.end_source, admitted = excluded.admitted,"
    " no_admit_seen = excluded.no_admit_seen, discharge_method = excluded.discharge_method,"
    " discharge_destination = excluded.discharge_destination,"
    " first_discharge = excluded.first_discharge, due = excluded.due,"
    " revision = excluded.revision, withdrawn = excluded.withdrawn,"
    " answered = excluded.answered, given_up = excluded.given_up,"
    " ward_thresholds = excluded.ward_thresholds, generation = generation + 1, "
    "change = excluded.change"
    " RETURNING id";
constexpr Sql kStayKeys = "SELECT key FROM stay_patient_key WHERE stay_id = ?1 ORDER BY position";
constexpr Sql kRemoveKeys = "DELETE FROM stay_patient_key WHERE stay_id = ?1";
constexpr Sql kInsertKey = "INSERT INTO stay_patient_key VALUES (?1, ?2, ?3)";
constexpr Sql kRemoveStayIssues = "DELETE FROM stay_issue WHERE stay_id = ?1";
constexpr Sql kInsertStayIssue = "INSERT INTO stay_issue VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
constexpr Sql kRemoveAnswers = "DELETE FROM stay_answer WHERE stay_id = ?1";
constexpr Sql kInsertStayAnswer = "INSERT INTO stay_answer VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr Sql kRemoveStayMessages =
    "DELETE FROM stay_message WHERE stay_id = ?1 AND position >= ?2";
constexpr Sql kInsertStayMessage = "INSERT INTO stay_message VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

Result<> InsertIssues(Connection& connection, std::int64_t id, const char* list,
                      const std::vector<model::Issue>& issues) {
  int position = 0;
  for (const model::Issue& issue : issues) {
    Query insert(connection, kInsertStayIssue, id, list, position++,
                 static_cast<int>(issue.severity), issue.code, issue.path, issue.text, issue.rule);
    if (auto done = insert.Run(); !done) return done;
  }
  return {};
}

}  // namespace

Result<> SqliteRows::SaveStay(const model::Stay& stay) {
  const Result<std::int64_t> id = SaveStayRow(stay);
  if (!id) return id.error();
  if (auto done = SavePatientKeys(*id, stay); !done) return done;
  if (auto done = SaveStayIssues(*id, stay); !done) return done;
  if (auto done = SaveStayAnswers(*id, stay); !done) return done;
  return SaveStayMessages(*id, stay);
}

Result<std::int64_t> SqliteRows::SaveStayRow(const model::Stay& stay) {
  const std::string reference = stay.Reference();
  std::optional<std::string_view> nhs_number;
  if (stay.patient.nhs_number) nhs_number = stay.patient.nhs_number->Reveal();
  std::optional<std::string_view> code;
  std::optional<std::string_view> name;
  std::optional<std::string_view> encounter_class;
  std::optional<int> spo2_scale;
  std::optional<std::int64_t> grace_ms;
  std::string thresholds;
  if (stay.ward) {
    code = stay.ward->code;
    name = stay.ward->name;
    encounter_class = stay.ward->encounter_class;
    spo2_scale = stay.ward->spo2_scale;
    grace_ms = stay.ward->grace_ms;
    thresholds = model::TextOf(stay.ward->thresholds);
  }
  Query save(connection_, kSaveStay, stay.key, reference, stay.spell_key, stay.ordinal, stay.feed,
             nhs_number, stay.patient.birth_date.Reveal(), model::Name(stay.state),
             stay.IsQuarantined(), stay.set_aside, code, name, encounter_class, spo2_scale,
             grace_ms, stay.left_ward, stay.start, stay.start_source, stay.end, stay.end_source,
             stay.admitted, stay.no_admit_seen, stay.discharge_method, stay.discharge_destination,
             stay.first_discharge, stay.due, stay.revision, stay.withdrawn, stay.answered,
             stay.given_up, thresholds);
  return Number(save);
}

Result<> SqliteRows::SavePatientKeys(std::int64_t id, const model::Stay& stay) {
  const std::vector<std::string> keys = model::PatientKeys(stay.patient);
  Query query(connection_, kStayKeys, id);
  const Result<std::vector<std::string>> stored = Texts(query);
  if (!stored) return stored.error();
  if (*stored == keys) return {};
  if (auto done = Query(connection_, kRemoveKeys, id).Run(); !done) return done;
  int position = 0;
  for (const std::string& key : keys) {
    if (auto done = Query(connection_, kInsertKey, id, position++, key).Run(); !done) return done;
  }
  return {};
}

Result<> SqliteRows::SaveStayIssues(std::int64_t id, const model::Stay& stay) {
  model::Stay stored;
  if (auto done = LoadStayIssues(id, stored); !done) return done;
  if (stored.quarantine == stay.quarantine && stored.notes == stay.notes) return {};
  if (auto done = Query(connection_, kRemoveStayIssues, id).Run(); !done) return done;
  if (auto done = InsertIssues(connection_, id, "quarantine", stay.quarantine); !done) return done;
  return InsertIssues(connection_, id, "notes", stay.notes);
}

Result<> SqliteRows::SaveStayAnswers(std::int64_t id, const model::Stay& stay) {
  const Result<std::vector<model::Answer>> stored = StayAnswers(id);
  if (!stored) return stored.error();
  if (*stored == stay.answers) return {};
  if (auto done = Query(connection_, kRemoveAnswers, id).Run(); !done) return done;
  int position = 0;
  for (const model::Answer& answer : stay.answers) {
    Query insert(connection_, kInsertStayAnswer, id, position++, answer.ordinal, answer.code,
                 answer.word, answer.upto, answer.at);
    if (auto done = insert.Run(); !done) return done;
  }
  return {};
}

Result<> SqliteRows::SaveStayMessages(std::int64_t id, const model::Stay& stay) {
  const Result<std::vector<model::AppliedMessage>> stored = StayMessages(id);
  if (!stored) return stored.error();
  // What a message says is written where the store of an older version did not have it.
  const auto is_kept = [](const model::AppliedMessage& known, const model::AppliedMessage& wanted) {
    return known == wanted && (known.event != nullptr || wanted.event == nullptr);
  };
  const auto differs = std::mismatch(stored->begin(), stored->end(), stay.messages.begin(),
                                     stay.messages.end(), is_kept);
  const auto kept = static_cast<std::size_t>(differs.first - stored->begin());
  if (kept < stored->size()) {
    if (auto done = Query(connection_, kRemoveStayMessages, id, kept).Run(); !done) return done;
  }
  for (std::size_t position = kept; position < stay.messages.size(); ++position) {
    const model::AppliedMessage& message = stay.messages[position];
    const std::string said = TextOf(message.event.get());
    Query insert(connection_, kInsertStayMessage, id, position, message.inbox_id, message.trigger,
                 message.version, said);
    if (auto done = insert.Run(); !done) return done;
  }
  return {};
}

}  // namespace wardbridge::store
