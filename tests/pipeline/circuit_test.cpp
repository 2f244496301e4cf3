// The states of the way to a destination: every row of the table in circuit.h.
#include "pipeline/circuit.h"

#include <ostream>

#include <boost/test/unit_test.hpp>

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(circuit)

namespace {

using Kind = model::Outcome::Kind;
using State = Circuit::State;

class Way {
 public:
  explicit Way(const RetryOptions& options = {}) : circuit_(options) {}

  bool End(Kind kind, const std::string& code = "test.code") {
    model::Outcome outcome;
    outcome.kind = kind;
    outcome.code = code;
    return circuit_.Ended(outcome, now);
  }
  void Fail(int times) {
    for (int i = 0; i < times; ++i) End(Kind::kTransient);
  }
  [[nodiscard]] std::size_t Room(std::size_t running = 0) const {
    return circuit_.Room(now, running);
  }
  [[nodiscard]] std::int64_t Wait() const { return (circuit_.NextRoom(now) - now).count(); }
  [[nodiscard]] const Circuit& circuit() const { return circuit_; }

  Timestamp now = Timestamp::FromUnixMs(1'790'000'000'000);

 private:
  Circuit circuit_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(closed_lets_as_many_run_as_are_allowed) {
  const Way way;
  BOOST_TEST(way.Room(0) == 4U);
  BOOST_TEST(way.Room(3) == 1U);
  BOOST_TEST(way.Room(4) == 0U);
  BOOST_TEST(way.Room(9) == 0U);
}

BOOST_AUTO_TEST_CASE(it_opens_at_the_fifth_failure_in_a_row) {
  Way way;
  way.Fail(4);
  BOOST_TEST((way.circuit().state() == State::kClosed));
  BOOST_TEST(way.End(Kind::kInDoubt, "fhir.timeout"));
  BOOST_TEST((way.circuit().state() == State::kOpen));
  BOOST_TEST(way.circuit().code() == "fhir.timeout");
  BOOST_TEST(way.Room() == 0U);
}

BOOST_AUTO_TEST_CASE(an_answer_in_between_starts_the_count_again) {
  Way way;
  way.Fail(4);
  BOOST_TEST(!way.End(Kind::kPermanent));
  way.Fail(4);
  BOOST_TEST((way.circuit().state() == State::kClosed));
}

BOOST_AUTO_TEST_CASE(open_lets_one_probe_through_at_growing_intervals) {
  Way way;
  way.Fail(5);
  for (const std::int64_t wait : {1'000, 2'000, 4'000, 8'000, 16'000, 32'000, 60'000, 60'000}) {
    BOOST_TEST(way.Wait() == wait);
    way.now = way.now + Millis(wait);
    BOOST_TEST(way.Room(0) == 1U);
    BOOST_TEST(way.Room(1) == 0U);
    way.Fail(1);
  }
}

BOOST_AUTO_TEST_CASE(the_probe_that_is_answered_closes_it) {
  Way way;
  way.Fail(5);
  way.now = way.now + Millis(1'000);
  BOOST_TEST(way.End(Kind::kDelivered));
  BOOST_TEST((way.circuit().state() == State::kClosed));
  BOOST_TEST(way.circuit().code().empty());
  BOOST_TEST(way.Room() == 4U);
}

BOOST_AUTO_TEST_CASE(one_failure_of_the_configuration_holds_it) {
  Way way;
  BOOST_TEST(way.End(Kind::kConfiguration, "fhir.forbidden"));
  BOOST_TEST((way.circuit().state() == State::kHeld));
  BOOST_TEST(way.circuit().code() == "fhir.forbidden");
  BOOST_TEST(way.Room() == 0U);
  BOOST_TEST(way.Wait() == 1'000);
}

BOOST_AUTO_TEST_CASE(held_stays_held_and_names_its_reason_when_the_probe_does_not_get_through) {
  Way way;
  way.End(Kind::kConfiguration, "fhir.forbidden");
  way.now = way.now + Millis(1'000);
  BOOST_TEST(!way.End(Kind::kTransient, "fhir.connect"));
  BOOST_TEST((way.circuit().state() == State::kHeld));
  BOOST_TEST(way.circuit().code() == "fhir.forbidden");
  BOOST_TEST(way.Wait() == 2'000);
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_back_does_not_keep_it_closed_for_that_long) {
  Way way;
  way.Fail(5);
  way.now = way.now - Millis(std::int64_t{24} * 3'600'000);
  BOOST_TEST(way.Room() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
