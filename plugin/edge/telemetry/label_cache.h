// The children of one metric family, found again by one or two label values without asking the
// registry: it would build a map of strings and hash it for every message. Inside of
// edge/telemetry.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>

#include <prometheus/family.h>

namespace wardbridge::telemetry {

// Thread-safe. `Metric` is prometheus::Counter or Gauge; `family` must outlive it.
template <typename Metric>
class LabelCache {
 public:
  // `second_name` is empty for families of one label. Beyond `limit` children every new second
  // value (of families with one label: the value) counts as "other": what a peer sends cannot fill
  // the memory.
  LabelCache(prometheus::Family<Metric>& family, std::string first_name,
             std::string second_name = {}, std::size_t limit = 1'000)
      : family_(family),
        first_name_(std::move(first_name)),
        second_name_(std::move(second_name)),
        limit_(limit) {}

  [[nodiscard]] Metric& Of(std::string_view first, std::string_view second = {}) {
    {
      const std::shared_lock lock(mutex_);
      const auto found = children_.find(Key(first, second));
      if (found != children_.end()) return *found->second;
    }
    const std::unique_lock lock(mutex_);
    if (children_.size() >= limit_ && children_.find(Key(first, second)) == children_.end()) {
      (second_name_.empty() ? first : second) = "other";
    }
    const auto found = children_.find(Key(first, second));
    if (found != children_.end()) return *found->second;
    std::map<std::string, std::string> labels{{first_name_, std::string(first)}};
    if (!second_name_.empty()) labels.emplace(second_name_, second);
    Metric& made = family_.Add(labels);
    children_.emplace(OwnedKey(first, second), &made);
    return made;
  }

 private:
  using Key = std::pair<std::string_view, std::string_view>;
  using OwnedKey = std::pair<std::string, std::string>;
  struct Less {
    using is_transparent = void;
    template <typename A, typename B>
    bool operator()(const A& a, const B& b) const {
      return Key(a.first, a.second) < Key(b.first, b.second);
    }
  };

  prometheus::Family<Metric>& family_;
  std::string first_name_;
  std::string second_name_;
  std::size_t limit_;
  std::shared_mutex mutex_;
  std::map<OwnedKey, Metric*, Less> children_;
};

}  // namespace wardbridge::telemetry
