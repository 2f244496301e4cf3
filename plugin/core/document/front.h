// The top of the first page: what the document is, whom it is about, which stay, who to ask.
#pragma once

#include <string>
#include <vector>

#include "core/document/canvas.h"
#include "core/document/flow.h"
#include "model/summary.h"

namespace wardbridge::document {

// Title with revision, the statement that it is no discharge summary, patient and stay. `canvas`
// must outlive them.
[[nodiscard]] std::vector<Block> FrontBlocks(Canvas& canvas, const model::Summary& summary,
                                             const std::string& title);

// "Revision 1", "Amended: revision 2"
[[nodiscard]] std::string RevisionText(int revision);

}  // namespace wardbridge::document
