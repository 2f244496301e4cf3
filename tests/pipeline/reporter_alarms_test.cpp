// Which events and measures raise and clear which alarm.
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "pipeline/reporter.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(reporter_alarms)

namespace {

using Kind = net::MllpNotice::Kind;

struct Desk {
  std::vector<std::string> lines;
  telemetry::Log log{[this](telemetry::Level, std::string_view, std::string_view line) {
    lines.emplace_back(line);
  }};
  telemetry::Metrics metrics;
  Reporter reporter{log, metrics};
  Timestamp now = Timestamp::FromUnixMs(1'790'000'000'000);

  // "code subject count" of each that stands.
  [[nodiscard]] std::vector<std::string> Standing() const {
    std::vector<std::string> all;
    for (const telemetry::Alarm& alarm : reporter.alarms().Standing()) {
      all.push_back(alarm.code + " " + alarm.subject + " " + std::to_string(alarm.count));
    }
    return all;
  }
  void Notice(Kind kind) {
    net::MllpNotice notice;
    notice.kind = kind;
    notice.listener = "adt";
    reporter.Noticed(notice, now);
  }
};

void Expect(const Desk& desk, const std::vector<std::string>& want) {
  BOOST_TEST(desk.Standing() == want, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_CASE(depths_raise_what_waits_for_a_person_and_clear_it) {
  Desk desk;
  store::Depths depths;
  depths.inbox_quarantined = 2;
  depths.stays_quarantined = 1;
  depths.set_aside = 3;
  depths.outbox["gp"]["dead"] = 4;
  desk.reporter.Depths(depths, desk.now);
  Expect(desk, {"destination.dead gp 4", "inbox.quarantined  2", "stays.quarantined  1",
                "summaries.set-aside  3"});
  BOOST_TEST(
      desk.metrics.Text().find("wardbridge_alarm{code=\"destination.dead\",subject=\"gp\"} 1") !=
      std::string::npos);
  depths = {};
  depths.outbox["gp"]["dead"] = 0;
  desk.reporter.Depths(depths, desk.now);
  Expect(desk, {});
  BOOST_TEST(
      desk.metrics.Text().find("wardbridge_alarm{code=\"destination.dead\",subject=\"gp\"} 0") !=
      std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_same_depths_again_write_nothing_into_the_log) {
  Desk desk;
  store::Depths depths;
  depths.inbox_quarantined = 2;
  desk.reporter.Depths(depths, desk.now);
  const std::size_t lines = desk.lines.size();
  BOOST_TEST(lines == 1U);
  desk.reporter.Depths(depths, desk.now);
  BOOST_TEST(desk.lines.size() == lines);
}

BOOST_AUTO_TEST_CASE(a_delivery_that_waits_for_more_than_an_hour_is_late) {
  Desk desk;
  store::Depths depths;
  depths.outbox["gp"]["ready"] = 1;
  depths.oldest_undelivered["gp"] = desk.now - Millis(3'600'000);
  desk.reporter.Depths(depths, desk.now);
  Expect(desk, {});
  desk.reporter.Depths(depths, desk.now + Millis(1));
  Expect(desk, {"destination.late gp 1"});
}

BOOST_AUTO_TEST_CASE(a_circuit_raises_one_of_two_alarms_and_clears_both_when_it_closes) {
  Desk desk;
  desk.reporter.CircuitChanged("gp", Circuit::State::kOpen, "fhir.connect", desk.now);
  Expect(desk, {"destination.unreachable gp 1"});
  desk.reporter.CircuitChanged("gp", Circuit::State::kHeld, "fhir.forbidden", desk.now);
  Expect(desk, {"destination.held gp 1"});
  desk.reporter.CircuitChanged("gp", Circuit::State::kClosed, "", desk.now);
  Expect(desk, {});
}

BOOST_AUTO_TEST_CASE(trouble_of_the_store_stands_until_it_is_over) {
  Desk desk;
  desk.reporter.StoreTrouble("store.full", desk.now);
  Expect(desk, {"store.full  1"});
  desk.reporter.StoreTrouble("store.fsync", desk.now);
  Expect(desk, {"store.fsync  1"});
  desk.reporter.StoreTrouble("", desk.now);
  Expect(desk, {});
}

BOOST_AUTO_TEST_CASE(commits_of_up_to_a_second_raise_nothing) {
  Desk desk;
  desk.reporter.Committed(1, 1.0, desk.now);
  desk.reporter.StoreWaits(Millis(1'000), desk.now);
  Expect(desk, {});
}

BOOST_AUTO_TEST_CASE(a_slow_store_stands_until_commits_are_quick_for_half_a_minute) {
  Desk desk;
  desk.reporter.Committed(1, 1.1, desk.now);
  desk.reporter.Committed(1, 2.0, desk.now + Millis(5'000));
  Expect(desk, {"store.slow  2"});
  desk.reporter.Committed(1, 0.1, desk.now + Millis(34'999));
  Expect(desk, {"store.slow  2"});
  desk.reporter.Committed(1, 0.1, desk.now + Millis(35'000));
  Expect(desk, {});
  desk.reporter.Committed(1, 0.1, desk.now + Millis(70'000));
  Expect(desk, {});
}

BOOST_AUTO_TEST_CASE(a_commit_that_does_not_come_back_is_slow_before_it_ends) {
  Desk desk;
  desk.reporter.StoreWaits(Millis(1'001), desk.now);
  Expect(desk, {"store.slow  1"});
  desk.reporter.StoreWaits(Millis(0), desk.now + Millis(3'600'000));  // nothing was written since
  Expect(desk, {"store.slow  1"});
  desk.reporter.Committed(1, 0.1, desk.now + Millis(3'600'000));
  Expect(desk, {});
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_back_does_not_keep_a_slow_store_for_a_day) {
  Desk desk;
  desk.reporter.Committed(1, 2.0, desk.now);
  desk.reporter.Committed(1, 0.1, desk.now - Millis(86'400'000));
  Expect(desk, {"store.slow  1"});
  desk.reporter.Committed(1, 0.1, desk.now - Millis(86'370'000));
  Expect(desk, {});
}

BOOST_AUTO_TEST_CASE(a_listener_that_cannot_accept_is_well_at_the_next_connection) {
  Desk desk;
  desk.Notice(Kind::kAcceptFailed);
  Expect(desk, {"listener.accept-failed adt 1"});
  desk.Notice(Kind::kConnected);
  Expect(desk, {});
}

BOOST_AUTO_TEST_CASE(a_full_listener_is_well_when_somebody_leaves) {
  Desk desk;
  desk.Notice(Kind::kRefusedFull);
  Expect(desk, {"listener.full adt 1"});
  desk.Notice(Kind::kDisconnected);
  Expect(desk, {});
}

BOOST_AUTO_TEST_CASE(a_reused_control_id_stands_for_a_day_after_the_last) {
  Desk desk;
  desk.reporter.ControlIdReused("adt", 7, desk.now);
  desk.reporter.ControlIdReused("adt", 8, desk.now);
  Expect(desk, {"intake.control-id-reused adt 2"});
  desk.reporter.Depths({}, desk.now + Millis(86'400'000));
  Expect(desk, {"intake.control-id-reused adt 2"});
  desk.reporter.Depths({}, desk.now + Millis(86'400'001));
  Expect(desk, {});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
