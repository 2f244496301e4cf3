// The hall at work: messages of the inbox become deliveries, and the loops end when they are told
// to.
#include "pipeline/hall.h"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/pipeline/scripted_channel.h"
#include "tests/pipeline/workbench.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(hall)

namespace {

using store::InboxState;

// A program whose stay book falls over one message.
class Stumbling final : public Forwarding {
 public:
  using Forwarding::Forwarding;
  [[nodiscard]] discharge::BookChange Apply(const model::Event& event,
                                            const discharge::Known& known) const override {
    if (event.inbox_id == stone) throw std::runtime_error("a fault of ours");
    return Forwarding::Apply(event, known);
  }
  std::int64_t stone = 0;
};

class Running {
 public:
  Running() : hall_(Parts(), Routes()) {}
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() { Stop(); }

  void Start() {
    hall_.Start();
    bench.Settle();
  }
  void Stop() {
    if (stopped) return;
    hall_.Stop([this] { ++left; });
    bench.Settle();
    stopped = true;
  }
  // A message that arrived long enough ago for its stay to have settled.
  std::int64_t Arrived(const std::string& message) {
    const Timestamp now = bench.clock.Now();
    bench.clock.Set(now - test::WardSettings().settle);
    const store::InboxRow row = bench.Receive(message);
    bench.clock.Set(now);
    return row.id;
  }
  void NewMessages() {
    hall_.NewMessages();
    bench.Settle();
  }
  InboxState StateOf(std::int64_t id) {
    return bench.In([&](store::Rows& rows) { return rows.Messages({id}); }).at(0).state;
  }
  [[nodiscard]] std::map<std::string, std::string> Held() const { return hall_.HeldDestinations(); }

  Workbench bench;
  Script script;
  Stumbling program{test::WardProgram()};
  bool stopped = false;
  int left = 0;  // how often the end of all loops was told

 private:
  HallParts Parts() {
    return {*bench.store, program, bench.reporter, bench.clock, bench.executor(), bench.executor()};
  }
  std::vector<Route> Routes() {
    std::vector<Route> routes;
    routes.push_back({"archive", std::make_unique<ScriptedChannel>(script), {}});
    return routes;
  }

  Hall hall_;
};

test::AdtParts OtherPatient() {
  test::AdtParts parts;
  parts.control_id = "D3";
  parts.nhs_number = "9990000026";
  parts.local_number = "L2";
  parts.visit = "V2";
  return parts;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_stay_goes_from_the_inbox_to_its_destination) {
  Running running;
  running.Start();
  running.Arrived(test::AdmitMessage());
  running.Arrived(test::ReadingsMessage("R1", "20261021080000", "72"));
  running.Arrived(test::DischargeMessage());
  running.NewMessages();
  BOOST_REQUIRE(running.script.sent.size() == 1U);
  const model::Delivery& sent = running.script.sent.front();
  BOOST_TEST(sent.payload.starts_with("{\"resourceType\":\"Bundle\""));
  BOOST_TEST(sent.document.starts_with("%PDF-"));
  BOOST_TEST(sent.destination == "archive");
  const model::Stay stay = running.bench.OneStay();
  BOOST_TEST((stay.state == model::StayState::kSent));
  const auto rows = running.bench.In([&](store::Rows& r) { return r.DeliveriesOf(stay.key); });
  BOOST_REQUIRE(rows.size() == 1U);
  BOOST_TEST((rows.front().state == model::DeliveryState::kDelivered));
}

BOOST_AUTO_TEST_CASE(messages_that_were_there_before_the_start_are_taken_up) {
  Running running;
  running.Arrived(test::AdmitMessage());
  running.Arrived(test::DischargeMessage());
  running.Start();
  BOOST_TEST(running.script.sent.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_message_that_cannot_be_applied_does_not_hold_up_the_others) {
  Running running;
  const std::int64_t before = running.Arrived(test::AdmitMessage());
  running.program.stone = running.Arrived(test::Adt(OtherPatient()));
  const std::int64_t after = running.Arrived(test::DischargeMessage());
  running.Start();
  BOOST_TEST((running.StateOf(before) == InboxState::kApplied));
  BOOST_TEST((running.StateOf(running.program.stone) == InboxState::kQuarantined));
  BOOST_TEST((running.StateOf(after) == InboxState::kApplied));
  BOOST_TEST(running.script.sent.size() == 1U);
  BOOST_TEST(running.bench.Logged("message.not-applied"));
  BOOST_TEST(!running.bench.Logged("9990000026"));
}

BOOST_AUTO_TEST_CASE(a_destination_that_waits_for_a_repair_is_named) {
  Running running;
  model::Outcome missing;
  missing.kind = model::Outcome::Kind::kConfiguration;
  missing.code = "folder.missing";
  running.script.outcomes = {missing};
  running.Arrived(test::DischargeMessage());
  BOOST_TEST(running.Held().empty());
  running.Start();
  BOOST_REQUIRE(running.Held().size() == 1U);
  BOOST_TEST(running.Held().at("archive") == "folder.missing");
}

BOOST_AUTO_TEST_CASE(a_stay_that_is_held_is_sent_nowhere) {
  Running running;
  test::AdtParts discharge;
  discharge.method = "4";
  running.Arrived(test::AdmitMessage());
  running.Arrived(test::Adt(discharge));
  running.Start();
  BOOST_TEST(running.script.sent.empty());
  BOOST_TEST(running.bench.OneStay().IsQuarantined());
}

BOOST_AUTO_TEST_CASE(the_depths_are_counted) {
  Running running;
  model::Stay stay;
  stay.key = "S#1";
  stay.spell_key = "S";
  stay.ward = model::Ward{"VW1", "Respiratory virtual ward", "HH", 1, 0};
  running.bench.Change([&](store::Rows& rows) { return rows.SaveStay(stay); });
  running.Start();
  const std::string metrics = running.bench.metrics.Text();
  BOOST_TEST(metrics.find("\nwardbridge_stays_open 1\n") != std::string::npos, metrics);
}

BOOST_AUTO_TEST_CASE(a_stop_leaves_nothing_running) {
  Running running;
  running.Start();
  BOOST_TEST(!running.bench.context.stopped());
  running.Stop();
  BOOST_TEST(running.left == 1);
  BOOST_TEST(running.bench.context.stopped());
  running.Arrived(test::DischargeMessage());
  running.NewMessages();
  BOOST_TEST(running.script.sent.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
