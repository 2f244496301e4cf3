#include "pipeline/gather.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "pipeline/await.h"
#include "pipeline/intake.h"

namespace wardbridge::pipeline {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kMostStaysAtOnce = 8;
constexpr std::size_t kMostLooked = 1'000;
constexpr Millis kFirstPause{1'000};  // between attempts, twice as long each time
constexpr Millis kLongestPause{60'000};
constexpr Millis kStoreWait{1'000};  // after an error of the store

// The source gave everything, and not all of it can be used: the summary must say that, too.
void Spoil(model::Gathering& gathering, std::string code) {
  gathering.is_complete = false;
  gathering.code = std::move(code);
}

}  // namespace

// What is asked for one stay, and what is known of it already.
struct Gatherer::Question {
  std::string stay_key;
  std::string reference;
  Timestamp due;
  Timestamp from;
  Timestamp to;
  bool is_withdrawal = false;
  std::string nhs_number;
  std::vector<model::Gathering> known;
};

Gatherer::Gatherer(const GatherParts& parts, std::vector<AskedSource> sources,
                   std::function<void()> gathered)
    : parts_(parts),
      sources_(std::move(sources)),
      gathered_(std::move(gathered)),
      bell_(parts.io),
      ended_(bell_.executor()) {}

void Gatherer::Stop() {
  stopping_ = true;
  bell_.Ring();
  asio::post(bell_.executor(), [this] { ended_.cancel(); });
}

asio::awaitable<void> Gatherer::Run() {
  while (!stopping_) {
    const Millis wait = co_await Round();
    if (!stopping_) co_await bell_.Wait(wait);
  }
}

// Asks for every stay that is due and whose time to be asked again has come. How long there is
// nothing to do.
asio::awaitable<Millis> Gatherer::Round() {
  const Timestamp now = parts_.clock.Now();
  std::optional<Timestamp> next;
  const auto find = [now, &next](store::Rows& rows) -> Result<std::vector<std::string>> {
    auto due = rows.NextToGather(now);
    if (!due) return due.error();
    next = *due;
    return rows.StaysToGather(now, kMostLooked);
  };
  const auto found = co_await FindOnPool(parts_.pool, parts_.store, find);
  if (!found) {
    parts_.reporter.StepFailed("gather", found.error());
    co_return kStoreWait;
  }
  std::map<std::string, Try> still;
  std::vector<std::string> ready;
  for (const std::string& stay_key : *found) {
    const auto known = tries_.find(stay_key);
    if (known != tries_.end()) still.insert(*known);
    if (known == tries_.end() || known->second.next <= now) ready.push_back(stay_key);
  }
  tries_ = std::move(still);
  co_await GatherAll(std::move(ready));
  Millis wait = kLongestWait;
  if (next) wait = std::min(wait, *next - now);
  for (const auto& [stay_key, attempt] : tries_) wait = std::min(wait, attempt.next - now);
  co_return std::max(wait, Millis(1));
}

// A few at once: a source that is slow must not hold up every patient behind the first.
asio::awaitable<void> Gatherer::GatherAll(std::vector<std::string> stays) {
  std::size_t begun = 0;
  // A stop waits for nobody who is asked: the answer would come to nobody.
  while (!stopping_ && (running_ > 0 || begun < stays.size())) {
    if (begun < stays.size() && running_ < kMostStaysAtOnce) {
      ++running_;
      asio::co_spawn(bell_.executor(), GatherOne(stays[begun++]),
                     [this](const std::exception_ptr& failure) {
                       if (failure) {
                         parts_.reporter.StepFailed(
                             "gather", Error{Code::kInternal, "gather", "ended by an exception"});
                       }
                       --running_;
                       ended_.cancel();
                     });
    } else {
      ended_.expires_after(kLongestWait);
      co_await ended_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
  }
}

asio::awaitable<void> Gatherer::GatherOne(std::string stay_key) {
  const auto look = [&stay_key](store::Rows& rows) -> Result<std::optional<Question>> {
    auto found = rows.FindStay(stay_key);
    if (!found) return found.error();
    if (!*found || !(*found)->due) return std::optional<Question>();
    const model::Stay& stay = **found;
    Question question;
    question.stay_key = stay_key;
    question.reference = stay.Reference();
    question.due = *stay.due;
    question.is_withdrawal = stay.WithdrawalIsDue();
    const Millis grace(stay.ward ? stay.ward->grace_ms : 0);
    question.from = stay.start.value_or(question.due);
    question.to = stay.end ? *stay.end + grace : question.due;
    if (stay.patient.nhs_number) question.nhs_number = stay.patient.nhs_number->Reveal();
    auto known = rows.GatheringsOf(stay_key);
    if (!known) return known.error();
    question.known = std::move(*known);
    return std::optional<Question>(std::move(question));
  };
  const auto question = co_await FindOnPool(parts_.pool, parts_.store, look);
  if (!question) {
    parts_.reporter.StepFailed("gather", question.error());
    TryLater(stay_key, kStoreWait);
    co_return;
  }
  if (!*question) co_return;
  // Without a number nobody can be asked, and a withdrawal shows no readings.
  const bool asks = !(*question)->is_withdrawal && !(*question)->nhs_number.empty();
  for (const AskedSource& asked : sources_) {
    if (!asks || stopping_) break;
    const Result<bool> over = co_await AskSource(asked, **question);
    if (!over) {
      parts_.reporter.StepFailed("gather", over.error());
      TryLater(stay_key, kStoreWait);
      co_return;
    }
    if (!*over) co_return;
  }
  if (stopping_) co_return;
  const Timestamp due = (*question)->due;
  store::Work mark = [stay_key, due](store::Rows& rows) {
    return rows.MarkGathered(stay_key, due);
  };
  const Result<> committed = co_await Commit(parts_.store, std::move(mark));
  if (!committed) {
    parts_.reporter.StepFailed("gather", committed.error());
    TryLater(stay_key, kStoreWait);
    co_return;
  }
  tries_.erase(stay_key);
  gathered_();
}

// False: the source has not given everything and will be asked again.
asio::awaitable<Result<bool>> Gatherer::AskSource(const AskedSource& asked,
                                                  const Question& question) {
  for (const model::Gathering& known : question.known) {
    if (known.source == asked.name && known.due == question.due && known.is_complete) {
      co_return true;
    }
  }
  monitoring::FetchQuestion fetch{Phi<std::string>(question.nhs_number), question.from,
                                  question.to};
  monitoring::Fetched fetched = co_await asked.source->Fetch(std::move(fetch));
  const Timestamp now = parts_.clock.Now();
  parts_.reporter.SourceAsked(asked.name, question.reference, fetched.is_complete, fetched.code,
                              fetched.resources, now);
  const bool late = now >= question.due + asked.give_up;
  const bool is_over = fetched.is_complete || (late && !asked.waits);
  const std::optional<Millis> wait = fetched.retry_after;
  const Result<> kept = co_await Keep(asked, question, std::move(fetched));
  if (!kept) co_return kept.error();
  if (!is_over) TryLater(question.stay_key, wait);
  co_return is_over;
}

// What came, applied, and what came of the attempt, in one transaction.
asio::awaitable<Result<>> Gatherer::Keep(const AskedSource& asked, const Question& question,
                                         monitoring::Fetched fetched) {
  const Timestamp now = parts_.clock.Now();
  model::Gathering gathering;
  gathering.source = asked.name;
  gathering.due = question.due;
  gathering.at = now;
  gathering.until = question.to;
  gathering.is_complete = fetched.is_complete;
  gathering.code = fetched.code;
  gathering.resources = static_cast<std::int64_t>(fetched.resources);
  discharge::ReceivedReadings received;
  if (!fetched.bundle.empty()) {
    const auto receive = [this, &fetched, &asked, now] {
      return parts_.program.ReceiveReadings(fetched.bundle, asked.feed, now);
    };
    received = co_await OnPool(parts_.pool, receive);
  }
  if (received.parts.empty() && fetched.resources > 0) {
    parts_.reporter.SourceRefused(asked.name, received.reason, received.problems);
    Spoil(gathering, "source." + received.reason);
  }
  // What an attempt before this one has brought is there, too.
  for (const model::Gathering& known : question.known) {
    if (known.source != asked.name || known.due != question.due) continue;
    gathering.resources = std::max(gathering.resources, known.resources);
  }
  std::vector<Applied> applied;
  store::Work keep = [&](store::Rows& rows) -> Result<> {
    applied.clear();
    for (const discharge::Received& part : received.parts) {
      store::InboxRow row = MakeRow(asked.feed, part, now);
      const auto appended = rows.AppendInbox(row);
      if (!appended) return appended.error();
      if (appended->duplicate) continue;
      row.id = appended->id;
      const Projected projected = InterpretRow(parts_.program, row);
      auto done = ApplyProjected(rows, parts_.program, projected, now, applied.emplace_back());
      if (!done) return done;
      if (!applied.back().quarantine.empty()) Spoil(gathering, "source.quarantined");
    }
    return rows.SaveGathering(question.stay_key, gathering);
  };
  const Result<> committed = co_await Commit(parts_.store, std::move(keep));
  if (!committed) co_return committed;
  for (const Applied& message : applied) ReportApplied(message, parts_.reporter);
  if (!applied.empty()) {
    parts_.reporter.SourceTook(asked.name, applied.size(), 0, received.problems);
  }
  co_return committed;
}

void Gatherer::TryLater(const std::string& stay_key, std::optional<Millis> asked) {
  Try& attempt = tries_[stay_key];
  Millis pause = kFirstPause;
  for (int i = 0; i < attempt.failures && pause < kLongestPause; ++i) pause *= 2;
  ++attempt.failures;
  attempt.next = parts_.clock.Now() + std::clamp(asked.value_or(pause), kFirstPause, kLongestPause);
}

}  // namespace wardbridge::pipeline
