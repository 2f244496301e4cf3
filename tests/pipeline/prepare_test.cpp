// A stay that is due to a summary with its deliveries.
#include "pipeline/prepare.h"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/pipeline/workbench.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(prepare)

namespace {

using store::SummaryState;

const std::vector<Recipient> kRecipients = {{"archive", model::PayloadForm::kCollection},
                                            {"spine", model::PayloadForm::kTransaction}};

// A program that cannot assemble.
class Broken final : public Forwarding {
 public:
  using Forwarding::Forwarding;
  [[nodiscard]] Result<discharge::Assembled> Assemble(
      const discharge::AssembleRequest&) const override {
    return Error{Code::kInternal, "cairo", "no room"};
  }
};

// One stay, told by its messages, and the sweep step by step.
class Sweep {
 public:
  Sweep() {
    Play(test::AdmitMessage());
    Play(test::ReadingsMessage("R1", "20261021080000", "72"));
    Play(test::DischargeMessage());
    key = bench.OneStay().key;
  }

  void Play(const std::string& message) { bench.Play(message); }
  void Later(Millis span) { bench.clock.Set(bench.clock.Now() + span); }
  // To the moment the stay is due.
  void UntilDue() {
    const model::Stay stay = bench.OneStay();
    BOOST_REQUIRE(stay.due.has_value());
    bench.clock.Set(*stay.due);
  }
  std::optional<DueStay> Load() {
    std::optional<DueStay> due;
    bench.Change([&](store::Rows& rows) -> Result<> {
      auto loaded = LoadDue(rows, key, bench.clock.Now());
      if (!loaded) return loaded.error();
      due = std::move(*loaded);
      return {};
    });
    return due;
  }
  Built Make(const discharge::Program& program = test::WardProgram()) {
    auto built = LoadAndBuild(*bench.store, program, key, bench.clock.Now());
    BOOST_REQUIRE(built.has_value());
    BOOST_REQUIRE(built->has_value());
    return std::move(**built);
  }
  bool Save(const Built& built) {
    return bench.In(
        [&](store::Rows& rows) { return SaveBuilt(rows, built, kRecipients, bench.clock.Now()); });
  }
  Built MakeAndSave() {
    UntilDue();
    Built built = Make();
    BOOST_REQUIRE(Save(built));
    return built;
  }
  std::vector<store::OutboxRow> Deliveries() {
    return bench.In([&](store::Rows& rows) { return rows.DeliveriesOf(key); });
  }
  std::optional<store::SummaryRow> Summary(int revision) {
    return bench.In([&](store::Rows& rows) { return rows.FindSummary(key, revision); });
  }

  Workbench bench;
  std::string key;
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_delivery_key_tells_stay_revision_and_destination_apart) {
  const std::string key = DeliveryKey("S#1", 1, "archive");
  BOOST_TEST(key.size() == 64U);
  BOOST_TEST(key == DeliveryKey("S#1", 1, "archive"));
  BOOST_TEST(key != DeliveryKey("S#2", 1, "archive"));
  BOOST_TEST(key != DeliveryKey("S#1", 2, "archive"));
  BOOST_TEST(key != DeliveryKey("S#1", 1, "spine"));
  BOOST_TEST(DeliveryKey("S#1", 11, "a") != DeliveryKey("S#11", 1, "a"));
}

BOOST_AUTO_TEST_CASE(a_stay_is_loaded_with_its_messages_and_readings_when_it_is_due) {
  Sweep sweep;
  BOOST_TEST(!sweep.Load().has_value());
  sweep.UntilDue();
  const auto due = sweep.Load();
  BOOST_REQUIRE(due.has_value());
  BOOST_REQUIRE(due->request.messages.size() == 2U);
  BOOST_TEST(due->request.messages.front().trigger == "A01");
  BOOST_TEST(due->request.messages.back().trigger == "A03");
  BOOST_TEST((due->request.messages.back().bytes == test::DischargeMessage()));
  BOOST_TEST(due->request.readings.size() == 8U);
  BOOST_TEST(due->request.revision == 1);
  BOOST_TEST((due->request.due == sweep.bench.clock.Now()));
  BOOST_TEST(!due->former.has_value());
}

BOOST_AUTO_TEST_CASE(a_stay_that_is_unknown_or_held_is_not_due) {
  Sweep sweep;
  sweep.UntilDue();
  model::Stay stay = sweep.bench.OneStay();
  const model::Stay good = stay;
  stay.quarantine = {{model::Issue::Severity::kError, "x", "y", "z", ""}};
  sweep.bench.Change([&](store::Rows& rows) { return rows.SaveStay(stay); });
  BOOST_TEST(!sweep.Load().has_value());
  sweep.bench.Change([&](store::Rows& rows) { return rows.SaveStay(good); });
  BOOST_TEST(sweep.Load().has_value());
  sweep.key = "nobody#1";
  BOOST_TEST(!sweep.Load().has_value());
}

BOOST_AUTO_TEST_CASE(messages_about_the_person_are_part_of_the_stay) {
  Sweep sweep;
  test::AdtParts person;
  person.trigger = "A31";
  person.control_id = "C9";
  person.occurred = "20261022100000";
  sweep.Play(test::Adt(person));
  sweep.UntilDue();
  const auto due = sweep.Load();
  BOOST_REQUIRE(due.has_value());
  std::vector<std::string> triggers;
  for (const auto& message : due->request.messages) triggers.push_back(message.trigger);
  const std::vector<std::string> want = {"A01", "A31", "A03"};
  BOOST_TEST(triggers == want, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_summary_that_is_ready_goes_to_every_destination) {
  Sweep sweep;
  const Built built = sweep.MakeAndSave();
  BOOST_TEST((built.kind == Built::Kind::kReady));
  const model::Stay stay = sweep.bench.OneStay();
  BOOST_TEST((stay.state == model::StayState::kSent));
  BOOST_TEST(stay.revision == 1);
  BOOST_TEST(!stay.due.has_value());
  BOOST_TEST(!stay.set_aside);
  const auto summary = sweep.Summary(1);
  BOOST_REQUIRE(summary.has_value());
  BOOST_TEST((summary->bundle == built.row.bundle));
  BOOST_TEST(summary->document.starts_with("%PDF-"));
  BOOST_TEST(summary->version_id == "1");
  BOOST_TEST(summary->mapping == test::WardProgram().MappingVersion());
  const auto deliveries = sweep.Deliveries();
  BOOST_REQUIRE(deliveries.size() == 2U);
  for (std::size_t i = 0; i < deliveries.size(); ++i) {
    BOOST_TEST(deliveries[i].destination == kRecipients[i].destination);
    BOOST_TEST((deliveries[i].form == kRecipients[i].form));
    BOOST_TEST(deliveries[i].key == DeliveryKey(sweep.key, 1, kRecipients[i].destination));
    BOOST_TEST((deliveries[i].state == model::DeliveryState::kReady));
    BOOST_TEST((deliveries[i].next_at == sweep.bench.clock.Now()));
  }
}

BOOST_AUTO_TEST_CASE(a_stay_that_changed_while_its_summary_was_made_is_made_again) {
  Sweep sweep;
  sweep.UntilDue();
  const Built built = sweep.Make();
  test::AdtParts update;
  update.trigger = "A08";
  update.control_id = "C5";
  update.occurred = "20261023161000";
  sweep.Play(test::Adt(update));
  BOOST_TEST(!sweep.Save(built));
  BOOST_TEST(!sweep.Summary(1).has_value());
  BOOST_TEST(sweep.Deliveries().empty());
  BOOST_TEST(sweep.bench.OneStay().due.has_value());
}

BOOST_AUTO_TEST_CASE(a_late_reading_makes_a_second_revision_that_replaces_what_was_not_sent) {
  Sweep sweep;
  sweep.MakeAndSave();
  sweep.Later(Millis(60'000));
  sweep.Play(test::ReadingsMessage("R2", "20261022080000", "80"));
  const Built built = sweep.MakeAndSave();
  BOOST_TEST((built.kind == Built::Kind::kReady));
  BOOST_TEST(built.row.revision == 2);
  BOOST_TEST(sweep.bench.OneStay().revision == 2);
  const auto deliveries = sweep.Deliveries();
  BOOST_REQUIRE(deliveries.size() == 4U);
  for (const store::OutboxRow& row : deliveries) {
    BOOST_TEST((row.state == (row.revision == 1 ? model::DeliveryState::kReplaced
                                                : model::DeliveryState::kReady)));
  }
}

BOOST_AUTO_TEST_CASE(an_amendment_that_would_say_nothing_new_is_dropped) {
  Sweep sweep;
  sweep.MakeAndSave();
  model::Stay stay = sweep.bench.OneStay();
  stay.due = sweep.bench.clock.Now() + Millis(60'000);
  sweep.bench.Change([&](store::Rows& rows) { return rows.SaveStay(stay); });
  const Built built = sweep.MakeAndSave();
  BOOST_TEST((built.kind == Built::Kind::kUnchanged));
  stay = sweep.bench.OneStay();
  BOOST_TEST(stay.revision == 1);
  BOOST_TEST(!stay.due.has_value());
  BOOST_TEST(!sweep.Summary(2).has_value());
  BOOST_TEST(sweep.Deliveries().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_withdrawal_goes_where_something_was_sent_and_can_be_taken_back) {
  Sweep sweep;
  sweep.MakeAndSave();
  for (store::OutboxRow row : sweep.Deliveries()) {
    sweep.bench.Change([&](store::Rows& rows) -> Result<> {
      if (auto begun = rows.BeginAttempt(row.key, sweep.bench.clock.Now()); !begun) return begun;
      row.state = model::DeliveryState::kDelivered;
      row.delivered = sweep.bench.clock.Now();
      return rows.FinishAttempt(row, sweep.bench.clock.Now());
    });
  }
  test::AdtParts cancel;
  cancel.trigger = "A13";
  cancel.control_id = "C13";
  cancel.occurred = "20261023161500";
  sweep.Play(test::Adt(cancel));
  BOOST_TEST((sweep.bench.OneStay().state == model::StayState::kRetracted));
  sweep.UntilDue();
  const Built built = sweep.Make();
  BOOST_TEST((built.kind == Built::Kind::kReady));
  BOOST_TEST(built.row.withdraws);
  const std::vector<Recipient> recipients = {{"archive", model::PayloadForm::kCollection},
                                             {"spine", model::PayloadForm::kCreation},
                                             {"new", model::PayloadForm::kCollection}};
  sweep.bench.Change([&](store::Rows& rows) -> Result<> {
    auto saved = SaveBuilt(rows, built, recipients, sweep.bench.clock.Now());
    if (!saved) return saved.error();
    return {};
  });
  std::vector<std::string> states;
  for (const store::OutboxRow& row : sweep.Deliveries()) {
    if (row.revision < 2) continue;
    states.push_back(row.destination + " " + std::string(model::Name(row.state)) + " " + row.code);
  }
  std::sort(states.begin(), states.end());
  const std::vector<std::string> wanted = {"archive ready ", "new cancelled withdrawal.not-needed",
                                           "spine held withdrawal.no-update"};
  BOOST_TEST(states == wanted, boost::test_tools::per_element());
  const model::Stay stay = sweep.bench.OneStay();
  BOOST_TEST(stay.withdrawn);
  BOOST_TEST(stay.revision == 2);
  BOOST_TEST(!stay.due.has_value());
  BOOST_TEST(sweep.Summary(2)->withdraws);
}

BOOST_AUTO_TEST_CASE(a_withdrawal_whose_summary_is_not_kept_any_more_is_set_aside) {
  Sweep sweep;
  sweep.MakeAndSave();
  sweep.bench.Change([&](store::Rows& rows) -> Result<> {
    auto row = rows.FindSummary(sweep.key, 1);
    if (!row) return row.error();
    (*row)->bundle.clear();
    return rows.SaveSummary(**row);
  });
  model::Stay stay = sweep.bench.OneStay();
  stay.state = model::StayState::kRetracted;
  stay.due = sweep.bench.clock.Now();
  sweep.bench.Change([&](store::Rows& rows) { return rows.SaveStay(stay); });
  const Built built = sweep.Make();
  BOOST_TEST((built.kind == Built::Kind::kSetAside));
  BOOST_REQUIRE(!built.row.issues.empty());
  BOOST_TEST(built.row.issues.front().code == "summary.not-assembled");
}

BOOST_AUTO_TEST_CASE(a_summary_that_fails_the_check_is_kept_and_never_sent) {
  Sweep sweep;
  model::Stay stay = sweep.bench.OneStay();
  stay.discharge_method = "4";
  sweep.bench.Change([&](store::Rows& rows) { return rows.SaveStay(stay); });
  const Built built = sweep.MakeAndSave();
  BOOST_TEST((built.kind == Built::Kind::kSetAside));
  stay = sweep.bench.OneStay();
  BOOST_TEST(stay.set_aside);
  BOOST_TEST(stay.revision == 0);
  BOOST_TEST((stay.state == model::StayState::kPending));
  BOOST_TEST(!stay.due.has_value());
  const auto summary = sweep.Summary(1);
  BOOST_REQUIRE(summary.has_value());
  BOOST_TEST((summary->state == SummaryState::kSetAside));
  BOOST_TEST(model::HasErrors(summary->issues));
  BOOST_TEST(sweep.Deliveries().empty());
}

BOOST_AUTO_TEST_CASE(codes_without_a_row_are_kept_with_the_summary) {
  Sweep sweep;
  sweep.UntilDue();
  Built built = sweep.Make();
  BOOST_TEST(built.unmapped.empty());
  built.unmapped = {{"sex", "Q"}, {"discharge", "77"}};
  BOOST_TEST(sweep.Save(built));
  const auto rows = sweep.bench.In([](store::Rows& in) { return in.UnmappedCodes(10); });
  BOOST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows[0].unmapped.code == "77");
  BOOST_TEST(rows[1].unmapped.code == "Q");
  BOOST_TEST(rows[1].stay == sweep.bench.OneStay().Reference());
}

BOOST_AUTO_TEST_CASE(a_stay_that_cannot_be_assembled_at_all_is_set_aside_with_the_reason) {
  Sweep sweep;
  sweep.UntilDue();
  const Broken broken(test::WardProgram());
  const Built built = sweep.Make(broken);
  BOOST_TEST((built.kind == Built::Kind::kSetAside));
  BOOST_REQUIRE(built.row.issues.size() == 1U);
  BOOST_TEST(built.row.issues.front().code == "summary.not-assembled");
  BOOST_TEST(built.row.issues.front().path == "cairo");
  BOOST_TEST(sweep.Save(built));
  BOOST_TEST(sweep.bench.OneStay().set_aside);
}

BOOST_AUTO_TEST_CASE(what_was_built_is_told_by_reference_only) {
  Sweep sweep;
  const Built built = sweep.MakeAndSave();
  ReportBuilt(built, model::StayReference(sweep.key), 0.1, sweep.bench.reporter);
  BOOST_TEST(sweep.bench.Logged(model::StayReference(sweep.key)));
  BOOST_TEST(!sweep.bench.Logged(sweep.key));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
