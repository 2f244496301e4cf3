#include "edge/store/connection.h"

#include <cerrno>
#include <cstdint>
#include <string_view>
#include <utility>

namespace wardbridge::store {
namespace {

constexpr int kBusyTimeoutMs = 5000;  // only a foreign program at the same file can make us wait

bool IsSyncFailure(int extended) {
  return extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_DIR_FSYNC;
}

Code CodeOf(int extended, int system_errno) {
  switch (extended & 0xFF) {
    case SQLITE_FULL:
      return Code::kFull;
    case SQLITE_IOERR:
      return system_errno == ENOSPC || system_errno == EDQUOT ? Code::kFull : Code::kIo;
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_PERM:
    case SQLITE_PROTOCOL:
      return Code::kIo;
    case SQLITE_READONLY:
      return extended == SQLITE_READONLY ? Code::kInternal : Code::kIo;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Code::kBusy;
    default:
      return Code::kInternal;
  }
}

int FlagsOf(Connection::Mode mode) {
  switch (mode) {
    case Connection::Mode::kReadOnly:
      return SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    case Connection::Mode::kWriter:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    case Connection::Mode::kMemory:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX;
  }
  return SQLITE_OPEN_READONLY;
}

int RememberLogPages(void* pages, sqlite3*, const char*, int count) {
  *static_cast<int*>(pages) = count;
  return SQLITE_OK;
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::Open(const std::string& path, Mode mode) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, FlagsOf(mode), nullptr);
  std::unique_ptr<Connection> connection(new Connection(handle));
  if (handle == nullptr) return Error{Code::kInternal, "store", "no memory for a connection"};
  if (code != SQLITE_OK) return connection->Fail(code);
  if (auto configured = connection->Configure(mode); !configured) return configured.error();
  return connection;
}

Connection::~Connection() {
  for (const auto& [text, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

Result<> Connection::Configure(Mode mode) {
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, kBusyTimeoutMs);
  // The log is moved by MoveLog only: never by a commit that somebody waits for, never after a
  // failed fsync.
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_wal_hook(handle_, RememberLogPages, &log_pages_);
  // Without memory mapping a failed read is an error and no signal. Temporary pages hold patient
  // data: not in /tmp.
  if (auto set = Execute("PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY"); !set) return set;
  switch (mode) {
    case Mode::kMemory:
      return {};
    case Mode::kReadOnly:
      return Execute("PRAGMA query_only = ON; PRAGMA cache_size = -4096");
    case Mode::kWriter:
      if (auto set = Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                             "PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 33554432;"
                             "PRAGMA secure_delete = ON");  // docs/decisions/0022-retention.md
          !set) {
        return set;
      }
      return AssertDurable();
  }
  return {};
}

Result<> Connection::AssertDurable() {
  Result<sqlite3_stmt*> mode = Prepared("PRAGMA journal_mode");
  if (!mode) return mode.error();
  const int code = sqlite3_step(*mode);
  if (code != SQLITE_ROW) return Fail(code);
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(*mode, 0));
  const bool is_wal = text != nullptr && std::string_view(text) == "wal";
  sqlite3_reset(*mode);
  if (!is_wal)
    return Fail(Code::kUnsupported, "journal_mode is not wal: the file system cannot do it");
  Result<std::int64_t> synchronous = Number("PRAGMA synchronous");
  if (!synchronous) return synchronous.error();
  if (*synchronous != 2) return Fail(Code::kUnsupported, "synchronous is not full");
  return {};
}

Result<> Connection::Execute(const char* statements) {
  const int code = sqlite3_exec(handle_, statements, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return Fail(code);
  return {};
}

Result<std::int64_t> Connection::Number(const char* statement) {
  sqlite3_stmt* prepared = nullptr;
  int code = sqlite3_prepare_v2(handle_, statement, -1, &prepared, nullptr);
  std::int64_t number = 0;
  if (code == SQLITE_OK) {
    code = sqlite3_step(prepared);
    if (code == SQLITE_ROW) number = sqlite3_column_int64(prepared, 0);
  }
  sqlite3_finalize(prepared);
  if (code != SQLITE_ROW && code != SQLITE_DONE) return Fail(code);
  return number;
}

Result<sqlite3_stmt*> Connection::Prepared(Sql sql) {
  if (const auto found = statements_.find(sql.text); found != statements_.end())
    return found->second;
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v3(handle_, sql.text, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return Fail(code);
  statements_.emplace(sql.text, statement);
  return statement;
}

Error Connection::Fail(int sqlite_code) {
  // The code of the connection is the finer one where it speaks of the same error.
  int extended = sqlite3_extended_errcode(handle_);
  if ((extended & 0xFF) != (sqlite_code & 0xFF)) extended = sqlite_code;
  if (IsSyncFailure(extended)) sync_failed_ = true;
  // errstr, not errmsg: the latter can quote values.
  std::string detail = sqlite3_errstr(extended);
  detail += " (SQLite " + std::to_string(extended) + ")";
  return Fail(CodeOf(extended, sqlite3_system_errno(handle_)), std::move(detail));
}

Error Connection::Fail(Code code, std::string detail) {
  Error error{code, "store", std::move(detail)};
  if (!failure_) failure_ = error;
  return error;
}

std::optional<Error> Connection::TakeFailure() { return std::exchange(failure_, std::nullopt); }

std::int64_t Connection::Steps() const {
  std::int64_t steps = 0;
  for (const auto& [text, statement] : statements_) {
    steps += sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0);
  }
  return steps;
}

Result<> Connection::MoveLog(Checkpoint how) {
  const int mode =
      how == Checkpoint::kPassive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
  const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, mode, nullptr, nullptr);
  if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY) return Fail(code);
  return {};
}

}  // namespace wardbridge::store
