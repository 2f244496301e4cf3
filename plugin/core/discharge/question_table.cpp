#include "core/discharge/question_table.h"

#include <algorithm>

namespace wardbridge::discharge {
namespace {

// Given up is one word everywhere: whatever else holds the stay, nothing goes out.
PossibleAnswer NeverSend() {
  return {"never-send", "is given up as by `queue discard`: nothing is made or sent for it",
          Effect::kGiveUp};
}
PossibleAnswer ReadAgain() {
  return {"read-again", "is read again by the configuration and the version of now",
          Effect::kReadAgain};
}
PossibleAnswer LeaveOut() {
  return {"leave-out", "is given up as by `queue discard`: nothing of it is used", Effect::kGiveUp};
}

std::vector<Question> OfIdentity() {
  return {
      {"nhs-number.conflict",
       Held::kStay,
       "A message names two NHS numbers at once. Is the stay that of the number it is known by "
       "from other messages?",
       "",
       {{"keep-number",
         "keeps the number of its other messages; of this message only what it says of the visit "
         "is used"},
        NeverSend()}},
      {"nhs-number.changed",
       Held::kStay,
       "A message of this stay names another NHS number, and is no correction of the person. Whose "
       "stay is it?",
       "",
       {{"keep-number",
         "keeps the number it was known by; of the messages with the other one only what they say "
         "of the visit is used"},
        {"new-number", "is that of the patient whom the newest message names, from now on"},
        {"leave-out",
         "keeps the number it was known by; the messages with the other one are another patient's "
         "and nothing of them is used"},
        NeverSend()}},
      {"nhs-number.sample",
       Held::kStay,
       "The NHS number has ten equal digits, as test patients have. Is this a real patient?",
       "",
       {{"real-number", "goes on: the number is the patient's own"}, NeverSend()}},
      {"nhs-number.missing",
       Held::kStay,
       "The stay has ended and no message has a valid NHS number. Who is the patient?",
       "a message with the number (A31, A08); no summary can be made without",
       {NeverSend()}},
      {"patient.identity-unknown",
       Held::kStay,
       "The sender does not know who the patient is (PID-31). Is it the patient of the NHS number?",
       "",
       {{"identity-known", "goes on: the patient was identified"}, NeverSend()}},
      {"patient.birth-date-conflict",
       Held::kStay,
       "Another stay under this NHS number has another birth date. Are both the same patient?",
       "",
       {{"same-patient", "goes on with the birth date of its own messages"}, NeverSend()}},
  };
}

std::vector<Question> OfPatient() {
  return {
      {"patient.sensitive",
       Held::kStay,
       "The stay is marked as sensitive. May its summary be sent?",
       "",
       {{"send-sensitive", "goes on as any other, until a message marks it again"}, NeverSend()}},
      {"patient.deceased",
       Held::kStay,
       "A message says that the patient may have died. Is the routine summary right all the same?",
       "",
       {{"alive", "goes on: the patient lives, the message was wrong"},
        {"send-deceased", "goes on although the patient has died: the summary is wanted"},
        NeverSend()}},
      {"patient.death-conflict",
       Held::kStay,
       "A message has a time of death and says that the patient is alive. Does the patient live?",
       "",
       {{"alive", "goes on: the patient lives, the message was wrong"}, NeverSend()}},
  };
}

std::vector<Question> OfVisit() {
  return {
      {"visit.two-known",
       Held::kStay,
       "A visit was moved to a number under which another stay is known. Which of the two stays is "
       "the right one?",
       "",
       {{"this-stay",
         "is found by both numbers and goes on; the other one is cancelled, what was sent of it is "
         "withdrawn",
         Effect::kOneVisit},
        {"both-stays", "goes on as if the move had not come, and so does the other one"},
        NeverSend()}},
      {"visit.admitted-again",
       Held::kStay,
       "The summary was sent, and the visit is admitted again with a later time. Is it the same "
       "stay?",
       "",
       {{"same-stay", "goes on as it is: the admission says nothing new"},
        {"new-stay", "remains as it was sent; the admission begins the next stay of the visit"}}},
      {"visit.class-conflict",
       Held::kStay,
       "The discharge has a patient class or a location that no virtual ward has. Did the stay on "
       "the virtual ward end with it?",
       "another discharge, or its cancellation",
       {{"discharged", "ended with this discharge"},
        {"still-there", "goes on: this discharge was not of it"},
        NeverSend()}},
  };
}

std::vector<Question> OfStay() {
  return {
      {"stay.left-ward",
       Held::kStay,
       "The patient was discharged from another ward than the virtual one. When did the stay on "
       "the "
       "virtual ward end?",
       "another discharge, or its cancellation",
       {{"discharged", "ended with this discharge"},
        {"transferred", "ended with the transfer off the virtual ward, if one was seen"},
        {"still-there", "goes on: this discharge was not of it"},
        NeverSend()}},
      {"stay.no-start",
       Held::kStay,
       "The stay has ended, and no message says when it began. When did it?",
       "a message with the time of admission (A08 with PV1-44)",
       {NeverSend()}},
      {"stay.ends-before-start",
       Held::kStay,
       "The stay ends before it begins. Which of the two times is right?",
       "a message with the right time (A08, A03)",
       {NeverSend()}},
      {"stay.starts-in-future",
       Held::kStay,
       "When it was told, the beginning of the stay lay more than five minutes ahead. Are its "
       "times "
       "right?",
       "a message with the right time (A08, A01)",
       {{"times-right", "goes on with the times as they are"}, NeverSend()}},
      {"event.unhandled",
       Held::kStay,
       "An event came that this version does not handle. Does it change anything about this stay?",
       "",
       {{"no-effect", "goes on as if the event had not come"}, NeverSend()}},
      {"operator.hold",
       Held::kStay,
       "A person holds this stay; the audit has who and why. Is that over?",
       "",
       {{"end-hold", "is held no more", Effect::kEndHold}, NeverSend()}},
  };
}

std::vector<Question> OfMessage() {
  return {
      {"message.unreadable",
       Held::kMessage,
       "The message cannot be parsed. What did the sender mean to say?",
       "",
       {ReadAgain(), LeaveOut()}},
      {"message.no-patient",
       Held::kMessage,
       "The message has no PID segment. Whom does it speak of?",
       "",
       {ReadAgain(), LeaveOut()}},
      {"message.several-patients",
       Held::kMessage,
       "The message speaks of several patients at once. Did the sender send each of them alone?",
       "",
       {ReadAgain(), LeaveOut()}},
      {"message.not-applied",
       Held::kMessage,
       "The message could not be applied: a fault of this program. Was it repaired?",
       "",
       {ReadAgain(), LeaveOut()}},
      {"visit.missing",
       Held::kMessage,
       "The message names no visit. To which stay does it belong?",
       "",
       {{"of-stay", "belongs to the stay of `--stay`", Effect::kReadAgain, true},
        ReadAgain(),
        LeaveOut()}},
      {"event.unhandled",
       Held::kMessage,
       "An event came that this version does not handle, and no stay is known that it speaks of. "
       "Does anything have to be done about it?",
       "",
       {ReadAgain(), LeaveOut()}},
  };
}

std::vector<Question> OfMerge() {
  return {
      {"merge.loop",
       Held::kMessage,
       "The merge would make a patient one with itself, over an earlier merge. Which of the two "
       "merges is right?",
       "",
       {ReadAgain(), LeaveOut()}},
      {"merge.nobody",
       Held::kMessage,
       "The merge does not name the patient who goes. Who is it?",
       "",
       {ReadAgain(), LeaveOut()}},
      {"merge.no-partner",
       Held::kMessage,
       "A number that goes has no partner of the same assigner. Do all numbers of MRG-1 belong to "
       "the patient of PID-3?",
       "",
       {{"same-patient", "is applied: they are one patient", Effect::kReadAgain}, LeaveOut()}},
  };
}

std::vector<Question> OfReadings() {
  return {
      {"reading.two-stays",
       Held::kMessage,
       "Two stays of the patient hold the time of a reading. On which of them was it measured?",
       "",
       {{"of-stay", "belongs to the stay of `--stay`, with all its readings", Effect::kReadAgain,
         true},
        LeaveOut()}},
      {"reading.birth-date-conflict",
       Held::kMessage,
       "The readings come with another birth date than that of the known patient. Are they of the "
       "same patient?",
       "",
       {{"same-patient", "is applied: its readings are the patient's", Effect::kReadAgain},
        LeaveOut()}},
      {"reading.no-patient",
       Held::kMessage,
       "The readings come without a number of the patient. On which stay were they measured?",
       "",
       {{"of-stay", "belongs to the stay of `--stay`, with all its readings", Effect::kReadAgain,
         true},
        LeaveOut()}},
  };
}

}  // namespace

const std::vector<Question>& QuestionTable() {
  static const std::vector<Question> kTable = [] {
    std::vector<Question> all;
    for (std::vector<Question> part :
         {OfIdentity(), OfPatient(), OfVisit(), OfStay(), OfMessage(), OfMerge(), OfReadings()}) {
      std::move(part.begin(), part.end(), std::back_inserter(all));
    }
    return all;
  }();
  return kTable;
}

std::string QuestionTableText() {
  std::string text =
      "| held | reason | the question | answers: the stay or the message ... | ends by itself with "
      "|\n| --- | --- | --- | --- | --- |\n";
  for (const Question& question : QuestionTable()) {
    text += question.held == Held::kStay ? "| stay | `" : "| message | `";
    text += question.code + "` | " + question.asks + " | ";
    std::string answers;
    for (const PossibleAnswer& answer : question.answers) {
      answers += (answers.empty() ? "`" : "<br>`") + answer.word + "` " + answer.does;
    }
    text += answers + " | " + (question.settles.empty() ? "-" : question.settles) + " |\n";
  }
  return text;
}

const Question* FindQuestion(Held held, std::string_view code) {
  const auto& table = QuestionTable();
  const auto found = std::find_if(table.begin(), table.end(), [&](const Question& question) {
    return question.held == held && question.code == code;
  });
  return found == table.end() ? nullptr : &*found;
}

std::vector<const Question*> QuestionsOf(Held held, const std::vector<model::Issue>& reasons) {
  std::vector<const Question*> questions;
  for (const model::Issue& reason : reasons) {
    const Question* question = FindQuestion(held, reason.code);
    const bool known = std::find(questions.begin(), questions.end(), question) != questions.end();
    if (question != nullptr && !known) questions.push_back(question);
  }
  return questions;
}

const PossibleAnswer* FindAnswer(const Question& question, std::string_view word) {
  const auto found =
      std::find_if(question.answers.begin(), question.answers.end(),
                   [&](const PossibleAnswer& answer) { return answer.word == word; });
  return found == question.answers.end() ? nullptr : &*found;
}

}  // namespace wardbridge::discharge
