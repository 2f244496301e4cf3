// Words of the stay: notes, messages and answers, and the remarks on its readings.
#pragma once

#include <cstddef>
#include <vector>

#include "core/document/canvas.h"
#include "core/document/flow.h"
#include "model/summary.h"

namespace wardbridge::document {

// So many texts, lines and bytes of one text, and remarks are printed; what is left out is counted
// in words.
inline constexpr std::size_t kMostNotes = 60;
inline constexpr std::size_t kMostAnswers = 100;
inline constexpr std::size_t kMostRemarks = 40;
inline constexpr std::size_t kMostNoteBytes = 6000;

// "Notes and answers", the newest first, then "Remarks on readings". Nothing where there is none.
[[nodiscard]] std::vector<Block> NoteBlocks(Canvas& canvas, const model::Summary& summary);

}  // namespace wardbridge::document
