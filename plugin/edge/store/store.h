// The durable store: one writer with group commit, readers beside it. One interface; SQLite now.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "base/result.h"
#include "base/timestamp.h"
#include "edge/store/rows.h"

namespace wardbridge::store {

struct Options {
  std::string
      path;  // file of the database; ":memory:" for one that ends with the process (convert, tests)
  bool create = true;  // false: a store that is not there is an error (tools)
  bool exclusive =
      true;  // take the lease of the running host; false: read-only tools, Write is refused
  std::size_t max_batch = 512;  // jobs in one commit
  // Called on the writer thread after each commit: number of jobs, and how long the commit took.
  std::function<void(std::size_t jobs, double seconds)> on_commit;
};

// A job: runs inside a transaction, may run again only if it never ran to its end before. Must not
// block.
using Work = std::function<Result<>(Rows&)>;
// Called on the writer thread when the fate of the job is durable: success means that its
// transaction is committed and synced. Must not throw and not block.
using Done = std::function<void(const Result<>&)>;

// Thread-safe but for what is said at RunWriter and RunOnce.
class Store {
 public:
  // Opens, migrates and asserts WAL with synchronous=FULL. Errors: kBusy when another host holds
  // the lease (with its pid in the detail), kIo, kUnsupported when the schema is newer than this
  // version, kNotFound without `create`.
  [[nodiscard]] static Result<std::unique_ptr<Store>> Open(const Options& options);

  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  // Queues a job for the next commit. Jobs run in the order of their queueing. An error of one job
  // undoes that job only; an error of the commit fails all of its batch. After an error of fsync
  // every later job fails with kIo.
  virtual void Write(Work work, Done done) = 0;

  // Runs `work` on the calling thread on a snapshot; writing in it is an error.
  [[nodiscard]] virtual Result<> Read(const Work& work) = 0;

  // The writer's loop: returns after StopWriter() when the queue is empty. One thread only, made by
  // the engine.
  virtual void RunWriter() = 0;
  virtual void StopWriter() = 0;
  // Instead of a writer thread: runs and commits what is queued, on the calling thread. Returns the
  // number of jobs.
  virtual std::size_t RunOnce() = 0;

  // Whether an error of fsync (or a full disk) was met: "" when healthy, else the reason code for
  // /health.
  [[nodiscard]] virtual std::string Trouble() const = 0;
  // How long the writer waits for the disk by now, in a commit or a move of its log that has not
  // come back; 0 when it does not wait.
  [[nodiscard]] virtual Millis WaitsForDisk() const = 0;
  [[nodiscard]] virtual std::size_t QueueDepth() const = 0;
};

// A job that keeps in `into` what `function` gives, a Result with a value. Both must outlive it.
template <typename Function, typename Value>
[[nodiscard]] Work Keep(Function& function, std::optional<Value>& into) {
  return [&function, &into](Rows& rows) -> Result<> {
    auto value = function(rows);
    if (!value) return value.error();
    into.emplace(std::move(*value));
    return {};
  };
}

// What `find(rows)` gives on a snapshot of `store`; on the calling thread. Errors: those of `find`
// and of Read.
template <typename Function>
[[nodiscard]] auto Find(Store& store, Function find) -> std::invoke_result_t<Function&, Rows&> {
  std::optional<typename std::invoke_result_t<Function&, Rows&>::value_type> value;
  const Result<> read = store.Read(Keep(find, value));
  if (!read) return read.error();
  return std::move(*value);
}

// What `change(rows)` gives, once it is committed; on the calling thread. For a `store` without a
// writer's thread, with what else is queued. Errors: those of `change` and of Write.
template <typename Function>
[[nodiscard]] auto ChangeNow(Store& store, Function change)
    -> std::invoke_result_t<Function&, Rows&> {
  std::optional<typename std::invoke_result_t<Function&, Rows&>::value_type> value;
  Result<> outcome = Error{Code::kInternal, "store", "the job did not run"};
  store.Write(Keep(change, value), [&outcome](const Result<>& fate) { outcome = fate; });
  store.RunOnce();
  if (!outcome) return outcome.error();
  return std::move(*value);
}

}  // namespace wardbridge::store
