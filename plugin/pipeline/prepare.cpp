#include "pipeline/prepare.h"

#include <algorithm>
#include <utility>

#include "base/digest.h"

namespace wardbridge::pipeline {
namespace {

using model::AppliedMessage;
using model::Stay;

// The messages of the stay and of the person, each once, oldest version first.
Result<std::vector<AppliedMessage>> MessagesOf(store::Rows& rows, const Stay& stay,
                                               const std::vector<std::string>& keys) {
  std::vector<AppliedMessage> all = stay.messages;
  auto person = rows.PersonMessages(keys);
  if (!person) return person.error();
  for (AppliedMessage& message : *person) {
    const bool known = std::any_of(all.begin(), all.end(), [&](const AppliedMessage& other) {
      return other.inbox_id == message.inbox_id;
    });
    if (!known) all.push_back(std::move(message));
  }
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a.version < b.version; });
  return all;
}

Result<> LoadMessages(store::Rows& rows, const std::vector<std::string>& keys,
                      std::optional<Timestamp> until, DueStay& due) {
  auto applied = MessagesOf(rows, due.request.stay, keys);
  if (!applied) return applied.error();
  std::vector<std::int64_t> ids;
  for (const AppliedMessage& message : *applied) ids.push_back(message.inbox_id);
  auto stored = rows.Messages(ids);
  if (!stored) return stored.error();
  if (stored->size() != ids.size()) {
    return Error{Code::kInternal, "inbox", "a message of the stay is gone"};
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    store::InboxRow& row = (*stored)[i];
    if (until && row.received > *until) continue;
    due.request.messages.push_back({row.id, (*applied)[i].trigger, row.feed, std::move(row.bytes)});
  }
  return {};
}

Result<> LoadReadings(store::Rows& rows, const std::vector<std::string>& keys,
                      std::optional<Timestamp> until, DueStay& due) {
  const Stay& stay = due.request.stay;
  if (!stay.start || !stay.end) return {};
  const Millis grace(stay.ward ? stay.ward->grace_ms : 0);
  auto readings = rows.ReadingsOf(keys, *stay.start, *stay.end + grace);
  if (!readings) return readings.error();
  for (model::Reading& reading : *readings) {
    if (until && reading.received > *until) continue;
    due.request.readings.push_back(std::move(reading));
  }
  return {};
}

Result<> LoadGatherings(store::Rows& rows, std::optional<Timestamp> until, DueStay& due) {
  auto gatherings = rows.GatheringsOf(due.request.stay.key);
  if (!gatherings) return gatherings.error();
  for (model::Gathering& gathering : *gatherings) {
    if (until && gathering.at > *until) continue;
    due.request.gatherings.push_back(std::move(gathering));
  }
  return {};
}

Result<> LoadTexts(store::Rows& rows, const std::vector<std::string>& keys,
                   std::optional<Timestamp> until, DueStay& due) {
  const Stay& stay = due.request.stay;
  if (!stay.start || !stay.end) return {};
  const Millis grace(stay.ward ? stay.ward->grace_ms : 0);
  auto texts = rows.TextsOf(keys, *stay.start, *stay.end + grace);
  if (!texts) return texts.error();
  for (model::ClinicalText& text : *texts) {
    if (until && text.received > *until) continue;
    due.request.texts.push_back(std::move(text));
  }
  return {};
}

bool IsDue(const Stay& stay, Timestamp now) {
  return stay.due && *stay.due <= now && !stay.IsQuarantined();
}

// Whether the stay would say the same as the revision that was sent: that revision is made again
// and compared.
bool SaysTheSame(const discharge::Program& program, const DueStay& due) {
  if (!due.former || due.former->state != store::SummaryState::kReady) return false;
  if (due.former->withdraws || due.request.stay.WithdrawalIsDue()) return false;
  discharge::AssembleRequest again = due.request;
  again.revision = due.former->revision;
  again.due = due.former->due;
  again.replaces = due.former_replaces;
  const auto assembled = program.Assemble(again);
  return assembled.has_value() && assembled->bundle == due.former->bundle;
}

Result<discharge::Assembled> Withdraw(const discharge::Program& program, const DueStay& due) {
  if (!due.former || due.former->bundle.empty()) {
    return Error{Code::kMissing, "summary", "what was sent is not kept any more"};
  }
  return program.Withdraw(
      {due.request.stay, due.former->bundle, due.request.revision, due.request.due});
}

// Nothing could be made: the reason alone is kept.
Built SetAside(model::Issue reason, const discharge::Program& program, Built built) {
  built.kind = Built::Kind::kSetAside;
  built.row.state = store::SummaryState::kSetAside;
  built.row.mapping = program.MappingVersion();
  built.row.issues.push_back(std::move(reason));
  return built;
}

// Whether something of the stay may have reached the destination.
Result<bool> WasTried(store::Rows& rows, const std::string& stay_key,
                      const std::string& destination) {
  auto deliveries = rows.DeliveriesOf(stay_key);
  if (!deliveries) return deliveries.error();
  return std::any_of(deliveries->begin(), deliveries->end(), [&](const store::OutboxRow& row) {
    return row.destination == destination && row.attempts > 0;
  });
}

// Where nothing was sent there is nothing to withdraw, and a receiver that takes no updates cannot
// take it.
void LimitWithdrawal(bool reached, store::OutboxRow& delivery) {
  if (!reached) {
    delivery.state = model::DeliveryState::kCancelled;
    delivery.code = "withdrawal.not-needed";
    delivery.detail = "nothing of this stay was sent there";
  } else if (delivery.form == model::PayloadForm::kCreation) {
    delivery.state = model::DeliveryState::kHeld;
    delivery.code = "withdrawal.no-update";
    delivery.detail = "this receiver takes no updates: tell it of the withdrawal by other means";
  }
}

}  // namespace

Result<std::optional<int>> ReplacedBy(store::Rows& rows, const std::string& stay_key,
                                      int revision) {
  if (revision < 2) return std::optional<int>();
  auto before = rows.FindSummary(stay_key, revision - 1);
  if (!before) return before.error();
  const bool withdrawal = *before && (*before)->withdraws;
  return std::optional<int>(withdrawal ? revision - 2 : revision - 1);
}

std::string DeliveryKey(const std::string& stay_key, int revision, const std::string& destination) {
  return KeyOf({stay_key, std::to_string(revision), destination});
}

Result<> LoadEvidence(store::Rows& rows, DueStay& due, std::optional<Timestamp> until) {
  std::vector<std::string> keys = model::PatientKeys(due.request.stay.patient);
  if (auto loaded = LoadMessages(rows, keys, until, due); !loaded) return loaded;
  keys.push_back(due.request.stay.ReadingKey());  // what a person gave to it
  if (auto loaded = LoadReadings(rows, keys, until, due); !loaded) return loaded;
  if (auto loaded = LoadTexts(rows, keys, until, due); !loaded) return loaded;
  return LoadGatherings(rows, until, due);
}

Result<std::optional<DueStay>> LoadDue(store::Rows& rows, const std::string& stay_key,
                                       Timestamp now) {
  auto stay = rows.FindStay(stay_key);
  if (!stay) return stay.error();
  if (!*stay || !IsDue(**stay, now)) return std::optional<DueStay>();
  DueStay due;
  due.request.stay = std::move(**stay);
  due.request.revision = due.request.stay.revision + 1;
  due.request.due = *due.request.stay.due;
  // A withdrawal has no document of its own that could be replaced.
  if (due.request.stay.withdrawn) due.request.replaces = due.request.revision - 2;
  const auto removed = rows.WasRemoved(due.request.stay.Reference());
  if (!removed) return removed.error();
  due.removed = *removed;
  if (auto loaded = LoadEvidence(rows, due); !loaded) return loaded.error();
  if (due.request.stay.revision > 0) {
    auto former = rows.FindSummary(stay_key, due.request.stay.revision);
    if (!former) return former.error();
    due.former = std::move(*former);
    auto replaces = ReplacedBy(rows, stay_key, due.request.stay.revision);
    if (!replaces) return replaces.error();
    due.former_replaces = *replaces;
  }
  return std::optional<DueStay>(std::move(due));
}

Built Build(const discharge::Program& program, const DueStay& due) {
  const discharge::AssembleRequest& request = due.request;
  Built built;
  built.generation = request.stay.generation;
  built.discharged = request.stay.first_discharge.value_or(request.due);
  built.row.stay_key = request.stay.key;
  built.row.revision = request.revision;
  built.row.due = request.due;
  if (SaysTheSame(program, due)) {
    built.kind = Built::Kind::kUnchanged;
    return built;
  }
  if (due.removed) {
    return SetAside({model::Issue::Severity::kError, "stay.removed", "stay",
                     "the data of this stay was removed when its time was over: what came since "
                     "must not replace what was sent",
                     ""},
                    program, std::move(built));
  }
  built.row.withdraws = request.stay.WithdrawalIsDue();
  auto assembled = built.row.withdraws ? Withdraw(program, due) : program.Assemble(request);
  if (!assembled) {  // the stay must not be lost from sight
    const Error& error = assembled.error();
    return SetAside(
        {model::Issue::Severity::kError, "summary.not-assembled", error.where, error.detail, ""},
        program, std::move(built));
  }
  built.kind = assembled->MayBeSent() ? Built::Kind::kReady : Built::Kind::kSetAside;
  built.row.state =
      assembled->MayBeSent() ? store::SummaryState::kReady : store::SummaryState::kSetAside;
  built.row.bundle = std::move(assembled->bundle);
  built.row.transaction = std::move(assembled->transaction);
  built.row.creation = std::move(assembled->creation);
  built.row.document = std::move(assembled->document.bytes);
  built.row.bundle_identifier = std::move(assembled->bundle_identifier);
  built.row.version_id = std::to_string(request.revision);
  built.row.mapping = std::move(assembled->mapping);
  built.row.issues = std::move(assembled->issues);
  built.unmapped = std::move(assembled->unmapped);
  return built;
}

Result<std::optional<Built>> LoadAndBuild(store::Store& store, const discharge::Program& program,
                                          const std::string& stay_key, Timestamp now) {
  const auto due =
      store::Find(store, [&](store::Rows& rows) { return LoadDue(rows, stay_key, now); });
  if (!due) return due.error();
  if (!*due) return std::optional<Built>();
  return std::optional<Built>(Build(program, **due));
}

void ReportBuilt(const Built& built, const std::string& stay, double seconds, Reporter& reporter) {
  switch (built.kind) {
    case Built::Kind::kReady:
      reporter.SummaryBuilt(stay, built.row.revision, seconds);
      break;
    case Built::Kind::kSetAside:
      reporter.SummarySetAside(stay, built.row.revision, built.row.issues);
      break;
    case Built::Kind::kUnchanged:
      reporter.SummaryUnchanged(stay);
      break;
  }
}

Result<bool> SaveBuilt(store::Rows& rows, const Built& built,
                       const std::vector<Recipient>& recipients, Timestamp now) {
  auto found = rows.FindStay(built.row.stay_key);
  if (!found) return found.error();
  if (!*found || (*found)->generation != built.generation) return false;
  Stay stay = std::move(**found);
  stay.due.reset();
  stay.set_aside = built.kind == Built::Kind::kSetAside;
  if (built.kind == Built::Kind::kReady) {
    if (!built.row.withdraws) stay.state = model::StayState::kSent;
    stay.withdrawn = built.row.withdraws;
    stay.revision = built.row.revision;
  }
  if (auto saved = rows.SaveStay(stay); !saved) return saved.error();
  if (built.kind == Built::Kind::kUnchanged) return true;
  store::SummaryRow row = built.row;
  row.built = now;
  if (auto saved = rows.SaveSummary(row); !saved) return saved.error();
  for (const model::UnmappedCode& unmapped : built.unmapped) {
    if (auto noted = rows.NoteUnmapped(unmapped, stay.Reference(), now); !noted)
      return noted.error();
  }
  if (built.kind == Built::Kind::kSetAside) return true;
  for (const auto& [destination, form] : recipients) {
    auto reached = WasTried(rows, row.stay_key, destination);
    if (!reached) return reached.error();
    if (auto replaced = rows.ReplaceOlder(row.stay_key, destination, row.revision, now);
        !replaced) {
      return replaced.error();
    }
    store::OutboxRow delivery;
    delivery.key = DeliveryKey(row.stay_key, row.revision, destination);
    delivery.stay_key = row.stay_key;
    delivery.revision = row.revision;
    delivery.destination = destination;
    delivery.form = form;
    delivery.created = now;
    delivery.next_at = now;
    if (row.withdraws) LimitWithdrawal(*reached, delivery);
    if (auto added = rows.AddDelivery(delivery); !added) return added.error();
  }
  return true;
}

}  // namespace wardbridge::pipeline
