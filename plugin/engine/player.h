// Plays messages through the same core as a running engine, on a store in memory and a virtual
// clock (docs/decisions/0006-convert.md).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "core/discharge/discharge.h"
#include "edge/store/store.h"
#include "pipeline/prepare.h"
#include "pipeline/project.h"

namespace wardbridge::engine {

// What a player has seen, for the closing lines of `convert`.
struct Played {
  std::size_t messages = 0;
  std::size_t ignored = 0;
  std::size_t duplicates = 0;
  std::size_t bundles = 0;
  std::size_t readings_without_stay = 0;
  std::size_t texts_without_stay = 0;
  bool failed = false;               // something was refused, unreadable, quarantined or set aside
  std::vector<std::string> reasons;  // why, without patient data
};

// One thread. The program must outlive it.
class Player {
 public:
  // Called for each summary that would be sent, in the order of time, with the store as it is then.
  using Sink = std::function<void(const store::SummaryRow&, store::Store&)>;
  // Called before each message is taken, with where it came from and when it arrives.
  using Heard = std::function<void(const std::string& name, Timestamp at)>;

  [[nodiscard]] static Result<std::unique_ptr<Player>> Make(const discharge::Program& program,
                                                            std::string feed, Timestamp start,
                                                            Sink sink,
                                                            std::optional<Millis> daily_at = {},
                                                            Heard heard = {});

  // A message arrives at `at` (never earlier than the clock); timers due before it fire first.
  // `name` says where it came from, for reasons.
  Result<> Take(const std::string& message, Timestamp at, const std::string& name);
  // All messages at one moment: no timer fires.
  Result<> TakeNow(const std::string& message, const std::string& name);
  // What a source of readings brings, now: FHIR JSON or CSV. What of it is not used is a reason.
  Result<> TakeReadings(const std::string& content, const std::string& name);
  // The clock runs on until no timer is left.
  Result<> RunOut();

  [[nodiscard]] Timestamp now() const { return now_; }
  // Counts what is only known at the end.
  [[nodiscard]] Result<Played> Finish();

 private:
  Player(const discharge::Program& program, std::string feed, Timestamp start, Sink sink,
         std::optional<Millis> daily_at, Heard heard)
      : program_(program),
        feed_(std::move(feed)),
        now_(start),
        sink_(std::move(sink)),
        daily_at_(daily_at),
        heard_(std::move(heard)) {}

  Result<> Store(const discharge::Received& received, const std::string& name);
  Result<> Project(std::int64_t inbox_id, const std::string& name);
  Result<> FireUntil(std::optional<Timestamp> limit);
  Result<> Prepare(const std::string& stay_key);
  void Note(std::string reason);
  // When the daily trigger comes before `next`, and not after `limit`: the clock stands there, and
  // what is pending is due. True when it fired.
  Result<bool> FireDaily(Timestamp next, std::optional<Timestamp> limit);

  const discharge::Program& program_;
  std::string feed_;
  Timestamp now_;
  Sink sink_;
  std::optional<Millis> daily_at_;
  Heard heard_;
  std::unique_ptr<store::Store> store_;
  Played played_;
  struct Evidence {
    std::size_t readings = 0;
    std::size_t texts = 0;
  };
  std::map<std::vector<std::string>, Evidence> evidence_by_patient_;
};

}  // namespace wardbridge::engine
