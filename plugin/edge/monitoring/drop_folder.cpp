#include "edge/monitoring/drop_folder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "base/digest.h"
#include "base/text.h"
#include "edge/files/file.h"

namespace wardbridge::monitoring {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> kEndings = {".json", ".ndjson", ".csv"};
constexpr std::size_t kLabelDigits = 8;
constexpr std::size_t kReadBytes = 256U << 10U;
constexpr int kMostNumbers = 1'000;
constexpr const char* kTaken = "taken";

// `step` and the reason; never a name of a file.
Error Failed(const char* step, int error) {
  return {Code::kIo, "folder", std::string(step) + ": " + std::generic_category().message(error)};
}

bool HasKnownEnding(const std::string& name) {
  const std::string lower = LowerAscii(name);
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return lower.ends_with(ending); });
}

// Names of what is in a folder, sorted.
Result<std::vector<std::string>> NamesIn(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  if (error) return Failed("list the folder", error.value());
  std::sort(names.begin(), names.end());
  return names;
}

bool IsRegular(int folder, const std::string& name, struct stat& status) {
  return fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISREG(status.st_mode);
}

bool IsQuiet(const struct stat& status, Timestamp now, Millis quiet) {
  const std::int64_t changed =
      static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1000 + status.st_mtim.tv_nsec / 1'000'000;
  // A time in the future is that of another clock: it says nothing.
  return changed > now.UnixMs() || now.UnixMs() - changed >= quiet.count();
}

DroppedFile FileOf(const std::string& name) {
  return {name, Hex(Sha256(name)).substr(0, kLabelDigits)};
}

bool IsFree(int folder, const std::string& name) {
  struct stat status {};
  return fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT;
}

std::string ReportOf(const std::string& name) { return name + ".report.txt"; }

// The first of NAME, NAME.1, NAME.2 ... that nothing in the folder has, nor its report; "" none.
std::string FreeName(const files::Fd& folder, const std::string& name) {
  for (int number = 0; number < kMostNumbers; ++number) {
    std::string given = number == 0 ? name : name + "." + std::to_string(number);
    if (IsFree(folder.Get(), given) && IsFree(folder.Get(), ReportOf(given))) return given;
  }
  return {};
}

// 0 or errno. Never in the place of anything.
int Move(const files::Fd& from, const std::string& name, const files::Fd& to,
         const std::string& given) {
  if (given.empty()) return EEXIST;
  const int moved = renameat2(from.Get(), name.c_str(), to.Get(), given.c_str(), RENAME_NOREPLACE);
  return moved == 0 ? 0 : errno;
}

int SyncBoth(const files::Fd& one, const files::Fd& other) {
  const int error = files::Sync(one.Get());
  return error != 0 ? error : files::Sync(other.Get());
}

}  // namespace

DropFolder::DropFolder(DropFolderOptions options) : options_(std::move(options)) {}

Result<> DropFolder::Prepare() const {
  const files::Fd root = files::OpenFolder(AT_FDCWD, options_.path, true);
  if (!root.IsOpen()) return Failed("open the folder", errno);
  for (const char* name : {kTaken, "done", "bad"}) {
    constexpr mode_t kFolderMode = 0750;
    if (mkdirat(root.Get(), name, kFolderMode) != 0 && errno != EEXIST) {
      return Failed("make a folder in it", errno);
    }
    if (!files::OpenFolder(root.Get(), name, false).IsOpen()) {
      return Failed("open a folder in it", errno);
    }
  }
  if (const int error = files::Sync(root.Get()); error != 0) return Failed("sync it", error);
  return {};
}

Result<std::vector<DroppedFile>> DropFolder::Take(Timestamp now, std::size_t most) const {
  const fs::path root_path(options_.path);
  const files::Fd root = files::OpenFolder(AT_FDCWD, options_.path, true);
  if (!root.IsOpen()) return Failed("open the folder", errno);
  const files::Fd taken = files::OpenFolder(root.Get(), kTaken, false);
  if (!taken.IsOpen()) return Failed("open a folder in it", errno);
  std::vector<DroppedFile> dropped;
  auto before = NamesIn(root_path / kTaken);
  if (!before) return before.error();
  for (const std::string& name : *before) {
    if (dropped.size() < most) dropped.push_back(FileOf(name));
  }
  auto waiting = NamesIn(root_path);
  if (!waiting) return waiting.error();
  bool moved = false;
  for (const std::string& name : *waiting) {
    if (dropped.size() >= most) break;
    struct stat status {};
    if (name.front() == '.' || !HasKnownEnding(name) || !IsRegular(root.Get(), name, status) ||
        !IsQuiet(status, now, options_.quiet)) {
      continue;
    }
    const std::string given = FreeName(taken, name);
    if (const int error = Move(root, name, taken, given); error != 0) {
      if (error == ENOENT) continue;  // whoever dropped it took it back
      return Failed("take a file", error);
    }
    moved = true;
    dropped.push_back(FileOf(given));
  }
  if (!moved) return dropped;
  if (const int error = SyncBoth(taken, root); error != 0) return Failed("sync it", error);
  return dropped;
}

Result<std::string> DropFolder::Read(const DroppedFile& file) const {
  const std::string path = options_.path + "/" + kTaken + "/" + file.name;
  const files::Fd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!fd.IsOpen()) return Failed("open a file", errno);
  struct stat status {};
  if (fstat(fd.Get(), &status) != 0) return Failed("read a file", errno);
  if (!S_ISREG(status.st_mode)) return Failed("read a file", EINVAL);
  std::string bytes;
  std::vector<char> block(kReadBytes);
  while (true) {
    const ssize_t count = read(fd.Get(), block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Failed("read a file", errno);
    if (count == 0) return bytes;
    bytes.append(block.data(), static_cast<std::size_t>(count));
    if (bytes.size() > options_.most_bytes) {
      return Error{Code::kFull, "folder",
                   "the file is above " + std::to_string(options_.most_bytes) + " bytes"};
    }
  }
}

Result<> DropFolder::Finish(const DroppedFile& file, bool good, const std::string& report) const {
  const files::Fd root = files::OpenFolder(AT_FDCWD, options_.path, true);
  if (!root.IsOpen()) return Failed("open the folder", errno);
  const files::Fd taken = files::OpenFolder(root.Get(), kTaken, false);
  const files::Fd end = files::OpenFolder(root.Get(), good ? "done" : "bad", false);
  if (!taken.IsOpen() || !end.IsOpen()) return Failed("open a folder in it", errno);
  // The report first: after a stop in between the file is taken again, and gets another name.
  const std::string given = FreeName(end, file.name);
  if (!report.empty() && !given.empty()) {
    const std::string name = ReportOf(given);
    if (const int error = files::WriteNewFile(end.Get(), name.c_str(), report); error != 0) {
      return Failed("write a report", error);
    }
  }
  if (const int error = Move(taken, file.name, end, given); error != 0) {
    return Failed("move a file aside", error);
  }
  if (const int error = SyncBoth(end, taken); error != 0) return Failed("sync it", error);
  return {};
}

}  // namespace wardbridge::monitoring
