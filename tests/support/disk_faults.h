// Stands between the folder channel and the kernel in its test binary: records what is written,
// synced and renamed, and lets a chosen call fail, be interrupted, do half, or be the moment of a
// crash. The program's own write(), fsync() and renameat2() come before the C library's, so nothing
// of this is in the product.
#pragma once

#include <string>
#include <vector>

namespace wardbridge::test {

struct DiskFaults {
  std::string fail_call;  // "write", "fsync", "rename": which kind fails
  int fail_at = 0;        // the n-th call of that kind, from 1; 0: none
  int fail_errno = 0;
  std::size_t most_bytes = 0;  // of one write; 0: no limit
  bool interrupt = false;      // every first call of a pair ends with EINTR
  int crash_at = 0;  // the n-th call of any kind does not happen: the process ends (kCrashed)
};

inline constexpr int kCrashed = 77;

// While it lives the faults are in force; calls of other threads pass. One at a time.
class ScopedDiskFaults {
 public:
  explicit ScopedDiskFaults(const DiskFaults& faults);
  ScopedDiskFaults(const ScopedDiskFaults&) = delete;
  ScopedDiskFaults& operator=(const ScopedDiskFaults&) = delete;
  ~ScopedDiskFaults();

  // "write NAME", "fsync NAME", "rename FROM TO", by last part of the path; writes to one file are
  // one line.
  [[nodiscard]] static std::vector<std::string> Trace();
};

}  // namespace wardbridge::test
