#include "pipeline/readings_intake.h"

#include <utility>
#include <vector>

#include "pipeline/await.h"
#include "pipeline/intake.h"

namespace wardbridge::pipeline {

namespace asio = boost::asio;

ReadingsIntake::ReadingsIntake(store::Store& store, const discharge::Program& program,
                               Reporter& reporter, const Clock& clock, asio::any_io_executor pool,
                               std::function<void()> stored)
    : store_(store),
      program_(program),
      reporter_(reporter),
      clock_(clock),
      pool_(std::move(pool)),
      stored_(std::move(stored)) {}

asio::awaitable<TakenReadings> ReadingsIntake::Take(std::string source, std::string feed,
                                                    std::string content) {
  const Timestamp now = clock_.Now();
  TakenReadings taken;
  const auto receive = [this, &content, &feed, now] {
    return program_.ReceiveReadings(content, feed, now);
  };
  taken.received = co_await OnPool(pool_, receive);
  if (taken.received.parts.empty()) {
    taken.kind = TakenReadings::Kind::kRefused;
    reporter_.SourceRefused(source, taken.received.reason, taken.received.problems);
    co_return taken;
  }
  std::vector<store::InboxRow> rows;
  for (const discharge::Received& part : taken.received.parts) {
    rows.push_back(MakeRow(feed, part, now));
  }
  taken.received.parts.clear();
  // Both live until the commit has answered: the coroutine waits for it.
  store::Work append = [&rows, &taken](store::Rows& store_rows) -> Result<> {
    taken.stored = 0;
    taken.duplicates = 0;
    for (const store::InboxRow& row : rows) {
      const auto appended = store_rows.AppendInbox(row);
      if (!appended) return appended.error();
      ++(appended->duplicate ? taken.duplicates : taken.stored);
    }
    return {};
  };
  const Result<> committed = co_await Commit(store_, std::move(append));
  if (!committed) {
    reporter_.NotStored(source, committed.error());
    co_return taken;
  }
  taken.kind = TakenReadings::Kind::kStored;
  reporter_.SourceTook(source, taken.stored, taken.duplicates, taken.received.problems);
  if (taken.stored > 0) stored_();
  co_return taken;
}

}  // namespace wardbridge::pipeline
