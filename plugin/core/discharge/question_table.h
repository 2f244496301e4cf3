// What a person is asked when a stay or a message is held (spec/adt-life-cycle section 9), and what
// may be answered. The whole of it as a clinical safety officer reads it; docs/operations.md has
// the same table. A reason to hold without a question fails the tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/issue.h"

namespace wardbridge::discharge {

enum class Held { kStay, kMessage };

// What an answer leads to.
enum class Effect {
  kTold,       // kept with the stay, which is told anew with it, now and ever after
  kOneVisit,   // likewise; and the other one of two visits is given up in its favour
  kEndHold,    // the hold of an operator ends
  kGiveUp,     // the same as `queue discard`
  kReadAgain,  // kept with the message, which is read again with it
};

struct PossibleAnswer {
  std::string word;  // stable
  std::string does;  // after "the stay ..." or "the message ..."; for people
  Effect effect = Effect::kTold;
  bool names_stay = false;  // wants `--stay`
};

struct Question {
  std::string code;  // of the reason
  Held held = Held::kStay;
  std::string asks;     // in plain words
  std::string settles;  // what ends it without an answer; "" nothing
  std::vector<PossibleAnswer> answers;
};

[[nodiscard]] const std::vector<Question>& QuestionTable();
// The same in Markdown, as it stands in docs/operations.md.
[[nodiscard]] std::string QuestionTableText();
// Null: the table has none.
[[nodiscard]] const Question* FindQuestion(Held held, std::string_view code);
// The questions of these reasons to hold, each once, in their order.
[[nodiscard]] std::vector<const Question*> QuestionsOf(Held held,
                                                       const std::vector<model::Issue>& reasons);
// Null: the question does not have this answer.
[[nodiscard]] const PossibleAnswer* FindAnswer(const Question& question, std::string_view word);

}  // namespace wardbridge::discharge
