#include "core/mapping/text_arena.h"

#include <algorithm>

namespace wardbridge::mapping {
namespace {

constexpr std::size_t kBlockBytes = 4096;

}  // namespace

char* TextArena::Take(std::size_t size) {
  if (size > left_) {
    left_ = std::max(size, kBlockBytes);
    // Every byte is written before it is read: no need to clear the block first.
    blocks_.emplace_back(new char[left_]);
    next_ = blocks_.back().get();
  }
  char* taken = next_;
  next_ += size;
  left_ -= size;
  return taken;
}

std::string_view TextArena::Keep(std::string_view text) { return Keep(text, {}); }

std::string_view TextArena::Keep(std::string_view first, std::string_view second) {
  const std::size_t size = first.size() + second.size();
  if (size == 0) return {};
  char* to = Take(size);
  std::copy(second.begin(), second.end(), std::copy(first.begin(), first.end(), to));
  return {to, size};
}

}  // namespace wardbridge::mapping
