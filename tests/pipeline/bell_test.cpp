// A bell wakes its loop: no ring is lost, and several are one.
#include "pipeline/bell.h"

#include <exception>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(bell)

namespace {

namespace asio = boost::asio;

constexpr Millis kLong{3'600'000};

// A loop that counts how often it was woken; nothing but rings and limits moves it.
class Waiter {
 public:
  Waiter() = default;

  void Wait(Millis limit) {
    asio::co_spawn(bell.executor(), Once(limit),
                   [](const std::exception_ptr& failure) { BOOST_TEST(!failure); });
    Settle();
  }
  void Settle() {
    context.restart();
    context.poll();
  }

  asio::io_context context;
  Bell bell{context.get_executor()};
  int woken = 0;

 private:
  asio::awaitable<void> Once(Millis limit) {
    co_await bell.Wait(limit);
    ++woken;
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_ring_wakes_the_one_who_waits) {
  Waiter waiter;
  waiter.Wait(kLong);
  BOOST_TEST(waiter.woken == 0);
  waiter.bell.Ring();
  waiter.Settle();
  BOOST_TEST(waiter.woken == 1);
}

BOOST_AUTO_TEST_CASE(a_ring_before_the_wait_is_not_lost) {
  Waiter waiter;
  waiter.bell.Ring();
  waiter.Settle();
  waiter.Wait(kLong);
  BOOST_TEST(waiter.woken == 1);
}

BOOST_AUTO_TEST_CASE(several_rings_are_one) {
  Waiter waiter;
  for (int i = 0; i < 3; ++i) waiter.bell.Ring();
  waiter.Settle();
  waiter.Wait(kLong);
  waiter.Wait(kLong);
  BOOST_TEST(waiter.woken == 1);
  waiter.bell.Ring();
  waiter.Settle();
  BOOST_TEST(waiter.woken == 2);
}

BOOST_AUTO_TEST_CASE(without_a_ring_the_wait_ends_at_its_limit) {
  Waiter waiter;
  waiter.Wait(Millis(1));
  waiter.context.restart();
  waiter.context.run();
  BOOST_TEST(waiter.woken == 1);
}

BOOST_AUTO_TEST_CASE(a_ring_of_another_thread_wakes_as_well) {
  Waiter waiter;
  waiter.Wait(kLong);
  std::thread([&waiter] { waiter.bell.Ring(); }).join();
  waiter.Settle();
  BOOST_TEST(waiter.woken == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
