#include "engine/queue_questions.h"

#include <ostream>
#include <utility>

#include "engine/queue_advice.h"

namespace wardbridge::engine {
namespace {

using discharge::Held;
using discharge::PossibleAnswer;
using discharge::Question;

std::vector<Asked> Ask(Held held, const std::vector<model::Issue>& reasons,
                       const std::string& target, const std::string& seen) {
  const std::string subject = held == Held::kStay ? "the stay " : "the message ";
  std::vector<Asked> all;
  for (const Question* question : discharge::QuestionsOf(held, reasons)) {
    Asked asked{question, {}};
    for (const PossibleAnswer& answer : question->answers) {
      std::string command = "queue resolve " + target + " --answer " + answer.word;
      if (answer.names_stay) command += " --stay REF";
      asked.ways.push_back({command + seen, subject + answer.does});
    }
    all.push_back(std::move(asked));
  }
  return all;
}

}  // namespace

std::vector<Asked> QuestionsAbout(const model::Stay& stay) {
  const std::int64_t last = stay.LastArrival();
  return Ask(Held::kStay, stay.quarantine, stay.Reference(),
             last > 0 ? " --seen m" + std::to_string(last) : "");
}

std::vector<Asked> QuestionsAbout(const store::InboxRow& message,
                                  const std::vector<model::Issue>& reasons) {
  if (message.state != store::InboxState::kQuarantined) return {};
  return Ask(Held::kMessage, reasons, MessageKey(message), "");
}

void PrintQuestions(const std::vector<Asked>& asked, std::ostream& out) {
  for (const Asked& one : asked) {
    out << "question: " << one.question->asks << '\n';
    if (!one.question->settles.empty())
      out << "          ends by itself with " << one.question->settles << '\n';
    for (const WayToAnswer& way : one.ways) {
      out << "  answer: " << way.command << '\n' << "          " << way.does << '\n';
    }
  }
}

nlohmann::ordered_json ToJson(const std::vector<Asked>& asked) {
  auto list = nlohmann::ordered_json::array();
  for (const Asked& one : asked) {
    nlohmann::ordered_json json = {{"reason", one.question->code},
                                   {"asks", one.question->asks},
                                   {"settles", one.question->settles},
                                   {"answers", nlohmann::ordered_json::array()}};
    for (const WayToAnswer& way : one.ways) {
      json["answers"].push_back({{"command", way.command}, {"does", way.does}});
    }
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace wardbridge::engine
