#include "engine-adapter/host/signals.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <memory>
#include <poll.h>
#include <thread>
#include <utility>

#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <system_error>
#include <unistd.h>

namespace wardbridge::host {
namespace {

[[noreturn]] void Fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

Signals::Signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, number);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  file_ = signalfd(-1, &set, SFD_CLOEXEC);
  if (file_ < 0) Fail("signalfd");
}

Signals::~Signals() { close(file_); }

int Signals::Wait(std::optional<Millis> limit) {
  signalfd_siginfo info{};
  if (limit) {
    pollfd file{file_, POLLIN, 0};
    const int ready = poll(&file, 1, static_cast<int>(limit->count()));
    if (ready < 0 && errno != EINTR) Fail("poll");
    if (ready <= 0) return 0;
  }
  for (;;) {
    if (read(file_, &info, sizeof info) == sizeof info) return static_cast<int>(info.ssi_signo);
    if (errno != EINTR) Fail("read of signalfd");
  }
}

bool Signals::RunUnlessSignalled(std::function<void()> work) {
  const int done = eventfd(0, EFD_CLOEXEC);
  if (done < 0) Fail("eventfd");
  std::thread worker([work = std::move(work), done] {
    work();
    const std::uint64_t one = 1;
    // An eventfd takes eight bytes at any time; there is nothing to do about a failure here.
    [[maybe_unused]] const ssize_t written = write(done, &one, sizeof one);
  });
  std::array<pollfd, 2> files = {pollfd{done, POLLIN, 0}, pollfd{file_, POLLIN, 0}};
  while (poll(files.data(), files.size(), -1) < 0) {
    if (errno != EINTR) Fail("poll");
  }
  if ((files[0].revents & POLLIN) == 0) {
    worker.detach();
    return false;
  }
  worker.join();
  close(done);
  return true;
}

}  // namespace wardbridge::host
