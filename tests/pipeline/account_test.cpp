// A day has one account, alarms are seen by those who read the store, and what is missing is told.
#include "pipeline/account.h"

#include <memory>

#include <boost/test/unit_test.hpp>

#include "tests/pipeline/workbench.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(account)

namespace {

constexpr Millis kHour{3'600'000};

struct Office {
  Office() { Restart(); }
  // A new host on the same store.
  void Restart() {
    account = std::make_unique<Account>(AccountParts{
        *bench.store, bench.reporter, bench.clock, bench.executor(), bench.executor(), 6 * kHour});
  }
  void Set(const std::string& now) { bench.clock.Set(test::Instant(now)); }
  void Advance(Millis span) { bench.clock.Set(bench.clock.Now() + span); }
  void Close() { bench.Await(account->CloseDay()); }
  void Save() { bench.Await(account->SaveAlarms()); }
  void Look() { bench.Await(account->Look()); }
  void Recall() { bench.Await(account->RecallAlarms()); }
  std::vector<store::Reconciliation> Closed() {
    return bench.In([](store::Rows& rows) { return rows.Reconciliations(100); });
  }
  std::vector<model::Alarm> Saved() {
    return bench.In([](store::Rows& rows) { return rows.Alarms(); }).standing;
  }
  void Hold() {
    bench.reporter.CircuitChanged("gp", Circuit::State::kHeld, "http-401", bench.clock.Now());
  }
  // A stay whose summary was due long ago and was not made.
  void Forget() {
    model::Stay stay;
    stay.key = "RXX|V|1#1";
    stay.state = model::StayState::kPending;
    stay.due = bench.clock.Now() - 2 * kHour;
    bench.Change([&](store::Rows& rows) { return rows.SaveStay(stay); });
  }

  Workbench bench;
  std::unique_ptr<Account> account;
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_day_has_one_account_whatever_restarts_come_between, Office) {
  Set("2026-10-20T12:00:00+01:00");
  Close();
  BOOST_TEST(Closed().empty());  // the first start only begins to count
  bench.Receive(test::AdmitMessage());
  Set("2026-10-21T05:59:59+01:00");
  Close();
  BOOST_TEST(Closed().empty());
  Set("2026-10-21T06:00:00+01:00");
  Close();
  Close();
  Restart();
  Close();
  const auto closed = Closed();
  BOOST_REQUIRE(closed.size() == 1U);
  BOOST_TEST(closed[0].Count("message", "new") == 1);
  BOOST_TEST((closed[0].at == bench.clock.Now()));
  BOOST_TEST(bench.Logged("reconciliation since="));
  BOOST_TEST(bench.Logged("received=1"));
  BOOST_TEST(bench.Logged("missing=0"));
}

BOOST_FIXTURE_TEST_CASE(a_day_that_ended_while_nothing_ran_is_closed_at_the_start, Office) {
  Set("2026-10-20T12:00:00+01:00");
  Close();
  Set("2026-10-23T12:00:00+01:00");
  Restart();
  Close();
  BOOST_TEST(Closed().size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_clock_that_is_set_back_closes_nothing_twice, Office) {
  Set("2026-10-20T12:00:00+01:00");
  Close();
  Set("2026-10-21T12:00:00+01:00");
  Close();
  Set("2026-10-20T23:00:00+01:00");
  Close();
  Set("2026-10-21T13:00:00+01:00");
  Close();
  BOOST_TEST(Closed().size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(alarms_are_saved_when_they_begin_and_end, Office) {
  Save();
  BOOST_TEST(Saved().empty());
  BOOST_TEST(bench.In([](store::Rows& rows) { return rows.Mark("alarms"); }).has_value());
  Hold();
  Save();
  BOOST_REQUIRE(Saved().size() == 1U);
  BOOST_TEST(Saved()[0].code == "destination.held");
  BOOST_TEST(Saved()[0].count == 1);
  const Timestamp first = bench.clock.Now();
  Advance(Millis(59'000));
  Hold();
  Save();
  BOOST_TEST((Saved()[0].last == first));  // a later time alone can wait
  Advance(Millis(1'000));
  Save();
  BOOST_TEST((Saved()[0].first == first));
  BOOST_TEST((Saved()[0].last == first + Millis(59'000)));
  bench.reporter.CircuitChanged("gp", Circuit::State::kClosed, "", bench.clock.Now());
  Save();
  BOOST_TEST(Saved().empty());
}

BOOST_FIXTURE_TEST_CASE(an_alarm_keeps_its_first_time_over_a_restart, Office) {
  Hold();
  const Timestamp first = bench.clock.Now();
  Save();
  Advance(kHour);
  telemetry::Metrics metrics;
  Reporter reborn(bench.log, metrics);
  Account next({*bench.store, reborn, bench.clock, bench.executor(), bench.executor(), Millis(0)});
  asio::co_spawn(bench.executor(), next.RecallAlarms(), [](const std::exception_ptr&) {});
  bench.Settle();
  BOOST_TEST(reborn.alarms().Standing().empty());
  reborn.CircuitChanged("gp", Circuit::State::kHeld, "http-401", bench.clock.Now());
  BOOST_REQUIRE(reborn.alarms().Standing().size() == 1U);
  BOOST_TEST((reborn.alarms().Standing()[0].first == first));
}

BOOST_FIXTURE_TEST_CASE(what_did_not_go_on_is_an_alarm_until_it_does, Office) {
  Look();
  BOOST_TEST(bench.reporter.alarms().Standing().empty());
  Forget();
  Look();  // not every time
  BOOST_TEST(bench.reporter.alarms().Standing().empty());
  Advance(Millis(10 * 60'000));
  Look();
  BOOST_REQUIRE(bench.reporter.alarms().Standing().size() == 1U);
  BOOST_TEST(bench.reporter.alarms().Standing()[0].code == "reconciliation.missing");
  model::Stay stay = bench.OneStay();
  stay.due.reset();
  bench.Change([&](store::Rows& rows) { return rows.SaveStay(stay); });
  Advance(Millis(10 * 60'000));
  Look();
  BOOST_TEST(bench.reporter.alarms().Standing().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
