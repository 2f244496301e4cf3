// A table: shaped once, drawn as one block with its structure marked.
#pragma once

#include <string>
#include <vector>

#include "core/document/canvas.h"
#include "core/document/flow.h"

namespace wardbridge::document {

struct Column {
  std::string heading;
  double width = 0;  // 0: what the others leave, for one column
  Align align = Align::kLeft;
};

struct Cell {
  std::string text;  // empty: a dash is printed
  bool bold = false;
  bool faint = false;
  int span = 1;  // columns
};

using Row = std::vector<Cell>;

// The table as a block, `width` wide, its left edge at `x`. The first cell of a row heads the row.
// `canvas` must outlive the block.
[[nodiscard]] Block TableBlock(Canvas& canvas, std::vector<Column> columns,
                               const std::vector<Row>& rows, double x, double width);

}  // namespace wardbridge::document
