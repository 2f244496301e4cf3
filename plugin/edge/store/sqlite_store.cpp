#include "edge/store/sqlite_store.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <iterator>
#include <utility>

#include "edge/store/sqlite_rows.h"
#include "edge/store/statement.h"

namespace wardbridge::store {
namespace {

constexpr Sql kBeginWriting = "BEGIN IMMEDIATE";
constexpr Sql kBeginReading = "BEGIN";  // deferred: the snapshot stands from the first statement on
constexpr Sql kCommit = "COMMIT";
constexpr Sql kRollback = "ROLLBACK";
constexpr Sql kBeginJob = "SAVEPOINT job";
constexpr Sql kKeepJob = "RELEASE job";
constexpr Sql kUndoJob = "ROLLBACK TO job";

constexpr std::size_t kIdleReaders = 4;

// Pages in the log from which on it is moved: when nobody waits, and at the latest. The move works
// on the writer thread after the jobs of a batch were told their fate; 4096 pages are 16 MiB.
constexpr int kMoveWhenIdle = 1000;
constexpr int kMoveAtLatest = 4096;

// Runs a job or a callback of others: what it throws must end neither the thread nor the batch.
Result<> RunGuarded(const Work& work, Rows& rows) {
  try {
    return work(rows);
  } catch (const std::exception&) {
    return Error{Code::kInternal, "store", "a job threw an exception"};
  }
}

void Tell(const Done& done, const Result<>& fate) {
  if (!done) return;
  try {
    done(fate);
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): its contract forbids it; the
                                     // others must still be told
  }
}

}  // namespace

class SqliteStore::DiskWait {
 public:
  explicit DiskWait(std::atomic<Steady::rep>& since) : since_(since) {
    since_ = Steady::now().time_since_epoch().count();
  }
  DiskWait(const DiskWait&) = delete;
  DiskWait& operator=(const DiskWait&) = delete;
  ~DiskWait() { since_ = 0; }

 private:
  std::atomic<Steady::rep>& since_;
};

Result<std::unique_ptr<Store>> Store::Open(const Options& options) {
  return SqliteStore::Open(options);
}

SqliteStore::~SqliteStore() {
  for (Job& job : queue_)
    Tell(job.done, Error{Code::kClosed, "store", "closed before the job ran"});
  readers_.clear();
  if (writer_ && !IsMemory() && health_ != Health::kSyncFailed) {
    (void)writer_->MoveLog(Connection::Checkpoint::kTruncate);
  }
}

void SqliteStore::Write(Work work, Done done) {
  if (!writer_) {
    Tell(done, Error{Code::kDenied, "store", "it was opened for reading"});
    return;
  }
  {
    const std::lock_guard lock(queue_mutex_);
    queue_.push_back({std::move(work), std::move(done)});
  }
  queue_changed_.notify_one();
}

void SqliteStore::RunWriter() {
  while (true) {
    {
      std::unique_lock lock(queue_mutex_);
      queue_changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
    }
    RunBatch(Take(options_.max_batch));
    bool idle = false;
    {
      const std::lock_guard lock(queue_mutex_);
      idle = queue_.empty();
    }
    TidyLog(idle);
  }
}

void SqliteStore::StopWriter() {
  {
    const std::lock_guard lock(queue_mutex_);
    stopping_ = true;
  }
  queue_changed_.notify_all();
}

std::size_t SqliteStore::RunOnce() {
  std::size_t left = 0;  // what is queued now; jobs that callbacks add are for the next call
  {
    const std::lock_guard lock(queue_mutex_);
    left = queue_.size();
  }
  std::size_t ran = 0;
  while (left > 0) {
    std::vector<Job> jobs = Take(left);
    left -= jobs.size();
    ran += jobs.size();
    RunBatch(std::move(jobs));
  }
  if (ran > 0) TidyLog(true);
  return ran;
}

std::vector<SqliteStore::Job> SqliteStore::Take(std::size_t limit) {
  const std::lock_guard lock(queue_mutex_);
  const std::size_t count =
      std::min({limit, std::max<std::size_t>(options_.max_batch, 1), queue_.size()});
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<Job> jobs(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
  queue_.erase(queue_.begin(), end);
  running_ = count;
  return jobs;
}

void SqliteStore::RunBatch(std::vector<Job> jobs) {
  for (std::size_t first = 0; first < jobs.size();) {
    std::vector<Result<>> fates;
    {
      const std::lock_guard lock(writer_mutex_);
      RunTransaction(jobs, first, fates);
    }
    for (const Result<>& fate : fates) Tell(jobs[first++].done, fate);
  }
  const std::lock_guard lock(queue_mutex_);
  running_ = 0;
}

void SqliteStore::RunTransaction(std::vector<Job>& jobs, std::size_t first,
                                 std::vector<Result<>>& fates) {
  const std::size_t waiting = jobs.size() - first;
  if (health_ == Health::kSyncFailed) {
    const Error error{Code::kIo, "store", "an fsync failed; nothing is stored until a restart"};
    fates.assign(waiting, error);
    return;
  }
  if (auto begun = Query(*writer_, kBeginWriting).Run(); !begun) {
    NoteHealth(begun);
    fates.assign(waiting, begun);
    return;
  }
  while (fates.size() < waiting && writer_->InTransaction()) {
    fates.push_back(RunJob(jobs[first + fates.size()].work));
  }
  // An open transaction is committed. One that SQLite gave up took along what the jobs before had
  // done.
  const Result<> outcome = writer_->InTransaction() ? Commit(fates.size()) : fates.back();
  NoteHealth(outcome);
  if (outcome) return;
  for (Result<>& fate : fates) {
    if (fate) fate = outcome;
  }
}

Result<> SqliteStore::RunJob(const Work& work) {
  (void)writer_->TakeFailure();
  if (auto saved = Query(*writer_, kBeginJob).Run(); !saved) return saved;
  SqliteRows rows(*writer_);
  Result<> outcome = RunGuarded(work, rows);
  if (const std::optional<Error> failure = writer_->TakeFailure(); failure && outcome)
    outcome = *failure;
  if (!writer_->InTransaction()) {
    // Nothing of the transaction is left, so no job of it can have succeeded.
    if (outcome) outcome = Error{Code::kInternal, "store", "a job ended the transaction"};
    return outcome;
  }
  if (!outcome) {
    if (auto undone = Query(*writer_, kUndoJob).Run(); !undone) return undone;
  }
  Result<> closed = Query(*writer_, kKeepJob).Run();
  return outcome ? closed : outcome;
}

Result<> SqliteStore::Commit(std::size_t jobs) {
  const auto start = Steady::now();
  const DiskWait wait(disk_since_);
  Result<> committed = Query(*writer_, kCommit).Run();
  if (!committed) {
    if (writer_->InTransaction()) (void)Query(*writer_, kRollback).Run();
    return committed;
  }
  if (options_.on_commit) {
    const std::chrono::duration<double> taken = Steady::now() - start;
    options_.on_commit(jobs, taken.count());
  }
  return {};
}

// A failed fsync is for good; other trouble ends with the next commit that succeeds.
void SqliteStore::NoteHealth(const Result<>& outcome) {
  if (writer_->SyncFailed()) {
    health_ = Health::kSyncFailed;
  } else if (outcome) {
    health_ = Health::kWell;
  } else if (outcome.error().code == Code::kFull) {
    health_ = Health::kFull;
  } else if (outcome.error().code == Code::kIo) {
    health_ = Health::kIo;
  }
}

void SqliteStore::TidyLog(bool idle) {
  if (IsMemory() || health_ == Health::kSyncFailed) return;
  const std::lock_guard lock(writer_mutex_);
  if (writer_->LogPages() < (idle ? kMoveWhenIdle : kMoveAtLatest)) return;
  const DiskWait wait(disk_since_);
  // What is committed is safe in the log; an error here only tells of what later commits will meet.
  if (auto moved = writer_->MoveLog(Connection::Checkpoint::kPassive); !moved) NoteHealth(moved);
}

std::string SqliteStore::Trouble() const {
  switch (health_.load()) {
    case Health::kWell:
      return "";
    case Health::kFull:
      return "store.full";
    case Health::kIo:
      return "store.io";
    case Health::kSyncFailed:
      return "store.fsync";
  }
  return "";
}

Millis SqliteStore::WaitsForDisk() const {
  const Steady::rep since = disk_since_;
  if (since == 0) return Millis(0);
  const Steady::time_point begun{Steady::duration(since)};
  return std::chrono::duration_cast<Millis>(Steady::now() - begun);
}

std::size_t SqliteStore::QueueDepth() const {
  const std::lock_guard lock(queue_mutex_);
  return queue_.size() + running_;
}

Result<> SqliteStore::Read(const Work& work) {
  return IsMemory() ? ReadMemory(work) : ReadFile(work);
}

Result<> SqliteStore::ReadMemory(const Work& work) {
  const std::lock_guard lock(writer_mutex_);
  (void)writer_->TakeFailure();
  if (auto begun = Query(*writer_, kBeginReading).Run(); !begun) return begun;
  // SQLite obeys this pragma when it is compiled, not when it is run: never from the statement
  // cache.
  if (auto set = writer_->Execute("PRAGMA query_only = ON"); !set) return set;
  SqliteRows rows(*writer_);
  Result<> outcome = RunGuarded(work, rows);
  if (const std::optional<Error> failure = writer_->TakeFailure(); failure && outcome)
    outcome = *failure;
  (void)writer_->Execute("PRAGMA query_only = OFF");
  const Result<> ended = Query(*writer_, kRollback).Run();
  return outcome ? ended : outcome;
}

Result<> SqliteStore::ReadFile(const Work& work) {
  Result<std::unique_ptr<Connection>> taken = TakeReader();
  if (!taken) return taken.error();
  Connection& reader = **taken;
  if (auto begun = Query(reader, kBeginReading).Run(); !begun) return begun;
  SqliteRows rows(reader);
  Result<> outcome = RunGuarded(work, rows);
  if (const std::optional<Error> failure = reader.TakeFailure(); failure && outcome)
    outcome = *failure;
  if (reader.InTransaction()) {
    if (auto ended = Query(reader, kRollback).Run(); !ended) return outcome ? ended : outcome;
  }
  if (outcome) GiveBack(std::move(*taken));  // after an error the next one starts afresh
  return outcome;
}

Result<std::unique_ptr<Connection>> SqliteStore::TakeReader() {
  {
    const std::lock_guard lock(readers_mutex_);
    if (!readers_.empty()) {
      std::unique_ptr<Connection> reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
  }
  return Connection::Open(options_.path, Connection::Mode::kReadOnly);
}

void SqliteStore::GiveBack(std::unique_ptr<Connection> reader) {
  const std::lock_guard lock(readers_mutex_);
  if (readers_.size() < kIdleReaders) readers_.push_back(std::move(reader));
}

}  // namespace wardbridge::store
