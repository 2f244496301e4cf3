// The life cycle: every call in every state.
#include "engine-adapter/abi/instance.h"

#include <array>
#include <atomic>
#include <ostream>
#include <string>
#include <thread>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/engine-adapter/abi/plugin_host.h"

namespace wardbridge::abi {

BOOST_AUTO_TEST_SUITE(instance)

namespace {

enum class State { kCreated, kStarted, kStopped };
enum class Call { kStart, kProcess, kReload, kStop };

struct OrderCase {
  const char* name;
  State state;
  Call call;
  wb_status want;
};
std::ostream& operator<<(std::ostream& out, const OrderCase& c) { return out << c.name; }

const std::array kOrders = {
    OrderCase{"start after create", State::kCreated, Call::kStart, WB_OK},
    OrderCase{"process before start", State::kCreated, Call::kProcess, WB_E_STATE},
    OrderCase{"reload before start", State::kCreated, Call::kReload, WB_OK},
    OrderCase{"stop before start", State::kCreated, Call::kStop, WB_E_STATE},
    OrderCase{"start twice", State::kStarted, Call::kStart, WB_E_STATE},
    OrderCase{"process while started", State::kStarted, Call::kProcess, WB_OK},
    OrderCase{"reload while started", State::kStarted, Call::kReload, WB_OK},
    OrderCase{"stop while started", State::kStarted, Call::kStop, WB_OK},
    OrderCase{"start after stop", State::kStopped, Call::kStart, WB_E_STATE},
    OrderCase{"process after stop", State::kStopped, Call::kProcess, WB_E_STATE},
    OrderCase{"reload after stop", State::kStopped, Call::kReload, WB_E_STATE},
    OrderCase{"stop twice", State::kStopped, Call::kStop, WB_OK},
};

BOOST_DATA_TEST_CASE_F(PluginHost, the_table_of_the_contract_holds,
                       boost::unit_test::data::make(kOrders), c) {
  BOOST_TEST_REQUIRE(Create() == WB_OK);
  if (c.state != State::kCreated) BOOST_TEST_REQUIRE(api->start(instance, nullptr) == WB_OK);
  if (c.state == State::kStopped) BOOST_TEST_REQUIRE(api->stop(instance, 0, nullptr) == WB_OK);
  wb_status got = WB_OK;
  switch (c.call) {
    case Call::kStart:
      got = api->start(instance, &error);
      break;
    case Call::kProcess:
      got = Process();
      break;
    case Call::kReload:
      got = api->reload(instance, Bytes("x"), 0, &error);
      break;
    case Call::kStop:
      got = api->stop(instance, 0, &error);
      break;
  }
  BOOST_TEST(got == c.want);
  BOOST_TEST(error.status == c.want);
  const bool misused = c.want == WB_E_STATE;
  BOOST_TEST((!lines.empty() && lines.back().level == WB_LOG_MISUSE) == misused);
  // Status and extensions work in every state.
  BOOST_TEST(api->status_json(instance, nullptr, 0) > 0);
  BOOST_TEST(api->get_extension(instance, "wb.none/1") == nullptr);
}

BOOST_FIXTURE_TEST_CASE(a_start_that_fails_may_be_tried_again, PluginHost) {
  script.start_error = Error{Code::kIo, "listener adt", "address in use"};
  BOOST_TEST_REQUIRE(Create() == WB_OK);
  BOOST_TEST(api->start(instance, &error) == WB_E_IO);
  BOOST_TEST(error.where == "listener adt");
  BOOST_TEST(Process() == WB_E_STATE);
  script.start_error.reset();
  BOOST_TEST(api->start(instance, &error) == WB_OK);
  BOOST_TEST(error.code == "");
}

BOOST_FIXTURE_TEST_CASE(a_reload_that_is_refused_says_why, PluginHost) {
  BOOST_TEST_REQUIRE(CreateAndStart() == WB_OK);
  script.reload_fault = FileFault("w.yaml", "reload.restart", "listeners has changed");
  BOOST_TEST(api->reload(instance, Bytes("x: 1"), 0, &error) == WB_E_CONFIG);
  BOOST_TEST(error.code == "reload.restart");
  BOOST_TEST(lines.back().text.find("reload.restart") != std::string::npos);
  script.reload_fault.reset();
  script.reload_error = Error{Code::kIo, "store", "disk full"};
  BOOST_TEST(api->reload(instance, Bytes("x: 1"), 0, &error) == WB_E_IO);
  script.reload_error.reset();
  BOOST_TEST(api->reload(instance, Bytes("x: 1"), 0, &error) == WB_OK);
  BOOST_TEST(script.reloads == 3);
  BOOST_TEST(Process() == WB_OK);
}

BOOST_FIXTURE_TEST_CASE(the_drain_reaches_the_engine, PluginHost) {
  BOOST_TEST_REQUIRE(CreateAndStart() == WB_OK);
  BOOST_TEST(api->stop(instance, 1'500, &error) == WB_OK);
  BOOST_TEST(script.drain.count() == 1'500);
  BOOST_TEST(script.stops == 1);
}

BOOST_FIXTURE_TEST_CASE(a_negative_drain_is_an_argument_fault_and_stops_nothing, PluginHost) {
  BOOST_TEST_REQUIRE(CreateAndStart() == WB_OK);
  BOOST_TEST(api->stop(instance, -1, &error) == WB_E_ARGUMENT);
  BOOST_TEST(script.stops == 0);
  BOOST_TEST(Process() == WB_OK);
}

BOOST_FIXTURE_TEST_CASE(a_stop_with_work_left_is_a_stop, PluginHost) {
  script.stop_error = Error{Code::kTimeout, "drain", "2 messages are left"};
  BOOST_TEST_REQUIRE(CreateAndStart() == WB_OK);
  BOOST_TEST(api->stop(instance, 1, &error) == WB_E_TIMEOUT);
  BOOST_TEST(api->stop(instance, 1, &error) == WB_OK);
  BOOST_TEST(Process() == WB_E_STATE);
}

BOOST_FIXTURE_TEST_CASE(destroy_stops_first, PluginHost) {
  BOOST_TEST_REQUIRE(CreateAndStart() == WB_OK);
  api->destroy(instance);
  instance = nullptr;
  BOOST_TEST(script.stops == 1);
  BOOST_TEST(script.destroyed);
}

BOOST_FIXTURE_TEST_CASE(destroy_of_a_created_instance_stops_nothing, PluginHost) {
  BOOST_TEST_REQUIRE(Create() == WB_OK);
  api->destroy(instance);
  instance = nullptr;
  BOOST_TEST(script.stops == 0);
  BOOST_TEST(script.destroyed);
}

BOOST_FIXTURE_TEST_CASE(destroy_waits_for_a_message_in_hand, PluginHost) {
  std::atomic<bool> inside{false};
  std::atomic<bool> stopping{false};
  std::atomic<bool> go_on{false};
  std::atomic<bool> returned{false};
  bool destroyed_inside = false;
  script.process = [&](const engine::ProcessRequest&) -> Result<engine::ProcessOutcome> {
    inside = true;
    inside.notify_all();
    go_on.wait(false);
    destroyed_inside = script.destroyed;
    return engine::ProcessOutcome{};
  };
  script.on_stop = [&] {
    stopping = true;
    stopping.notify_all();
  };
  BOOST_TEST_REQUIRE(CreateAndStart() == WB_OK);
  std::thread sender([&] {
    Process();
    returned = true;
  });
  inside.wait(false);
  std::thread destroyer([&] { api->destroy(instance); });
  stopping.wait(false);
  go_on = true;
  go_on.notify_all();
  destroyer.join();
  sender.join();
  instance = nullptr;
  BOOST_TEST(!destroyed_inside);
  BOOST_TEST(returned.load());
}

BOOST_FIXTURE_TEST_CASE(threads_of_the_engine_are_made_with_all_signals_blocked, PluginHost) {
  sigset_t before{};
  sigset_t after{};
  pthread_sigmask(SIG_SETMASK, nullptr, &before);
  BOOST_TEST_REQUIRE(CreateAndStart() == WB_OK);
  pthread_sigmask(SIG_SETMASK, nullptr, &after);
  for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGCHLD}) {
    BOOST_TEST(sigismember(&script.start_mask, number) == 1);
    BOOST_TEST(sigismember(&after, number) == sigismember(&before, number));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::abi
