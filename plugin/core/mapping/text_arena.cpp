#include "core/mapping/text_arena.h"

#include <algorithm>

namespace wardbridge::mapping {

void TextArena::Grow(std::size_t size) {
  left_ = std::max(size, kBlockBytes);
  blocks_.emplace_back(new char[left_]);
  next_ = blocks_.back().get();
}

std::string_view TextArena::Keep(std::string_view text) { return Keep({text}); }

std::string_view TextArena::Keep(std::initializer_list<std::string_view> parts) {
  std::size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  if (size == 0) return {};
  char* const begin = Take(size);
  char* to = begin;
  for (const std::string_view part : parts) to = std::copy(part.begin(), part.end(), to);
  return {begin, size};
}

}  // namespace wardbridge::mapping
