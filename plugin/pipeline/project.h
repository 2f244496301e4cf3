// From the inbox to the stay book: interpret a stored message, apply its events in one transaction.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "core/discharge/discharge.h"
#include "edge/store/rows.h"
#include "model/stay.h"
#include "pipeline/reporter.h"

namespace wardbridge::pipeline {

// A message of the inbox with what it means. Pure work, any thread.
struct Projected {
  std::int64_t inbox_id = 0;
  discharge::Interpreted meaning;
};
[[nodiscard]] Projected InterpretRow(const discharge::Program& program, const store::InboxRow& row);

// A message that the stay book cannot take, for a fault of ours: it is quarantined with that
// reason.
[[nodiscard]] Projected Faulty(std::int64_t inbox_id);

// What the application of one message changed, for the reporter; filled inside the transaction,
// told after it.
struct Applied {
  std::int64_t inbox_id = 0;
  bool ignored = false;
  std::vector<model::Issue> quarantine;  // of the message
  std::vector<model::Issue> warnings;
  struct HeldStay {
    std::string reference;
    std::vector<model::Issue> reasons;  // new ones only
  };
  std::vector<HeldStay> held;
  struct Change {
    std::string event;  // of the record: "stay.corrected", "stay.rekeyed"
    std::string reference;
    std::string detail;
  };
  std::vector<Change> changes;
  std::map<std::string, std::size_t> readings;  // by source
  bool due_changed = false;
};

// Applies one message: stays, person messages, readings, words, the inbox row, and what of
// it was put in quarantine on record; all or nothing.
[[nodiscard]] Result<> ApplyProjected(store::Rows& rows, const discharge::Program& program,
                                      const Projected& projected, Timestamp now, Applied& applied);

// What the stay book knows of a spell: its stays and what is kept of their patient.
[[nodiscard]] Result<discharge::Known> KnownOfSpell(store::Rows& rows,
                                                    const discharge::Program& program,
                                                    const std::string& spell_key);

// Tells what one message changed, after its transaction is durable.
void ReportApplied(const Applied& applied, Reporter& reporter);

}  // namespace wardbridge::pipeline
