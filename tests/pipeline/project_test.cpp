// Inbox to stay book: what one message changes in the store, all or nothing.
#include "pipeline/project.h"

#include <algorithm>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/pipeline/workbench.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(project)

namespace {

using store::InboxState;

class Projector {
 public:
  // Receives and applies a message; what it changed.
  Applied Play(const std::string& message, const std::string& feed = "pas") {
    row = bench.Receive(message, feed);
    return ApplyTo(InterpretRow(test::WardProgram(), row));
  }
  Applied ApplyTo(const Projected& projected) {
    Applied applied;
    bench.Change([&](store::Rows& rows) {
      return ApplyProjected(rows, test::WardProgram(), projected, bench.clock.Now(), applied);
    });
    return applied;
  }
  // State of the last message received.
  InboxState State() {
    return bench.In([&](store::Rows& rows) { return rows.Messages({row.id}); }).at(0).state;
  }
  std::vector<model::Issue> Issues() {
    return bench.In([&](store::Rows& rows) { return rows.InboxIssues(row.id); });
  }
  // The audit's rows of this event.
  std::vector<store::AuditRow> Recorded(const std::string& event) {
    auto rows = bench.In([](store::Rows& rows) { return rows.AuditAfter(0, 1000); });
    std::erase_if(rows, [&](const store::AuditRow& row) { return row.event != event; });
    return rows;
  }
  std::vector<model::Reading> Readings() {
    return bench.In([&](store::Rows& rows) {
      return rows.ReadingsOf({"N|9990000018"}, Timestamp::FromUnixMs(0),
                             bench.clock.Now() + Millis(1'000'000'000));
    });
  }

  Workbench bench;
  store::InboxRow row;
};

bool Holds(const std::vector<model::Issue>& issues, const std::string& code) {
  return std::any_of(issues.begin(), issues.end(),
                     [&](const model::Issue& issue) { return issue.code == code; });
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_admission_opens_a_stay) {
  Projector projector;
  const Applied applied = projector.Play(test::AdmitMessage());
  BOOST_TEST(!applied.due_changed);
  BOOST_TEST(applied.quarantine.empty());
  BOOST_TEST((projector.State() == InboxState::kApplied));
  const model::Stay stay = projector.bench.OneStay();
  BOOST_TEST((stay.state == model::StayState::kOpen));
  BOOST_REQUIRE(stay.ward.has_value());
  BOOST_TEST(stay.ward->code == "VW1");
  BOOST_TEST(stay.feed == "pas");
}

BOOST_AUTO_TEST_CASE(a_discharge_makes_the_stay_due_after_it_has_settled) {
  Projector projector;
  projector.Play(test::AdmitMessage());
  const Applied applied = projector.Play(test::DischargeMessage());
  BOOST_TEST(applied.due_changed);
  const model::Stay stay = projector.bench.OneStay();
  BOOST_TEST((stay.state == model::StayState::kPending));
  BOOST_REQUIRE(stay.due.has_value());
  BOOST_TEST((*stay.due == projector.bench.clock.Now() + test::WardSettings().settle));
  BOOST_TEST(stay.messages.size() == 2U);
}

BOOST_AUTO_TEST_CASE(messages_that_an_older_version_stored_are_read_again_once) {
  Projector projector;
  projector.Play(test::AdmitMessage());
  projector.Play(test::DischargeMessage());
  model::Stay stay = projector.bench.OneStay();
  const auto messages = stay.messages;
  stay.messages.clear();
  projector.bench.Change([&](store::Rows& rows) { return rows.SaveStay(stay); });
  stay.messages = messages;
  for (model::AppliedMessage& message : stay.messages) message.event = nullptr;
  projector.bench.Change([&](store::Rows& rows) { return rows.SaveStay(stay); });
  test::AdtParts cancel;
  cancel.trigger = "A13";
  cancel.control_id = "C13";
  cancel.occurred = "20261023161500";
  projector.Play(test::Adt(cancel));
  stay = projector.bench.OneStay();
  BOOST_TEST((stay.state == model::StayState::kOpen));
  BOOST_REQUIRE(stay.ward.has_value());
  BOOST_REQUIRE(stay.messages.size() == 3U);
  for (const model::AppliedMessage& message : stay.messages) BOOST_TEST((message.event != nullptr));
}

BOOST_AUTO_TEST_CASE(a_reason_that_a_message_corrects_is_on_record_as_corrected) {
  Projector projector;
  projector.Play(test::AdmitMessage());
  test::AdtParts wrong;
  wrong.discharged = "20261019155000";  // before the start
  projector.Play(test::Adt(wrong));
  BOOST_TEST(projector.bench.OneStay().IsQuarantined());
  test::AdtParts right;
  right.control_id = "C4";
  right.occurred = "20261023160100";
  const Applied applied = projector.Play(test::Adt(right));
  BOOST_TEST(!projector.bench.OneStay().IsQuarantined());
  BOOST_REQUIRE(applied.changes.size() == 1U);
  BOOST_TEST(applied.changes.front().event == "stay.corrected");
  const auto recorded = projector.Recorded("stay.corrected");
  BOOST_REQUIRE(recorded.size() == 1U);
  BOOST_TEST(recorded.front().detail == "stay.ends-before-start");
}

BOOST_AUTO_TEST_CASE(readings_are_kept_for_the_patient_and_counted_by_source) {
  Projector projector;
  Applied applied = projector.Play(test::ReadingsMessage("R1", "20261021080000", "72"), "rpm");
  BOOST_TEST(applied.readings.at("rpm") == 8U);
  BOOST_TEST(projector.Readings().size() == 8U);
  BOOST_TEST(projector.bench.Stays().empty());
  applied = projector.Play(test::ReadingsMessage("R2", "20261021080000", "75", "C"), "rpm");
  BOOST_TEST(projector.Readings().size() == 8U);
}

BOOST_AUTO_TEST_CASE(withdrawn_readings_go) {
  Projector projector;
  projector.Play(test::ReadingsMessage("R1", "20261021080000", "72"), "rpm");
  projector.Play(test::ReadingsMessage("R2", "20261021080000", "72", "D"), "rpm");
  BOOST_TEST(projector.Readings().empty());
}

BOOST_AUTO_TEST_CASE(readings_of_nobody_are_quarantined) {
  Projector projector;
  const Applied applied =
      projector.Play(test::ReadingsMessage("R1", "20261021080000", "72", "F", ""), "rpm");
  BOOST_TEST(Holds(applied.quarantine, "reading.no-patient"));
  BOOST_TEST((projector.State() == InboxState::kQuarantined));
  BOOST_TEST(Holds(projector.Issues(), "reading.no-patient"));
}

BOOST_AUTO_TEST_CASE(an_ignored_message_changes_nothing) {
  Projector projector;
  test::AdtParts parts;
  parts.trigger = "A05";
  projector.row = projector.bench.Receive(test::Adt(parts));
  const Applied applied = projector.ApplyTo(InterpretRow(test::WardProgram(), projector.row));
  BOOST_TEST(applied.ignored);
  BOOST_TEST((projector.State() == InboxState::kIgnored));
  BOOST_TEST(projector.bench.Stays().empty());
}

BOOST_AUTO_TEST_CASE(a_message_with_a_problem_is_quarantined_as_it_is) {
  Projector projector;
  const Applied applied = projector.Play(test::AdmitMessage() + "PID|2||9990000026^^^NHS\r");
  BOOST_TEST(Holds(applied.quarantine, "message.several-patients"));
  BOOST_TEST((projector.State() == InboxState::kQuarantined));
  BOOST_TEST(Holds(projector.Issues(), "message.several-patients"));
  BOOST_TEST(projector.bench.Stays().empty());
  const auto recorded = projector.Recorded("message.quarantined");
  BOOST_REQUIRE(recorded.size() == 1U);
  BOOST_TEST(recorded[0].subject == "m" + std::to_string(projector.row.id));
  BOOST_TEST(recorded[0].detail == "message.several-patients");
  BOOST_TEST((recorded[0].at == projector.bench.clock.Now()));
}

BOOST_AUTO_TEST_CASE(a_faulty_message_is_quarantined_with_its_reason) {
  Projector projector;
  projector.row = projector.bench.Receive(test::AdmitMessage());
  projector.ApplyTo(Faulty(projector.row.id));
  BOOST_TEST((projector.State() == InboxState::kQuarantined));
  BOOST_TEST(Holds(projector.Issues(), "message.not-applied"));
}

BOOST_AUTO_TEST_CASE(a_stay_that_is_held_is_told_once) {
  Projector projector;
  projector.Play(test::AdmitMessage());
  test::AdtParts death;
  death.death_time = "20261023";
  const Applied first = projector.Play(test::Adt(death));
  BOOST_REQUIRE(first.held.size() == 1U);
  BOOST_TEST(Holds(first.held.front().reasons, "patient.deceased"));
  BOOST_TEST(first.held.front().reference == projector.bench.OneStay().Reference());
  death.trigger = "A08";
  death.control_id = "C4";
  death.occurred = "20261023161000";
  const std::int64_t inbox_id = projector.row.id;
  BOOST_TEST(projector.Play(test::Adt(death)).held.empty());
  BOOST_TEST(projector.bench.OneStay().IsQuarantined());
  const auto recorded = projector.Recorded("stay.quarantined");
  BOOST_REQUIRE(recorded.size() == 1U);
  BOOST_TEST(recorded[0].subject == "m" + std::to_string(inbox_id));
  BOOST_TEST(recorded[0].stay == projector.bench.OneStay().Reference());
  BOOST_TEST(recorded[0].detail == model::CodesOf(first.held.front().reasons));
}

BOOST_AUTO_TEST_CASE(a_spell_keeps_the_key_it_was_first_known_by) {
  Projector projector;
  test::AdtParts admit;
  admit.trigger = "A01";
  admit.control_id = "C1";
  admit.occurred = "20261020090100";
  admit.visit = admit.method = admit.destination = admit.discharged = "";
  projector.Play(test::Adt(admit));
  const std::string key = projector.bench.OneStay().spell_key;
  projector.Play(test::DischargeMessage());
  BOOST_TEST(projector.bench.OneStay().spell_key == key);
}

BOOST_AUTO_TEST_CASE(a_message_about_the_person_is_remembered_for_the_patient) {
  Projector projector;
  test::AdtParts person;
  person.trigger = "A31";
  projector.Play(test::Adt(person));
  const auto remembered =
      projector.bench.In([](store::Rows& rows) { return rows.PersonMessages({"N|9990000018"}); });
  BOOST_REQUIRE(remembered.size() == 1U);
  BOOST_TEST(remembered.front().inbox_id == projector.row.id);
  BOOST_TEST(remembered.front().trigger == "A31");
}

BOOST_AUTO_TEST_CASE(what_was_applied_is_told_without_values) {
  Projector projector;
  test::AdtParts death;
  death.death_time = "20261023";
  ReportApplied(projector.Play(test::Adt(death)), projector.bench.reporter);
  ReportApplied(projector.Play(test::AdmitMessage() + "PID|2||9990000026^^^NHS\r"),
                projector.bench.reporter);
  BOOST_TEST(projector.bench.Logged("stay-quarantined"));
  BOOST_TEST(projector.bench.Logged("message-quarantined"));
  BOOST_TEST(!projector.bench.Logged("9990000018"));
  BOOST_TEST(!projector.bench.Logged("Samplesby"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
