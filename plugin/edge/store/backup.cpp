#include "edge/store/backup.h"

#include <cerrno>
#include <filesystem>
#include <memory>
#include <stdio.h>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"

namespace wardbridge::store {
namespace {

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

Error BackupError(const std::string& what) {
  const int cause = errno;
  const bool full = cause == ENOSPC || cause == EDQUOT;
  const Code code = cause == EEXIST ? Code::kConflict : full ? Code::kFull : Code::kIo;
  return Error{code, "backup", what + ": " + std::generic_category().message(cause)};
}

Error SqliteError(const char* what, int code) {
  const bool full = (code & 0xFF) == SQLITE_FULL;
  return Error{full ? Code::kFull : Code::kIo, "backup",
               std::string(what) + ": " + sqlite3_errstr(code)};
}

Result<Handle> OpenDatabase(const std::string& name, int flags) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Handle handle(raw);
  if (code != SQLITE_OK) return SqliteError("cannot open a database", code);
  sqlite3_busy_timeout(handle.get(), 5000);
  sqlite3_db_config(handle.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  return handle;
}

Result<> Run(sqlite3* handle, const char* sql) {
  const int code = sqlite3_exec(handle, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return SqliteError("cannot read the store", code);
  return {};
}

Result<> CopyPages(sqlite3* from, sqlite3* to, const BackupOptions& options) {
  sqlite3_backup* copy = sqlite3_backup_init(to, "main", from, "main");
  if (copy == nullptr) return SqliteError("cannot begin the copy", sqlite3_extended_errcode(to));
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    code = sqlite3_backup_step(copy, options.pages_at_once);
    if (options.progress && (code == SQLITE_OK || code == SQLITE_DONE)) {
      const std::int64_t all = sqlite3_backup_pagecount(copy);
      options.progress(all - sqlite3_backup_remaining(copy), all);
    }
  }
  const int finished = sqlite3_backup_finish(copy);
  if (code != SQLITE_DONE) return SqliteError("cannot copy", code);
  if (finished != SQLITE_OK) return SqliteError("cannot finish the copy", finished);
  return {};
}

// Opened as a file that nobody changes: no log is made beside it.
Result<> Check(const std::string& file) {
  const std::string uri = "file:" + PercentEncode(std::filesystem::absolute(file).string(), "/");
  Result<Handle> copy = OpenDatabase(uri + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
  if (!copy) return copy.error();
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(copy->get(), "PRAGMA integrity_check(1)", -1, &statement, nullptr);
  std::string said;
  if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
    said = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
  }
  sqlite3_finalize(statement);
  if (code != SQLITE_ROW) return SqliteError("cannot check the copy", code);
  if (said != "ok") return Error{Code::kIo, "backup", "the copy fails its integrity check"};
  return {};
}

Result<> Sync(const std::string& path, int flags) {
  const int descriptor = open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) return BackupError("cannot open " + path);
  const int code = fsync(descriptor);
  const Error error = BackupError("cannot sync " + path);
  close(descriptor);
  if (code != 0) return error;
  return {};
}

// Fails where the name is taken, whoever took it since the beginning.
Result<> GiveName(const std::string& part, const std::string& target) {
  if (renameat2(AT_FDCWD, part.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) return {};
  if (errno != EINVAL && errno != ENOSYS) return BackupError("cannot name it " + target);
  // A file system that does not know the flag: a second name is refused by all of them.
  if (link(part.c_str(), target.c_str()) != 0) return BackupError("cannot name it " + target);
  if (unlink(part.c_str()) != 0) return BackupError("cannot remove " + part);
  return {};
}

Result<> Fill(const std::string& path, const std::string& part, const BackupOptions& options) {
  Result<Handle> from = OpenDatabase(path, SQLITE_OPEN_READONLY);
  if (!from) return from.error();
  Result<Handle> to = OpenDatabase(part, SQLITE_OPEN_READWRITE);
  if (!to) return to.error();
  // The first statement takes the snapshot; it stands until the end of the transaction.
  if (auto begun = Run(from->get(), "BEGIN; SELECT count(*) FROM sqlite_schema"); !begun)
    return begun;
  if (auto copied = CopyPages(from->get(), to->get(), options); !copied) return copied;
  return Run(from->get(), "ROLLBACK");
}

Result<> Finish(const std::string& part, const std::string& target) {
  if (auto checked = Check(part); !checked) return checked;
  if (auto synced = Sync(part, O_RDONLY); !synced) return synced;
  if (auto named = GiveName(part, target); !named) return named;
  std::string folder = std::filesystem::path(target).parent_path().string();
  return Sync(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

}  // namespace

Result<> Backup(const std::string& path, const std::string& target, const BackupOptions& options) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0)
    return Error{Code::kNotFound, "store", "there is no such file"};
  if (lstat(target.c_str(), &status) == 0)
    return Error{Code::kConflict, "backup", target + " is there already"};
  const std::string part = target + ".part";
  const int descriptor = open(part.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return BackupError("cannot create " + part);
  close(descriptor);
  Result<> done = Fill(path, part, options);
  if (done) done = Finish(part, target);
  if (!done) {
    unlink(part.c_str());
    unlink((part + "-journal").c_str());
  }
  return done;
}

}  // namespace wardbridge::store
