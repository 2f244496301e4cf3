// What people answered about the stays of a spell, as the telling of its messages asks for it
// (question_table.h). An answer covers what messages up to it said; what the same reason says later
// is a new question.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/answer.h"
#include "model/event.h"
#include "model/stay.h"

namespace wardbridge::discharge {

class Answers {
 public:
  // `all` must outlive this object.
  explicit Answers(const std::vector<model::Answer>& all) : all_(all) {}

  // What answers the reason `code` of message `inbox_id`; null: nobody has. Of several the one that
  // covers the least: the others are about later messages.
  [[nodiscard]] const model::Answer* Find(std::string_view code, std::int64_t inbox_id) const;
  // Whether that is `word`.
  [[nodiscard]] bool Say(std::string_view code, std::string_view word,
                         std::int64_t inbox_id) const {
    const model::Answer* answer = Find(code, inbox_id);
    return answer != nullptr && answer->word == word;
  }
  // Whether a reason of the n-th stay is answered.
  [[nodiscard]] bool Cover(int ordinal, std::string_view code, std::int64_t inbox_id) const;
  // Up to which message reasons of this code are answered; 0: none is.
  [[nodiscard]] std::int64_t UpTo(std::string_view code) const;

 private:
  const std::vector<model::Answer>& all_;  // outlives this object
};

// The answers of all stays of a spell, each once, in the order they were given.
[[nodiscard]] std::vector<model::Answer> AnswersOf(const std::vector<model::Stay>& spell);

}  // namespace wardbridge::discharge
