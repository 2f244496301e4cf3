// The store on SQLite: a queue of jobs, one writer with group commit, snapshots for readers.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "edge/store/connection.h"
#include "edge/store/lease.h"
#include "edge/store/store.h"

namespace wardbridge::store {

// Owns the lease, the writer's connection and a small pool of readers. Threads: see Store.
//
// A database in memory has one connection, which writer and readers take in turn.
class SqliteStore final : public Store {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Store>> Open(const Options& options);
  // Jobs that never ran fail with kClosed. A healthy store leaves an empty log behind.
  ~SqliteStore() override;

  void Write(Work work, Done done) override;
  Result<> Read(const Work& work) override;
  void RunWriter() override;
  void StopWriter() override;
  std::size_t RunOnce() override;
  std::string Trouble() const override;
  Millis WaitsForDisk() const override;
  std::size_t QueueDepth() const override;

 private:
  struct Job {
    Work work;
    Done done;
  };
  enum class Health { kWell, kFull, kIo, kSyncFailed };
  using Steady = std::chrono::steady_clock;
  // Notes, while it lives, since when the writer waits for the disk.
  class DiskWait;

  explicit SqliteStore(const Options& options) : options_(options) {}
  [[nodiscard]] bool IsMemory() const;
  [[nodiscard]] Result<> OpenMemory();
  [[nodiscard]] Result<> OpenHost();
  [[nodiscard]] Result<> OpenTool();
  // Makes durable what a killed predecessor wrote but did not sync.
  [[nodiscard]] Result<> Settle();

  // Takes at most max_batch jobs, and at most `limit`.
  [[nodiscard]] std::vector<Job> Take(std::size_t limit);
  void RunBatch(std::vector<Job> jobs);
  // Runs jobs from `first` on in one transaction; `fates` gets one result for each that ran. It
  // ends early when SQLite gave up the transaction; the jobs behind it have then not run.
  void RunTransaction(std::vector<Job>& jobs, std::size_t first, std::vector<Result<>>& fates);
  [[nodiscard]] Result<> RunJob(const Work& work);
  [[nodiscard]] Result<> Commit(std::size_t jobs);
  void NoteHealth(const Result<>& outcome);
  void TidyLog(bool idle);

  [[nodiscard]] Result<> ReadFile(const Work& work);
  [[nodiscard]] Result<> ReadMemory(const Work& work);
  [[nodiscard]] Result<std::unique_ptr<Connection>> TakeReader();
  void GiveBack(std::unique_ptr<Connection> reader);

  const Options options_;
  Lease lease_;
  std::mutex writer_mutex_;             // of writer_; contended only for a database in memory
  std::unique_ptr<Connection> writer_;  // none for tools
  std::atomic<Health> health_{Health::kWell};
  std::atomic<Steady::rep> disk_since_{0};  // of the steady clock; 0: the writer does not wait

  mutable std::mutex queue_mutex_;  // of the next four
  std::condition_variable queue_changed_;
  std::deque<Job> queue_;
  std::size_t running_ = 0;  // taken from the queue, fate not yet told
  bool stopping_ = false;

  std::mutex readers_mutex_;  // of readers_
  std::vector<std::unique_ptr<Connection>> readers_;
};

}  // namespace wardbridge::store
