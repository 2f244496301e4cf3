#include "pipeline/upkeep.h"

#include <algorithm>
#include <utility>

#include "pipeline/await.h"
#include "pipeline/timetable.h"

namespace wardbridge::pipeline {

namespace asio = boost::asio;

namespace {

constexpr Millis kOperatorInterval{1'000};
constexpr Millis kTimeInterval{30'000};  // a clock that jumps must not make us sleep through it
constexpr Millis kRemovalInterval{60 * 60 * 1000};
constexpr Millis kPartPause{50};  // between the parts of a removal others have the writer
constexpr std::size_t kRequestsAtOnce = 16;
constexpr std::size_t kRemovedAtOnce = 50;

store::Expiry ExpiryAt(const Retention& retention, Timestamp now) {
  return {now, now - retention.stays, now - retention.messages, now - retention.readings,
          now - retention.fragments};
}

std::string Describe(const store::Removed& removed) {
  return std::to_string(removed.stays) + " stays, " + std::to_string(removed.messages) +
         " messages, " + std::to_string(removed.readings) + " readings, " +
         std::to_string(removed.texts) + " texts, " + std::to_string(removed.fragments) +
         " fragments";
}

}  // namespace

Upkeep::Upkeep(UpkeepParts parts, UpkeepOptions options, UpkeepBells bells)
    : parts_(std::move(parts)),
      options_(options),
      bells_(std::move(bells)),
      operator_bell_(parts_.io),
      time_bell_(parts_.io) {
  if (options_.daily_at) daily_.emplace("daily", *options_.daily_at);
}

void Upkeep::Stop() {
  stopping_ = true;
  operator_bell_.Ring();
  time_bell_.Ring();
}

asio::awaitable<void> Upkeep::ServeOperators() {
  while (!stopping_) {
    const bool more = co_await ApplyOpen();
    if (!more && !stopping_) co_await operator_bell_.Wait(kOperatorInterval);
  }
}

asio::awaitable<bool> Upkeep::ApplyOpen() {
  const auto find = [](store::Rows& rows) { return rows.OpenRequests(kRequestsAtOnce); };
  const auto open = co_await FindOnPool(parts_.pool, parts_.store, find);
  if (!open) {
    parts_.reporter.StepFailed("operate", open.error());
    co_return false;
  }
  for (const store::OperatorRequest& request : *open) {
    if (stopping_) co_return false;
    const Result<Decision> decided = co_await ApplyOne(request);
    if (!decided) {
      parts_.reporter.StepFailed("operate", decided.error());
      co_return false;
    }
    Tell(request, *decided);
  }
  co_return open->size() == kRequestsAtOnce;
}

asio::awaitable<Result<Decision>> Upkeep::ApplyOne(store::OperatorRequest request) {
  Decision decision;
  store::Work apply = [this, &request, &decision](store::Rows& rows) -> Result<> {
    auto decided =
        ApplyRequest(rows, parts_.program, request, parts_.destinations, parts_.clock.Now());
    if (!decided) return decided.error();
    decision = std::move(*decided);
    return {};
  };
  const Result<> committed = co_await Commit(parts_.store, std::move(apply));
  if (!committed) co_return committed.error();
  co_return decision;
}

void Upkeep::Tell(const store::OperatorRequest& request, const Decision& decision) {
  parts_.reporter.Operated(request, decision.applied, decision.detail);
  if (decision.inbox_changed) bells_.inbox();
  if (decision.stays_changed) bells_.stays();
  if (decision.deliveries_changed) bells_.deliveries();
}

asio::awaitable<void> Upkeep::KeepTime() {
  while (!stopping_) {
    co_await FireDaily();
    const Timestamp now = parts_.clock.Now();
    const bool removal_due =
        !removed_at_ || now < *removed_at_ || now - *removed_at_ >= kRemovalInterval;
    if (removal_due && !stopping_) {
      removed_at_ = now;
      co_await RemoveOld();
    }
    Millis wait = kTimeInterval;
    if (options_.daily_at) wait = std::min(wait, NextDaily(*options_.daily_at, now) - now);
    if (!stopping_) co_await time_bell_.Wait(wait);
  }
}

// The mark is set in the same transaction as the stays: a day is neither missed by a restart nor
// taken twice. A trigger that was missed while nothing ran fires at the start; the very first start
// only begins to count.
asio::awaitable<void> Upkeep::FireDaily() {
  if (!daily_) co_return;
  const auto found = co_await daily_->Look(parts_.store, parts_.pool, parts_.clock.Now());
  if (!found) parts_.reporter.StepFailed("daily", found.error());
  if (!found || !*found) co_return;
  const DailyMark::Due& due = **found;
  std::size_t moved = 0;
  store::Work fire = [this, &due, &moved](store::Rows& rows) -> Result<> {
    if (!due.is_first) {
      auto brought = BringForward(rows, due.at);
      if (!brought) return brought.error();
      moved = *brought;
    }
    return daily_->Set(rows, due);
  };
  const Result<> committed = co_await Commit(parts_.store, std::move(fire));
  if (!committed) {
    parts_.reporter.StepFailed("daily", committed.error());
    co_return;
  }
  daily_->Remember(due);
  if (due.is_first) co_return;
  parts_.reporter.DailyFired(moved);
  if (moved > 0) bells_.stays();
}

asio::awaitable<void> Upkeep::RemoveOld() {
  const store::Expiry expiry = ExpiryAt(options_.retention, parts_.clock.Now());
  store::Removed all;
  store::Expired expired;
  expired.more = true;
  while (expired.more && !stopping_) {
    store::Removed part;
    const Result<> done = co_await RemovePart(expiry, expired, part);
    if (!done) {
      parts_.reporter.StepFailed("retention", done.error());
      break;
    }
    all.stays += part.stays;
    all.messages += part.messages;
    all.readings += part.readings;
    all.texts += part.texts;
    all.fragments += part.fragments;
    if (expired.more) co_await time_bell_.Wait(kPartPause);
  }
  if (all.Total() == 0) co_return;
  store::Work note = [&expiry, &all](store::Rows& rows) -> Result<> {
    store::AuditRow audit;
    audit.at = expiry.now;
    audit.event = "retention.ran";
    audit.subject = "store";
    audit.detail = "removed " + Describe(all);
    return rows.AppendAudit(std::move(audit));
  };
  const Result<> noted = co_await Commit(parts_.store, std::move(note));
  if (!noted) parts_.reporter.StepFailed("retention", noted.error());
  parts_.reporter.Removed(all);
}

asio::awaitable<Result<>> Upkeep::RemovePart(const store::Expiry& expiry, store::Expired& expired,
                                             store::Removed& removed) {
  const auto find = [&expiry, &expired](store::Rows& rows) {
    return rows.FindExpired(expiry, expired.patients_looked_at, kRemovedAtOnce);
  };
  auto found = co_await FindOnPool(parts_.pool, parts_.store, find);
  if (!found) co_return found.error();
  expired = std::move(*found);
  store::Work remove = [&expiry, &expired, &removed](store::Rows& rows) -> Result<> {
    auto done = rows.RemoveExpired(expired, expiry);
    if (!done) return done.error();
    removed = *done;
    return {};
  };
  const Result<> committed = co_await Commit(parts_.store, std::move(remove));
  // What a removed stay leaves without need is found by another look.
  if (committed && removed.stays > 0) expired.more = true;
  co_return committed;
}

}  // namespace wardbridge::pipeline
