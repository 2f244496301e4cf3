#include "core/document/flow.h"

namespace wardbridge::document {
namespace {

// One past the last block that must stand on the same page as `first`.
std::size_t GroupEnd(const std::vector<Block>& blocks, std::size_t first) {
  std::size_t last = first;
  while (last + 1 < blocks.size() && blocks[last].keep_with_next) ++last;
  return last + 1;
}

double HeightOf(const std::vector<Block>& blocks, std::size_t first, std::size_t end, bool at_top) {
  double height = 0;
  for (std::size_t i = first; i < end; ++i) {
    if (!at_top || i > first) height += blocks[i].space_before;
    height += blocks[i].height;
  }
  return height;
}

}  // namespace

std::vector<Placed> Paginate(const std::vector<Block>& blocks, const Frame& frame) {
  std::vector<Placed> places;
  places.reserve(blocks.size());
  int page = 0;
  double y = frame.first_top;
  bool at_top = true;
  for (std::size_t first = 0; first < blocks.size();) {
    const std::size_t end = GroupEnd(blocks, first);
    if (!at_top && y + HeightOf(blocks, first, end, false) > frame.bottom) {
      ++page;
      y = frame.next_top;
      at_top = true;
    }
    for (; first < end; ++first) {
      if (!at_top) y += blocks[first].space_before;
      places.push_back({first, page, y});
      y += blocks[first].height;
      at_top = false;
    }
  }
  return places;
}

}  // namespace wardbridge::document
