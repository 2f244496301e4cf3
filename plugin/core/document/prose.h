// Text of any length as blocks: what senders wrote, in pieces that pages can take.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/document/canvas.h"
#include "core/document/flow.h"

namespace wardbridge::document {

// The heading of a part, and of something in it.
[[nodiscard]] Block PartHeading(Canvas& canvas, const std::string& words);
[[nodiscard]] Block ItemHeading(Canvas& canvas, const std::string& words);

// One paragraph, `indent` from the left.
[[nodiscard]] Block Prose(Canvas& canvas, const std::string& words, double indent,
                          const Color& color = kBlack);

// A question with its answer beside it.
[[nodiscard]] Block Answered(Canvas& canvas, const std::string& question, const std::string& answer,
                             double indent);

// `text` as clean paragraphs of a size that stands on one page: cut at its line feeds, then at
// blanks. At most `most_bytes` of it; what is left out is counted in the last one.
[[nodiscard]] std::vector<std::string> Pieces(std::string_view text, std::size_t most_bytes);

}  // namespace wardbridge::document
