// Alarms reach the operator's program and webhook, one at a time, and what cannot be told is said.
#include "pipeline/alarm_teller.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdlib.h>

#include <boost/test/unit_test.hpp>

#include "tests/pipeline/workbench.h"
#include "tests/support/http_peer.h"

namespace wardbridge::pipeline {

BOOST_AUTO_TEST_SUITE(alarm_teller)

namespace {

using test::HttpPeer;
using test::PeerStep;
using test::Say;

class Desk {
 public:
  Desk() {
    std::string name =
        (std::filesystem::temp_directory_path() / "wardbridge-alarms-XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    folder = name;
    options.host = "RXX";
    options.limit = Millis(5'000);
    options.pause = Millis(10);
  }
  ~Desk() { std::filesystem::remove_all(folder); }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // Each message becomes a line of the file "told".
  void TellByProgram() { Script("cat >> \"$1/told\""); }
  void Script(const std::string& script) {
    options.command = {"/bin/sh", "-c", script, "sh", folder.string()};
  }
  void TellByWebhook(const HttpPeer& peer) {
    options.webhook = Webhook{*net::ParseHttpUrl(peer.Url("/hook?team=ward")), nullptr, "Bearer s"};
  }
  void Hold(const std::string& destination) {
    bench.reporter.CircuitChanged(destination, Circuit::State::kHeld, "http-401",
                                  bench.clock.Now());
  }
  void Free(const std::string& destination) {
    bench.reporter.CircuitChanged(destination, Circuit::State::kClosed, "", bench.clock.Now());
  }
  // Until everything was told or given up.
  void Run(AlarmTeller& teller) {
    bool ended = false;
    asio::co_spawn(teller.bell().executor(), teller.Run(),
                   [&ended](const std::exception_ptr&) { ended = true; });
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (bench.context.run_one_for(idle) > 0 && std::chrono::steady_clock::now() < limit) {
    }
    teller.Stop();
    while (!ended && std::chrono::steady_clock::now() < limit) {
      bench.context.run_one_for(std::chrono::milliseconds(100));
    }
    BOOST_TEST(ended);
  }
  [[nodiscard]] std::vector<std::string> Told() const {
    std::ifstream file(folder / "told");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }

  Workbench bench;
  AlarmOptions options;
  std::chrono::milliseconds idle{400};  // nothing for so long: nothing more comes
  std::filesystem::path folder;
};

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_program_hears_the_beginning_and_the_end_once_each, Desk) {
  TellByProgram();
  AlarmTeller teller(options, bench.reporter, bench.executor());
  Hold("gp");
  Hold("gp");
  Free("gp");
  Run(teller);
  const auto told = Told();
  BOOST_REQUIRE(told.size() == 2U);
  BOOST_TEST(Has(told[0], R"("state":"standing","code":"destination.held","subject":"gp")"));
  BOOST_TEST(Has(told[0], R"("host":"RXX")"));
  BOOST_TEST(Has(told[1], R"("state":"over","code":"destination.held","subject":"gp","count":1)"));
  BOOST_TEST(!bench.Logged("alarm-not-told"));
}

BOOST_FIXTURE_TEST_CASE(a_webhook_gets_json_with_its_authorization, Desk) {
  HttpPeer peer({Say(204)});
  TellByWebhook(peer);
  AlarmTeller teller(options, bench.reporter, bench.executor());
  Hold("gp");
  Run(teller);
  const auto requests = peer.Requests();
  BOOST_REQUIRE(requests.size() == 1U);
  BOOST_TEST(requests[0].method == "POST");
  BOOST_TEST(requests[0].target == "/hook?team=ward");
  BOOST_TEST(requests[0].headers.at("content-type") == "application/json");
  BOOST_TEST(requests[0].headers.at("authorization") == "Bearer s");
  BOOST_TEST(Has(requests[0].body, R"("code":"destination.held")"));
}

BOOST_FIXTURE_TEST_CASE(a_webhook_that_fails_is_tried_again, Desk) {
  HttpPeer peer({Say(503), {"", PeerStep::Do::kCloseAfter}, Say(200)});
  TellByWebhook(peer);
  AlarmTeller teller(options, bench.reporter, bench.executor());
  Hold("gp");
  Run(teller);
  BOOST_TEST(peer.Requests().size() == 3U);
  BOOST_TEST(!bench.Logged("alarm-not-told"));
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_told_is_a_line_and_the_next_goes_on, Desk) {
  HttpPeer peer({Say(500), Say(500), Say(500), Say(200)});
  TellByWebhook(peer);
  Script("grep -q '\"subject\":\"gp\"' && exit 7; exit 0");
  AlarmTeller teller(options, bench.reporter, bench.executor());
  Hold("gp");
  Hold("archive");
  Run(teller);
  BOOST_TEST(peer.Requests().size() == 4U);
  BOOST_TEST(bench.Logged(
      "alarm-not-told code=destination.held subject=gp way=command detail=\"exit code 7\""));
  BOOST_TEST(bench.Logged(
      "alarm-not-told code=destination.held subject=gp way=webhook detail=\"answered 500\""));
  BOOST_TEST(!bench.Logged("alarm-not-told code=destination.held subject=archive"));
}

BOOST_FIXTURE_TEST_CASE(a_program_that_hangs_delays_but_does_not_stop_the_next, Desk) {
  options.limit = Millis(1'500);  // for the second program, on a machine with much to do
  idle = std::chrono::milliseconds(2'500);
  Script("grep -q '\"subject\":\"gp\"' && sleep 600; echo done >> \"$1/told\"");
  AlarmTeller teller(options, bench.reporter, bench.executor());
  Hold("gp");
  Hold("archive");
  Run(teller);
  BOOST_TEST(bench.Logged("way=command detail=\"not finished in time\""));
  BOOST_TEST(!bench.Logged("alarm-not-told code=destination.held subject=archive"));
  // More than once where a try ended too late to count.
  BOOST_TEST(!Told().empty());
}

BOOST_FIXTURE_TEST_CASE(nobody_is_asked_for_and_nothing_happens, Desk) {
  AlarmTeller teller(options, bench.reporter, bench.executor());
  Hold("gp");
  Run(teller);
  BOOST_TEST(!bench.Logged("alarm-not-told"));
}

BOOST_FIXTURE_TEST_CASE(too_many_that_wait_are_told_of_in_the_log, Desk) {
  TellByProgram();
  AlarmTeller teller(options, bench.reporter, bench.executor());
  for (int i = 0; i < 1'001; ++i) Hold("d" + std::to_string(i));
  BOOST_TEST(bench.Logged("alarm-not-told code=destination.held subject=d1000 way=queue"));
  BOOST_TEST(!bench.Logged("alarm-not-told code=destination.held subject=d999"));
}

BOOST_FIXTURE_TEST_CASE(the_reporter_outlives_who_listens, Desk) {
  TellByProgram();
  { const AlarmTeller teller(options, bench.reporter, bench.executor()); }
  Hold("gp");
  BOOST_TEST(Told().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::pipeline
