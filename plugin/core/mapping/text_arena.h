// Memory for the texts of one run: views of it stay good until the run ends.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

namespace wardbridge::mapping {

// Owns every text given to it. One thread. Not copied: views point into it.
class TextArena {
 public:
  TextArena() = default;
  TextArena(const TextArena&) = delete;
  TextArena& operator=(const TextArena&) = delete;

  // A copy of `text` that lives as long as this arena.
  std::string_view Keep(std::string_view text);
  // The same for several texts, one after the other.
  std::string_view Keep(std::initializer_list<std::string_view> parts);
  // Room for a text of that size.
  char* Take(std::size_t size) {
    if (size > left_) Grow(size);
    char* taken = next_;
    next_ += size;
    left_ -= size;
    return taken;
  }

 private:
  static constexpr std::size_t kBlockBytes = 4096;
  void Grow(std::size_t size);

  // Every byte is written before it is read, so no block is cleared. Most runs need the first one
  // only.
  std::array<char, kBlockBytes> first_;
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* next_ = first_.data();
  std::size_t left_ = first_.size();
};

}  // namespace wardbridge::mapping
