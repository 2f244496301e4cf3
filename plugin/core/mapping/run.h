// The state of one conversion: inputs, the current item, texts made on the way, ids, Issues.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "core/mapping/expression.h"
#include "core/mapping/id_book.h"
#include "core/mapping/observed.h"
#include "core/mapping/program.h"
#include "core/mapping/text_arena.h"
#include "core/mapping/value.h"

namespace wardbridge::mapping {

class Trace;  // trace.h

// What happens when a value cannot be understood.
enum class Policy : std::uint8_t { kOmit, kWarn, kError };

// Where a rule stands, for Issues and explanations.
struct Rule {
  std::string name;   // "patient.identifier.nhs"
  std::string place;  // "mappings/uk-virtual-ward/patient.yaml:12"
};

// The resources a `for` (or a plain rule) makes, with their ids, before anything is written.
struct Instances {
  struct One {
    Value item;
    std::string_view reference;  // to it, as JSON, in the run's arena
    std::string_view full_url;   // "urn:uuid:...": the part of it that is
    std::string_view id;         // and the part of that
  };
  boost::container::small_vector<One, 1> list;
  std::vector<std::int32_t> by_ordinal;  // place in `list`, -1 where an item makes no resource
};

// One thread, one conversion. Everything it is given outlives it.
class Run {
 public:
  Run(const Inputs& of, std::string_view in_zone, Output& output, Trace* kept = nullptr)
      : inputs(of), observed(of.summary), zone(in_zone), trace(kept), output_(output) {}
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  const Inputs& inputs;
  const Observed observed;
  const std::string_view zone;
  Trace* const trace;  // null: nobody asks for an explanation
  TextArena arena;
  std::vector<Instances> instances;  // by resource rule

  // Items gone through, candidates of selectors included. A pack whose lists stand in one another
  // may multiply them; once too many are met, or the Bundle is too large, an error is raised and
  // every list ends.
  [[nodiscard]] bool IsExhausted(std::size_t written_bytes);

  // The item that "." means, and the nearest items that reading.*, total.* and score.* mean.
  const Value* item = nullptr;
  const Value* reading = nullptr;
  const Value* total = nullptr;
  const Value* score = nullptr;

  class OuterScope;

  // Makes `value` the current item for as long as it lives.
  class ItemScope {
   public:
    ItemScope(Run& run, const Value& value);
    ~ItemScope();
    ItemScope(const ItemScope&) = delete;
    ItemScope& operator=(const ItemScope&) = delete;

   private:
    friend class OuterScope;
    Run& run_;
    const ItemScope* outer_;  // what was current before
    const Value* item_;
    const Value* reading_;
    const Value* total_;
    const Value* score_;
  };

  // Makes current what was so `levels` items further out, for as long as it lives. There are as
  // many: the compiler has counted them.
  class OuterScope {
   public:
    OuterScope(Run& run, int levels);
    ~OuterScope();
    OuterScope(const OuterScope&) = delete;
    OuterScope& operator=(const OuterScope&) = delete;

   private:
    Run& run_;
    const ItemScope* innermost_;
    const Value* item_;
    const Value* reading_;
    const Value* total_;
    const Value* score_;
  };

  // The rule whose line is being written, and how it takes faults; for as long as it lives.
  class RuleScope {
   public:
    RuleScope(Run& run, const Rule& rule, Policy policy)
        : run_(run), rule_(run.rule_), policy_(run.policy_) {
      run.rule_ = &rule;
      run.policy_ = policy;
    }
    ~RuleScope() {
      run_.rule_ = rule_;
      run_.policy_ = policy_;
    }
    RuleScope(const RuleScope&) = delete;
    RuleScope& operator=(const RuleScope&) = delete;

   private:
    Run& run_;
    const Rule* rule_;
    Policy policy_;
  };

  // The text of any scalar, row or element; "" for what is none. Good until the run ends.
  [[nodiscard]] std::string_view TextOf(const Value& value) {
    return value.kind == Kind::kText ? value.text() : MakeText(value);
  }
  [[nodiscard]] std::string_view TextOf(const hl7::Element& element);
  // "2026-10-20T17:16:00+01:00" in the pack's zone; many resources share a time, so the last one is
  // kept.
  [[nodiscard]] std::string_view DateTimeOf(Timestamp time);

  // The id made of a name, which must stay good until the run ends; one that is asked for again is
  // not made again.
  [[nodiscard]] std::string_view Uuid5Of(std::string_view name);

  // Raises an Issue of the current rule as its `on-error` says, and gives Value::Failed().
  Value Fail(std::string_view code, std::string_view place, std::string_view what);
  // Raises an Issue of the current rule. The same Issue is raised once, however many items have it.
  void Raise(Policy policy, std::string_view code, std::string_view place, std::string_view what);
  // Says that `table` has no row for `code`.
  void NoteUnmapped(const std::string& table, std::string_view code);

 private:
  std::string_view MakeText(const Value& value);

  Output& output_;
  const ItemScope* innermost_ = nullptr;
  std::size_t items_ = 0;
  bool exhausted_ = false;
  const Rule* rule_ = nullptr;
  Policy policy_ = Policy::kWarn;
  std::optional<Timestamp> last_time_;
  std::string_view last_time_text_;
  IdBook ids_;
};

inline Run::ItemScope::ItemScope(Run& run, const Value& value)
    : run_(run),
      outer_(run.innermost_),
      item_(run.item),
      reading_(run.reading),
      total_(run.total),
      score_(run.score) {
  ++run.items_;
  run.innermost_ = this;
  run.item = &value;
  if (value.kind == Kind::kReading) run.reading = &value;
  if (value.kind == Kind::kTotal) run.total = &value;
  if (value.kind == Kind::kScore) run.score = &value;
}

inline Run::ItemScope::~ItemScope() {
  run_.innermost_ = outer_;
  run_.item = item_;
  run_.reading = reading_;
  run_.total = total_;
  run_.score = score_;
}

}  // namespace wardbridge::mapping
