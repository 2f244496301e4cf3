// What a message would do, without doing it.
#include "pipeline/dry_run.h"

#include <algorithm>
#include <string>

#include <boost/test/unit_test.hpp>

#include "pipeline/project.h"
#include "tests/pipeline/workbench.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(dry_run)

namespace {

class Trial {
 public:
  void Play(const std::string& message) {
    const store::InboxRow row = bench.Receive(message);
    Applied applied;
    bench.Change([&](store::Rows& rows) {
      return ApplyProjected(rows, test::WardProgram(), InterpretRow(test::WardProgram(), row),
                            bench.clock.Now(), applied);
    });
  }
  DryRun Try(const std::string& message) {
    const auto received = test::WardProgram().Receive(message, "pas", hl7::AckMode::kOriginal,
                                                      bench.clock.Now(), "ACK");
    BOOST_REQUIRE(received.size() == 1U);
    const store::InboxRow row = MakeRow("pas", received.front(), bench.clock.Now());
    auto result = bench.Await(TryOut(*bench.store, test::WardProgram(), bench.executor(), row));
    BOOST_REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().Text()));
    return std::move(*result);
  }
  store::Depths Depths() {
    return bench.In([](store::Rows& rows) { return rows.Count(); });
  }

  Workbench bench;
};

bool Holds(const std::vector<model::Issue>& issues, const std::string& code) {
  return std::any_of(issues.begin(), issues.end(),
                     [&](const model::Issue& issue) { return issue.code == code; });
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_discharge_shows_the_bundle_it_would_send_and_leaves_nothing) {
  Trial trial;
  trial.Play(test::AdmitMessage());
  trial.Play(test::ReadingsMessage("R1", "20261021080000", "72"));
  const DryRun result = trial.Try(test::DischargeMessage());
  BOOST_TEST(result.bundle.starts_with("{\"resourceType\":\"Bundle\""));
  BOOST_TEST(!model::HasErrors(result.issues));
  BOOST_TEST(trial.Depths().inbox_total == 2);
  const model::Stay stay = trial.bench.OneStay();
  BOOST_TEST((stay.state == model::StayState::kOpen));
  BOOST_TEST(!stay.due.has_value());
  BOOST_TEST(stay.messages.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_discharge_nobody_was_admitted_for_is_tried_as_well) {
  Trial trial;
  const DryRun result = trial.Try(test::DischargeMessage());
  BOOST_TEST(!result.bundle.empty());
  BOOST_TEST(trial.bench.Stays().empty());
}

BOOST_AUTO_TEST_CASE(an_admission_would_send_nothing) {
  Trial trial;
  const DryRun result = trial.Try(test::AdmitMessage());
  BOOST_TEST(result.bundle.empty());
  BOOST_TEST(result.issues.empty());
  BOOST_TEST(trial.bench.Stays().empty());
}

BOOST_AUTO_TEST_CASE(a_discharge_that_would_be_held_says_why) {
  Trial trial;
  trial.Play(test::AdmitMessage());
  test::AdtParts death;
  death.death_time = "20261023";
  const DryRun result = trial.Try(test::Adt(death));
  BOOST_TEST(result.bundle.empty());
  BOOST_TEST(Holds(result.issues, "patient.deceased"));
  BOOST_TEST(!trial.bench.OneStay().IsQuarantined());
}

BOOST_AUTO_TEST_CASE(a_message_that_would_be_quarantined_says_why) {
  Trial trial;
  const DryRun result = trial.Try(test::AdmitMessage() + "PID|2||9990000026^^^NHS\r");
  BOOST_TEST(result.bundle.empty());
  BOOST_TEST(Holds(result.issues, "message.several-patients"));
  BOOST_TEST(trial.Depths().inbox_total == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
