// Blocks of a document, one below the other, over as many pages as they need.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "core/document/canvas.h"

namespace wardbridge::document {

// A piece that is never cut in two.
struct Block {
  double height = 0;
  double space_before = 0;      // not used at the top of a page
  bool keep_with_next = false;  // a heading never ends a page
  std::function<void(Canvas&, double top)> draw;
};

// Where the blocks of a page may stand.
struct Frame {
  double first_top = 0;  // on the first page
  double next_top = 0;   // on the others
  double bottom = 0;
};

struct Placed {
  std::size_t block = 0;
  int page = 0;  // from 0
  double top = 0;
};

// One place for each block, in their order. A block higher than a page stands alone and runs over
// its end.
[[nodiscard]] std::vector<Placed> Paginate(const std::vector<Block>& blocks, const Frame& frame);

}  // namespace wardbridge::document
