// Readings that are fetched when a summary is due.
#include "pipeline/gather.h"

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>

#include "pipeline/prepare.h"
#include "tests/pipeline/workbench.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(gather)

namespace {

using monitoring::Fetched;
using monitoring::FetchQuestion;

// An Observation of the pulse of the ward's patient.
std::string PulseBundle(const std::string& id, const std::string& value) {
  return R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":)"
         R"("Observation","id":")" +
         id +
         R"(","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},)"
         R"("subject":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number",)"
         R"("value":"9990000018"}},"effectiveDateTime":"2026-10-21T10:00:00+01:00",)"
         R"("valueQuantity":{"value":)" +
         value + R"(,"unit":"/min","system":"http://unitsofmeasure.org","code":"/min"}}}]})";
}

Fetched All(const std::string& bundle) {
  Fetched fetched;
  fetched.is_complete = true;
  fetched.code = "fhir.fetched";
  fetched.bundle = bundle;
  fetched.resources = bundle.empty() ? 0 : 1;
  return fetched;
}
Fetched Busy(const std::string& bundle = "") {
  Fetched fetched = All(bundle);
  fetched.is_complete = false;
  fetched.may_help_again = true;
  fetched.code = "fhir.busy";
  return fetched;
}

// Answers with what it is told, in order; then it is busy for ever.
struct Scripted final : monitoring::FhirSource {
  asio::awaitable<Fetched> Fetch(FetchQuestion question) override {
    questions.push_back(std::move(question));
    if (answers.empty()) co_return Busy();
    Fetched next = std::move(answers.front());
    answers.pop_front();
    co_return next;
  }
  std::deque<Fetched> answers;
  std::vector<FetchQuestion> questions;
};

struct GatherFixture {
  GatherFixture() {
    bench.Play(test::AdmitMessage());
    bench.Play(test::DischargeMessage());
    due = *bench.OneStay().due;
    bench.clock.Set(due);
  }
  ~GatherFixture() { Stop(); }
  GatherFixture(const GatherFixture&) = delete;
  GatherFixture& operator=(const GatherFixture&) = delete;

  void Start(bool waits = false) {
    gatherer = std::make_unique<Gatherer>(
        GatherParts{*bench.store, test::WardProgram(), bench.reporter, bench.clock,
                    bench.executor(), bench.executor()},
        std::vector<AskedSource>{{"supplier", "rpm", source, Millis(600'000), waits}},
        [this] { ++gathered; });
    asio::co_spawn(gatherer->bell().executor(), gatherer->Run(), asio::detached);
    bench.Settle();
  }
  void Stop() {
    if (!gatherer) return;
    gatherer->Stop();
    bench.Settle();
    gatherer.reset();
  }
  // Time goes on, and whoever waits for it looks again.
  void After(Millis span) {
    bench.clock.Set(bench.clock.Now() + span);
    gatherer->bell().Ring();
    bench.Settle();
  }
  std::vector<std::string> Ready() {
    return bench.In([&](store::Rows& rows) { return rows.GatheredStays(bench.clock.Now(), 10); });
  }
  discharge::AssembleRequest Evidence() {
    const std::string key = bench.OneStay().key;
    const auto loaded =
        bench.In([&](store::Rows& rows) { return LoadDue(rows, key, bench.clock.Now()); });
    BOOST_REQUIRE(loaded.has_value());
    return loaded->request;
  }

  Workbench bench;
  std::shared_ptr<Scripted> source = std::make_shared<Scripted>();
  std::unique_ptr<Gatherer> gatherer;
  Timestamp due;
  int gathered = 0;
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(what_a_source_gives_is_there_before_the_summary, GatherFixture) {
  BOOST_TEST(Ready().empty());
  source->answers = {All(PulseBundle("1", "72"))};
  Start();
  BOOST_TEST(gathered == 1);
  BOOST_TEST(Ready().size() == 1U);
  BOOST_REQUIRE(source->questions.size() == 1U);
  BOOST_TEST(source->questions[0].nhs_number.Reveal() == "9990000018");
  BOOST_TEST((source->questions[0].from == *bench.OneStay().start));
  BOOST_TEST((source->questions[0].to == *bench.OneStay().end));
  const auto request = Evidence();
  BOOST_REQUIRE(request.readings.size() == 1U);
  BOOST_TEST(request.readings[0].value->Text() == "72");
  BOOST_REQUIRE(request.gatherings.size() == 1U);
  BOOST_TEST(request.gatherings[0].is_complete);
}

BOOST_FIXTURE_TEST_CASE(nothing_is_asked_before_the_summary_is_due, GatherFixture) {
  bench.clock.Set(due - Millis(1));
  Start();
  BOOST_TEST(source->questions.empty());
  source->answers = {All("")};
  After(Millis(1));
  BOOST_TEST(source->questions.size() == 1U);
  BOOST_TEST(gathered == 1);
}

BOOST_FIXTURE_TEST_CASE(a_busy_source_is_asked_again_later_and_less_often, GatherFixture) {
  source->answers = {Busy(), Busy(), All(PulseBundle("1", "72"))};
  Start();
  BOOST_TEST(source->questions.size() == 1U);
  After(Millis(999));
  BOOST_TEST(source->questions.size() == 1U);
  After(Millis(1));
  BOOST_TEST(source->questions.size() == 2U);
  After(Millis(1'000));
  BOOST_TEST(source->questions.size() == 2U);
  BOOST_TEST(Ready().empty());
  After(Millis(1'000));
  BOOST_TEST(source->questions.size() == 3U);
  BOOST_TEST(Ready().size() == 1U);
  BOOST_TEST(Evidence().readings.size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(the_summary_goes_without_a_source_that_stays_away_and_says_so,
                        GatherFixture) {
  source->answers = {Busy(PulseBundle("1", "72"))};
  Start();
  BOOST_TEST(Ready().empty());
  After(Millis(600'000));
  BOOST_TEST(Ready().size() == 1U);
  const auto request = Evidence();
  BOOST_TEST(request.readings.size() == 1U);  // what had come is kept
  BOOST_REQUIRE(request.gatherings.size() == 1U);
  BOOST_TEST(!request.gatherings[0].is_complete);
  BOOST_TEST(request.gatherings[0].code == "fhir.busy");
  BOOST_TEST(request.gatherings[0].resources == 1);  // of the first attempt
  const auto assembled = test::WardProgram().Assemble(request);
  BOOST_REQUIRE(assembled.has_value());
  BOOST_TEST(assembled->MayBeSent());
  BOOST_TEST(bench.reporter.alarms().Standing().at(0).code == "source.failing");
}

BOOST_FIXTURE_TEST_CASE(a_source_that_is_waited_for_holds_the_summary, GatherFixture) {
  Start(true);
  After(Millis(600'000));
  After(Millis(86'400'000));
  BOOST_TEST(Ready().empty());
  source->answers = {All("")};
  After(Millis(60'000));
  BOOST_TEST(Ready().size() == 1U);
  BOOST_TEST(bench.reporter.alarms().Standing().empty());
}

BOOST_FIXTURE_TEST_CASE(what_came_before_a_stop_is_not_asked_again, GatherFixture) {
  source->answers = {All(PulseBundle("1", "72"))};
  Start();
  Stop();
  Start();
  After(Millis(60'000));
  BOOST_TEST(source->questions.size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(the_same_answer_for_the_next_revision_is_no_new_reading, GatherFixture) {
  source->answers = {All(PulseBundle("1", "72")), All(PulseBundle("1", "72"))};
  Start();
  model::Stay stay = bench.OneStay();
  stay.due = due + Millis(3'600'000);
  bench.Change([&](store::Rows& rows) { return rows.SaveStay(stay); });
  After(Millis(3'600'000));
  BOOST_TEST(source->questions.size() == 2U);
  const auto request = Evidence();
  BOOST_TEST(request.readings.size() == 1U);
  BOOST_TEST(request.gatherings.size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(a_corrected_answer_takes_the_place_of_the_former, GatherFixture) {
  std::string corrected = PulseBundle("1", "75");
  corrected.replace(corrected.find("final"), 5, "corrected");
  source->answers = {Busy(PulseBundle("1", "72")), All(corrected)};
  Start();
  After(Millis(1'000));
  const auto request = Evidence();
  BOOST_REQUIRE(request.readings.size() == 1U);
  BOOST_TEST(request.readings[0].value->Text() == "75");
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_used_is_not_taken_for_everything, GatherFixture) {
  std::string nobody = PulseBundle("1", "72");
  nobody.replace(nobody.find("9990000018"), 10, "0000000000");
  source->answers = {All(nobody)};
  Start();
  BOOST_TEST(Ready().size() == 1U);
  const auto request = Evidence();
  BOOST_TEST(request.readings.empty());
  BOOST_REQUIRE(request.gatherings.size() == 1U);
  BOOST_TEST(!request.gatherings[0].is_complete);
  BOOST_TEST(bench.Logged("refused"));
}

BOOST_FIXTURE_TEST_CASE(nobody_is_asked_about_a_patient_without_a_number, GatherFixture) {
  model::Stay stay = bench.OneStay();
  stay.patient.nhs_number.reset();
  bench.Change([&](store::Rows& rows) { return rows.SaveStay(stay); });
  Start();
  BOOST_TEST(source->questions.empty());
  BOOST_TEST(Ready().size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(no_log_line_names_the_patient, GatherFixture) {
  source->answers = {Busy(PulseBundle("1", "72"))};
  Start();
  After(Millis(600'000));
  BOOST_TEST(bench.Logged("not-fetched"));
  BOOST_TEST(!bench.Logged("9990000018"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
