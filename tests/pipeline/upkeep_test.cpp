// Requests are served, the day's trigger fires once, old data goes: by the clock, and over
// restarts.
#include "pipeline/upkeep.h"

#include <memory>

#include <boost/test/unit_test.hpp>

#include "tests/pipeline/workbench.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(upkeep)

namespace {

constexpr Millis kSeven{7 * 3'600'000};
constexpr Millis kDay{86'400'000};

class House {
 public:
  explicit House(UpkeepOptions options = {}) : options_(options) { Restart(); }
  // A new host on the same store.
  void Restart() {
    upkeep =
        std::make_unique<Upkeep>(UpkeepParts{*bench.store,
                                             test::WardProgram(),
                                             bench.reporter,
                                             bench.clock,
                                             bench.executor(),
                                             bench.executor(),
                                             {"archive"}},
                                 options_,
                                 UpkeepBells{[this] { ++inbox_rung; }, [this] { ++stays_rung; },
                                             [this] { ++deliveries_rung; }});
  }
  void Set(const std::string& now) { bench.clock.Set(test::Instant(now)); }
  void Fire() { bench.Await(upkeep->FireDaily()); }
  void Remove() { bench.Await(upkeep->RemoveOld()); }
  bool Serve() { return bench.Await(upkeep->ApplyOpen()); }
  // A stay that was discharged at `discharged` and has a day to settle.
  void Pend(const std::string& key, const std::string& discharged) {
    model::Stay stay;
    stay.key = key;
    stay.state = model::StayState::kPending;
    stay.first_discharge = test::Instant(discharged);
    stay.due = *stay.first_discharge + kDay;
    bench.Change([&](store::Rows& rows) { return rows.SaveStay(stay); });
  }
  std::size_t Due() {
    return bench.In([&](store::Rows& rows) { return rows.DueStays(bench.clock.Now(), 10); }).size();
  }

  Workbench bench;
  std::unique_ptr<Upkeep> upkeep;
  int inbox_rung = 0;
  int stays_rung = 0;
  int deliveries_rung = 0;

 private:
  UpkeepOptions options_;
};

UpkeepOptions AtSeven() {
  UpkeepOptions options;
  options.daily_at = kSeven;
  return options;
}

BOOST_AUTO_TEST_CASE(open_request_is_applied_and_rings_the_right_bells) {
  House house;
  store::OutboxRow dead;
  dead.key = std::string(64, 'b');
  dead.stay_key = "s#1";
  dead.destination = "archive";
  dead.state = model::DeliveryState::kDead;
  house.bench.Change([&](store::Rows& rows) { return rows.AddDelivery(dead); });
  store::OperatorRequest request;
  request.operation = "retry";
  request.target = dead.key;
  request.person = "jo";
  request.reason = "canary reason";
  house.bench.In([&](store::Rows& rows) { return rows.AddRequest(request); });
  BOOST_TEST(!house.Serve());
  BOOST_TEST(house.deliveries_rung == 1);
  BOOST_TEST(house.inbox_rung == 0);
  BOOST_TEST(house.bench.In([](store::Rows& rows) { return rows.OpenRequests(10); }).empty());
  BOOST_TEST(house.bench.Logged("operation=retry"));
  BOOST_TEST(!house.bench.Logged("canary reason"));
}

BOOST_AUTO_TEST_CASE(request_that_is_refused_rings_no_bell) {
  House house;
  store::OperatorRequest request;
  request.operation = "retry";
  request.target = "m1";
  house.bench.In([&](store::Rows& rows) { return rows.AddRequest(request); });
  house.Serve();
  BOOST_TEST(house.inbox_rung + house.stays_rung + house.deliveries_rung == 0);
  BOOST_TEST(house.bench.Logged("refused"));
}

BOOST_AUTO_TEST_CASE(first_start_does_not_make_up_for_days_before_it) {
  House house(AtSeven());
  house.Set("2026-10-20T09:00:00+01:00");
  house.Pend("s#1", "2026-10-20T06:00:00+01:00");
  house.Fire();
  BOOST_TEST(house.Due() == 0U);
}

BOOST_AUTO_TEST_CASE(trigger_fires_once_each_day) {
  House house(AtSeven());
  house.Set("2026-10-19T09:00:00+01:00");
  house.Fire();
  house.Pend("s#1", "2026-10-20T06:00:00+01:00");
  house.Set("2026-10-20T06:59:59+01:00");
  house.Fire();
  BOOST_TEST(house.Due() == 0U);
  house.Set("2026-10-20T07:00:10+01:00");
  house.Fire();
  BOOST_TEST(house.Due() == 1U);
  BOOST_TEST(house.stays_rung == 1);
  house.Pend("s#2", "2026-10-20T07:00:20+01:00");
  house.Set("2026-10-20T08:00:00+01:00");
  house.Fire();
  BOOST_TEST(house.Due() == 1U);
}

BOOST_AUTO_TEST_CASE(trigger_missed_while_nothing_ran_fires_at_the_start) {
  House house(AtSeven());
  house.Set("2026-10-19T09:00:00+01:00");
  house.Fire();
  house.Pend("s#1", "2026-10-20T06:00:00+01:00");
  house.Set("2026-10-20T11:00:00+01:00");
  house.Restart();
  house.Fire();
  BOOST_TEST(house.Due() == 1U);
  house.Restart();
  house.Fire();
  BOOST_TEST(house.stays_rung == 1);
}

BOOST_AUTO_TEST_CASE(without_a_time_of_day_nothing_fires) {
  House house;
  house.Pend("s#1", "2026-10-20T06:00:00+01:00");
  house.Set("2026-10-20T07:00:00+01:00");
  house.Fire();
  BOOST_TEST(house.Due() == 0U);
}

BOOST_AUTO_TEST_CASE(old_data_goes_and_the_run_is_on_record) {
  House house;
  test::AdtParts parts;
  for (int i = 0; i < 120; ++i) {  // more than one part
    parts.control_id = "C" + std::to_string(i);
    const auto row = house.bench.Receive(test::Adt(parts));
    house.bench.Change([&](store::Rows& rows) {
      return rows.SetInboxState(row.id, store::InboxState::kIgnored, {});
    });
  }
  house.bench.clock.Set(house.bench.clock.Now() + 31 * kDay);
  // The parts pause between each other on a timer, so one look of each is driven here.
  for (int part = 0; part < 3; ++part) {
    house.Restart();
    asio::co_spawn(house.bench.executor(), house.upkeep->RemoveOld(),
                   [](const std::exception_ptr& failure) { BOOST_TEST(!failure); });
    house.bench.Settle();
    house.upkeep->Stop();
    house.bench.Settle();
  }
  const auto rows = house.bench.In([](store::Rows& r) { return r.AuditAfter(0, 1000); });
  BOOST_TEST(rows.back().event == "retention.ran");
  std::vector<std::int64_t> ids;
  for (std::int64_t id = 1; id <= 120; ++id) ids.push_back(id);
  for (const auto& row : house.bench.In([&](store::Rows& r) { return r.Messages(ids); }))
    BOOST_TEST_REQUIRE(row.bytes.empty());
}

BOOST_AUTO_TEST_CASE(nothing_removed_leaves_no_row) {
  House house;
  house.Remove();
  BOOST_TEST(house.bench.In([](store::Rows& r) { return r.AuditAfter(0, 10); }).empty());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
