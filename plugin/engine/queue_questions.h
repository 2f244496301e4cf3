// What a person is asked about what is held, with the commands that answer: without "wardbridge",
// --reason and --config.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/discharge/discharge.h"
#include "edge/store/rows.h"
#include "model/issue.h"
#include "model/stay.h"

namespace wardbridge::engine {

struct WayToAnswer {
  std::string command;  // "queue resolve 7f3a... --answer keep-number --seen m17"
  std::string does;     // "the stay keeps the number ..."
};
struct Asked {
  const discharge::Question* question;  // of the table: never null, always there
  std::vector<WayToAnswer> ways;
};

// Empty where nothing is asked.
[[nodiscard]] std::vector<Asked> QuestionsAbout(const model::Stay& stay);
[[nodiscard]] std::vector<Asked> QuestionsAbout(const store::InboxRow& message,
                                                const std::vector<model::Issue>& reasons);

// The questions and every answer.
void PrintQuestions(const std::vector<Asked>& asked, std::ostream& out);
[[nodiscard]] nlohmann::ordered_json ToJson(const std::vector<Asked>& asked);

}  // namespace wardbridge::engine
