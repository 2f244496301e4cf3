// What operators may do, and what they may not.
#include "pipeline/operate.h"

#include <array>
#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/pipeline/workbench.h"

namespace wardbridge::model {

// For the names of cases.
inline std::ostream& operator<<(std::ostream& out, DeliveryState state) {
  return out << Name(state);
}

}  // namespace wardbridge::model

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(operate)

namespace {

using model::DeliveryState;
using model::StayState;
using store::InboxState;

constexpr std::array kStates = {
    DeliveryState::kReady,   DeliveryState::kSending,   DeliveryState::kInDoubt,
    DeliveryState::kWaitAck, DeliveryState::kDelivered, DeliveryState::kHeld,
    DeliveryState::kDead,    DeliveryState::kReplaced,  DeliveryState::kCancelled};

class Desk {
 public:
  Decision Ask(const std::string& operation, const std::string& target) {
    store::OperatorRequest request;
    request.operation = operation;
    request.target = target;
    request.person = "jo";
    request.reason = "because";
    request.asked = bench.clock.Now();
    request.id = bench.In([&](store::Rows& rows) { return rows.AddRequest(request); });
    const Decision decision = bench.In([&](store::Rows& rows) {
      return ApplyRequest(rows, test::WardProgram(), request, {"archive", "gp"}, bench.clock.Now());
    });
    const auto closed = bench.In([&](store::Rows& rows) { return rows.FindRequest(request.id); });
    BOOST_TEST_REQUIRE(closed.has_value());
    BOOST_TEST(closed->closed.has_value());
    BOOST_TEST(closed->applied == decision.applied);
    return decision;
  }
  // A stay with one revision.
  model::Stay Save(model::Stay stay) {
    bench.Change([&](store::Rows& rows) { return rows.SaveStay(stay); });
    return stay;
  }
  static model::Stay Sent() {
    model::Stay stay;
    stay.key = "RXX|V|1#1";
    stay.spell_key = "RXX|V|1";
    stay.state = StayState::kSent;
    stay.ward = model::Ward{"VW1", "Respiratory"};
    stay.revision = 1;
    return stay;
  }
  store::OutboxRow Deliver(DeliveryState state, int revision = 1) {
    store::OutboxRow row;
    row.stay_key = Sent().key;
    row.revision = revision;
    row.destination = "archive";
    row.key = std::string(62, 'a') + "0" + std::to_string(revision);
    row.state = state;
    row.created = row.next_at = bench.clock.Now() - Millis(1000);
    bench.Change([&](store::Rows& rows) { return rows.AddDelivery(row); });
    return row;
  }
  DeliveryState StateOf(const store::OutboxRow& row) {
    return bench.In([&](store::Rows& rows) { return rows.FindDelivery(row.key); }).value().state;
  }
  model::Stay Stay() { return bench.OneStay(); }
  std::int64_t Quarantined() {
    const auto row = bench.Receive(test::DischargeMessage());
    bench.Change([&](store::Rows& rows) {
      return rows.SetInboxState(row.id, InboxState::kQuarantined,
                                {{model::Issue::Severity::kError, "x", "PID", "why", ""}});
    });
    return row.id;
  }
  store::AuditRow LastAudit() {
    return bench.In([](store::Rows& rows) { return rows.AuditAfter(0, 1000); }).back();
  }

  Workbench bench;
};

BOOST_DATA_TEST_CASE(retry_is_for_what_may_still_go_out,
                     boost::unit_test::data::make(kStates) ^
                         boost::unit_test::data::make(std::array{true, false, true, false, false,
                                                                 true, true, false, false}),
                     state, wanted) {
  Desk desk;
  const auto row = desk.Deliver(state);
  const Decision decision = desk.Ask("retry", row.key);
  BOOST_TEST(decision.applied == wanted);
  BOOST_TEST(decision.deliveries_changed == wanted);
  const DeliveryState after =
      wanted && state != DeliveryState::kInDoubt ? DeliveryState::kReady : state;
  BOOST_TEST((desk.StateOf(row) == after));
}

BOOST_DATA_TEST_CASE(resend_is_for_what_was_delivered, boost::unit_test::data::make(kStates),
                     state) {
  Desk desk;
  const auto row = desk.Deliver(state);
  const bool wanted = state == DeliveryState::kDelivered;
  BOOST_TEST(desk.Ask("resend", row.key).applied == wanted);
  BOOST_TEST((desk.StateOf(row) == (wanted ? DeliveryState::kReady : state)));
}

BOOST_DATA_TEST_CASE(discard_is_for_what_was_not_delivered,
                     boost::unit_test::data::make(kStates) ^
                         boost::unit_test::data::make(std::array{true, false, true, true, false,
                                                                 true, true, false, false}),
                     state, wanted) {
  Desk desk;
  const auto row = desk.Deliver(state);
  BOOST_TEST(desk.Ask("discard", row.key).applied == wanted);
  BOOST_TEST((desk.StateOf(row) == (wanted ? DeliveryState::kCancelled : state)));
}

BOOST_AUTO_TEST_CASE(older_revision_does_not_overtake_a_newer_one) {
  Desk desk;
  const auto older = desk.Deliver(DeliveryState::kDelivered, 1);
  const auto newer = desk.Deliver(DeliveryState::kDelivered, 2);
  BOOST_TEST(!desk.Ask("resend", older.key).applied);
  BOOST_TEST((desk.StateOf(older) == DeliveryState::kDelivered));
  BOOST_TEST(desk.Ask("resend", newer.key).applied);
}

BOOST_AUTO_TEST_CASE(retry_under_a_hold_is_refused_until_it_is_released) {
  Desk desk;
  const auto row = desk.Deliver(DeliveryState::kDead);
  const auto ready = desk.Deliver(DeliveryState::kReady, 2);
  BOOST_TEST(desk.Ask("hold", "destination:archive").applied);
  BOOST_TEST((desk.StateOf(ready) == DeliveryState::kHeld));
  BOOST_TEST(!desk.Ask("retry", ready.key).applied);
  BOOST_TEST(desk.Ask("release", "destination:archive").applied);
  BOOST_TEST(desk.Ask("retry", ready.key).applied);
  BOOST_TEST((desk.StateOf(row) == DeliveryState::kDead));
}

BOOST_AUTO_TEST_CASE(destination_that_is_not_configured_is_refused) {
  Desk desk;
  BOOST_TEST(!desk.Ask("hold", "destination:gpp").applied);
  BOOST_TEST(desk.bench.In([](store::Rows& rows) { return rows.Holds(); }).empty());
}

BOOST_AUTO_TEST_CASE(release_of_what_is_not_on_hold_is_refused) {
  Desk desk;
  const auto stay = desk.Save(Desk::Sent());
  BOOST_TEST(!desk.Ask("release", "destination:gp").applied);
  BOOST_TEST(!desk.Ask("release", stay.Reference()).applied);
}

BOOST_AUTO_TEST_CASE(held_stay_makes_nothing_until_it_is_released) {
  Desk desk;
  model::Stay pending = Desk::Sent();
  pending.state = StayState::kPending;
  pending.due = desk.bench.clock.Now();
  desk.Save(pending);
  const auto row = desk.Deliver(DeliveryState::kReady);
  const auto due = [&] {
    return desk.bench.In(
        [&](store::Rows& rows) { return rows.DueStays(desk.bench.clock.Now(), 10); });
  };
  BOOST_TEST(desk.Ask("hold", pending.Reference().substr(0, 8)).applied);
  BOOST_TEST(due().empty());
  BOOST_TEST((desk.StateOf(row) == DeliveryState::kHeld));
  BOOST_REQUIRE_EQUAL(desk.Stay().quarantine.size(), 1U);
  BOOST_TEST(desk.Stay().quarantine[0].code == "operator.hold");
  BOOST_TEST(desk.Ask("release", pending.Reference()).stays_changed);
  BOOST_TEST(due().size() == 1U);
  BOOST_TEST((desk.StateOf(row) == DeliveryState::kReady));
}

BOOST_AUTO_TEST_CASE(stay_released_without_a_time_is_due_now) {
  Desk desk;
  model::Stay stay = Desk::Sent();
  stay.state = StayState::kPending;
  stay.quarantine = {{model::Issue::Severity::kError, "patient.died", "PID-30", "died", ""}};
  desk.Save(stay);
  BOOST_TEST(desk.Ask("release", stay.Reference()).detail == "released from patient.died");
  BOOST_TEST((desk.Stay().due == desk.bench.clock.Now()));
  BOOST_TEST(desk.Stay().quarantine.empty());
}

BOOST_AUTO_TEST_CASE(summary_that_was_set_aside_is_made_again_or_given_up) {
  Desk desk;
  model::Stay stay = Desk::Sent();
  stay.state = StayState::kPending;
  stay.set_aside = true;
  stay.revision = 0;
  desk.Save(stay);
  store::SummaryRow summary;
  summary.stay_key = stay.key;
  summary.state = store::SummaryState::kSetAside;
  desk.bench.Change([&](store::Rows& rows) { return rows.SaveSummary(summary); });
  BOOST_TEST(desk.Ask("retry", stay.Reference()).applied);
  BOOST_TEST((desk.Stay().due == desk.bench.clock.Now()));
  BOOST_TEST(!desk.Ask("retry", stay.Reference()).applied);
  desk.Save(stay);
  BOOST_TEST(desk.Ask("discard", stay.Reference()).applied);
  BOOST_TEST(!desk.Stay().set_aside);
  BOOST_TEST((desk.Stay().state == StayState::kPending));
  const auto kept = desk.bench.In([&](store::Rows& rows) { return rows.FindSummary(stay.key, 1); });
  BOOST_TEST((kept->state == store::SummaryState::kDiscarded));
}

BOOST_AUTO_TEST_CASE(stay_in_quarantine_that_is_given_up_sends_nothing_more) {
  Desk desk;
  model::Stay stay = Desk::Sent();
  stay.state = StayState::kPending;
  stay.due = desk.bench.clock.Now();
  stay.quarantine = {{model::Issue::Severity::kError, "x", "PID", "why", ""}};
  desk.Save(stay);
  const auto waiting = desk.Deliver(DeliveryState::kReady);
  BOOST_TEST(desk.Ask("discard", stay.Reference()).applied);
  BOOST_TEST((desk.Stay().state == StayState::kCancelled));
  BOOST_TEST(!desk.Stay().due);
  BOOST_TEST((desk.StateOf(waiting) == DeliveryState::kCancelled));
}

BOOST_AUTO_TEST_CASE(message_in_quarantine_is_read_again_or_given_up) {
  Desk desk;
  const std::string key = "m" + std::to_string(desk.Quarantined());
  BOOST_TEST(desk.Ask("retry", key).inbox_changed);
  BOOST_TEST(!desk.Ask("retry", key).applied);  // it waits to be read
  const std::int64_t other = [&] {
    test::AdtParts parts;
    parts.control_id = "C4";
    const auto row = desk.bench.Receive(test::Adt(parts));
    desk.bench.Change([&](store::Rows& rows) {
      return rows.SetInboxState(row.id, InboxState::kQuarantined,
                                {{model::Issue::Severity::kError, "x", "PID", "why", ""}});
    });
    return row.id;
  }();
  BOOST_TEST(desk.Ask("discard", "m" + std::to_string(other)).applied);
  const auto rows = desk.bench.In([&](store::Rows& r) { return r.Messages({other}); });
  BOOST_TEST((rows.at(0).state == InboxState::kDiscarded));
  const auto issues = desk.bench.In([&](store::Rows& r) { return r.InboxIssues(other); });
  BOOST_TEST(issues.size() == 1U);  // why it was there stays on record
}

struct Unfit {
  const char* name;
  void (*change)(model::Stay&);
};
std::ostream& operator<<(std::ostream& out, const Unfit& c) { return out << c.name; }
const std::array kUnfit = {
    Unfit{"open", [](model::Stay& s) { s.state = StayState::kOpen; }},
    Unfit{"cancelled", [](model::Stay& s) { s.state = StayState::kCancelled; }},
    Unfit{"on no virtual ward", [](model::Stay& s) { s.ward.reset(); }},
    Unfit{"in quarantine", [](model::Stay& s) {
            s.quarantine = {{model::Issue::Severity::kError, "x", "PID", "why", ""}};
          }}};

BOOST_DATA_TEST_CASE(send_wants_a_discharged_stay, boost::unit_test::data::make(kUnfit), c) {
  Desk desk;
  model::Stay stay = Desk::Sent();
  c.change(stay);
  desk.Save(stay);
  BOOST_TEST(!desk.Ask("send", stay.Reference()).applied);
  BOOST_TEST(!desk.Stay().due);
}

BOOST_AUTO_TEST_CASE(send_makes_the_stay_due_now) {
  Desk desk;
  model::Stay stay = desk.Save(Desk::Sent());
  BOOST_TEST(desk.Ask("send", stay.Reference()).stays_changed);
  BOOST_TEST((desk.Stay().due == desk.bench.clock.Now()));
}

BOOST_AUTO_TEST_CASE(applied_and_refused_requests_are_on_record_with_person_and_reason) {
  Desk desk;
  const auto row = desk.Deliver(DeliveryState::kDead);
  desk.Ask("retry", row.key.substr(0, 8));
  store::AuditRow audit = desk.LastAudit();
  BOOST_TEST(audit.event == "operator.retry");
  BOOST_TEST(audit.subject == row.key);
  BOOST_TEST(audit.destination == "archive");
  BOOST_TEST(audit.stay == model::StayReference(row.stay_key));
  BOOST_TEST(audit.person == "jo");
  BOOST_TEST(audit.reason == "because");
  BOOST_TEST(audit.detail.starts_with("applied: "));
  desk.Ask("resend", row.key);
  audit = desk.LastAudit();
  BOOST_TEST(audit.event == "operator.resend");
  BOOST_TEST(audit.detail.starts_with("refused: "));
}

BOOST_AUTO_TEST_CASE(key_that_fits_nothing_or_several_is_refused) {
  Desk desk;
  desk.Deliver(DeliveryState::kDead, 1);
  desk.Deliver(DeliveryState::kDead, 2);
  BOOST_TEST(!desk.Ask("retry", "00000000").applied);
  BOOST_TEST(!desk.Ask("retry", "aaaaaaaa").applied);
  BOOST_TEST(!desk.Ask("retry", "m99").applied);
  BOOST_TEST(!desk.Ask("explode", "00000000").applied);
}

BOOST_AUTO_TEST_CASE(backup_leaves_its_row_and_nothing_else) {
  Desk desk;
  const Decision decision = desk.Ask("backup", "/backup/monday.db");
  BOOST_TEST(decision.applied);
  BOOST_TEST(!decision.stays_changed);
  BOOST_TEST(desk.LastAudit().subject == "/backup/monday.db");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
