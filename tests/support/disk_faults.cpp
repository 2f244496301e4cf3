#include "tests/support/disk_faults.h"

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <optional>

#include <sys/syscall.h>
#include <unistd.h>

namespace wardbridge::test {
namespace {

struct State {
  DiskFaults faults;
  std::vector<std::string> trace;
  int writes = 0;
  int syncs = 0;
  int renames = 0;
  int calls = 0;
  bool interrupted = false;
};

thread_local std::optional<State> in_force;

std::string NameOf(int fd) {
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  char path[4'096];
  const ssize_t length = readlink(link.c_str(), path, sizeof path);
  const std::string target(path, length < 0 ? 0 : static_cast<std::size_t>(length));
  return target.substr(target.rfind('/') + 1);
}

void Record(State& state, const std::string& line) {
  if (state.trace.empty() || state.trace.back() != line) state.trace.push_back(line);
}

// True when the call shall fail; errno is set.
bool Fails(State& state, const char* call, int& count) {
  if (state.faults.interrupt && (state.interrupted = !state.interrupted)) {
    errno = EINTR;
    return true;
  }
  if (++state.calls == state.faults.crash_at) _exit(kCrashed);
  if (++count == state.faults.fail_at && state.faults.fail_call == call) {
    errno = state.faults.fail_errno;
    return true;
  }
  return false;
}

}  // namespace

ScopedDiskFaults::ScopedDiskFaults(const DiskFaults& faults) { in_force = State{faults, {}}; }
ScopedDiskFaults::~ScopedDiskFaults() { in_force.reset(); }
std::vector<std::string> ScopedDiskFaults::Trace() {
  return in_force ? in_force->trace : std::vector<std::string>();
}

}  // namespace wardbridge::test

using wardbridge::test::in_force;

extern "C" {

ssize_t write(int fd, const void* bytes, size_t count) {
  if (in_force) {
    if (wardbridge::test::Fails(*in_force, "write", in_force->writes)) return -1;
    wardbridge::test::Record(*in_force, "write " + wardbridge::test::NameOf(fd));
    const size_t most = in_force->faults.most_bytes;
    if (most > 0 && count > most) count = most;
  }
  return syscall(SYS_write, fd, bytes, count);
}

int fsync(int fd) {
  if (in_force) {
    if (wardbridge::test::Fails(*in_force, "fsync", in_force->syncs)) return -1;
    wardbridge::test::Record(*in_force, "fsync " + wardbridge::test::NameOf(fd));
  }
  return static_cast<int>(syscall(SYS_fsync, fd));
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to,
              unsigned int flags) noexcept {
  if (in_force) {
    if (wardbridge::test::Fails(*in_force, "rename", in_force->renames)) return -1;
    wardbridge::test::Record(*in_force, std::string("rename ") + from + " " + to);
  }
  return static_cast<int>(syscall(SYS_renameat2, from_folder, from, to_folder, to, flags));
}

}  // extern "C"
