#include "core/mapping/id_book.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace wardbridge::mapping {

IdBook::Entry& IdBook::At(std::string_view name) {
  if (used_ * 2 >= entries_.size()) Grow();
  const std::size_t hash = std::hash<std::string_view>{}(name);
  Entry& entry = Place(hash, name);
  if (entry.id.empty()) {
    entry.hash = hash;
    ++used_;
  }
  return entry;
}

IdBook::Entry& IdBook::Place(std::size_t hash, std::string_view name) {
  const std::size_t mask = entries_.size() - 1;
  std::size_t at = hash & mask;
  while (!entries_[at].id.empty() && (entries_[at].hash != hash || entries_[at].name != name)) {
    at = (at + 1) & mask;
  }
  return entries_[at];
}

void IdBook::Grow() {
  constexpr std::size_t kLeast = 16;
  const std::vector<Entry> former =
      std::exchange(entries_, std::vector<Entry>(std::max(kLeast, entries_.size() * 4)));
  for (const Entry& entry : former) {
    if (!entry.id.empty()) Place(entry.hash, entry.name) = entry;
  }
}

}  // namespace wardbridge::mapping
