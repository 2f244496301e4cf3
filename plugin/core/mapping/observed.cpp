#include "core/mapping/observed.h"

#include <algorithm>

namespace wardbridge::mapping {

Observed::Observed(const model::Summary& summary) : summary_(summary) {
  if (summary.readings.empty() && summary.sets.empty()) return;
  by_key_.reserve(summary.readings.size());
  for (std::size_t i = 0; i < summary.readings.size(); ++i) {
    by_key_.emplace_back(summary.readings[i].key, i);
  }
  std::sort(by_key_.begin(), by_key_.end());
  set_of_.resize(summary.readings.size());
  first_score_.reserve(summary.sets.size() + 1);
  for (const model::ObservationSet& set : summary.sets) {
    first_score_.push_back(scores_.size());
    for (const model::SubScore& score : set.scores) scores_.push_back({&set, &score});
    for (const std::string& key : set.readings) {
      if (const auto reading = FindReading(key)) set_of_[*reading] = &set;
    }
  }
  first_score_.push_back(scores_.size());
}

std::pair<std::size_t, std::size_t> Observed::ScoresOf(std::size_t set) const {
  return {first_score_[set], first_score_[set + 1]};
}

std::optional<std::size_t> Observed::FindReading(std::string_view key) const {
  const auto at =
      std::lower_bound(by_key_.begin(), by_key_.end(), key,
                       [](const auto& entry, std::string_view k) { return entry.first < k; });
  if (at == by_key_.end() || at->first != key) return std::nullopt;
  return at->second;
}

const model::ObservationSet* Observed::SetOf(std::size_t reading) const {
  return reading < set_of_.size() ? set_of_[reading] : nullptr;
}

void Observed::AppendSet(std::size_t set, std::vector<Item>& items) const {
  items.push_back({Item::Kind::kTotal, set});
  const auto [first, last] = ScoresOf(set);
  for (std::size_t i = first; i < last; ++i) items.push_back({Item::Kind::kScore, i});
  const std::size_t begin = items.size();
  for (const std::string& key : summary_.sets[set].readings) {
    const auto reading = FindReading(key);
    if (reading && SetOf(*reading) == &summary_.sets[set]) {
      items.push_back({Item::Kind::kReading, *reading});
    }
  }
  // In the order of Summary::readings, each once, whatever the order of the set's keys.
  const auto by_ordinal = [](const Item& a, const Item& b) { return a.ordinal < b.ordinal; };
  const auto same = [](const Item& a, const Item& b) { return a.ordinal == b.ordinal; };
  const auto from = items.begin() + static_cast<std::ptrdiff_t>(begin);
  std::sort(from, items.end(), by_ordinal);
  items.erase(std::unique(from, items.end(), same), items.end());
}

std::vector<Observed::Item> Observed::BySet() const {
  struct Group {
    Timestamp time;
    bool is_set = false;
    std::size_t ordinal = 0;
  };
  std::vector<Group> groups;
  for (std::size_t i = 0; i < summary_.sets.size(); ++i) {
    groups.push_back({summary_.sets[i].time, true, i});
  }
  for (std::size_t i = 0; i < summary_.readings.size(); ++i) {
    if (SetOf(i) == nullptr) groups.push_back({summary_.readings[i].time, false, i});
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& a, const Group& b) { return a.time < b.time; });
  std::vector<Item> items;
  items.reserve(summary_.readings.size() + summary_.sets.size() + scores_.size());
  for (const Group& group : groups) {
    if (group.is_set) {
      AppendSet(group.ordinal, items);
    } else {
      items.push_back({Item::Kind::kReading, group.ordinal});
    }
  }
  return items;
}

}  // namespace wardbridge::mapping
