#include "pipeline/dry_run.h"

#include <optional>
#include <utility>

#include "pipeline/await.h"
#include "pipeline/prepare.h"
#include "pipeline/project.h"

namespace wardbridge::pipeline {

namespace asio = boost::asio;

namespace {

// Later than any timer.
constexpr Timestamp kEndOfTime = Timestamp::FromUnixMs(std::int64_t{253'402'300'799'000});

struct Trial {
  Applied applied;
  std::optional<DueStay> due;
  bool complete = false;
};

// Inside the transaction: as if the message had been taken.
Result<> Play(store::Rows& rows, const discharge::Program& program, store::InboxRow row,
              Trial& trial) {
  auto appended = rows.AppendInbox(row);
  if (!appended) return appended.error();
  row.id = appended->id;
  auto applied =
      ApplyProjected(rows, program, InterpretRow(program, row), row.received, trial.applied);
  if (!applied) return applied;
  auto due = rows.DueStays(kEndOfTime, 10'000);
  if (!due) return due.error();
  for (const std::string& stay_key : *due) {
    auto loaded = LoadDue(rows, stay_key, kEndOfTime);
    if (!loaded) return loaded.error();
    if (!*loaded) continue;
    for (const discharge::StoredMessage& message : (*loaded)->request.messages) {
      if (message.inbox_id == row.id) trial.due = std::move(*loaded);
      if (trial.due) break;
    }
    if (trial.due) break;
  }
  trial.complete = true;
  return {};
}

}  // namespace

asio::awaitable<Result<DryRun>> TryOut(store::Store& store, const discharge::Program& program,
                                       asio::any_io_executor pool, store::InboxRow row) {
  Trial trial;
  store::Work play = [&program, &row, &trial](store::Rows& rows) -> Result<> {
    auto played = Play(rows, program, row, trial);
    if (!played) return played;
    return Error{Code::kClosed, "dry-run", "undone on purpose"};
  };
  const Result<> undone = co_await Commit(store, std::move(play));
  if (!trial.complete) co_return undone.error();
  DryRun result;
  result.issues = trial.applied.quarantine;
  for (auto& warning : trial.applied.warnings) result.issues.push_back(std::move(warning));
  for (const auto& held : trial.applied.held) {
    result.issues.insert(result.issues.end(), held.reasons.begin(), held.reasons.end());
  }
  if (!trial.due) co_return result;
  const auto build = [&program, &trial] { return Build(program, *trial.due); };
  Built built = co_await OnPool(pool, build);
  if (built.kind == Built::Kind::kReady) result.bundle = std::move(built.row.bundle);
  for (auto& issue : built.row.issues) result.issues.push_back(std::move(issue));
  co_return result;
}

}  // namespace wardbridge::pipeline
