#include "core/discharge/answers.h"

#include <algorithm>
#include <tuple>

namespace wardbridge::discharge {

using model::Answer;

const Answer* Answers::Find(std::string_view code, std::int64_t inbox_id) const {
  const Answer* first = nullptr;
  for (const Answer& answer : all_) {
    if (answer.code != code || answer.upto < inbox_id) continue;
    if (first == nullptr || answer.upto < first->upto) first = &answer;
  }
  return first;
}

bool Answers::Cover(int ordinal, std::string_view code, std::int64_t inbox_id) const {
  return std::any_of(all_.begin(), all_.end(), [&](const Answer& answer) {
    return answer.ordinal == ordinal && answer.code == code && answer.upto >= inbox_id;
  });
}

std::int64_t Answers::UpTo(std::string_view code) const {
  std::int64_t upto = 0;
  for (const Answer& answer : all_) {
    if (answer.code == code) upto = std::max(upto, answer.upto);
  }
  return upto;
}

std::vector<Answer> AnswersOf(const std::vector<model::Stay>& spell) {
  std::vector<Answer> all;
  for (const model::Stay& stay : spell) {
    for (const Answer& answer : stay.answers) {
      if (std::find(all.begin(), all.end(), answer) == all.end()) all.push_back(answer);
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Answer& a, const Answer& b) {
    return std::tie(a.at, a.upto) < std::tie(b.at, b.upto);
  });
  return all;
}

}  // namespace wardbridge::discharge
