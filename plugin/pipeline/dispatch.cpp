#include "pipeline/dispatch.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "model/stay.h"
#include "pipeline/await.h"

namespace wardbridge::pipeline {

namespace asio = boost::asio;

namespace {

using Kind = model::Outcome::Kind;
using model::DeliveryState;

constexpr std::size_t kRoundSize = 16;
constexpr Millis kLongestWait{30'000};  // a clock that jumps must not make us sleep through it
constexpr Millis kProbeInterval{60'000};

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

}  // namespace

Millis BackOff(const RetryOptions& options, int attempts) {
  Millis wait = options.base;
  for (int i = 1; i < attempts && wait < options.cap; ++i) wait *= 2;
  return std::min(wait, options.cap);
}

Dispatcher::Dispatcher(std::string destination, std::unique_ptr<channel::Channel> channel,
                       store::Store& store, Reporter& reporter, const Clock& clock,
                       asio::any_io_executor io, asio::any_io_executor pool, RetryOptions options)
    : destination_(std::move(destination)),
      channel_(std::move(channel)),
      store_(store),
      reporter_(reporter),
      clock_(clock),
      pool_(std::move(pool)),
      options_(options),
      bell_(std::move(io)),
      random_(std::random_device{}()) {}

void Dispatcher::Stop() {
  stopping_ = true;
  bell_.Ring();
}

std::string Dispatcher::HeldBy() const {
  const std::lock_guard lock(held_mutex_);
  return held_by_;
}

void Dispatcher::SetHeld(const std::string& code) {
  const std::lock_guard lock(held_mutex_);
  held_by_ = code;
}

asio::awaitable<void> Dispatcher::Run() {
  while (!stopping_) {
    const bool more = co_await Round();
    if (more || stopping_) continue;
    const Millis wait = co_await UntilNext();
    co_await bell_.Wait(wait);
  }
}

// Sends what is due; true when there may be more at once.
asio::awaitable<bool> Dispatcher::Round() {
  const std::size_t limit = failures_in_a_row_ >= options_.breaker_after ? 1 : kRoundSize;
  std::vector<store::OutboxRow> due;
  const store::Work find = [this, limit, &due](store::Rows& rows) -> Result<> {
    auto found = rows.DueDeliveries(destination_, clock_.Now(), limit);
    if (!found) return found.error();
    due = std::move(*found);
    return {};
  };
  const Result<> read = co_await ReadOnPool(pool_, store_, find);
  if (!read) {
    reporter_.StepFailed("dispatch", read.error());
    co_return false;
  }
  for (store::OutboxRow& row : due) {
    if (stopping_) co_return false;
    const int failures = failures_in_a_row_;
    co_await Deliver(std::move(row));
    if (failures_in_a_row_ > failures && failures_in_a_row_ >= options_.breaker_after)
      co_return false;
  }
  co_return due.size() == limit;
}

// The attempt is committed before the first byte leaves; its payload is read in the same
// transaction.
asio::awaitable<Dispatcher::Begun> Dispatcher::Begin(store::OutboxRow& row,
                                                     model::Delivery& delivery) {
  delivery.in_doubt = row.state == DeliveryState::kInDoubt;
  bool wanted = false;
  store::Work begin = [this, &row, &delivery, &wanted](store::Rows& rows) -> Result<> {
    auto current = rows.FindDelivery(row.key);
    if (!current) return current.error();
    wanted = *current && (*current)->state == row.state;
    if (!wanted) return {};  // it was replaced since this round began
    auto summary = rows.FindSummary(row.stay_key, row.revision);
    if (!summary) return summary.error();
    if (!*summary) return Error{Code::kInternal, "outbox", "the summary of a delivery is gone"};
    const bool as_transaction = row.form == model::PayloadForm::kTransaction;
    delivery.payload = std::move(as_transaction ? (*summary)->transaction : (*summary)->bundle);
    delivery.document = std::move((*summary)->document);
    delivery.bundle_identifier = (*summary)->bundle_identifier;
    delivery.version_id = (*summary)->version_id;
    auto former = rows.DeliveriesOf(row.stay_key);
    if (!former) return former.error();
    delivery.former_evidence = FormerEvidence(*former, row);
    return rows.BeginAttempt(row.key, clock_.Now());
  };
  const Result<> begun = co_await Commit(store_, std::move(begin));
  if (!begun) {
    reporter_.StepFailed("dispatch", begun.error());
    co_return Begun::kFailed;
  }
  if (!wanted) co_return Begun::kNotWanted;
  row.attempts += 1;
  delivery.key = row.key;
  delivery.destination = destination_;
  delivery.stay = model::StayReference(row.stay_key);
  delivery.revision = row.revision;
  delivery.form = row.form;
  delivery.attempt = row.attempts;
  delivery.media_type = "application/fhir+json";
  co_return Begun::kYes;
}

asio::awaitable<void> Dispatcher::Deliver(store::OutboxRow row) {
  model::Delivery delivery;
  const Begun begun = co_await Begin(row, delivery);
  if (begun == Begun::kFailed) ++failures_in_a_row_;
  if (begun != Begun::kYes) co_return;
  const std::string stay = delivery.stay;
  const model::Outcome outcome = co_await channel_->Send(std::move(delivery));
  Settle(row, outcome);
  std::optional<Timestamp> discharged;
  store::Work finish = [this, &row, &discharged](store::Rows& rows) -> Result<> {
    if (row.state == DeliveryState::kDelivered) {
      auto found = rows.FindStay(row.stay_key);
      if (found && *found) discharged = (*found)->first_discharge;
    }
    return rows.FinishAttempt(row, clock_.Now());
  };
  const Result<> finished = co_await Commit(store_, std::move(finish));
  if (!finished) reporter_.StepFailed("dispatch", finished.error());
  reporter_.Attempted(row, stay, outcome);
  if (outcome.kind == Kind::kDelivered && discharged)
    reporter_.Delivered(*discharged, clock_.Now());
}

// The next state by the table of delivery-and-retry section 2.
void Dispatcher::Settle(store::OutboxRow& row, const model::Outcome& outcome) {
  const Timestamp now = clock_.Now();
  row.code = outcome.code;
  row.detail = outcome.detail;
  row.evidence = outcome.evidence;
  SetHeld(outcome.kind == Kind::kConfiguration ? outcome.code : "");
  failures_in_a_row_ = outcome.kind == Kind::kTransient || outcome.kind == Kind::kConfiguration
                           ? failures_in_a_row_ + 1
                           : 0;
  switch (outcome.kind) {
    case Kind::kDelivered:
      row.state = DeliveryState::kDelivered;
      row.delivered = now;
      return;
    case Kind::kPermanent:
      row.state = DeliveryState::kDead;
      return;
    case Kind::kConfiguration:  // no message is used up: tried again as a probe
    case Kind::kTransient:
      // What an earlier attempt left in doubt stays so until an attempt settles it.
      if (row.state != DeliveryState::kInDoubt) row.state = DeliveryState::kReady;
      break;
    case Kind::kInDoubt:
      row.state = DeliveryState::kInDoubt;
      break;
  }
  row.next_at = now + Wait(row, outcome);
  if (outcome.kind != Kind::kConfiguration && now - row.created > options_.age_limit) {
    row.state = DeliveryState::kDead;
    row.code = "delivery.too-old";
  }
}

Millis Dispatcher::Wait(const store::OutboxRow& row, const model::Outcome& outcome) {
  if (outcome.retry_after) return *outcome.retry_after;
  if (outcome.kind == Kind::kConfiguration) return kProbeInterval;
  const Millis longest = BackOff(options_, row.attempts);
  std::uniform_int_distribution<std::int64_t> part(longest.count() / 2, longest.count());
  return Millis(part(random_));
}

asio::awaitable<Millis> Dispatcher::UntilNext() {
  std::optional<Timestamp> next;
  const store::Work find = [this, &next](store::Rows& rows) -> Result<> {
    auto found = rows.NextDelivery(destination_);
    if (!found) return found.error();
    next = *found;
    return {};
  };
  const Result<> read = co_await ReadOnPool(pool_, store_, find);
  if (!read || !next) co_return kLongestWait;
  co_return std::clamp(*next - clock_.Now(), Millis(failures_in_a_row_ > 0 ? 100 : 0),
                       kLongestWait);
}

}  // namespace wardbridge::pipeline
