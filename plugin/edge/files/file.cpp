#include "edge/files/file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <memory>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace wardbridge::files {
namespace {

constexpr mode_t kFileMode = 0640;
constexpr std::size_t kCompareBytes = 64U << 10U;

int WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    if (written == 0) return EIO;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

// Removes everything in an open folder that is no folder.
int RemoveFilesIn(const Fd& folder) {
  struct CloseDirectory {
    void operator()(DIR* directory) const { closedir(directory); }
  };
  const int fd = dup(folder.Get());
  if (fd < 0) return errno;
  const std::unique_ptr<DIR, CloseDirectory> directory(fdopendir(fd));
  if (!directory) {
    const int error = errno;
    close(fd);
    return error;
  }
  for (;;) {
    errno = 0;
    const dirent* entry =
        readdir(directory.get());  // NOLINT(concurrency-mt-unsafe): one stream, one thread
    if (entry == nullptr) return errno;
    const std::string_view name(entry->d_name);
    if (name == "." || name == "..") continue;
    if (unlinkat(folder.Get(), entry->d_name, 0) == 0 || errno == ENOENT) continue;
    return errno == EISDIR ? ENOTEMPTY : errno;
  }
}

}  // namespace

Fd::Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Fd& Fd::operator=(Fd&& other) noexcept {
  if (this != &other) {
    static_cast<void>(Close());
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

Fd::~Fd() { static_cast<void>(Close()); }

int Fd::Close() {
  if (fd_ < 0) return 0;
  // Not repeated after EINTR: on Linux the descriptor is gone.
  if (close(std::exchange(fd_, -1)) == 0 || errno == EINTR) return 0;
  return errno;
}

Fd OpenFolder(int at, const std::string& name, bool follow) {
  return Fd(
      openat(at, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW)));
}

int WriteNewFile(int folder, const char* name, std::string_view bytes) {
  Fd file(openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kFileMode));
  if (!file.IsOpen()) return errno;
  if (const int error = WriteAll(file.Get(), bytes); error != 0) return error;
  if (const int error = Sync(file.Get()); error != 0) return error;
  return file.Close();
}

int Sync(int fd) {
  while (fsync(fd) != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

Sameness Compare(int folder, const char* name, std::string_view bytes) {
  // Not blocking: of a pipe that somebody put there nothing is waited for.
  Fd file(openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (!file.IsOpen()) {
    if (errno == ENOENT) return Sameness::kMissing;
    return errno == ELOOP || errno == ENXIO ? Sameness::kDifferent : Sameness::kError;
  }
  struct stat status {};
  if (fstat(file.Get(), &status) != 0) return Sameness::kError;
  if (!S_ISREG(status.st_mode)) return Sameness::kDifferent;
  if (static_cast<std::size_t>(status.st_size) != bytes.size()) return Sameness::kDifferent;
  const auto buffer = std::make_unique<std::array<char, kCompareBytes>>();
  for (;;) {
    const ssize_t count = read(file.Get(), buffer->data(), buffer->size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Sameness::kError;
    if (count == 0) return bytes.empty() ? Sameness::kSame : Sameness::kDifferent;
    const std::string_view read_bytes(buffer->data(), static_cast<std::size_t>(count));
    if (bytes.substr(0, read_bytes.size()) != read_bytes) return Sameness::kDifferent;
    bytes.remove_prefix(read_bytes.size());
  }
}

int RemoveFlat(int folder, const std::string& name) {
  if (unlinkat(folder, name.c_str(), 0) == 0 || errno == ENOENT) return 0;
  const int refused = errno;
  if (refused != EISDIR && refused != EPERM) return refused;
  const Fd inside = OpenFolder(folder, name, false);
  if (!inside.IsOpen()) return errno == ENOTDIR ? refused : errno;
  if (const int error = RemoveFilesIn(inside); error != 0) return error;
  if (unlinkat(folder, name.c_str(), AT_REMOVEDIR) == 0 || errno == ENOENT) return 0;
  return errno;
}

int RenameNew(int folder, const std::string& from, const std::string& to) {
  if (renameat2(folder, from.c_str(), folder, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  // A file system without RENAME_NOREPLACE. Looking first is enough here: only one process delivers
  // to a folder (the store's lease), and a rename onto a folder that is not empty fails by itself.
  struct stat status {};
  if (fstatat(folder, to.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) return EEXIST;
  if (errno != ENOENT) return errno;
  if (renameat(folder, from.c_str(), folder, to.c_str()) == 0) return 0;
  return errno == ENOTEMPTY ? EEXIST : errno;
}

}  // namespace wardbridge::files
