// A day is taken once: not again after a restart, again after a transaction that failed.
#include "pipeline/daily_mark.h"

#include <boost/test/unit_test.hpp>

#include "tests/pipeline/workbench.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(daily_mark)

namespace {

constexpr Millis kSeven{7 * 3'600'000};

struct Host {
  explicit Host(Workbench& on) : bench(on) {}
  std::optional<DailyMark::Due> Look(const std::string& now) {
    const auto due = bench.Await(mark.Look(*bench.store, bench.executor(), test::Instant(now)));
    BOOST_REQUIRE(due.has_value());
    return *due;
  }
  void Take(const DailyMark::Due& due) {
    bench.Change([&](store::Rows& rows) { return mark.Set(rows, due); });
    mark.Remember(due);
  }

  Workbench& bench;
  DailyMark mark{"day", kSeven};
};

BOOST_AUTO_TEST_CASE(very_first_day_is_told_apart) {
  Workbench bench;
  Host host(bench);
  const auto first = host.Look("2026-11-22T09:00:00Z");
  BOOST_REQUIRE(first.has_value());
  BOOST_TEST(first->is_first);
  BOOST_TEST((first->at == test::Instant("2026-11-22T07:00:00Z")));
  host.Take(*first);
  BOOST_TEST(!host.Look("2026-11-23T06:59:59Z").has_value());
  const auto second = host.Look("2026-11-23T07:00:00Z");
  BOOST_REQUIRE(second.has_value());
  BOOST_TEST(!second->is_first);
}

BOOST_AUTO_TEST_CASE(day_that_was_not_committed_is_due_again) {
  Workbench bench;
  Host host(bench);
  host.Take(*host.Look("2026-11-22T09:00:00Z"));
  const auto due = host.Look("2026-11-23T09:00:00Z");
  BOOST_REQUIRE(due.has_value());
  const Result<> undone = bench.Do([&](store::Rows& rows) -> Result<> {
    if (auto set = host.mark.Set(rows, *due); !set) return set;
    return Error{Code::kIo, "test", "what was done for it failed"};
  });
  BOOST_TEST(!undone.has_value());
  BOOST_TEST(host.Look("2026-11-23T09:00:01Z").has_value());
}

BOOST_AUTO_TEST_CASE(next_host_knows_what_the_last_one_took) {
  Workbench bench;
  Host former(bench);
  former.Take(*former.Look("2026-11-22T09:00:00Z"));
  Host next(bench);
  BOOST_TEST(!next.Look("2026-11-22T10:00:00Z").has_value());
  const auto missed = next.Look("2026-11-25T06:00:00Z");  // nothing ran for two days
  BOOST_REQUIRE(missed.has_value());
  BOOST_TEST((missed->at == test::Instant("2026-11-24T07:00:00Z")));
  BOOST_TEST(!missed->is_first);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
