#include "core/document/prose.h"

#include <algorithm>

#include "base/text.h"
#include "core/document/layout.h"
#include "core/document/words.h"

namespace wardbridge::document {
namespace {

constexpr double kProseSize = 7.8;
constexpr std::size_t kPieceBytes = 1200;
constexpr int kMostQuestionLines = 6;
constexpr double kQuestionShare = 0.55;
constexpr double kColumnGap = 8;

// Where the first piece of `text` ends.
std::size_t PieceEnd(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  std::size_t end = most;
  while (end > 0 && !StartsCharacter(text[end])) --end;
  const std::size_t blank = text.rfind(' ', end);
  return blank == text.npos || blank == 0 ? end : blank;
}

std::size_t Characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), StartsCharacter));
}

void AddPieces(std::string_view paragraph, std::vector<std::string>& pieces) {
  const std::string clean = Clean(paragraph);
  std::string_view rest = clean;
  while (!rest.empty()) {
    const std::size_t end = PieceEnd(rest, kPieceBytes);
    pieces.emplace_back(Trim(rest.substr(0, end)));
    rest.remove_prefix(end);
  }
}

Block Headed(const Text& text, double space_before, const char* tag, const Color& color) {
  Block block;
  block.space_before = space_before;
  block.height = text.height + (space_before > 8 ? 3 : 1);
  block.keep_with_next = true;
  block.draw = [=](Canvas& target, double top) {
    const Tag heading(target, tag);
    target.Draw(text, kMargin, top, color);
  };
  return block;
}

}  // namespace

Block PartHeading(Canvas& canvas, const std::string& words) {
  return Headed(canvas.Shape(words, {.size = 10.5, .bold = true}), 10, "H2", kBlue);
}

Block ItemHeading(Canvas& canvas, const std::string& words) {
  const Style style{.size = kProseSize, .bold = true, .width = kContentWidth, .max_lines = 4};
  return Headed(canvas.Shape(words, style), 5, "H3", kBlack);
}

Block Prose(Canvas& canvas, const std::string& words, double indent, const Color& color) {
  const Text text = canvas.Shape(words, {.size = kProseSize, .width = kContentWidth - indent});
  Block block;
  block.space_before = 1.5;
  block.height = text.height;
  block.draw = [=](Canvas& target, double top) {
    const Tag tag(target, "P");
    target.Draw(text, kMargin + indent, top, color);
  };
  return block;
}

Block Answered(Canvas& canvas, const std::string& question, const std::string& answer,
               double indent) {
  const double width = kContentWidth - indent;
  const double left = width * kQuestionShare;
  const Text asked = canvas.Shape(
      question, {.size = kProseSize, .width = left - kColumnGap, .max_lines = kMostQuestionLines});
  const Text said = canvas.Shape(answer, {.size = kProseSize, .width = width - left});
  Block block;
  block.space_before = 1.5;
  block.height = std::max(asked.height, said.height);
  block.draw = [=](Canvas& target, double top) {
    const Tag tag(target, "P");
    target.Draw(asked, kMargin + indent, top, kGrey);
    target.Draw(said, kMargin + indent + left, top);
  };
  return block;
}

std::vector<std::string> Pieces(std::string_view text, std::size_t most_bytes) {
  const std::size_t end = PieceEnd(text, most_bytes);
  std::vector<std::string> pieces;
  for (const std::string_view paragraph : Split(text.substr(0, end), '\n')) {
    AddPieces(paragraph, pieces);
  }
  if (const std::size_t rest = Characters(Trim(text.substr(end))); rest > 0) {
    pieces.push_back("\u2026 and " + Count(rest, "more character") +
                     ", which the record of this stay holds.");
  }
  return pieces;
}

}  // namespace wardbridge::document
