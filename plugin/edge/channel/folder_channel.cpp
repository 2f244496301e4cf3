#include "edge/channel/folder_channel.h"

#include <atomic>
#include <cerrno>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "edge/channel/folder_fault.h"
#include "edge/files/file.h"

namespace wardbridge::channel {
namespace {

namespace asio = boost::asio;
using model::Delivery;
using model::Outcome;

constexpr mode_t kProbeMode = 0600;

// Calls `each` with the path of every folder on the way to `path`, which is the last, until one
// call gives an errno. 0 or that errno.
template <typename Function>
int OnTheWay(const std::string& path, Function each) {
  std::size_t at = 0;
  while (at != std::string::npos) {
    at = path.find('/', at + 1);
    if (const int error = each(path.substr(0, at)); error != 0) return error;
  }
  return 0;
}

int MakeFolders(const std::string& path) {
  return OnTheWay(path, [](const std::string& folder) {
    return mkdir(folder.c_str(), kFolderMode) == 0 || errno == EEXIST ? 0 : errno;
  });
}

// Syncs what holds each name on the way, as far as it is the same file system: whoever made it may
// have been killed before. A folder that we may not read was not made by us.
int SyncNames(const std::string& path) {
  struct stat own {};
  if (stat(path.c_str(), &own) != 0) return errno;
  return OnTheWay(path, [&own](const std::string& folder) {
    const files::Fd parent = files::OpenFolder(AT_FDCWD, folder + "/..", true);
    if (!parent.IsOpen()) return errno == EACCES || errno == EPERM ? 0 : errno;
    struct stat status {};
    if (fstat(parent.Get(), &status) != 0) return errno;
    return status.st_dev == own.st_dev ? files::Sync(parent.Get()) : 0;
  });
}

// Whether something can be made in the folder, by making a file without a name. A full disk passes:
// that is for the deliveries to meet, and passes by itself. 0 or errno.
int ProbeWriting(const std::string& path) {
  const files::Fd probe(open(path.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, kProbeMode));
  if (probe.IsOpen() || errno == ENOSPC || errno == EDQUOT) return 0;
  if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL) return errno;
  return faccessat(AT_FDCWD, path.c_str(), W_OK | X_OK, AT_EACCESS) == 0 ? 0 : errno;
}

// What could not be done to a folder.
struct Trouble {
  int error = 0;  // errno; 0: none
  const char* what = "";
};

Trouble Prepare(const std::string& path) {
  if (const int error = MakeFolders(path); error != 0) return {error, "cannot be made"};
  if (!files::OpenFolder(AT_FDCWD, path, true).IsOpen()) return {errno, "cannot be opened"};
  if (const int error = SyncNames(path); error != 0) return {error, "cannot be synced"};
  return {ProbeWriting(path), "cannot be written"};
}

// WriteFolder for a thread that nothing may escape from.
Outcome WriteCatching(const FolderOptions& options, const Delivery& delivery) {
  try {
    return WriteFolder(options, delivery);
  } catch (const std::exception&) {  // memory: nothing was renamed, or the next attempt finds it
    Outcome outcome;
    outcome.kind = Outcome::Kind::kInDoubt;
    outcome.code = "folder.busy";
    outcome.detail = "no memory";
    return outcome;
  }
}

class FolderChannel final : public Channel {
 public:
  FolderChannel(FolderOptions options, asio::any_io_executor blocking)
      : options_(std::move(options)), blocking_(std::move(blocking)) {}

  // The write goes to the blocking executor and its outcome comes back to the caller's. A
  // cancellation of the caller meanwhile does not lose the outcome of what is being written.
  asio::awaitable<Outcome> Send(Delivery delivery) override {
    auto write = Write(std::move(delivery));
    Outcome outcome = co_await asio::co_spawn(blocking_, std::move(write), asio::use_awaitable);
    co_return outcome;
  }

  asio::awaitable<std::vector<TestStep>> Test() override {
    auto probe = Probe();
    std::vector<TestStep> steps =
        co_await asio::co_spawn(blocking_, std::move(probe), asio::use_awaitable);
    co_return steps;
  }

 private:
  asio::awaitable<std::vector<TestStep>> Probe() {
    std::vector<TestStep> steps;
    const auto [error, what] = Prepare(options_.path);
    const bool is_good = error == 0;
    steps.push_back({"write", is_good,
                     is_good ? options_.path
                             : OutcomeOf(error, FolderPlace::kRoot, "write").code + ": " + what +
                                   ": " + std::generic_category().message(error)});
    co_return steps;
  }

  asio::awaitable<Outcome> Write(Delivery delivery) {
    if (!is_prepared_) {
      const auto [error, what] = Prepare(options_.path);
      if (error != 0) co_return OutcomeOf(error, FolderPlace::kRoot, what);
      is_prepared_ = true;
    }
    co_return WriteCatching(options_, delivery);
  }

  FolderOptions options_;
  asio::any_io_executor blocking_;
  std::atomic<bool> is_prepared_{false};
};

}  // namespace

Result<> PrepareFolder(const FolderOptions& options) {
  const auto [error, what] = Prepare(options.path);
  if (error == 0) return {};
  const bool is_denied = error == EACCES || error == EPERM;
  return Error{is_denied ? Code::kDenied : Code::kIo, options.path,
               std::string(what) + ": " + std::generic_category().message(error)};
}

std::unique_ptr<Channel> MakeFolderChannel(const FolderOptions& options,
                                           asio::any_io_executor blocking) {
  return std::make_unique<FolderChannel>(options, std::move(blocking));
}

}  // namespace wardbridge::channel
