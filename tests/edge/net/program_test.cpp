// Programs of the operator: what they are given, what becomes of them, what they must not get.
#include "edge/net/program.h"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <stdlib.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <unistd.h>

namespace wardbridge::net {

BOOST_AUTO_TEST_SUITE(program)

namespace {

namespace asio = boost::asio;

struct Shell {
  Shell() {
    std::string name =
        (std::filesystem::temp_directory_path() / "wardbridge-program-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    folder = name;
  }
  ~Shell() { std::filesystem::remove_all(folder); }
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  static Result<> Run(ProgramCall call) {
    asio::io_context context;
    auto future = asio::co_spawn(context, RunProgram(context.get_executor(), std::move(call)),
                                 asio::use_future);
    context.run();
    return future.get();
  }
  // `script` with the shell; $1 is the folder.
  [[nodiscard]] Result<> Script(const std::string& script, const std::string& input = "",
                                Millis limit = Millis(20'000)) const {
    return Run({{"/bin/sh", "-c", script, "sh", folder.string()}, input, limit});
  }
  [[nodiscard]] std::string Text(const std::string& name) const {
    std::ifstream file(folder / name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  std::filesystem::path folder;
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(input_and_arguments_arrive, Shell) {
  const std::string input(kMostInput, 'x');
  BOOST_TEST(Script("cat > \"$1/got\"", input).has_value());
  BOOST_TEST(Text("got") == input);
}

BOOST_FIXTURE_TEST_CASE(a_program_may_leave_its_input_alone_and_write_much, Shell) {
  BOOST_TEST(
      Script("head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2", "text").has_value());
}

BOOST_FIXTURE_TEST_CASE(exit_codes_and_signals_are_told, Shell) {
  const Result<> three = Script("exit 3");
  BOOST_REQUIRE(three.has_error());
  BOOST_TEST((three.error().code == Code::kClosed));
  BOOST_TEST(three.error().detail == "exit code 3");
  const Result<> shot = Script("kill -TERM $$");
  BOOST_REQUIRE(shot.has_error());
  BOOST_TEST(shot.error().detail == "ended by signal 15");
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_started_is_not_found, Shell) {
  for (const char* name : {"/nowhere/at-all", "wardbridge-no-such-program"}) {
    const Result<> run = Run({{name}, "", Millis(1'000)});
    BOOST_REQUIRE(run.has_error());
    BOOST_TEST((run.error().code == Code::kNotFound));
  }
  const Result<> nothing = Run({{}, "", Millis(1'000)});
  BOOST_REQUIRE(nothing.has_error());
  BOOST_TEST((nothing.error().code == Code::kInternal));
}

// With all that it has started: the grandchild would write its file a second later.
BOOST_FIXTURE_TEST_CASE(a_program_that_does_not_end_is_killed, Shell) {
  const auto begun = std::chrono::steady_clock::now();
  const Result<> run = Script("(sleep 2; touch \"$1/late\") & sleep 600", "", Millis(300));
  BOOST_REQUIRE(run.has_error());
  BOOST_TEST((run.error().code == Code::kTimeout));
  BOOST_TEST((std::chrono::steady_clock::now() - begun < std::chrono::seconds(60)));
  sleep(3);
  BOOST_TEST(!std::filesystem::exists(folder / "late"));
}

BOOST_FIXTURE_TEST_CASE(no_file_and_no_signal_setting_of_ours_reaches_it, Shell) {
  const int ours = open("/dev/null", O_RDONLY);  // without O_CLOEXEC, as a careless host would
  BOOST_REQUIRE(ours > 2);
  const auto former = std::signal(SIGPIPE, SIG_IGN);
  BOOST_TEST(
      Script("ls /proc/self/fd > \"$1/files\"; grep SigIgn /proc/self/status > \"$1/signals\"")
          .has_value());
  std::signal(SIGPIPE, former);
  close(ours);
  // Its three, and the folder that ls reads.
  std::istringstream files(Text("files"));
  std::vector<std::string> numbers;
  for (std::string number; files >> number;) numbers.push_back(number);
  BOOST_TEST(numbers.size() == 4U);
  const std::string ignored = Text("signals");
  BOOST_REQUIRE(ignored.find('\t') != std::string::npos);
  const auto mask = std::stoull(ignored.substr(ignored.find('\t')), nullptr, 16);
  BOOST_TEST((mask >> (SIGPIPE - 1U) & 1U) == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_host_that_reaps_its_children_itself_is_no_error, Shell) {
  const auto former = std::signal(SIGCHLD, SIG_IGN);
  const Result<> run = Script("exit 0");
  std::signal(SIGCHLD, former);
  BOOST_TEST(run.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace wardbridge::net
