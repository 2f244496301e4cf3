// Answers of a person: what is done, what is refused, and what is on record of both.
#include "pipeline/resolve.h"

#include <boost/test/unit_test.hpp>

#include "pipeline/operate.h"
#include "pipeline/prepare.h"
#include "tests/pipeline/workbench.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(resolve)

namespace {

using model::StayState;

constexpr const char* kOther = "9990000026";

class Desk {
 public:
  // Plays a message through inbox and stay book; its number.
  std::int64_t Play(const test::AdtParts& parts) {
    const store::InboxRow row = bench.Receive(test::Adt(parts));
    Apply(row);
    return row.id;
  }
  void Apply(const store::InboxRow& row) {
    Applied applied;
    bench.Change([&](store::Rows& rows) {
      return ApplyProjected(rows, test::WardProgram(), InterpretRow(test::WardProgram(), row),
                            bench.clock.Now(), applied);
    });
  }
  // An admission, and then a message that names another NHS number.
  std::int64_t Conflict() {
    test::AdtParts admit;
    admit.trigger = "A01";
    admit.control_id = "C1";
    admit.occurred = "20261020090100";
    admit.method = admit.destination = admit.discharged = "";
    Play(admit);
    return Contradict("C2", kOther);
  }
  std::int64_t Contradict(const std::string& control_id, const std::string& number) {
    test::AdtParts update;
    update.trigger = "A08";
    update.control_id = control_id;
    update.occurred = "20261021090100";
    update.nhs_number = number;
    update.method = update.destination = update.discharged = "";
    return Play(update);
  }
  Decision Answer(const std::string& word, std::int64_t seen = 0, const std::string& target = "") {
    store::OperatorRequest request;
    request.operation = "resolve";
    request.target = target.empty() ? bench.OneStay().Reference() : target;
    request.person = "jo";
    request.reason = "asked the ward";
    request.answer = word;
    request.seen = seen;
    request.asked = bench.clock.Now();
    request.id = bench.In([&](store::Rows& rows) { return rows.AddRequest(request); });
    const auto open = bench.In([](store::Rows& rows) { return rows.OpenRequests(10); });
    BOOST_TEST_REQUIRE(open.size() == 1U);  // as the store gives it back
    return bench.In([&](store::Rows& rows) {
      return ApplyRequest(rows, test::WardProgram(), open[0], {"archive"}, bench.clock.Now());
    });
  }
  store::AuditRow LastAudit() {
    return bench.In([](store::Rows& rows) { return rows.AuditAfter(0, 1000); }).back();
  }

  Workbench bench;
};

}  // namespace

BOOST_AUTO_TEST_CASE(an_answer_is_kept_with_the_stay_and_on_record_with_person_and_reason) {
  Desk desk;
  const std::int64_t seen = desk.Conflict();
  const Decision decision = desk.Answer("keep-number", seen);
  BOOST_TEST(decision.applied, decision.detail);
  BOOST_TEST(decision.stays_changed);
  const model::Stay stay = desk.bench.OneStay();
  BOOST_TEST(!stay.IsQuarantined());
  BOOST_TEST(stay.patient.nhs_number->Reveal() == "9990000018");
  BOOST_TEST_REQUIRE(stay.answers.size() == 1U);
  BOOST_TEST(stay.answers[0].word == "keep-number");
  BOOST_TEST(stay.answers[0].upto == seen);
  const store::AuditRow audit = desk.LastAudit();
  BOOST_TEST(audit.event == "operator.resolve");
  BOOST_TEST(audit.person == "jo");
  BOOST_TEST(audit.reason == "asked the ward");
  BOOST_TEST(audit.stay == stay.Reference());
  BOOST_TEST(audit.detail ==
             "applied: nhs-number.changed is answered: keep-number; nothing holds the stay, it is "
             "open");
}

BOOST_AUTO_TEST_CASE(a_wrong_answer_names_the_possible_ones_and_changes_nothing) {
  Desk desk;
  desk.Conflict();
  const std::int64_t generation = desk.bench.OneStay().generation;
  const Decision decision = desk.Answer("keep");
  BOOST_TEST(!decision.applied);
  BOOST_TEST(decision.detail ==
             "there is no such answer; possible are nhs-number.changed: keep-number, new-number, "
             "leave-out, never-send");
  BOOST_TEST(desk.bench.OneStay().generation == generation);
  BOOST_TEST(desk.LastAudit().detail.starts_with("refused: "));
}

BOOST_AUTO_TEST_CASE(an_answer_to_a_question_that_is_not_asked_here_is_refused) {
  Desk desk;
  desk.Conflict();
  const Decision decision = desk.Answer("alive");
  BOOST_TEST(!decision.applied);
  BOOST_TEST(decision.detail.starts_with("this answers a question that is not asked here now"));
}

BOOST_AUTO_TEST_CASE(an_answer_given_twice_is_refused_with_the_first) {
  Desk desk;
  desk.Conflict();
  BOOST_TEST(desk.Answer("new-number").applied);
  const Decision again = desk.Answer("keep-number");
  BOOST_TEST(!again.applied);
  BOOST_TEST(
      again.detail.starts_with("the stay is not in quarantine: nothing is asked; the last "
                               "answer was new-number to nhs-number.changed at "));
  BOOST_TEST(desk.bench.OneStay().patient.nhs_number->Reveal() == kOther);
}

BOOST_AUTO_TEST_CASE(a_message_that_came_since_the_person_looked_stops_the_answer) {
  Desk desk;
  const std::int64_t seen = desk.Conflict();
  const std::int64_t since = desk.Contradict("C3", "9990000034");
  const Decision decision = desk.Answer("new-number", seen);
  BOOST_TEST(!decision.applied);
  BOOST_TEST(decision.detail == "the stay has changed: m" + std::to_string(since) +
                                    " has come since m" + std::to_string(seen) +
                                    "; look at it again with 'queue show'");
  BOOST_TEST(desk.bench.OneStay().IsQuarantined());
  BOOST_TEST(desk.bench.OneStay().answers.empty());
  BOOST_TEST(desk.Answer("new-number", since).applied);
  BOOST_TEST(desk.bench.OneStay().patient.nhs_number->Reveal() == "9990000034");
}

BOOST_AUTO_TEST_CASE(never_send_gives_the_stay_up_as_discard_does) {
  Desk desk;
  desk.Conflict();
  const Decision decision = desk.Answer("never-send");
  BOOST_TEST(decision.applied, decision.detail);
  BOOST_TEST(decision.detail.starts_with("never-send: the stay is given up"));
  BOOST_TEST((desk.bench.OneStay().state == StayState::kCancelled));
}

BOOST_AUTO_TEST_CASE(the_hold_of_an_operator_ends_by_its_answer_and_other_reasons_stay) {
  Desk desk;
  desk.Conflict();
  store::OperatorRequest hold;
  hold.operation = "hold";
  hold.target = desk.bench.OneStay().Reference();
  hold.person = "jo";
  hold.id = desk.bench.In([&](store::Rows& rows) { return rows.AddRequest(hold); });
  BOOST_TEST(desk.bench
                 .In([&](store::Rows& rows) {
                   return ApplyRequest(rows, test::WardProgram(), hold, {"archive"},
                                       desk.bench.clock.Now());
                 })
                 .applied);
  const Decision decision = desk.Answer("end-hold");
  BOOST_TEST(decision.applied, decision.detail);
  BOOST_TEST(decision.detail ==
             "operator.hold is answered: end-hold; still held: nhs-number.changed");
  BOOST_TEST(desk.bench.In([](store::Rows& rows) { return rows.Holds(); }).empty());
}

BOOST_AUTO_TEST_CASE(what_was_sent_and_gets_another_number_is_on_record) {
  Desk desk;
  desk.Conflict();
  model::Stay stay = desk.bench.OneStay();
  stay.revision = 1;
  stay.state = StayState::kSent;
  desk.bench.Change([&](store::Rows& rows) { return rows.SaveStay(stay); });
  BOOST_TEST(desk.Answer("new-number").applied);
  const auto audit = desk.bench.In([](store::Rows& rows) { return rows.AuditAfter(0, 1000); });
  BOOST_TEST(std::count_if(audit.begin(), audit.end(), [](const store::AuditRow& row) {
               return row.event == "stay.rekeyed";
             }) == 1);
}

BOOST_AUTO_TEST_CASE(a_destination_and_a_delivery_ask_nothing) {
  Desk desk;
  const Decision decision = desk.Answer("keep-number", 0, "destination:archive");
  BOOST_TEST(!decision.applied);
  BOOST_TEST(decision.detail ==
             "resolve does not apply to this: it wants a stay, or a message as m17");
}

BOOST_AUTO_TEST_CASE(a_message_is_given_to_one_stay_only_by_a_key_that_fits_one) {
  Desk desk;
  desk.Conflict();
  const store::InboxRow row =
      desk.bench.Receive(test::ReadingsMessage("R1", "20261022100000", "80", "F", ""), "rpm");
  desk.Apply(row);
  const std::string message = "m" + std::to_string(row.id);
  store::OperatorRequest request;
  request.operation = "resolve";
  request.target = message;
  request.answer = "of-stay";
  const auto ask = [&](const std::string& chosen) {
    request.chosen = chosen;
    request.id = desk.bench.In([&](store::Rows& rows) { return rows.AddRequest(request); });
    return desk.bench.In([&](store::Rows& rows) {
      return ApplyRequest(rows, test::WardProgram(), request, {"archive"}, desk.bench.clock.Now());
    });
  };
  BOOST_TEST(ask("").detail == "this answer names a stay: --stay REF");
  BOOST_TEST(ask("0000000000000000").detail ==
             "--stay: no stay has this key; 'queue list' shows them");
  const Decision decision = ask(desk.bench.OneStay().Reference());
  BOOST_TEST(decision.applied, decision.detail);
  BOOST_TEST(decision.inbox_changed);
  const auto fresh = desk.bench.In([](store::Rows& rows) { return rows.NewMessages(10); });
  BOOST_TEST_REQUIRE(fresh.size() == 1U);
  desk.Apply(fresh[0]);
  const std::string key = desk.bench.OneStay().ReadingKey();
  const auto kept = desk.bench.In([&](store::Rows& rows) {
    return rows.ReadingsOf({key}, test::Instant("2026-10-22T00:00:00+01:00"),
                           test::Instant("2026-10-23T00:00:00+01:00"));
  });
  BOOST_TEST(kept.size() == 8U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
