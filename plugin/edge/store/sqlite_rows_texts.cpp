// Notes, messages and answers to questionnaires, by patient and time.
#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <nlohmann/json.hpp>

#include "edge/store/sqlite_rows.h"
#include "edge/store/status_letter.h"
#include "model/text_kind.h"

namespace wardbridge::store {
namespace {

using Json = nlohmann::json;
using model::ClinicalText;
using model::TextLine;

constexpr Sql kFormerText =
    "SELECT status, stated, message, place FROM clinical_text WHERE patient_key = ?1 AND key = ?2";
constexpr Sql kNextPlace =
    "SELECT coalesce(max(place), 0) + 1 FROM clinical_text WHERE patient_key = ?1";
constexpr Sql kDeleteText = "DELETE FROM clinical_text WHERE patient_key = ?1 AND key = ?2";
constexpr Sql kInsertText =
    "INSERT INTO clinical_text (patient_key, time, key, source, kind, received, stated, message,"
    " author, title, lines, status, place)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
constexpr Sql kTextsBetween =
    "SELECT time, key, source, kind, received, stated, message, author, title, lines, status,"
    " place FROM clinical_text WHERE patient_key = ?1 AND time BETWEEN ?2 AND ?3";

std::string Write(const std::vector<TextLine>& lines) {
  Json json = Json::array();
  for (const TextLine& line : lines) {
    json.push_back(Json::array({line.question.Reveal(), line.answer.Reveal()}));
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool Read(const std::string& text, std::vector<TextLine>& lines) {
  try {
    for (const Json& line : Json::parse(text)) {
      lines.push_back({Phi<std::string>(line.at(0).get<std::string>()),
                       Phi<std::string>(line.at(1).get<std::string>())});
    }
    return true;
  } catch (const Json::exception&) {
    return false;  // the library tells of every fault by an exception
  }
}

// A text with its place among those of its patient.
struct Placed {
  ClinicalText text;
  std::int64_t place = 0;
};

bool PlacedInOrder(const Placed& a, const Placed& b) {
  return std::tie(a.text.time, a.place, a.text.key) < std::tie(b.text.time, b.place, b.text.key);
}

}  // namespace

Result<> SqliteRows::SaveText(const std::string& patient_key, const ClinicalText& text) {
  Query former(connection_, kFormerText, patient_key, text.key);
  const Result<bool> found = former.Step();
  if (!found) return found.error();
  std::int64_t place = 0;
  if (*found) {
    ClinicalText known;
    const auto status = StatusOf(former.Text(0));
    if (!status) return Corrupt("clinical_text.status");
    known.status = *status;
    known.stated = former.MaybeTime(1);
    known.message = former.Int(2);
    if (!model::TakesPlaceOf(text, known)) return {};
    place = former.Int(3);
    Query remove(connection_, kDeleteText, patient_key, text.key);
    if (auto removed = remove.Run(); !removed) return removed;
  } else {
    Query last(connection_, kNextPlace, patient_key);
    const Result<std::int64_t> next = Number(last);
    if (!next) return next.error();
    place = *next;
  }
  const std::string lines = Write(text.lines);
  return Query(connection_, kInsertText, patient_key, text.time, text.key, text.source,
               model::Name(text.kind), text.received, text.stated, text.message,
               text.author.Reveal(), text.title.Reveal(), lines, StatusLetter(text.status), place)
      .Run();
}

Result<ClinicalText> SqliteRows::ReadText(const Query& query) {
  ClinicalText text;
  text.time = query.Time(0);
  text.key = query.Text(1);
  text.source = query.Text(2);
  const std::optional<model::TextKind> kind = model::TextKindOf(query.Text(3));
  if (!kind) return Corrupt("clinical_text.kind");
  text.kind = *kind;
  text.received = query.Time(4);
  text.stated = query.MaybeTime(5);
  text.message = query.Int(6);
  text.author = Phi<std::string>(query.Text(7));
  text.title = Phi<std::string>(query.Text(8));
  if (!Read(query.Text(9), text.lines)) return Corrupt("clinical_text.lines");
  const std::optional<model::ReadingStatus> status = StatusOf(query.Text(10));
  if (!status) return Corrupt("clinical_text.status");
  text.status = *status;
  return text;
}

Result<std::vector<ClinicalText>> SqliteRows::TextsOf(const std::vector<std::string>& keys,
                                                      Timestamp from, Timestamp to) {
  std::vector<Placed> found;
  std::unordered_map<std::string, std::size_t> places;  // by text key
  for (const std::string& patient_key : keys) {
    Query query(connection_, kTextsBetween, patient_key, from, to);
    const Result<> read = EachRow(query, [&](const Query& row) -> Result<> {
      Result<ClinicalText> text = ReadText(row);
      if (!text) return text.error();
      Placed placed{std::move(*text), row.Int(11)};
      const auto [at, added] = places.try_emplace(placed.text.key, found.size());
      if (added) {
        found.push_back(std::move(placed));
      } else if (model::TakesPlaceOf(placed.text, found[at->second].text)) {
        found[at->second] = std::move(placed);
      }
      return {};
    });
    if (!read) return read.error();
  }
  std::erase_if(found, [](const Placed& placed) {
    return placed.text.status == model::ReadingStatus::kWithdrawn;
  });
  std::sort(found.begin(), found.end(), PlacedInOrder);
  std::vector<ClinicalText> texts;
  texts.reserve(found.size());
  for (Placed& placed : found) texts.push_back(std::move(placed.text));
  return texts;
}

}  // namespace wardbridge::store
