// The readings and scores of a summary, arranged so that formulas and references find them without
// searching.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "model/summary.h"

namespace wardbridge::mapping {

struct ScoreRef {
  const model::ObservationSet* set = nullptr;
  const model::SubScore* score = nullptr;
};

// Views into one Summary, which must outlive it. One thread. Ordinals are places in
// Summary::readings, Summary::sets and in all scores of all sets, one after another.
class Observed {
 public:
  explicit Observed(const model::Summary& summary);

  [[nodiscard]] std::span<const model::Reading> readings() const { return summary_.readings; }
  [[nodiscard]] std::span<const model::ObservationSet> sets() const { return summary_.sets; }
  [[nodiscard]] std::span<const ScoreRef> scores() const { return scores_; }
  // Ordinals of the scores of a set: from, up to but not including.
  [[nodiscard]] std::pair<std::size_t, std::size_t> ScoresOf(std::size_t set) const;
  [[nodiscard]] std::optional<std::size_t> FindReading(std::string_view key) const;
  // The set a reading is in, or null.
  [[nodiscard]] const model::ObservationSet* SetOf(std::size_t reading) const;

  // One thing to be written, in the order of the Bundle (spec/data-model section 3).
  struct Item {
    enum class Kind : std::uint8_t { kTotal, kScore, kReading };
    Kind kind = Kind::kReading;
    std::size_t ordinal = 0;
  };
  // Sets and readings without set by time (sets first at the same time); of a set its total, its
  // scores, its readings.
  [[nodiscard]] std::vector<Item> BySet() const;

 private:
  void AppendSet(std::size_t set, std::vector<Item>& items) const;

  const model::Summary& summary_;  // outlives this, see the class comment
  std::vector<ScoreRef> scores_;
  std::vector<std::size_t> first_score_;                          // by set, and one past the last
  std::vector<std::pair<std::string_view, std::size_t>> by_key_;  // sorted
  std::vector<const model::ObservationSet*> set_of_;              // by reading
};

}  // namespace wardbridge::mapping
