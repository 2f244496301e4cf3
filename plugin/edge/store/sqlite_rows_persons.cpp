// Messages about a person without a visit.
#include <map>
#include <tuple>

#include "edge/store/event_text.h"
#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {
namespace {

constexpr Sql kRememberPersonMessage =
    "INSERT INTO person_message VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT DO UPDATE SET event = excluded.event, version = excluded.version,"
    " said = excluded.said";
constexpr Sql kRemembered =
    "SELECT inbox_id, event, version, said FROM person_message WHERE patient_key = ?1";

}  // namespace

Result<> SqliteRows::RememberPerson(const std::vector<std::string>& keys,
                                    const model::AppliedMessage& message) {
  const std::string said = TextOf(message.event.get());
  for (const std::string& key : keys) {
    Query query(connection_, kRememberPersonMessage, key, message.inbox_id, message.trigger,
                message.version, said);
    if (auto done = query.Run(); !done) return done;
  }
  return {};
}

Result<std::vector<model::AppliedMessage>> SqliteRows::PersonMessages(
    const std::vector<std::string>& keys) {
  // By version, then arrival; a message found under several keys counts once.
  std::map<std::pair<std::string, std::int64_t>, model::AppliedMessage> sorted;
  for (const std::string& key : keys) {
    Query query(connection_, kRemembered, key);
    const Result<> read = EachRow(query, [&sorted](const Query& row) {
      model::AppliedMessage message{row.Int(0), row.Text(1), row.Text(2), EventOf(row.Text(3))};
      sorted.try_emplace({message.version, message.inbox_id}, message);
    });
    if (!read) return read.error();
  }
  std::vector<model::AppliedMessage> messages;
  messages.reserve(sorted.size());
  for (auto& [order, message] : sorted) messages.push_back(std::move(message));
  return messages;
}

}  // namespace wardbridge::store
