// The ids a run has made, by the names they are made of.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace wardbridge::mapping {

// A table with open places: a conversion makes six ids or hundreds, and none is ever taken out. One
// thread. The texts of its entries must outlive it.
class IdBook {
 public:
  struct Entry {
    std::size_t hash = 0;
    std::string_view name;
    std::string_view id;  // empty: the entry is new, and both texts are to be put in at once
  };

  // The entry of that name. Valid until the next call.
  [[nodiscard]] Entry& At(std::string_view name);

 private:
  // Where `name` stands, or the open place that is its own.
  Entry& Place(std::size_t hash, std::string_view name);
  void Grow();

  std::vector<Entry> entries_;  // a power of two of them, at most half in use
  std::size_t used_ = 0;
};

}  // namespace wardbridge::mapping
