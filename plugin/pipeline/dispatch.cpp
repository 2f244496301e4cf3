#include "pipeline/dispatch.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>

#include "model/stay.h"
#include "pipeline/await.h"

namespace wardbridge::pipeline {

namespace asio = boost::asio;

namespace {

using Kind = model::Outcome::Kind;
using model::DeliveryState;

// What the destination said to the last earlier revision of the stay that it has.
std::string FormerEvidence(const std::vector<store::OutboxRow>& deliveries,
                           const store::OutboxRow& row) {
  const store::OutboxRow* last = nullptr;
  for (const store::OutboxRow& other : deliveries) {
    const bool counts = other.destination == row.destination && other.revision < row.revision &&
                        other.state == DeliveryState::kDelivered && !other.evidence.empty();
    if (counts && (last == nullptr || last->revision < other.revision)) last = &other;
  }
  return last == nullptr ? "" : last->evidence;
}

std::string PayloadOf(model::PayloadForm form, store::SummaryRow& summary) {
  switch (form) {
    case model::PayloadForm::kCollection:
      return std::move(summary.bundle);
    case model::PayloadForm::kTransaction:
      return std::move(summary.transaction);
    case model::PayloadForm::kCreation:
      return std::move(summary.creation);
  }
  return "";
}

// Marks `row` as being sent and loads what is sent. False when its summary is not there: the
// delivery is dead then, and the others go on.
Result<bool> BeginOne(store::Rows& rows, store::OutboxRow& row, model::Delivery& delivery,
                      Timestamp now) {
  auto summary = rows.FindSummary(row.stay_key, row.revision);
  if (!summary) return summary.error();
  if (auto begun = rows.BeginAttempt(row.key, now); !begun) return begun.error();
  if (!*summary) {
    row.state = DeliveryState::kDead;
    row.code = "delivery.no-summary";
    row.detail = "the store does not hold the summary of this delivery";
    if (auto ended = rows.FinishAttempt(row, now); !ended) return ended.error();
    return false;
  }
  if (row.revision > 1) {
    auto former = rows.DeliveriesOf(row.stay_key);
    if (!former) return former.error();
    delivery.former_evidence = FormerEvidence(*former, row);
  }
  delivery.in_doubt = row.state == DeliveryState::kInDoubt;
  delivery.payload = PayloadOf(row.form, **summary);
  delivery.document = std::move((*summary)->document);
  delivery.bundle_identifier = (*summary)->bundle_identifier;
  delivery.version_id = (*summary)->version_id;
  row.attempts += 1;
  delivery.key = row.key;
  delivery.destination = row.destination;
  delivery.stay = model::StayReference(row.stay_key);
  delivery.revision = row.revision;
  delivery.form = row.form;
  delivery.attempt = row.attempts;
  return true;
}

// What is stored says the same to all; what only this receiver wants otherwise is put in here. XML
// comes last: everything else is done to JSON.
Result<> Tailor(const Route& route, model::Delivery& delivery) {
  if (route.spo2_code != discharge::Spo2Code::kAsMapped) {
    auto coded = discharge::WithSpo2Code(delivery.payload, route.spo2_code);
    if (!coded) return coded.error();
    delivery.payload = std::move(*coded);
  }
  if (route.format == model::PayloadFormat::kXml) {
    auto xml = discharge::ToXml(delivery.payload);
    if (!xml) return xml.error();
    delivery.search = discharge::IdentifierSearch(delivery.payload);
    delivery.payload = std::move(*xml);
    delivery.format = route.format;
  }
  return {};
}

// Since when the channel is held by its configuration, on record (as Circuit has it): that time
// does not count towards the age of what waits.
Result<> NoteHold(store::Rows& rows, const store::OutboxRow& row, Kind kind, Timestamp now) {
  constexpr store::HoldKind kChannel = store::HoldKind::kChannel;
  if (kind == Kind::kConfiguration)
    return rows.SetHold({kChannel, row.destination, "", row.code, now});
  if (kind != Kind::kDelivered && kind != Kind::kPermanent) return {};
  auto removed = rows.RemoveHold(kChannel, row.destination, now);
  if (!removed) return removed.error();
  return {};
}

}  // namespace

Dispatcher::Dispatcher(Route route, store::Store& store, Reporter& reporter, const Clock& clock,
                       const asio::any_io_executor& io, asio::any_io_executor pool)
    : route_(std::move(route)),
      store_(store),
      reporter_(reporter),
      clock_(clock),
      pool_(std::move(pool)),
      bell_(io),
      circuit_(route_.retry),
      random_(std::random_device{}()) {}

void Dispatcher::Stop() {
  stopping_ = true;
  bell_.Ring();
}

std::string Dispatcher::HeldBy() const {
  const std::lock_guard lock(held_mutex_);
  return held_by_;
}

asio::awaitable<void> Dispatcher::Run() {
  while (!stopping_) {
    const bool went_well = co_await Round();
    if (stopping_) break;
    Millis wait = kRetryWait;
    if (went_well) wait = co_await UntilNext();
    co_await bell_.Wait(wait);
  }
  while (running_ > 0) co_await bell_.Wait(kLongestWait);  // each attempt rings when it has ended
}

// Starts as many attempts as there is room for. False when the store failed.
asio::awaitable<bool> Dispatcher::Round() {
  const std::size_t room = circuit_.Room(clock_.Now(), running_);
  if (room == 0) co_return true;
  std::vector<Attempt> begun;
  const Result<> done = co_await Begin(room, begun);
  if (!done) {
    reporter_.StepFailed("dispatch", done.error());
    co_return false;
  }
  for (Attempt& attempt : begun) {
    ++running_;
    asio::co_spawn(
        bell_.executor(), Carry(std::move(attempt)), [this](const std::exception_ptr& failure) {
          if (failure) {
            reporter_.StepFailed("dispatch",
                                 Error{Code::kInternal, "attempt", "it ended by an exception"});
          }
          --running_;
          bell_.Ring();
        });
  }
  co_return true;
}

// Takes what is due. The attempts are committed before the first byte leaves; what is sent is read
// in the same transaction. Most rounds find nothing, and do not trouble the writer.
asio::awaitable<Result<>> Dispatcher::Begin(std::size_t room, std::vector<Attempt>& begun) {
  const auto look = [this, room](store::Rows& rows) {
    return rows.DueDeliveries(route_.destination, clock_.Now(), room);
  };
  const Result<std::vector<store::OutboxRow>> due = co_await FindOnPool(pool_, store_, look);
  if (!due) co_return due.error();
  if (due->empty()) co_return Result<>{};
  store::Work begin = [this, &due, &begun](store::Rows& rows) -> Result<> {
    begun.clear();
    for (const store::OutboxRow& seen : *due) {
      auto current = rows.FindDelivery(seen.key);
      if (!current) return current.error();
      const bool wanted = *current && (*current)->state == seen.state;
      if (!wanted) continue;  // it was replaced since we looked
      Attempt attempt{std::move(**current), {}};
      const auto ready = BeginOne(rows, attempt.row, attempt.delivery, clock_.Now());
      if (!ready) return ready.error();
      if (*ready) begun.push_back(std::move(attempt));
    }
    return {};
  };
  const Result<> committed = co_await Commit(store_, std::move(begin));
  if (!committed) begun.clear();
  co_return committed;
}

asio::awaitable<Result<>> Dispatcher::MakePayload(model::Delivery& delivery) const {
  const bool is_as_stored = route_.spo2_code == discharge::Spo2Code::kAsMapped &&
                            route_.format == model::PayloadFormat::kJson;
  Result<> made;
  if (!is_as_stored) {
    const auto make = [this, &delivery] { return Tailor(route_, delivery); };
    made = co_await OnPool(pool_, make);
  }
  co_return made;
}

asio::awaitable<void> Dispatcher::Carry(Attempt attempt) {
  store::OutboxRow row = std::move(attempt.row);
  const std::string stay = attempt.delivery.stay;
  model::Outcome outcome;
  const Result<> made = co_await MakePayload(attempt.delivery);
  if (made) {
    outcome = co_await route_.channel->Send(std::move(attempt.delivery));
  } else {
    outcome.kind = Kind::kPermanent;
    outcome.code = "delivery.payload";
    outcome.detail = "what is stored cannot be written as wanted: " + made.error().Text();
  }
  Settle(row, outcome);
  std::optional<Timestamp> discharged;
  co_await Finish(row, outcome.kind, discharged);
  reporter_.Attempted(row, stay, outcome);
  if (discharged) reporter_.Delivered(*discharged, clock_.Now());
}

// Puts the end of an attempt on record. While the store fails it is tried again: until then, or a
// restart, the outcome is in doubt. `discharged` is set for what was delivered.
asio::awaitable<void> Dispatcher::Finish(const store::OutboxRow& row, Kind kind,
                                         std::optional<Timestamp>& discharged) {
  while (true) {
    store::Work finish = [this, &row, kind, &discharged](store::Rows& rows) -> Result<> {
      if (row.state == DeliveryState::kDelivered) {
        auto found = rows.FindStay(row.stay_key);
        if (found && *found) discharged = (*found)->first_discharge;
      }
      const Timestamp now = clock_.Now();
      if (auto noted = NoteHold(rows, row, kind, now); !noted) return noted;
      return rows.FinishAttempt(row, now);
    };
    const Result<> finished = co_await Commit(store_, std::move(finish));
    if (finished) co_return;
    reporter_.StepFailed("dispatch", finished.error());
    if (stopping_) co_return;
    Bell pause(bell_.executor());
    co_await pause.Wait(kRetryWait);
  }
}

void Dispatcher::Settle(store::OutboxRow& row, const model::Outcome& outcome) {
  Circumstances circumstances;
  circumstances.now = clock_.Now();
  // What ends under a hold is as old as it was when the hold began: it is not given up for its age.
  const bool is_held = circuit_.state() == Circuit::State::kHeld;
  circumstances.age_from = is_held ? circumstances.now : row.created + row.held;
  circumstances.chance = std::uniform_real_distribution<double>(0.0, 1.0)(random_);
  circumstances.poisoned = IsPoisoned(row.key, outcome);
  pipeline::Settle(row, outcome, route_.retry, circumstances);
  if (row.state == DeliveryState::kDead) streaks_.erase(row.key);
  if (circuit_.Ended(outcome, circumstances.now)) TellCircuit();
}

// A receiver that answers "500" to one message for ever, but takes the others, must not have that
// message at the door for three days.
bool Dispatcher::IsPoisoned(const std::string& key, const model::Outcome& outcome) {
  if (outcome.kind == Kind::kDelivered) ++successes_;
  if (outcome.kind != Kind::kTransient || !outcome.server_error) {
    streaks_.erase(key);
    return false;
  }
  const auto [streak, is_new] = streaks_.try_emplace(key, Streak{0, successes_});
  const bool poisoned = ++streak->second.errors >= route_.retry.poison_after &&
                        successes_ > streak->second.successes_before;
  if (poisoned) streaks_.erase(streak);
  return poisoned;
}

void Dispatcher::TellCircuit() {
  const bool held = circuit_.state() == Circuit::State::kHeld;
  {
    const std::lock_guard lock(held_mutex_);
    held_by_ = held ? circuit_.code() : "";
  }
  reporter_.CircuitChanged(route_.destination, circuit_.state(), circuit_.code(), clock_.Now());
}

asio::awaitable<Millis> Dispatcher::UntilNext() {
  const Timestamp now = clock_.Now();
  const Timestamp room_at = circuit_.NextRoom(now);
  // Without room the end of an attempt rings the bell, or a probe becomes due.
  if (circuit_.Room(now, running_) == 0 && room_at <= now) co_return kLongestWait;
  const auto find = [this](store::Rows& rows) { return rows.NextDelivery(route_.destination); };
  const Result<std::optional<Timestamp>> next = co_await FindOnPool(pool_, store_, find);
  if (!next || !*next) co_return kLongestWait;
  co_return std::clamp(std::max(**next, room_at) - clock_.Now(), Millis(0), kLongestWait);
}

}  // namespace wardbridge::pipeline
