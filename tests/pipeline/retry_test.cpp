// When a delivery is tried again.
#include "pipeline/retry.h"

#include <array>
#include <ostream>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(retry)

namespace {

using model::DeliveryState;
using Kind = model::Outcome::Kind;

constexpr Millis kHour{3'600'000};

struct BackOffCase {
  int attempts;
  std::int64_t wait_ms;
};
std::ostream& operator<<(std::ostream& out, const BackOffCase& c) {
  return out << c.attempts << " attempts";
}

const std::array kBackOffs = {BackOffCase{1, 1'000},     BackOffCase{2, 2'000},
                              BackOffCase{3, 4'000},     BackOffCase{10, 512'000},
                              BackOffCase{11, 900'000},  BackOffCase{12, 900'000},
                              BackOffCase{100, 900'000}, BackOffCase{2'000'000'000, 900'000}};

Circumstances At(Millis since_created, double chance) {
  Circumstances circumstances;
  circumstances.now = Timestamp::FromUnixMs(1'790'000'000'000);
  circumstances.age_from = circumstances.now - since_created;
  circumstances.chance = chance;
  return circumstances;
}

store::OutboxRow Tried(int attempts) {
  store::OutboxRow row;
  row.attempts = attempts;
  return row;
}

model::Outcome Failed() {
  model::Outcome outcome;
  outcome.code = "test.code";
  outcome.detail = "what happened";
  return outcome;
}

std::int64_t WaitAfter(int attempts, double chance, const model::Outcome& outcome = Failed()) {
  store::OutboxRow row = Tried(attempts);
  const Circumstances circumstances = At(kHour, chance);
  Settle(row, outcome, {}, circumstances);
  return (row.next_at - circumstances.now).count();
}

}  // namespace

BOOST_DATA_TEST_CASE(the_longest_wait_doubles_up_to_its_cap,
                     boost::unit_test::data::make(kBackOffs), c) {
  BOOST_TEST(BackOff({}, c.attempts).count() == c.wait_ms);
}

BOOST_AUTO_TEST_CASE(chance_takes_any_part_of_the_longest_wait_but_never_nothing) {
  BOOST_TEST(WaitAfter(3, 1.0) == 4'000);
  BOOST_TEST(WaitAfter(3, 0.25) == 1'000);
  BOOST_TEST(WaitAfter(3, 0.0) == 1);
}

BOOST_AUTO_TEST_CASE(what_the_receiver_asks_for_is_kept_up_to_the_age_limit) {
  model::Outcome outcome = Failed();
  outcome.retry_after = Millis(7'777'000);
  BOOST_TEST(WaitAfter(1, 0.5, outcome) == 7'777'000);
  outcome.retry_after = 10'000 * kHour;
  BOOST_TEST(WaitAfter(1, 0.5, outcome) == (72 * kHour).count());
}

BOOST_AUTO_TEST_CASE(given_up_by_age_names_the_last_reason_too) {
  store::OutboxRow row = Tried(9);
  Settle(row, Failed(), {}, At(72 * kHour + Millis(1), 1.0));
  BOOST_TEST((row.state == DeliveryState::kDead));
  BOOST_TEST(row.code == "delivery.too-old");
  BOOST_TEST(row.detail == "test.code: what happened");
}

BOOST_AUTO_TEST_CASE(a_fault_of_the_channel_never_gives_a_delivery_up) {
  store::OutboxRow row = Tried(9);
  model::Outcome outcome = Failed();
  outcome.kind = Kind::kConfiguration;
  const Circumstances circumstances = At(1'000 * kHour, 1.0);
  Settle(row, outcome, {}, circumstances);
  BOOST_TEST((row.state == DeliveryState::kReady));
  BOOST_TEST((row.next_at == circumstances.now));
}

BOOST_AUTO_TEST_CASE(a_success_counts_however_old_the_delivery_is) {
  store::OutboxRow row = Tried(1);
  model::Outcome outcome = Failed();
  outcome.kind = Kind::kDelivered;
  Settle(row, outcome, {}, At(1'000 * kHour, 1.0));
  BOOST_TEST((row.state == DeliveryState::kDelivered));
  BOOST_TEST(row.delivered.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
