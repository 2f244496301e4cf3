#include "edge/net/program.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <spawn.h>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "edge/net/completion.h"

extern char** environ;

namespace wardbridge::net {
namespace {

namespace asio = boost::asio;

constexpr int kFirstOther = 3;  // after the three standard files

Error Failure(Code code, std::string detail) { return {code, "program", std::move(detail)}; }

// Closed when it goes.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int Number() const { return descriptor_; }
  [[nodiscard]] int Release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
};

// A pipe that holds `input` and has no writer any more: its reading end, or -1. The input is
// smaller than what a pipe takes without a reader.
int PipeWith(const std::string& input) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return -1;
  File reader(ends[0]);
  const File writer(ends[1]);
  const auto written = write(writer.Number(), input.data(), input.size());
  return written == static_cast<ssize_t>(input.size()) ? reader.Release() : -1;
}

// How the program begins: default signals, a group of its own, input from `reader`, output nowhere,
// nothing else of ours.
class Manner {
 public:
  explicit Manner(int reader) {
    posix_spawn_file_actions_init(&files_);
    posix_spawn_file_actions_adddup2(&files_, reader, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files_, kFirstOther);
    posix_spawnattr_init(&attributes_);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes_, &signals);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes_, &signals);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~Manner() {
    posix_spawn_file_actions_destroy(&files_);
    posix_spawnattr_destroy(&attributes_);
  }
  Manner(const Manner&) = delete;
  Manner& operator=(const Manner&) = delete;
  [[nodiscard]] const posix_spawn_file_actions_t* files() const { return &files_; }
  [[nodiscard]] const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

Result<pid_t> Begin(const ProgramCall& call) {
  if (call.arguments.empty() || call.input.size() > kMostInput) {
    return Failure(Code::kInternal, "no program, or too much input");
  }
  const File reader(PipeWith(call.input));
  if (reader.Number() < 0) return Failure(Code::kIo, "no pipe can be made");
  std::vector<char*> arguments;
  arguments.reserve(call.arguments.size() + 1);
  for (const std::string& argument : call.arguments) {
    arguments.push_back(const_cast<char*>(argument.c_str()));  // posix_spawn does not write to them
  }
  arguments.push_back(nullptr);
  const Manner manner(reader.Number());
  pid_t child = 0;
  const int failed = posix_spawnp(&child, arguments[0], manner.files(), manner.attributes(),
                                  arguments.data(), environ);
  if (failed != 0) return Failure(Code::kNotFound, std::strerror(failed));
  return child;
}

// What became of a child that has ended. A host that waits for every child may have been faster:
// then its exit code is unknown, and it counts as done.
Result<> Fate(pid_t child) {
  siginfo_t info{};
  if (waitid(P_PID, static_cast<id_t>(child), &info, WEXITED) != 0 || info.si_pid == 0) return {};
  if (info.si_code != CLD_EXITED) {
    return Failure(Code::kClosed, "ended by signal " + std::to_string(info.si_status));
  }
  if (info.si_status != 0) {
    return Failure(Code::kClosed, "exit code " + std::to_string(info.si_status));
  }
  return {};
}

// Touched on the strand of the run only.
struct Run {
  bool ended = false;
  bool killed = false;
};

asio::awaitable<Result<>> RunOn(asio::strand<asio::any_io_executor> strand, ProgramCall call) {
  const Result<pid_t> begun = Begin(call);
  if (!begun) co_return begun.error();
  const pid_t child = *begun;
  const auto watched = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  if (watched < 0) co_return Fate(child);  // it has ended and somebody else has seen it
  asio::posix::stream_descriptor ending(strand, watched);
  asio::steady_timer timer(strand, call.limit);
  // The timer's handler may run after this frame has gone.
  const auto run = std::make_shared<Run>();
  timer.async_wait([run, child](const boost::system::error_code& error) {
    if (error || run->ended) return;
    run->killed = true;
    kill(-child, SIGKILL);
  });
  const auto [error] =
      co_await ending.async_wait(asio::posix::stream_descriptor::wait_read, kTuple);
  run->ended = true;
  timer.cancel();
  const Result<> fate = Fate(child);
  if (run->killed) co_return Failure(Code::kTimeout, "not finished in time");
  if (error) co_return Failure(Code::kIo, "its end cannot be waited for");
  co_return fate;
}

}  // namespace

asio::awaitable<Result<>> RunProgram(asio::any_io_executor executor, ProgramCall call) {
  const auto strand = asio::make_strand(executor);
  auto run = RunOn(strand, std::move(call));
  const Result<> done = co_await asio::co_spawn(strand, std::move(run), asio::use_awaitable);
  co_return done;
}

}  // namespace wardbridge::net
