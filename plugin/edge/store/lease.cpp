#include "edge/store/lease.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

#include "base/text.h"

namespace wardbridge::store {
namespace {

Error LeaseError(const char* what) {
  return Error{Code::kIo, "store lease",
               std::string(what) + ": " + std::generic_category().message(errno)};
}

std::string LeasePath(const std::string& database) {
  std::error_code ignored;
  const auto canonical = std::filesystem::weakly_canonical(database, ignored);
  return (canonical.empty() ? database : canonical.string()) + ".lease";
}

// The pid that the holder wrote; empty while it has not yet done so.
std::string HolderOf(int descriptor) {
  std::array<char, 32> text{};
  const ssize_t size = pread(descriptor, text.data(), text.size(), 0);
  return size <= 0 ? "" : std::string(Trim({text.data(), static_cast<std::size_t>(size)}));
}

}  // namespace

Result<Lease> Lease::Take(const std::string& database) {
  const std::string path = LeasePath(database);
  Lease lease(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (lease.descriptor_ < 0) return LeaseError("cannot open it");
  if (flock(lease.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return LeaseError("cannot lock it");
    const std::string holder = HolderOf(lease.descriptor_);
    return Error{Code::kBusy, "store",
                 "in use by " + (holder.empty() ? "another process" : "process " + holder)};
  }
  // For the message above only; who holds the lock is the kernel's knowledge.
  const std::string pid = std::to_string(getpid()) + "\n";
  if (ftruncate(lease.descriptor_, 0) != 0 ||
      pwrite(lease.descriptor_, pid.data(), pid.size(), 0) < 0) {
    return LeaseError("cannot write it");
  }
  return lease;
}

Lease::Lease(Lease&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Lease& Lease::operator=(Lease&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

Lease::~Lease() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace wardbridge::store
