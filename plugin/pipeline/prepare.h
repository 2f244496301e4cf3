// From a stay that is due to a summary with its deliveries: load, build (pure), save.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "core/discharge/discharge.h"
#include "edge/store/rows.h"
#include "edge/store/store.h"
#include "pipeline/reporter.h"

namespace wardbridge::pipeline {

// Everything a summary is made from, read in one snapshot.
struct DueStay {
  discharge::AssembleRequest request;       // revision: the next one
  std::optional<store::SummaryRow> former;  // the last revision that was sent
  std::optional<int> former_replaces;       // the revision whose document `former` replaces
  bool removed = false;  // data of this stay was removed when its time was over: what is left of it
                         // must not take the place of what was sent
};

// Adds to `due`, which has its stay, what its summary is made of: the messages of the stay and of
// the person, the readings, the words. Only what had come by `until`, if that is given.
[[nodiscard]] Result<> LoadEvidence(store::Rows& rows, DueStay& due,
                                    std::optional<Timestamp> until = {});

// Nothing when the stay is not due any more (changed, held, cancelled).
[[nodiscard]] Result<std::optional<DueStay>> LoadDue(store::Rows& rows, const std::string& stay_key,
                                                     Timestamp now);

// The revision whose document that one replaces: the last before it that is no withdrawal.
[[nodiscard]] Result<std::optional<int>> ReplacedBy(store::Rows& rows, const std::string& stay_key,
                                                    int revision);

struct Built {
  enum class Kind {
    kReady,      // goes to the outbox
    kSetAside,   // failed the check: kept with its issues, never sent
    kUnchanged,  // an amendment that would say nothing new: dropped
  };
  Kind kind = Kind::kReady;
  store::SummaryRow row;
  std::int64_t generation = 0;                // of the stay it was built from
  Timestamp discharged;                       // arrival of the discharge, for the time to delivery
  std::vector<model::UnmappedCode> unmapped;  // codes without a row in a table of the mapping
};

// Pure, any thread. What cannot be assembled at all is set aside with the reason.
[[nodiscard]] Built Build(const discharge::Program& program, const DueStay& due);

// LoadDue on a snapshot of `store`, then Build. Nothing when the stay is not due any more.
// Blocking: work pool.
[[nodiscard]] Result<std::optional<Built>> LoadAndBuild(store::Store& store,
                                                        const discharge::Program& program,
                                                        const std::string& stay_key, Timestamp now);

// Where summaries go, and in which form.
struct Recipient {
  std::string destination;
  model::PayloadForm form = model::PayloadForm::kCollection;
};

// Summary revision, one outbox row for each destination and the stay's new state, in one
// transaction. False: the stay changed meanwhile and nothing was saved; it is due again by its own
// time.
[[nodiscard]] Result<bool> SaveBuilt(store::Rows& rows, const Built& built,
                                     const std::vector<Recipient>& recipients, Timestamp now);

// The idempotency key of one revision at one destination (spec/destinations "Common").
[[nodiscard]] std::string DeliveryKey(const std::string& stay_key, int revision,
                                      const std::string& destination);

// Tells what was built, after it is saved. `stay` is its reference.
void ReportBuilt(const Built& built, const std::string& stay, double seconds, Reporter& reporter);

}  // namespace wardbridge::pipeline
