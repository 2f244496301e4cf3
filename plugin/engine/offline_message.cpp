#include "engine/offline_message.h"

#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "engine/offline_common.h"
#include "engine/queue_advice.h"
#include "engine/queue_questions.h"

namespace wardbridge::engine {
namespace {

using Json = nlohmann::ordered_json;

struct MessageView {
  std::optional<store::InboxRow> row;
  std::vector<model::Issue> reasons;
  std::vector<model::Answer> answers;
};

std::optional<std::int64_t> IdOf(const std::string& key) {
  if (!key.starts_with('m')) return std::nullopt;
  return ParseDigits(std::string_view(key).substr(1));
}

Result<MessageView> LoadView(store::Rows& rows, std::int64_t id) {
  MessageView view;
  auto found = rows.Messages({id});
  if (!found) return found.error();
  if (found->empty()) return view;
  view.row = std::move(found->front());
  auto reasons = rows.InboxIssues(id);
  if (!reasons) return reasons.error();
  view.reasons = std::move(*reasons);
  auto answers = rows.MessageAnswers(id);
  if (!answers) return answers.error();
  view.answers = std::move(*answers);
  return view;
}

Json ToJson(const MessageView& view) {
  Json json = {{"key", MessageKey(*view.row)},
               {"type", view.row->type},
               {"state", store::Name(view.row->state)},
               {"received", FormatInstant(view.row->received)},
               {"feed", view.row->feed},
               {"control_id", view.row->control_id},
               {"issues", Json::array()},
               {"answers", Json::array()},
               {"can", Advice(*view.row)},
               {"questions", ToJson(QuestionsAbout(*view.row, view.reasons))}};
  for (const model::Issue& issue : view.reasons) {
    json["issues"].push_back({{"code", issue.code}, {"path", issue.path}, {"text", issue.text}});
  }
  for (const model::Answer& answer : view.answers) {
    json["answers"].push_back(
        {{"reason", answer.code}, {"answer", answer.word}, {"at", FormatInstant(answer.at)}});
  }
  return json;
}

void Print(const MessageView& view, std::ostream& out) {
  out << "message:  " << MessageKey(*view.row) << ' ' << view.row->type << " received "
      << FormatInstant(view.row->received) << " control id " << view.row->control_id << '\n'
      << "state:    " << store::Name(view.row->state) << '\n';
  for (const model::Issue& issue : view.reasons) out << "reason:   " << IssueText(issue) << '\n';
  for (const model::Answer& answer : view.answers) {
    out << "answered: " << answer.code << ": " << answer.word << " at " << FormatDateTime(answer.at)
        << '\n';
  }
  for (const std::string& command : Advice(*view.row)) out << "          can: " << command << '\n';
  PrintQuestions(QuestionsAbout(*view.row, view.reasons), out);
}

}  // namespace

bool NamesMessage(const std::string& key) { return IdOf(key).has_value(); }

int ShowMessage(store::Store& store, const QueueRequest& request, std::ostream& out,
                std::ostream& err) {
  const std::int64_t id = IdOf(request.key).value_or(0);
  const auto view = FindOrFail(
      store, [id](store::Rows& rows) { return LoadView(rows, id); }, err);
  if (!view) return 1;
  if (!view->row) {
    err << "error: no message has this number\n";
    return 1;
  }
  if (request.json) {
    out << ToJson(*view).dump() << '\n';
  } else {
    Print(*view, out);
  }
  return 0;
}

}  // namespace wardbridge::engine
