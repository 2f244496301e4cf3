#include "core/document/table.h"

#include <algorithm>
#include <utility>

namespace wardbridge::document {
namespace {

constexpr double kPadX = 3;
constexpr double kPadY = 2.1;
constexpr double kSize = 7.8;
constexpr int kMostLines = 3;

struct ShapedCell {
  Text text;
  double x = 0;
  Color color;
};

struct ShapedRow {
  std::vector<ShapedCell> cells;
  double height = 0;
};

ShapedRow Shape(Canvas& canvas, const std::vector<Column>& columns, const Row& row, double left) {
  ShapedRow shaped;
  double x = left;
  std::size_t column = 0;
  for (const Cell& cell : row) {
    const Align align = cell.span > 1 ? Align::kLeft : columns[column].align;
    double width = 0;
    for (int i = 0; i < cell.span && column < columns.size(); ++i) width += columns[column++].width;
    Style style{.size = kSize, .bold = cell.bold, .align = align};
    style.width = width - 2 * kPadX;
    style.max_lines = kMostLines;
    ShapedCell one;
    one.text = canvas.Shape(cell.text.empty() ? "\u2013" : cell.text, style);
    one.x = x + kPadX;
    one.color = cell.faint ? kGrey : kBlack;
    shaped.height = std::max(shaped.height, one.text.height + 2 * kPadY);
    shaped.cells.push_back(one);
    x += width;
  }
  return shaped;
}

void DrawRow(Canvas& canvas, const ShapedRow& row, double y, bool heading) {
  const Tag row_tag(canvas, "TR");
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const Tag cell_tag(canvas, heading || i == 0 ? "TH" : "TD");
    const ShapedCell& cell = row.cells[i];
    canvas.Draw(cell.text, cell.x, y + kPadY, heading ? kBlue : cell.color);
  }
}

}  // namespace

Block TableBlock(Canvas& canvas, std::vector<Column> columns, const std::vector<Row>& rows,
                 double x, double width) {
  Row headings;
  double rest = width;
  for (const Column& column : columns) {
    headings.push_back({column.heading, true});
    rest -= column.width;
  }
  for (Column& column : columns) {
    if (column.width == 0) column.width = rest;
  }
  std::vector<ShapedRow> shaped = {Shape(canvas, columns, headings, x)};
  for (const Row& row : rows) shaped.push_back(Shape(canvas, columns, row, x));
  Block block;
  for (const ShapedRow& row : shaped) block.height += row.height;
  block.draw = [shaped = std::move(shaped), x, width](Canvas& target, double top) {
    double y = top;
    for (std::size_t i = 0; i < shaped.size(); ++i) {
      if (i % 2 == 0 && i > 0) target.Fill(x, y, width, shaped[i].height, kPaper);
      y += shaped[i].height;
      target.Line(x, y, x + width, y, kRule, i == 0 ? 0.9 : 0.35);
    }
    const Tag table(target, "Table");
    y = top;
    for (std::size_t i = 0; i < shaped.size(); ++i) {
      DrawRow(target, shaped[i], y, i == 0);
      y += shaped[i].height;
    }
  };
  return block;
}

}  // namespace wardbridge::document
