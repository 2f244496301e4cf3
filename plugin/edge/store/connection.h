// One SQLite connection with its prepared statements. SQLite's own names end at this file and
// statement.h.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include <sqlite3.h>

#include "base/result.h"

namespace wardbridge::store {

// A statement's text with static storage: the key of the statement cache is its address.
struct Sql {
  consteval Sql(const char* literal)
      : text(literal) {}  // NOLINT(google-explicit-constructor): reads as the text itself
  const char* text;
};

// Owns a connection. One thread at a time.
class Connection {
 public:
  enum class Mode {
    kReadOnly,  // an existing file; statements that write fail
    kWriter,    // an existing file
    kMemory,    // a database of its own that ends with the connection
  };
  // Opens and sets what belongs to the mode: for a file WAL and synchronous=FULL are asserted
  // (kUnsupported else).
  [[nodiscard]] static Result<std::unique_ptr<Connection>> Open(const std::string& path, Mode mode);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Runs statements without parameters and rows, separated by semicolons.
  [[nodiscard]] Result<> Execute(const char* statements);
  // The first column of the first row; 0 without a row.
  [[nodiscard]] Result<std::int64_t> Number(const char* statement);
  // A statement ready for binding; it belongs to this connection, and to one Query at a time.
  [[nodiscard]] Result<sqlite3_stmt*> Prepared(Sql sql);

  // Turns SQLite's result code into an Error and keeps it as the failure of the running job.
  Error Fail(int sqlite_code);
  // The same for a mistake found by ourselves.
  Error Fail(Code code, std::string detail);
  // The first failure since the last call: a job that overlooked it must not be committed.
  [[nodiscard]] std::optional<Error> TakeFailure();

  // Whether a transaction is open; SQLite ends it by itself on some errors.
  [[nodiscard]] bool InTransaction() const { return sqlite3_get_autocommit(handle_) == 0; }
  // Whether an fsync ever failed on this connection: nothing it writes from then on proves
  // anything.
  [[nodiscard]] bool SyncFailed() const { return sync_failed_; }

  // Pages in the write-ahead log after the last commit of this connection.
  [[nodiscard]] int LogPages() const { return log_pages_; }
  // Steps of SQLite's machine over all cached statements so far: a measure of work that no clock
  // disturbs.
  [[nodiscard]] std::int64_t Steps() const;

  enum class Checkpoint { kPassive, kTruncate };
  // Moves the log into the database file. Passive: as far as nobody is disturbed. A busy reader is
  // no error.
  [[nodiscard]] Result<> MoveLog(Checkpoint how);

 private:
  explicit Connection(sqlite3* handle) : handle_(handle) {}
  [[nodiscard]] Result<> Configure(Mode mode);
  [[nodiscard]] Result<> AssertDurable();

  sqlite3* handle_;
  std::unordered_map<const char*, sqlite3_stmt*> statements_;
  std::optional<Error> failure_;
  bool sync_failed_ = false;
  int log_pages_ = 0;
};

}  // namespace wardbridge::store
