// Outbox to channel: what each outcome does to a delivery, and what a restart leaves.
#include "pipeline/dispatch.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "pipeline/prepare.h"
#include "tests/pipeline/scripted_channel.h"
#include "tests/pipeline/workbench.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(dispatch)

namespace {

using model::DeliveryState;
using Kind = model::Outcome::Kind;

constexpr Millis kHour{3'600'000};

// An outbox with one destination and its dispatcher.
class Desk {
 public:
  explicit Desk(RetryOptions options = {},
                discharge::Spo2Code spo2_code = discharge::Spo2Code::kAsMapped,
                model::PayloadFormat format = model::PayloadFormat::kJson)
      : dispatcher_(
            {"archive", std::make_unique<ScriptedChannel>(script), options, spo2_code, format},
            *bench.store, bench.reporter, bench.clock, bench.executor(), bench.executor()) {}
  ~Desk() {
    dispatcher_.Stop();
    bench.Settle();
  }

  // A summary with its delivery, as the sweep makes them; the key of the delivery.
  std::string Add(const std::string& stay_key, int revision = 1,
                  model::PayloadForm form = model::PayloadForm::kCollection,
                  const std::string& bundle = "") {
    store::SummaryRow summary;
    summary.stay_key = stay_key;
    summary.revision = revision;
    summary.bundle = bundle.empty() ? "bundle of revision " + std::to_string(revision) : bundle;
    summary.transaction = "transaction of revision " + std::to_string(revision);
    summary.creation = "creation of revision " + std::to_string(revision);
    summary.document = "document";
    summary.bundle_identifier = "uuid";
    summary.version_id = std::to_string(revision);
    store::OutboxRow row;
    row.key = DeliveryKey(stay_key, revision, "archive");
    row.stay_key = stay_key;
    row.revision = revision;
    row.destination = "archive";
    row.form = form;
    row.created = row.next_at = bench.clock.Now();
    bench.Change([&](store::Rows& rows) -> Result<> {
      model::Stay stay;
      stay.key = stay_key;
      stay.spell_key = stay_key.substr(0, stay_key.find('#'));
      if (revision == 1) {
        if (auto saved = rows.SaveStay(stay); !saved) return saved;
      }
      if (auto saved = rows.SaveSummary(summary); !saved) return saved;
      if (auto replaced = rows.ReplaceOlder(stay_key, "archive", revision, bench.clock.Now());
          !replaced)
        return replaced;
      return rows.AddDelivery(row);
    });
    return row.key;
  }

  // Starts the loop, and lets it do what is due.
  void Run() {
    asio::co_spawn(dispatcher_.bell().executor(), dispatcher_.Run(),
                   [](const std::exception_ptr& failure) { BOOST_TEST(!failure); });
    bench.Settle();
  }
  void Later(Millis span) {
    bench.clock.Set(bench.clock.Now() + span);
    dispatcher_.bell().Ring();
    bench.Settle();
  }

  store::OutboxRow Row(const std::string& key) {
    const auto found = bench.In([&](store::Rows& rows) { return rows.FindDelivery(key); });
    BOOST_REQUIRE(found.has_value());
    return *found;
  }
  std::vector<store::AttemptRow> Attempts(const std::string& key) {
    return bench.In([&](store::Rows& rows) { return rows.Attempts(key); });
  }
  [[nodiscard]] std::string HeldBy() const { return dispatcher_.HeldBy(); }

  Script script;
  Workbench bench;

 private:
  Dispatcher dispatcher_;
};

model::Outcome Answer(Kind kind, const std::string& code = "test.code") {
  return {kind, code, "what happened", "where it lies", std::nullopt, false};
}

struct OutcomeCase {
  const char* name;
  Kind kind;
  DeliveryState state;
  const char* held_by;
  std::int64_t least_wait_ms;  // until the next attempt
  std::int64_t most_wait_ms;   // 0: there is none
};
std::ostream& operator<<(std::ostream& out, const OutcomeCase& c) { return out << c.name; }

const std::array kOutcomes = {
    OutcomeCase{"delivered", Kind::kDelivered, DeliveryState::kDelivered, "", 0, 0},
    OutcomeCase{"transient", Kind::kTransient, DeliveryState::kReady, "", 1, 1'000},
    OutcomeCase{"permanent", Kind::kPermanent, DeliveryState::kDead, "", 0, 0},
    OutcomeCase{"configuration", Kind::kConfiguration, DeliveryState::kReady, "test.code", 0, 0},
    OutcomeCase{"in doubt", Kind::kInDoubt, DeliveryState::kInDoubt, "", 1, 1'000},
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_receiver_gets_the_code_of_oxygen_saturation_that_it_wants) {
  const std::string before =
      R"({"entry":[{"resource":{"resourceType":"Observation","code":{"coding":[)"
      R"({"system":"http://snomed.info/sct","code":"447755005"}]}}}]})";
  Desk desk({}, discharge::Spo2Code::kObservable);
  const std::string key = desk.Add("S#1", 1, model::PayloadForm::kCollection, before);
  desk.Run();
  BOOST_TEST((desk.Row(key).state == DeliveryState::kDelivered));
  BOOST_TEST(desk.script.sent.at(0).payload.find("\"code\":\"103228002\"") != std::string::npos);
  const auto kept = desk.bench.In([](store::Rows& rows) { return rows.FindSummary("S#1", 1); });
  BOOST_TEST(kept->bundle == before);
}

BOOST_AUTO_TEST_CASE(a_stored_summary_that_cannot_be_read_is_dead_and_the_next_goes_on) {
  Desk desk({}, discharge::Spo2Code::kObservable);
  const std::string bad = desk.Add("S#1", 1, model::PayloadForm::kCollection, "{\"entry\":[");
  const std::string good = desk.Add("S#2", 1, model::PayloadForm::kCollection, "{\"entry\":[]}");
  desk.Run();
  BOOST_TEST((desk.Row(bad).state == DeliveryState::kDead));
  BOOST_TEST(desk.Row(bad).code == "delivery.payload");
  BOOST_TEST((desk.Row(good).state == DeliveryState::kDelivered));
  BOOST_TEST(desk.script.sent.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_receiver_that_wants_xml_gets_it_with_the_code_that_it_wants) {
  const std::string before =
      R"({"resourceType":"Bundle","identifier":{"system":"urn:s","value":"v"},)"
      R"("entry":[{"resource":)"
      R"({"resourceType":"Observation","code":{"coding":[{"system":"http://snomed.info/sct",)"
      R"("code":"447755005"}]},"valueQuantity":{"value":97.0}}}]})";
  Desk desk({}, discharge::Spo2Code::kObservable, model::PayloadFormat::kXml);
  const std::string key = desk.Add("S#1", 1, model::PayloadForm::kCollection, before);
  desk.Run();
  BOOST_TEST((desk.Row(key).state == DeliveryState::kDelivered));
  const model::Delivery& sent = desk.script.sent.at(0);
  BOOST_TEST((sent.format == model::PayloadFormat::kXml));
  BOOST_TEST(sent.search == "identifier=urn:s|v");
  BOOST_TEST(sent.payload.starts_with(R"(<Bundle xmlns="http://hl7.org/fhir"><identifier>)"));
  BOOST_TEST(sent.payload.find(R"(<code value="103228002"/>)") != std::string::npos);
  BOOST_TEST(sent.payload.find(R"(<value value="97.0"/>)") != std::string::npos);
  const auto kept = desk.bench.In([](store::Rows& rows) { return rows.FindSummary("S#1", 1); });
  BOOST_TEST(kept->bundle == before);
}

BOOST_AUTO_TEST_CASE(a_stored_summary_that_xml_cannot_hold_is_dead_and_the_next_goes_on) {
  Desk desk({}, discharge::Spo2Code::kAsMapped, model::PayloadFormat::kXml);
  const std::string bad = desk.Add("S#1", 1, model::PayloadForm::kCollection,
                                   R"({"resourceType":"Bundle","entry":[{"fullUrl":"a\u0001"}]})");
  const std::string good =
      desk.Add("S#2", 1, model::PayloadForm::kCollection, R"({"resourceType":"Bundle"})");
  desk.Run();
  BOOST_TEST((desk.Row(bad).state == DeliveryState::kDead));
  BOOST_TEST(desk.Row(bad).code == "delivery.payload");
  BOOST_TEST((desk.Row(good).state == DeliveryState::kDelivered));
}

BOOST_DATA_TEST_CASE(an_outcome_decides_what_becomes_of_the_delivery,
                     boost::unit_test::data::make(kOutcomes), c) {
  Desk desk;
  const std::string key = desk.Add("S#1");
  desk.script.outcomes = {Answer(c.kind)};
  desk.Run();
  const store::OutboxRow row = desk.Row(key);
  BOOST_TEST((row.state == c.state));
  BOOST_TEST(row.attempts == 1);
  BOOST_TEST(row.code == "test.code");
  BOOST_TEST(row.detail == "what happened");
  BOOST_TEST(row.evidence == "where it lies");
  BOOST_TEST(row.delivered.has_value() == (c.kind == Kind::kDelivered));
  BOOST_TEST(desk.HeldBy() == c.held_by);
  const auto wait = (row.next_at - desk.bench.clock.Now()).count();
  if (c.most_wait_ms > 0) BOOST_TEST(wait >= c.least_wait_ms);
  if (c.most_wait_ms > 0) BOOST_TEST(wait <= c.most_wait_ms);
  const auto attempts = desk.Attempts(key);
  BOOST_REQUIRE(attempts.size() == 1U);
  BOOST_TEST(attempts.front().finished.has_value());
  BOOST_TEST(attempts.front().code == "test.code");
}

BOOST_AUTO_TEST_CASE(the_channel_gets_what_the_summary_holds) {
  Desk desk;
  const std::string key = desk.Add("S#1");
  desk.Run();
  BOOST_REQUIRE(desk.script.sent.size() == 1U);
  const model::Delivery& sent = desk.script.sent.front();
  BOOST_TEST(sent.key == key);
  BOOST_TEST(sent.destination == "archive");
  BOOST_TEST(sent.stay == model::StayReference("S#1"));
  BOOST_TEST(sent.revision == 1);
  BOOST_TEST(sent.attempt == 1);
  BOOST_TEST(!sent.in_doubt);
  BOOST_TEST(sent.payload == "bundle of revision 1");
  BOOST_TEST(sent.document == "document");
  BOOST_TEST((sent.format == model::PayloadFormat::kJson));
  BOOST_TEST(sent.bundle_identifier == "uuid");
  BOOST_TEST(sent.version_id == "1");
}

BOOST_AUTO_TEST_CASE(a_delivery_as_a_transaction_gets_the_transaction) {
  Desk desk;
  desk.Add("S#1", 1, model::PayloadForm::kTransaction);
  desk.Add("T#1", 1, model::PayloadForm::kCreation);
  desk.Run();
  BOOST_REQUIRE(desk.script.sent.size() == 2U);
  BOOST_TEST(desk.script.sent[1].payload == "creation of revision 1");
  const model::Delivery& sent = desk.script.sent.front();
  BOOST_TEST((sent.form == model::PayloadForm::kTransaction));
  BOOST_TEST(sent.payload == "transaction of revision 1");
}

BOOST_AUTO_TEST_CASE(the_channel_is_told_what_the_receiver_said_to_the_revision_before) {
  Desk desk;
  desk.Add("S#1");
  desk.Add("T#1");
  desk.script.outcomes = {Answer(Kind::kDelivered), Answer(Kind::kPermanent)};
  desk.Run();
  desk.Add("S#1", 2);
  desk.Add("T#1", 2);
  desk.Later(Millis(0));
  BOOST_REQUIRE(desk.script.sent.size() == 4U);
  BOOST_TEST(desk.script.sent[0].former_evidence.empty());
  BOOST_TEST(desk.script.sent[2].former_evidence == "where it lies");
  BOOST_TEST(desk.script.sent[3].former_evidence.empty());  // it never arrived
}

BOOST_AUTO_TEST_CASE(the_attempt_is_on_record_before_the_channel_is_called) {
  Desk desk;
  const std::string key = desk.Add("S#1");
  std::optional<store::OutboxRow> row;
  std::vector<store::AttemptRow> attempts;
  desk.script.while_sending = [&](const model::Delivery&) {
    const Result<> read = desk.bench.store->Read([&](store::Rows& rows) -> Result<> {
      row = *rows.FindDelivery(key);
      attempts = *rows.Attempts(key);
      return {};
    });
    BOOST_TEST(read.has_value());
  };
  desk.Run();
  BOOST_REQUIRE(row.has_value());
  BOOST_TEST((row->state == DeliveryState::kSending));
  BOOST_TEST(row->attempts == 1);
  BOOST_REQUIRE(attempts.size() == 1U);
  BOOST_TEST(!attempts.front().finished.has_value());
}

BOOST_AUTO_TEST_CASE(a_failed_delivery_is_tried_again_when_its_time_has_come) {
  Desk desk;
  const std::string key = desk.Add("S#1");
  desk.script.outcomes = {Answer(Kind::kTransient), Answer(Kind::kTransient)};
  desk.Run();
  const Timestamp due = desk.Row(key).next_at;
  desk.Later(due - desk.bench.clock.Now() - Millis(1));
  BOOST_TEST(desk.script.sent.size() == 1U);
  desk.Later(Millis(1));
  BOOST_REQUIRE(desk.script.sent.size() == 2U);
  BOOST_TEST(desk.script.sent.back().attempt == 2);
  const auto wait = (desk.Row(key).next_at - desk.bench.clock.Now()).count();
  BOOST_TEST(wait >= 1);
  BOOST_TEST(wait <= 2'000);
  desk.Later(Millis(2'000));
  BOOST_TEST((desk.Row(key).state == DeliveryState::kDelivered));
  BOOST_TEST(desk.Attempts(key).size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_receiver_that_names_a_time_gets_it) {
  Desk desk;
  const std::string key = desk.Add("S#1");
  model::Outcome later = Answer(Kind::kTransient);
  later.retry_after = Millis(123'000);
  desk.script.outcomes = {later};
  desk.Run();
  BOOST_TEST((desk.Row(key).next_at - desk.bench.clock.Now()).count() == 123'000);
}

BOOST_AUTO_TEST_CASE(an_attempt_in_doubt_is_repeated_under_the_same_key_and_says_so) {
  Desk desk;
  const std::string key = desk.Add("S#1");
  desk.script.outcomes = {Answer(Kind::kInDoubt)};
  desk.Run();
  desk.Later(Millis(1'000));
  BOOST_REQUIRE(desk.script.sent.size() == 2U);
  BOOST_TEST(desk.script.sent.back().in_doubt);
  BOOST_TEST(desk.script.sent.back().key == key);
}

BOOST_AUTO_TEST_CASE(doubt_stays_when_the_next_attempt_does_not_get_through) {
  Desk desk;
  const std::string key = desk.Add("S#1");
  desk.script.outcomes = {Answer(Kind::kInDoubt), Answer(Kind::kTransient),
                          Answer(Kind::kConfiguration)};
  desk.Run();
  desk.Later(Millis(1'000));
  BOOST_TEST((desk.Row(key).state == DeliveryState::kInDoubt));
  desk.Later(kHour);
  BOOST_TEST((desk.Row(key).state == DeliveryState::kInDoubt));
  desk.Later(kHour);
  BOOST_REQUIRE(desk.script.sent.size() == 4U);
  BOOST_TEST(desk.script.sent.back().in_doubt);
  BOOST_TEST((desk.Row(key).state == DeliveryState::kDelivered));
}

BOOST_AUTO_TEST_CASE(an_attempt_that_a_restart_cut_off_is_in_doubt) {
  Desk desk;
  const std::string key = desk.Add("S#1");
  desk.bench.Change(
      [&](store::Rows& rows) { return rows.BeginAttempt(key, desk.bench.clock.Now()); });
  const auto recovered =
      desk.bench.In([&](store::Rows& rows) { return rows.RecoverSending(desk.bench.clock.Now()); });
  BOOST_TEST(recovered == 1);
  desk.Run();
  BOOST_REQUIRE(desk.script.sent.size() == 1U);
  BOOST_TEST(desk.script.sent.front().in_doubt);
  BOOST_TEST(desk.script.sent.front().attempt == 2);
  BOOST_TEST((desk.Row(key).state == DeliveryState::kDelivered));
}

BOOST_AUTO_TEST_CASE(a_delivery_that_keeps_failing_is_given_up_when_it_is_too_old) {
  RetryOptions options;
  options.age_limit = kHour;
  Desk desk(options);
  const std::string key = desk.Add("S#1");
  desk.script.outcomes = {Answer(Kind::kTransient), Answer(Kind::kTransient)};
  desk.Run();
  BOOST_TEST((desk.Row(key).state == DeliveryState::kReady));
  desk.Later(kHour + Millis(1));
  BOOST_TEST((desk.Row(key).state == DeliveryState::kDead));
  BOOST_TEST(desk.Row(key).code == "delivery.too-old");
  desk.Later(kHour);
  BOOST_TEST(desk.script.sent.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_wrong_configuration_uses_up_no_delivery_and_is_forgotten_when_it_is_right) {
  RetryOptions options;
  options.age_limit = kHour;
  Desk desk(options);
  const std::string key = desk.Add("S#1");
  desk.script.outcomes = {Answer(Kind::kConfiguration, "folder.missing"),
                          Answer(Kind::kConfiguration, "folder.missing")};
  desk.Run();
  desk.Later(Millis(2 * kHour.count()));
  BOOST_TEST((desk.Row(key).state == DeliveryState::kReady));
  BOOST_TEST(desk.HeldBy() == "folder.missing");
  desk.Later(Millis(2'000));
  BOOST_TEST((desk.Row(key).state == DeliveryState::kDelivered));
  BOOST_TEST(desk.HeldBy().empty());
}

BOOST_AUTO_TEST_CASE(time_under_an_operators_hold_does_not_make_a_delivery_too_old) {
  RetryOptions options;
  options.age_limit = kHour;
  Desk desk(options);
  const std::string key = desk.Add("S#1");
  const auto now = [&desk] { return desk.bench.clock.Now(); };
  desk.bench.Change([&](store::Rows& rows) {
    return rows.SetHold({store::HoldKind::kDestination, "archive", "jo", "works", now()});
  });
  desk.script.outcomes = {Answer(Kind::kTransient), Answer(Kind::kTransient)};
  desk.Run();
  desk.Later(Millis(5 * kHour.count()));
  BOOST_TEST(desk.script.sent.empty());
  desk.bench.In([&](store::Rows& rows) {
    return rows.RemoveHold(store::HoldKind::kDestination, "archive", now());
  });
  desk.Later(Millis(1'000));
  BOOST_TEST(desk.script.sent.size() == 1U);
  BOOST_TEST((desk.Row(key).state == DeliveryState::kReady));
  desk.Later(kHour);
  BOOST_TEST((desk.Row(key).state == DeliveryState::kDead));
  BOOST_TEST(desk.Row(key).code == "delivery.too-old");
}

BOOST_AUTO_TEST_CASE(time_while_the_channel_is_held_makes_no_delivery_too_old) {
  RetryOptions options;
  options.age_limit = kHour;
  Desk desk(options);
  const std::string probe = desk.Add("S#1");
  desk.script.outcomes = {Answer(Kind::kConfiguration, "folder.missing"), Answer(Kind::kTransient),
                          Answer(Kind::kDelivered), Answer(Kind::kTransient),
                          Answer(Kind::kTransient)};
  desk.Run();
  const std::string behind = desk.Add("T#1");
  desk.Later(Millis(5 * kHour.count()));  // not even reached: held all the same
  BOOST_TEST((desk.Row(probe).state == DeliveryState::kReady));
  while (desk.script.sent.size() < 4U) desk.Later(Millis(60'000));
  BOOST_TEST(desk.HeldBy().empty());
  BOOST_TEST((desk.Row(behind).state == DeliveryState::kDelivered));  // it waited longest
  BOOST_TEST((desk.Row(probe).state == DeliveryState::kReady));
  desk.Later(kHour + Millis(1'000));
  BOOST_TEST((desk.Row(probe).state == DeliveryState::kDead));
  BOOST_TEST(desk.Row(probe).code == "delivery.too-old");
}

BOOST_AUTO_TEST_CASE(an_older_revision_that_was_replaced_is_never_sent) {
  Desk desk;
  const std::string old = desk.Add("S#1", 1);
  const std::string fresh = desk.Add("S#1", 2);
  desk.Run();
  BOOST_REQUIRE(desk.script.sent.size() == 1U);
  BOOST_TEST(desk.script.sent.front().revision == 2);
  BOOST_TEST((desk.Row(old).state == DeliveryState::kReplaced));
  BOOST_TEST((desk.Row(fresh).state == DeliveryState::kDelivered));
}

BOOST_AUTO_TEST_CASE(a_revision_that_is_replaced_while_it_waits_behind_another_stay_is_not_sent) {
  RetryOptions options;
  options.parallel = 1;
  Desk desk(options);
  desk.Add("S#1");
  const std::string old = desk.Add("T#1");
  desk.script.while_sending = [&](const model::Delivery& delivery) {
    if (delivery.stay == model::StayReference("S#1")) desk.Add("T#1", 2);
  };
  desk.Run();
  BOOST_REQUIRE(desk.script.sent.size() == 2U);
  BOOST_TEST(desk.script.sent.back().revision == 2);
  BOOST_TEST((desk.Row(old).state == DeliveryState::kReplaced));
  BOOST_TEST(desk.Attempts(old).empty());
}

BOOST_AUTO_TEST_CASE(revisions_of_a_stay_arrive_in_their_order) {
  Desk desk;
  const std::string first = desk.Add("S#1", 1);
  desk.script.outcomes = {Answer(Kind::kInDoubt)};
  desk.Run();
  desk.Add("S#1", 2);
  desk.Later(Millis(0));
  BOOST_TEST(desk.script.sent.size() == 1U);
  desk.Later(Millis(1'000));
  BOOST_REQUIRE(desk.script.sent.size() == 3U);
  BOOST_TEST(desk.script.sent[1].revision == 1);
  BOOST_TEST(desk.script.sent[2].revision == 2);
  BOOST_TEST((desk.Row(first).state == DeliveryState::kDelivered));
}

BOOST_AUTO_TEST_CASE(a_delivery_that_is_dead_does_not_hold_up_the_others) {
  Desk desk;
  desk.Add("S#1");
  const std::string other = desk.Add("T#1");
  desk.script.outcomes = {Answer(Kind::kPermanent)};
  desk.Run();
  BOOST_TEST((desk.Row(other).state == DeliveryState::kDelivered));
}

BOOST_AUTO_TEST_CASE(stays_are_sent_beside_each_other_up_to_the_limit) {
  RetryOptions options;
  options.parallel = 2;
  Desk desk(options);
  std::size_t inside = 0;
  std::size_t most = 0;
  desk.script.entered = [&] { most = std::max(most, ++inside); };
  desk.script.left = [&] { --inside; };
  for (const char* stay : {"S#1", "T#1", "U#1", "V#1", "W#1"}) desk.Add(stay);
  desk.Run();
  BOOST_TEST(desk.script.sent.size() == 5U);
  BOOST_TEST(most == 2U);
}

BOOST_AUTO_TEST_CASE(after_failures_in_a_row_one_delivery_is_the_probe) {
  RetryOptions options;
  options.breaker_after = 2;
  options.parallel = 1;
  Desk desk(options);
  for (const char* stay : {"S#1", "T#1", "U#1", "V#1"}) desk.Add(stay);
  desk.script.outcomes = {Answer(Kind::kTransient), Answer(Kind::kTransient),
                          Answer(Kind::kTransient)};
  desk.Run();
  BOOST_TEST(desk.script.sent.size() == 2U);
  BOOST_TEST(desk.bench.reporter.alarms().Standing().size() == 1U);
  desk.Later(Millis(999));
  BOOST_TEST(desk.script.sent.size() == 2U);
  desk.Later(Millis(1));
  BOOST_TEST(desk.script.sent.size() == 3U);  // it failed too: the next one waits twice as long
  desk.Later(Millis(1'999));
  BOOST_TEST(desk.script.sent.size() == 3U);
  desk.Later(Millis(1));
  BOOST_TEST(desk.script.sent.size() >= 4U);
  desk.Later(kHour);
  BOOST_TEST(desk.bench.reporter.alarms().Standing().empty());
}

BOOST_AUTO_TEST_CASE(a_held_channel_sends_one_probe_and_then_everything_that_waited) {
  RetryOptions options;
  options.parallel = 1;
  Desk desk(options);
  for (const char* stay : {"S#1", "T#1", "U#1"}) desk.Add(stay);
  desk.script.outcomes = {Answer(Kind::kConfiguration)};
  desk.Run();
  BOOST_TEST(desk.script.sent.size() == 1U);
  desk.Later(Millis(1'000));
  BOOST_TEST(desk.script.sent.size() == 4U);
  BOOST_TEST(desk.HeldBy().empty());
}

BOOST_AUTO_TEST_CASE(
    a_message_on_which_the_receiver_fails_for_ever_is_given_up_when_others_succeed) {
  RetryOptions options;
  options.poison_after = 3;
  options.breaker_after = 100;
  options.parallel = 1;
  Desk desk(options);
  model::Outcome failed = Answer(Kind::kTransient, "fhir.server-error");
  failed.server_error = true;
  const std::string bad = desk.Add("S#1");
  desk.script.outcomes = {failed};
  desk.Run();
  const std::string good = desk.Add("T#1");
  desk.Later(Millis(0));
  BOOST_TEST((desk.Row(good).state == DeliveryState::kDelivered));
  for (int i = 0; i < 2; ++i) {
    BOOST_TEST((desk.Row(bad).state == DeliveryState::kReady));
    desk.script.outcomes = {failed};
    desk.Later(kHour);
  }
  BOOST_TEST((desk.Row(bad).state == DeliveryState::kDead));
  BOOST_TEST(desk.Row(bad).code == "delivery.keeps-failing");
}

BOOST_AUTO_TEST_CASE(a_receiver_that_fails_on_everything_is_waited_for) {
  RetryOptions options;
  options.poison_after = 2;
  Desk desk(options);
  model::Outcome failed = Answer(Kind::kTransient, "fhir.server-error");
  failed.server_error = true;
  const std::string key = desk.Add("S#1");
  desk.script.outcomes = {failed, failed, failed, failed};
  desk.Run();
  for (int i = 0; i < 3; ++i) desk.Later(kHour);
  BOOST_TEST(desk.script.sent.size() == 4U);
  BOOST_TEST((desk.Row(key).state == DeliveryState::kReady));
}

BOOST_AUTO_TEST_CASE(a_delivery_without_its_summary_is_dead_and_the_others_go_on) {
  Desk desk;
  store::OutboxRow orphan;
  orphan.key = DeliveryKey("X#1", 1, "archive");
  orphan.stay_key = "X#1";
  orphan.destination = "archive";
  orphan.created = orphan.next_at = desk.bench.clock.Now();
  desk.bench.Change([&](store::Rows& rows) { return rows.AddDelivery(orphan); });
  const std::string good = desk.Add("S#1");
  desk.Run();
  BOOST_TEST((desk.Row(orphan.key).state == DeliveryState::kDead));
  BOOST_TEST(desk.Row(orphan.key).code == "delivery.no-summary");
  BOOST_TEST((desk.Row(good).state == DeliveryState::kDelivered));
}

BOOST_AUTO_TEST_CASE(nothing_is_sent_after_the_stop) {
  Script script;
  Workbench bench;
  Dispatcher dispatcher({"archive", std::make_unique<ScriptedChannel>(script), {}}, *bench.store,
                        bench.reporter, bench.clock, bench.executor(), bench.executor());
  bool ended = false;
  asio::co_spawn(dispatcher.bell().executor(), dispatcher.Run(),
                 [&ended](const std::exception_ptr& failure) { ended = !failure; });
  bench.Settle();
  BOOST_TEST(!ended);
  dispatcher.Stop();
  bench.Settle();
  BOOST_TEST(ended);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
