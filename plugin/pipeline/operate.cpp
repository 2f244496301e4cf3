#include "pipeline/operate.h"

#include <algorithm>
#include <array>
#include <utility>

#include "pipeline/operate_target.h"
#include "pipeline/resolve.h"

namespace wardbridge::pipeline {
namespace {

using model::DeliveryState;
using model::Issue;
using model::Stay;
using model::StayState;
using store::HoldKind;
using store::InboxState;
using store::OperatorRequest;
using store::OutboxRow;
using store::Rows;

// One request with all that its operation may look at.
struct Case {
  Rows& rows;
  const discharge::Program& program;
  const OperatorRequest& request;
  Target& target;
  Timestamp now;
};

Decision Refuse(std::string why) {
  Decision decision;
  decision.detail = std::move(why);
  return decision;
}

Decision Done(std::string what) {
  Decision decision;
  decision.applied = true;
  decision.detail = std::move(what);
  return decision;
}

Decision NotThis(std::string_view operation, std::string_view what) {
  return Refuse(std::string(operation) + " does not apply to " + std::string(what));
}

Decision StayChanged(std::string what) {
  Decision decision = Done(std::move(what));
  decision.stays_changed = true;
  decision.deliveries_changed = true;
  return decision;
}

Decision DeliveriesChanged(std::string what) {
  Decision decision = Done(std::move(what));
  decision.deliveries_changed = true;
  return decision;
}

Result<bool> IsOnHold(Rows& rows, HoldKind kind, const std::string& target) {
  auto holds = rows.Holds();
  if (!holds) return holds.error();
  return std::any_of(holds->begin(), holds->end(), [&](const store::Hold& hold) {
    return hold.kind == kind && hold.target == target;
  });
}

// An older revision must never overtake a newer one (spec/security hazard H15).
Result<bool> HasNewer(Rows& rows, const OutboxRow& row) {
  auto all = rows.DeliveriesOf(row.stay_key);
  if (!all) return all.error();
  return std::any_of(all->begin(), all->end(), [&](const OutboxRow& other) {
    return other.destination == row.destination && other.revision > row.revision &&
           other.state != DeliveryState::kCancelled && other.state != DeliveryState::kReplaced;
  });
}

Result<Decision> SendAgain(Case& c, std::string done) {
  const OutboxRow& row = *c.target.delivery;
  const auto newer = HasNewer(c.rows, row);
  if (!newer) return newer.error();
  if (*newer) return Refuse("a later revision took its place at this destination");
  if (auto queued = c.rows.Requeue(row.key, c.now); !queued) return queued.error();
  return DeliveriesChanged(std::move(done));
}

Result<Decision> RetryDelivery(Case& c) {
  const OutboxRow& row = *c.target.delivery;
  switch (row.state) {
    case DeliveryState::kReady:
    case DeliveryState::kInDoubt:
    case DeliveryState::kDead:
      return SendAgain(c, "is tried at once");
    case DeliveryState::kHeld: {
      const auto channel = IsOnHold(c.rows, HoldKind::kDestination, row.destination);
      if (!channel) return channel.error();
      const auto stay = IsOnHold(c.rows, HoldKind::kStay, row.stay_key);
      if (!stay) return stay.error();
      if (*channel) return Refuse("its destination is on hold: release that first");
      if (*stay) return Refuse("its stay is on hold: release that first");
      return SendAgain(c, "is tried at once");
    }
    case DeliveryState::kDelivered:
      return Refuse("it was delivered; 'queue resend' sends it again");
    case DeliveryState::kSending:
    case DeliveryState::kWaitAck:
      return Refuse("an attempt is running or waits for its answer");
    case DeliveryState::kReplaced:
    case DeliveryState::kCancelled:
      return Refuse("it was given up; 'wardbridge send' makes a new revision");
  }
  return Refuse("unknown state");
}

Result<Decision> RetryStay(Case& c) {
  Stay stay = *c.target.stay;
  if (stay.IsQuarantined()) return Refuse("the stay is in quarantine: release it first");
  if (!stay.set_aside) return Refuse("no summary of this stay is set aside");
  stay.set_aside = false;
  stay.due = c.now;
  if (auto saved = c.rows.SaveStay(stay); !saved) return saved.error();
  return StayChanged("its summary is made again now");
}

Result<Decision> RetryMessage(Case& c) {
  if (c.target.message->state != InboxState::kQuarantined)
    return Refuse("the message is not in quarantine");
  const Result<> queued = c.rows.SetInboxState(c.target.message->id, InboxState::kNew, {});
  if (!queued) return queued.error();
  Decision decision = Done("is read again now");
  decision.inbox_changed = true;
  return decision;
}

Result<Decision> Retry(Case& c) {
  if (c.target.delivery) return RetryDelivery(c);
  if (c.target.stay) return RetryStay(c);
  if (c.target.message) return RetryMessage(c);
  return NotThis("retry", "a destination: release it");
}

Result<Decision> PutOnHold(Case& c) {
  store::Hold hold{HoldKind::kDestination, "", c.request.person, c.request.reason, c.now};
  if (c.target.destination) {
    hold.target = *c.target.destination;
    if (auto set = c.rows.SetHold(hold); !set) return set.error();
    return DeliveriesChanged("nothing is sent there until it is released");
  }
  if (!c.target.stay) return NotThis("hold", "this: hold its stay or its destination");
  Stay stay = *c.target.stay;
  hold.kind = HoldKind::kStay;
  hold.target = stay.key;
  if (auto set = c.rows.SetHold(hold); !set) return set.error();
  const bool known = std::any_of(stay.quarantine.begin(), stay.quarantine.end(),
                                 [](const Issue& issue) { return issue.code == "operator.hold"; });
  if (!known) {
    stay.quarantine.push_back({Issue::Severity::kError, "operator.hold", "stay",
                               "an operator holds this stay; the audit has the reason", ""});
  }
  if (auto saved = c.rows.SaveStay(stay); !saved) return saved.error();
  return StayChanged("nothing is made or sent for it until it is released");
}

Result<Decision> ReleaseStay(Case& c) {
  Stay stay = *c.target.stay;
  const auto held = c.rows.RemoveHold(HoldKind::kStay, stay.key, c.now);
  if (!held) return held.error();
  if (!stay.IsQuarantined() && !*held) return Refuse("the stay is neither in quarantine nor held");
  std::string detail = "released from " + model::CodesOf(stay.quarantine);
  stay.quarantine.clear();
  stay.answered = stay.LastArrival();
  // Its time may have passed while it was held; without a time nothing was made of its discharge.
  if (stay.state == StayState::kPending && !stay.due && !stay.set_aside) stay.due = c.now;
  if (auto saved = c.rows.SaveStay(stay); !saved) return saved.error();
  return StayChanged(std::move(detail));
}

Result<Decision> Release(Case& c) {
  if (c.target.stay) return ReleaseStay(c);
  if (!c.target.destination) return NotThis("release", "this: retry or discard it");
  const auto held = c.rows.RemoveHold(HoldKind::kDestination, *c.target.destination, c.now);
  if (!held) return held.error();
  const auto freed = c.rows.ReleaseHeld(*c.target.destination, c.now);
  if (!freed) return freed.error();
  if (!*held && *freed == 0) return Refuse("the destination is not on hold");
  return DeliveriesChanged("what waits for it is sent now");
}

bool MayBeDiscarded(DeliveryState state) {
  constexpr std::array kWaiting = {DeliveryState::kReady, DeliveryState::kHeld,
                                   DeliveryState::kInDoubt, DeliveryState::kWaitAck,
                                   DeliveryState::kDead};
  return std::find(kWaiting.begin(), kWaiting.end(), state) != kWaiting.end();
}

Result<Decision> DiscardDelivery(Case& c) {
  const OutboxRow& row = *c.target.delivery;
  if (!MayBeDiscarded(row.state)) {
    return Refuse(row.state == DeliveryState::kSending
                      ? "it is being sent just now"
                      : "it is " + std::string(model::Name(row.state)) + " already");
  }
  if (auto cancelled = c.rows.CancelDelivery(row.key); !cancelled) return cancelled.error();
  return DeliveriesChanged(row.state == DeliveryState::kInDoubt
                               ? "cancelled; an earlier attempt may have arrived"
                               : "cancelled");
}

// The revision that was set aside stays on record, as discarded.
Result<> DiscardSummary(Case& c, const Stay& stay) {
  auto summary = c.rows.FindSummary(stay.key, stay.revision + 1);
  if (!summary) return summary.error();
  if (!*summary || (*summary)->state != store::SummaryState::kSetAside) return {};
  (*summary)->state = store::SummaryState::kDiscarded;
  return c.rows.SaveSummary(**summary);
}

Result<Decision> DiscardStay(Case& c) {
  Stay stay = *c.target.stay;
  const bool quarantined = stay.IsQuarantined();
  if (!quarantined && !stay.set_aside)
    return Refuse("the stay is neither in quarantine nor set aside");
  if (auto discarded = DiscardSummary(c, stay); !discarded) return discarded.error();
  stay.set_aside = false;
  stay.due.reset();
  if (quarantined) {
    stay.quarantine.clear();
    stay.answered = stay.given_up = stay.LastArrival();
    if (stay.state == StayState::kOpen || stay.state == StayState::kPending)
      stay.state = StayState::kCancelled;
    if (auto free = c.rows.RemoveHold(HoldKind::kStay, stay.key, c.now); !free) return free.error();
    auto deliveries = c.rows.DeliveriesOf(stay.key);
    if (!deliveries) return deliveries.error();
    for (const OutboxRow& row : *deliveries) {
      if (!MayBeDiscarded(row.state)) continue;
      if (auto cancelled = c.rows.CancelDelivery(row.key); !cancelled) return cancelled.error();
    }
  }
  if (auto saved = c.rows.SaveStay(stay); !saved) return saved.error();
  return StayChanged(quarantined ? "the stay is given up: nothing more is made or sent for it"
                                 : "the summary is given up; a new message makes another");
}

Result<Decision> Discard(Case& c) {
  if (c.target.delivery) return DiscardDelivery(c);
  if (c.target.stay) return DiscardStay(c);
  if (!c.target.message) return NotThis("discard", "a destination");
  if (c.target.message->state != InboxState::kQuarantined)
    return Refuse("the message is not in quarantine");
  auto issues = c.rows.InboxIssues(c.target.message->id);
  if (!issues) return issues.error();
  const Result<> set = c.rows.SetInboxState(c.target.message->id, InboxState::kDiscarded, *issues);
  if (!set) return set.error();
  return Done("the message is given up");
}

// A person's answer to what a stay or a message is held for.
Result<Decision> ResolveQuestion(Case& c) {
  auto resolved = Resolve(c.rows, c.program, c.request, c.target, c.now);
  if (!resolved) return resolved.error();
  if (!resolved->problem.empty()) return Refuse(std::move(resolved->problem));
  const std::string word = c.request.answer + ": ";
  if (resolved->effect == discharge::Effect::kGiveUp) {
    auto decided = Discard(c);
    if (decided) decided->detail = word + decided->detail;
    return decided;
  }
  if (resolved->effect == discharge::Effect::kReadAgain) {
    auto decided = RetryMessage(c);
    if (decided) decided->detail = word + decided->detail + resolved->detail;
    return decided;
  }
  return StayChanged(std::move(resolved->detail));
}

Result<Decision> Resend(Case& c) {
  if (!c.target.delivery) return NotThis("resend", "this: it wants the key of a delivery");
  if (c.target.delivery->state != DeliveryState::kDelivered)
    return Refuse("it was not delivered; 'queue retry' tries it again");
  return SendAgain(c, "is sent again with the same ids");
}

Result<Decision> Send(Case& c) {
  if (!c.target.stay) return NotThis("send", "this: it wants the key of a stay");
  Stay stay = *c.target.stay;
  if (stay.IsQuarantined()) return Refuse("the stay is in quarantine: release it first");
  if (!stay.ward) return Refuse("the stay never was on a virtual ward");
  if (stay.state == StayState::kOpen) return Refuse("the stay is open: it has no end yet");
  if (stay.state == StayState::kCancelled) return Refuse("the stay was cancelled");
  if (stay.state == StayState::kRetracted)
    return Refuse("its discharge was cancelled: it has no end");
  stay.set_aside = false;
  stay.due = c.now;
  if (auto saved = c.rows.SaveStay(stay); !saved) return saved.error();
  return StayChanged("its summary is made now");
}

// Work that a tool did: recorded, nothing else.
bool IsNote(const OperatorRequest& request) {
  return request.operation == "backup" || request.operation == "export";
}

Result<Decision> Decide(Case& c) {
  const std::string& operation = c.request.operation;
  if (IsNote(c.request)) return Done("recorded");
  if (!c.target.problem.empty()) return Refuse(c.target.problem);
  if (operation == "retry") return Retry(c);
  if (operation == "hold") return PutOnHold(c);
  if (operation == "release") return Release(c);
  if (operation == "discard") return Discard(c);
  if (operation == "resolve") return ResolveQuestion(c);
  if (operation == "resend") return Resend(c);
  if (operation == "send") return Send(c);
  return Refuse("this version does not know the operation");
}

}  // namespace

Result<Decision> ApplyRequest(Rows& rows, const discharge::Program& program,
                              const OperatorRequest& request,
                              const std::vector<std::string>& destinations, Timestamp now) {
  Result<Target> target = Target();
  if (!IsNote(request)) target = FindTarget(rows, request.target, destinations);
  if (!target) return target.error();
  Case c{rows, program, request, *target, now};
  auto decided = Decide(c);
  if (!decided) return decided;
  store::AuditRow audit;
  audit.at = now;
  audit.event = "operator." + request.operation;
  audit.subject = target->Subject().empty() ? request.target : target->Subject();
  audit.stay = target->StayReference();
  audit.destination = target->Destination();
  audit.person = request.person;
  audit.reason = request.reason;
  audit.detail = (decided->applied ? "applied: " : "refused: ") + decided->detail;
  if (auto audited = rows.AppendAudit(std::move(audit)); !audited) return audited.error();
  const Result<> closed = rows.CloseRequest(request.id, decided->applied, decided->detail, now);
  if (!closed) return closed.error();
  return decided;
}

}  // namespace wardbridge::pipeline
