#include "edge/store/lease.h"

#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

#include "store_fixture.h"

namespace wardbridge::store {

BOOST_AUTO_TEST_SUITE(lease)

namespace {

BOOST_FIXTURE_TEST_SUITE(lease, TempFolder)

BOOST_AUTO_TEST_CASE(lease_is_given_back_when_its_holder_goes_out_of_scope) {
  { BOOST_REQUIRE(Lease::Take(Path("db"))); }
  BOOST_TEST(Lease::Take(Path("db")).has_value());
}

BOOST_AUTO_TEST_CASE(moved_lease_is_still_held) {
  auto taken = Lease::Take(Path("db"));
  BOOST_REQUIRE(taken);
  Lease kept = std::move(*taken);
  taken = Error{};
  BOOST_TEST(!Lease::Take(Path("db")));
}

BOOST_AUTO_TEST_CASE(other_database_has_a_lease_of_its_own) {
  const auto first = Lease::Take(Path("a"));
  BOOST_TEST(Lease::Take(Path("b")).has_value());
}

BOOST_AUTO_TEST_CASE(killed_holder_loses_the_lease) {
  int ready[2];
  BOOST_REQUIRE_EQUAL(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto lease = Lease::Take(Path("db"));
    const char answer = lease ? 'y' : 'n';
    (void)!write(ready[1], &answer, 1);
    while (true) pause();
  }
  char answer = 0;
  BOOST_REQUIRE_EQUAL(read(ready[0], &answer, 1), 1);
  BOOST_REQUIRE_EQUAL(answer, 'y');
  const auto refused = Lease::Take(Path("db"));
  BOOST_REQUIRE(!refused);
  BOOST_TEST((refused.error().code == Code::kBusy));
  BOOST_TEST(refused.error().detail == "in use by process " + std::to_string(child));
  kill(child, SIGKILL);
  BOOST_REQUIRE_EQUAL(waitpid(child, nullptr, 0), child);
  BOOST_TEST(Lease::Take(Path("db")).has_value());
  close(ready[0]);
  close(ready[1]);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::store
