#include "pipeline/account.h"

#include <algorithm>
#include <utility>

#include "pipeline/await.h"

namespace wardbridge::pipeline {

namespace asio = boost::asio;

namespace {

constexpr Millis kInterval{5'000};
constexpr Millis kSaveInterval{60'000};  // counts and last times
constexpr Millis kLookInterval{10 * 60'000};

bool AreSame(const std::vector<model::Alarm>& one, const std::vector<model::Alarm>& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](const model::Alarm& a, const model::Alarm& b) {
                      return a.code == b.code && a.subject == b.subject && a.first == b.first;
                    });
}

}  // namespace

Account::Account(AccountParts parts)
    : parts_(std::move(parts)), bell_(parts_.io), day_("account", parts_.daily_at) {}

void Account::Stop() {
  stopping_ = true;
  bell_.Ring();
}

asio::awaitable<void> Account::Run() {
  co_await RecallAlarms();
  while (!stopping_) {
    co_await SaveAlarms();
    co_await CloseDay();
    co_await Look();
    if (!stopping_) co_await bell_.Wait(kInterval);
  }
}

// Once for a trouble that lasts; a store that is full or broken has an alarm of its own.
template <typename T>
void Account::Tell(const Result<T>& done) {
  if (!done && !failing_) parts_.reporter.StepFailed("account", done.error());
  failing_ = !done;
}

asio::awaitable<void> Account::RecallAlarms() {
  const auto find = [](store::Rows& rows) { return rows.Alarms(); };
  const auto former = co_await FindOnPool(parts_.pool, parts_.store, find);
  Tell(former);
  if (former) parts_.reporter.Recall(former->standing);
}

asio::awaitable<void> Account::SaveAlarms() {
  const Timestamp now = parts_.clock.Now();
  std::vector<model::Alarm> standing = parts_.reporter.alarms().Standing();
  const bool is_old = now < saved_at_ || now - saved_at_ >= kSaveInterval;
  if (AreSame(standing, saved_) && !is_old) co_return;
  store::Work save = [&standing, now](store::Rows& rows) -> Result<> {
    return rows.SaveAlarms(standing, now);
  };
  const Result<> committed = co_await Commit(parts_.store, std::move(save));
  Tell(committed);
  if (!committed) co_return;
  saved_ = std::move(standing);
  saved_at_ = now;
}

asio::awaitable<Result<store::Reconciliation>> Account::Reconcile() {
  const auto count = [this](store::Rows& rows) { return rows.Reconcile(parts_.clock.Now()); };
  auto account = co_await FindOnPool(parts_.pool, parts_.store, count);
  Tell(account);
  co_return account;
}

asio::awaitable<void> Account::Look() {
  const Timestamp now = parts_.clock.Now();
  if (looked_at_ && now >= *looked_at_ && now - *looked_at_ < kLookInterval) co_return;
  looked_at_ = now;
  const Result<store::Reconciliation> account = co_await Reconcile();
  if (account) parts_.reporter.Missing(account->Missing(), now);
}

// The mark is set in the same transaction: a day has one account, whatever restarts come between. A
// day that ended while nothing ran is closed at the start.
asio::awaitable<void> Account::CloseDay() {
  const auto due = co_await day_.Look(parts_.store, parts_.pool, parts_.clock.Now());
  Tell(due);
  if (!due || !*due) co_return;
  const DailyMark::Due& end = **due;
  store::Reconciliation account;
  if (!end.is_first) {
    const Result<store::Reconciliation> made = co_await Reconcile();
    if (!made) co_return;
    account = *made;
  }
  store::Work save = [this, &account, &end](store::Rows& rows) -> Result<> {
    if (!end.is_first) {
      if (auto saved = rows.SaveReconciliation(account); !saved) return saved;
    }
    return day_.Set(rows, end);
  };
  const Result<> committed = co_await Commit(parts_.store, std::move(save));
  Tell(committed);
  if (!committed) co_return;
  day_.Remember(end);
  if (!end.is_first) parts_.reporter.Reconciled(account);
}

}  // namespace wardbridge::pipeline
