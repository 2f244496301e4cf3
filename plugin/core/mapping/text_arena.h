// Memory for the texts of one run: views of it stay good until the run ends.
#pragma once

#include <cstddef>
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
  // The same for two texts, one after the other.
  std::string_view Keep(std::string_view first, std::string_view second);

 private:
  char* Take(std::size_t size);

  std::vector<std::unique_ptr<char[]>> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace wardbridge::mapping
