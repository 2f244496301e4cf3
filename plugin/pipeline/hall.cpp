#include "pipeline/hall.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "pipeline/await.h"
#include "pipeline/prepare.h"
#include "pipeline/project.h"

namespace wardbridge::pipeline {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kBatch = 256;
constexpr std::size_t kDueBatch = 16;
constexpr Millis kGaugeInterval{2'000};

}  // namespace

Hall::Hall(const HallParts& parts, std::vector<Route> routes, std::vector<AskedSource> sources,
           std::vector<DropWatch*> drops)
    : parts_(parts),
      project_bell_(parts.io),
      sweep_bell_(parts.io),
      gauge_bell_(parts.io),
      drops_(std::move(drops)),
      account_({parts.store, parts.reporter, parts.clock, parts.io, parts.pool,
                parts.upkeep.account_at}),
      alarm_teller_(parts.alarms, parts.reporter, parts.io) {
  if (!sources.empty()) {
    gatherer_ = std::make_unique<Gatherer>(
        GatherParts{parts.store, parts.program, parts.reporter, parts.clock, parts.io, parts.pool},
        std::move(sources), [this] { sweep_bell_.Ring(); });
  }
  std::vector<std::string> destinations;
  for (Route& route : routes) {
    destinations.push_back(route.destination);
    recipients_.push_back({route.destination, route.channel->Form()});
    dispatchers_.push_back(std::make_unique<Dispatcher>(
        std::move(route), parts_.store, parts_.reporter, parts_.clock, parts_.io, parts_.pool));
  }
  upkeep_ = std::make_unique<Upkeep>(
      UpkeepParts{parts_.store, parts_.program, parts_.reporter, parts_.clock, parts_.io,
                  parts_.pool, std::move(destinations)},
      parts_.upkeep, BellsForUpkeep());
}

UpkeepBells Hall::BellsForUpkeep() {
  UpkeepBells bells;
  bells.inbox = [this] { project_bell_.Ring(); };
  bells.stays = [this] { DueChanged(); };
  bells.deliveries = [this] {
    for (const auto& dispatcher : dispatchers_) dispatcher->bell().Ring();
  };
  return bells;
}

Hall::~Hall() = default;

void Hall::DueChanged() {
  sweep_bell_.Ring();
  if (gatherer_) gatherer_->bell().Ring();
}

void Hall::Start() {
  Launch(project_bell_, ProjectLoop(), "project");
  Launch(sweep_bell_, SweepLoop(), "sweep");
  Launch(gauge_bell_, GaugeLoop(), "gauges");
  if (gatherer_) Launch(gatherer_->bell(), gatherer_->Run(), "gather");
  for (DropWatch* drop : drops_) Launch(drop->bell(), drop->Run(), "drop");
  Launch(upkeep_->operator_bell(), upkeep_->ServeOperators(), "operate");
  Launch(upkeep_->time_bell(), upkeep_->KeepTime(), "upkeep");
  Launch(account_.bell(), account_.Run(), "account");
  Launch(alarm_teller_.bell(), alarm_teller_.Run(), "alarms");
  for (const auto& dispatcher : dispatchers_) {
    Launch(dispatcher->bell(), dispatcher->Run(), "dispatch");
  }
}

void Hall::Launch(Bell& bell, asio::awaitable<void> loop, const char* name) {
  ++running_;
  asio::co_spawn(bell.executor(), std::move(loop), [this, name](const std::exception_ptr& failure) {
    if (failure) {
      parts_.reporter.StepFailed(name,
                                 Error{Code::kInternal, name, "the loop ended by an exception"});
    }
    Left();
  });
}

void Hall::Left() {
  if (--running_ == 0 && left_) left_();
}

void Hall::Stop(std::function<void()> left) {
  left_ = std::move(left);
  stopping_ = true;
  project_bell_.Ring();
  sweep_bell_.Ring();
  gauge_bell_.Ring();
  if (gatherer_) gatherer_->Stop();
  for (DropWatch* drop : drops_) drop->Stop();
  upkeep_->Stop();
  account_.Stop();
  alarm_teller_.Stop();
  for (const auto& dispatcher : dispatchers_) dispatcher->Stop();
}

void Hall::NewMessages() { project_bell_.Ring(); }

std::map<std::string, std::string> Hall::HeldDestinations() const {
  std::map<std::string, std::string> held;
  for (const auto& dispatcher : dispatchers_) {
    const std::string code = dispatcher->HeldBy();
    if (!code.empty()) held[dispatcher->destination()] = code;
  }
  return held;
}

asio::awaitable<void> Hall::ProjectLoop() {
  while (!stopping_) {
    const bool more = co_await ProjectBatch();
    if (!more && !stopping_) co_await project_bell_.Wait(kLongestWait);
  }
}

// Interprets and applies the oldest new messages, in order. True when there may be more.
asio::awaitable<bool> Hall::ProjectBatch() {
  const auto interpret = [this](store::Rows& rows) -> Result<std::vector<Projected>> {
    auto fresh = rows.NewMessages(kBatch);
    if (!fresh) return fresh.error();
    std::vector<Projected> batch;
    for (const store::InboxRow& row : *fresh) batch.push_back(InterpretRow(parts_.program, row));
    return batch;
  };
  const auto batch = co_await FindOnPool(parts_.pool, parts_.store, interpret);
  if (!batch) {
    parts_.reporter.StepFailed("project", batch.error());
    co_await project_bell_.Wait(kRetryWait);
    co_return false;
  }
  if (batch->empty()) co_return false;
  const Result<> committed = co_await ApplyBatch(*batch);
  if (committed) co_return batch->size() == kBatch;
  if (committed.error().code == Code::kInternal) {
    const bool gone_on = co_await ApplyOneByOne(*batch);
    if (gone_on) co_return true;
  }
  parts_.reporter.StepFailed("project", committed.error());
  co_await project_bell_.Wait(kRetryWait);
  co_return false;
}

// In one transaction; tells what changed once it is durable.
asio::awaitable<Result<>> Hall::ApplyBatch(const std::vector<Projected>& batch) {
  std::vector<Applied> applied(batch.size());
  store::Work apply = [this, &batch, &applied](store::Rows& rows) -> Result<> {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      auto done = ApplyProjected(rows, parts_.program, batch[i], parts_.clock.Now(), applied[i]);
      if (!done) return done;
    }
    return {};
  };
  const Result<> committed = co_await Commit(parts_.store, std::move(apply));
  if (!committed) co_return committed;
  bool due_changed = false;
  for (const Applied& message : applied) {
    ReportApplied(message, parts_.reporter);
    due_changed = due_changed || message.due_changed;
  }
  if (due_changed) DueChanged();
  co_return committed;
}

// After a batch that cannot be applied as a whole: the message at fault is quarantined, the others
// go on.
asio::awaitable<bool> Hall::ApplyOneByOne(std::vector<Projected> batch) {
  for (Projected& message : batch) {
    const std::vector<Projected> one(1, message);
    const Result<> applied = co_await ApplyBatch(one);
    if (applied) continue;
    if (applied.error().code != Code::kInternal) co_return false;
    parts_.reporter.StepFailed("project", applied.error());
    const std::vector<Projected> faulty(1, Faulty(message.inbox_id));
    const Result<> set_aside = co_await ApplyBatch(faulty);
    if (!set_aside) co_return false;
  }
  co_return true;
}

asio::awaitable<void> Hall::SweepLoop() {
  while (!stopping_) {
    const bool more = co_await PrepareDue();
    if (more || stopping_) continue;
    const Millis wait = co_await UntilNextDue();
    co_await sweep_bell_.Wait(wait);
  }
}

// Makes the summaries that are due; true when there may be more.
asio::awaitable<bool> Hall::PrepareDue() {
  const auto find = [this](store::Rows& rows) {
    const Timestamp now = parts_.clock.Now();
    return gatherer_ ? rows.GatheredStays(now, kDueBatch) : rows.DueStays(now, kDueBatch);
  };
  const auto due = co_await FindOnPool(parts_.pool, parts_.store, find);
  if (!due) {
    parts_.reporter.StepFailed("sweep", due.error());
    co_await sweep_bell_.Wait(kRetryWait);
    co_return false;
  }
  bool progress = false;
  for (const std::string& stay_key : *due) {
    if (stopping_) co_return false;
    const bool stepped = co_await PrepareOne(stay_key);
    progress = progress || stepped;
  }
  co_return progress && due->size() == kDueBatch;
}

// True when the stay was taken a step further.
asio::awaitable<bool> Hall::PrepareOne(std::string stay_key) {
  const std::string reference = model::StayReference(stay_key);
  const Timestamp started = SystemClock().Now();
  const auto make = [this, &stay_key] {
    return LoadAndBuild(parts_.store, parts_.program, stay_key, parts_.clock.Now());
  };
  const auto made = co_await OnPool(parts_.pool, make);
  if (!made) {
    parts_.reporter.StepFailed("prepare", made.error());
    co_await sweep_bell_.Wait(kRetryWait);
    co_return false;
  }
  if (!*made) co_return true;
  const Built& built = **made;
  bool saved = false;
  store::Work save = [this, &built, &saved](store::Rows& rows) -> Result<> {
    auto done = SaveBuilt(rows, built, recipients_, parts_.clock.Now());
    if (!done) return done.error();
    saved = *done;
    return {};
  };
  const Result<> committed = co_await Commit(parts_.store, std::move(save));
  if (!committed) {
    parts_.reporter.StepFailed("prepare", committed.error());
    co_await sweep_bell_.Wait(kRetryWait);
    co_return false;
  }
  if (!saved) co_return true;  // it changed meanwhile: the next round sees it
  const Millis took = SystemClock().Now() - started;
  ReportBuilt(built, reference, static_cast<double>(took.count()) / 1000.0, parts_.reporter);
  for (const auto& dispatcher : dispatchers_) dispatcher->bell().Ring();
  co_return true;
}

asio::awaitable<Millis> Hall::UntilNextDue() {
  if (gatherer_) co_return kLongestWait;  // who gathers rings
  const auto find = [](store::Rows& rows) { return rows.NextDue(); };
  const auto next = co_await FindOnPool(parts_.pool, parts_.store, find);
  if (!next || !*next) co_return kLongestWait;
  co_return std::clamp(**next - parts_.clock.Now(), Millis(1), kLongestWait);
}

asio::awaitable<void> Hall::GaugeLoop() {
  while (!stopping_) {
    const auto count = [](store::Rows& rows) { return rows.Count(); };
    const auto depths = co_await FindOnPool(parts_.pool, parts_.store, count);
    if (depths) parts_.reporter.Depths(*depths, parts_.clock.Now());
    parts_.reporter.StoreTrouble(parts_.store.Trouble(), parts_.clock.Now());
    parts_.reporter.StoreWaits(parts_.store.WaitsForDisk(), parts_.clock.Now());
    if (!stopping_) co_await gauge_bell_.Wait(kGaugeInterval);
  }
}

}  // namespace wardbridge::pipeline
