#include "pipeline/resolve.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "pipeline/project.h"
#include "pipeline/resolve_stay.h"

namespace wardbridge::pipeline {
namespace {

using discharge::Effect;
using discharge::Held;
using discharge::PossibleAnswer;
using discharge::Question;
using model::Stay;

Resolution Problem(std::string why) {
  Resolution resolution;
  resolution.problem = std::move(why);
  return resolution;
}

std::string MessageName(std::int64_t id) { return "m" + std::to_string(id); }

// "nhs-number.changed: keep-number, new-number; ..."
std::string PossibleAnswers(const std::vector<const Question*>& questions) {
  std::string text;
  for (const Question* question : questions) {
    text += (text.empty() ? "" : "; ") + question->code + ": ";
    for (const PossibleAnswer& answer : question->answers) {
      text += (&answer == question->answers.data() ? "" : ", ") + answer.word;
    }
  }
  return text.empty() ? "none, 'queue discard' gives it up" : text;
}

// The questions that a word answers, all with the same effect, and the answer itself.
struct Match {
  const PossibleAnswer* answer = nullptr;
  std::vector<std::string> codes;
};

Match FindMatch(const std::vector<const Question*>& questions, const std::string& word) {
  Match match;
  for (const Question* question : questions) {
    const PossibleAnswer* answer = discharge::FindAnswer(*question, word);
    if (answer == nullptr) continue;
    match.answer = answer;
    match.codes.push_back(question->code);
  }
  return match;
}

// Why the word is no answer here; "": it is one.
std::string WhyNot(const Match& match, const std::vector<const Question*>& questions,
                   const store::OperatorRequest& request, Held held) {
  if (match.answer == nullptr) {
    const auto& table = discharge::QuestionTable();
    const bool known = std::any_of(table.begin(), table.end(), [&](const Question& question) {
      return question.held == held && discharge::FindAnswer(question, request.answer) != nullptr;
    });
    return std::string(known ? "this answers a question that is not asked here now"
                             : "there is no such answer") +
           "; possible are " + PossibleAnswers(questions);
  }
  if (match.answer->names_stay && request.chosen.empty())
    return "this answer names a stay: --stay REF";
  if (!match.answer->names_stay && !request.chosen.empty())
    return "this answer names no stay: leave out --stay";
  return "";
}

// What a person has said of it before, for one who answers again.
std::string Before(const std::vector<model::Answer>& answers) {
  if (answers.empty()) return "";
  const model::Answer& last = answers.back();
  return "; the last answer was " + last.word + " to " + last.code + " at " +
         FormatDateTime(last.at);
}

Result<Resolution> OfStay(store::Rows& rows, const discharge::Program& program,
                          const store::OperatorRequest& request, const Stay& stay, Timestamp now) {
  if (!stay.IsQuarantined())
    return Problem("the stay is not in quarantine: nothing is asked" + Before(stay.answers));
  const std::int64_t last = stay.LastArrival();
  if (request.seen > 0 && last > request.seen) {
    return Problem("the stay has changed: " + MessageName(last) + " has come since " +
                   MessageName(request.seen) + "; look at it again with 'queue show'");
  }
  const auto questions = discharge::QuestionsOf(Held::kStay, stay.quarantine);
  const Match match = FindMatch(questions, request.answer);
  if (std::string why = WhyNot(match, questions, request, Held::kStay); !why.empty())
    return Problem(std::move(why));
  if (match.answer->effect == Effect::kGiveUp) {
    Resolution resolution;
    resolution.effect = Effect::kGiveUp;
    return resolution;
  }
  return TellWithAnswer(rows, program, {stay, match.codes, *match.answer}, now);
}

// The stay that the answer names, as long as it may be the message's.
struct Chosen {
  std::string problem;
  std::optional<Stay> stay;
};

bool SharesPatient(const model::Event& event, const Stay& stay) {
  const std::vector<std::string> stated = model::PatientKeys(event.patient);
  const std::vector<std::string> known = model::PatientKeys(stay.patient);
  return stated.empty() || std::any_of(stated.begin(), stated.end(), [&](const std::string& key) {
           return std::find(known.begin(), known.end(), key) != known.end();
         });
}

bool HoldsReading(const model::Event& event, const Stay& stay) {
  if (!stay.start) return false;
  const Millis grace(stay.ward ? stay.ward->grace_ms : 0);
  return std::any_of(event.readings.begin(), event.readings.end(), [&](const auto& reading) {
    return reading.time >= *stay.start && (!stay.end || reading.time <= *stay.end + grace);
  });
}

Result<Chosen> Choose(store::Rows& rows, const discharge::Program& program,
                      const store::InboxRow& message, const std::string& reference) {
  auto stays = rows.StaysByReference(reference);
  if (!stays) return stays.error();
  if (stays->empty()) return Chosen{"--stay: no stay has this key; 'queue list' shows them", {}};
  if (stays->size() > 1) return Chosen{"--stay: the key fits several: give more of it", {}};
  Stay& stay = stays->front();
  for (const model::Event& event : InterpretRow(program, message).meaning.events) {
    if (!SharesPatient(event, stay))
      return Chosen{"--stay: that stay is another patient's than the message", {}};
    if (!event.readings.empty() && !HoldsReading(event, stay))
      return Chosen{"--stay: none of the readings lies within that stay", {}};
  }
  return Chosen{"", std::move(stay)};
}

Result<Resolution> OfMessage(store::Rows& rows, const discharge::Program& program,
                             const store::OperatorRequest& request, const store::InboxRow& message,
                             Timestamp now) {
  if (message.state != store::InboxState::kQuarantined) {
    const auto answers = rows.MessageAnswers(message.id);
    if (!answers) return answers.error();
    return Problem("the message is not in quarantine: nothing is asked" + Before(*answers));
  }
  const auto reasons = rows.InboxIssues(message.id);
  if (!reasons) return reasons.error();
  const auto questions = discharge::QuestionsOf(Held::kMessage, *reasons);
  const Match match = FindMatch(questions, request.answer);
  if (std::string why = WhyNot(match, questions, request, Held::kMessage); !why.empty())
    return Problem(std::move(why));
  Chosen chosen;
  if (match.answer->names_stay) {
    auto found = Choose(rows, program, message, request.chosen);
    if (!found) return found.error();
    if (!found->problem.empty()) return Problem(std::move(found->problem));
    chosen = std::move(*found);
  }
  for (const std::string& code : match.codes) {
    if (match.answer->effect != Effect::kReadAgain) break;
    const model::Answer answer{1,          code, match.answer->word,
                               message.id, now,  chosen.stay ? chosen.stay->key : std::string()};
    if (auto added = rows.AddMessageAnswer(message.id, answer); !added) return added.error();
  }
  Resolution resolution;
  resolution.effect = match.answer->effect;
  resolution.detail = chosen.stay ? ", as of stay " + chosen.stay->Reference() : "";
  return resolution;
}

}  // namespace

Result<Resolution> Resolve(store::Rows& rows, const discharge::Program& program,
                           const store::OperatorRequest& request, const Target& target,
                           Timestamp now) {
  if (target.stay) return OfStay(rows, program, request, *target.stay, now);
  if (target.message) return OfMessage(rows, program, request, *target.message, now);
  return Problem("resolve does not apply to this: it wants a stay, or a message as m17");
}

}  // namespace wardbridge::pipeline
