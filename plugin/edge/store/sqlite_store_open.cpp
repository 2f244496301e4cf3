// Opening: lease, files, schema, and the proof that what is read is on the disk.
#include <cerrno>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "edge/store/migration.h"
#include "edge/store/sqlite_store.h"

namespace wardbridge::store {
namespace {

constexpr mode_t kOwnerOnly = 0600;

Error OpenError(const char* what) {
  return Error{Code::kIo, "store",
               std::string(what) + ": " + std::generic_category().message(errno)};
}

bool Exists(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0;
}

// Makes the entries of the folder of `path` durable: a file that was created is only then sure to
// be found again.
Result<> SyncFolder(const std::string& path) {
  std::string folder = std::filesystem::path(path).parent_path().string();
  if (folder.empty()) folder = ".";
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return OpenError("cannot open its folder");
  const int code = fsync(descriptor);
  const Error error = OpenError("cannot sync its folder");
  close(descriptor);
  if (code != 0) return error;
  return {};
}

// SQLite gives the files beside the database the mode of the database.
Result<> CreateFile(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly);
  if (descriptor < 0) return OpenError("cannot create it");
  close(descriptor);
  return SyncFolder(path);
}

Result<> Restrict(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    const std::string file = path + suffix;
    struct stat status {};
    if (stat(file.c_str(), &status) != 0) continue;
    if ((status.st_mode & 07777U) != kOwnerOnly && chmod(file.c_str(), kOwnerOnly) != 0) {
      return OpenError("cannot restrict it to its owner");
    }
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Store>> SqliteStore::Open(const Options& options) {
  std::unique_ptr<SqliteStore> store(new SqliteStore(options));
  Result<> opened = store->IsMemory()   ? store->OpenMemory()
                    : options.exclusive ? store->OpenHost()
                                        : store->OpenTool();
  if (!opened) {
    store->writer_.reset();  // a store that could not be opened is left as it is
    Error error = opened.error();
    error.where += " " + options.path;
    return error;
  }
  return std::unique_ptr<Store>(std::move(store));
}

bool SqliteStore::IsMemory() const { return options_.path == ":memory:"; }

Result<> SqliteStore::OpenMemory() {
  Result<std::unique_ptr<Connection>> opened =
      Connection::Open(options_.path, Connection::Mode::kMemory);
  if (!opened) return opened.error();
  writer_ = std::move(*opened);
  return Migrate(*writer_);
}

Result<> SqliteStore::OpenHost() {
  const bool present = Exists(options_.path);
  if (!present && !options_.create) return Error{Code::kNotFound, "store", "there is no such file"};
  Result<Lease> lease = Lease::Take(options_.path);
  if (!lease) return lease.error();
  lease_ = std::move(*lease);
  if (auto created = present ? SyncFolder(options_.path) : CreateFile(options_.path); !created) {
    return created;
  }
  if (auto restricted = Restrict(options_.path); !restricted) return restricted;
  Result<std::unique_ptr<Connection>> opened =
      Connection::Open(options_.path, Connection::Mode::kWriter);
  if (!opened) return opened.error();
  writer_ = std::move(*opened);
  if (auto migrated = Migrate(*writer_); !migrated) return migrated;
  if (auto settled = Settle(); !settled) return settled;
  // SQLite makes the log file and does not look at what the sync of its folder says.
  return SyncFolder(options_.path);
}

Result<> SqliteStore::OpenTool() {
  Result<std::unique_ptr<Connection>> reader =
      OpenCurrent(options_.path, Connection::Mode::kReadOnly);
  if (!reader) return reader.error();
  GiveBack(std::move(*reader));
  return {};
}

// A predecessor that was killed between write and fsync leaves rows that can be read but may still
// vanish. Before anybody builds on them (a resent message would be answered as a duplicate, without
// a write of its own), they are moved into the database file, and one commit syncs the log.
Result<> SqliteStore::Settle() {
  if (auto moved = writer_->MoveLog(Connection::Checkpoint::kTruncate); !moved) return moved;
  return writer_->Execute("UPDATE host SET opened = opened + 1");
}

}  // namespace wardbridge::store
