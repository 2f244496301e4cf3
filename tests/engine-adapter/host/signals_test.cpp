#include "engine-adapter/host/signals.h"

#include <atomic>
#include <csignal>

#include <boost/test/unit_test.hpp>
#include <unistd.h>

namespace wardbridge::host {

BOOST_AUTO_TEST_SUITE(signals)

namespace {

BOOST_AUTO_TEST_CASE(a_signal_wakes_the_one_who_waits) {
  Signals signals;
  kill(getpid(), SIGTERM);
  BOOST_TEST(signals.Wait() == SIGTERM);
}

BOOST_AUTO_TEST_CASE(work_that_ends_first_is_waited_for) {
  Signals signals;
  std::atomic<bool> done{false};
  BOOST_TEST(signals.RunUnlessSignalled([&] { done = true; }));
  BOOST_TEST(done.load());
}

BOOST_AUTO_TEST_CASE(a_signal_during_work_does_not_wait_for_it) {
  Signals signals;
  static std::atomic<bool> go_on{false};
  static std::atomic<bool> ended{false};
  kill(getpid(), SIGINT);
  BOOST_TEST(!signals.RunUnlessSignalled([] {
    go_on.wait(false);
    ended = true;
    ended.notify_all();
  }));
  go_on = true;
  go_on.notify_all();
  ended.wait(false);
  BOOST_TEST(signals.Wait() == SIGINT);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::host
