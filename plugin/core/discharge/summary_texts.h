// Which words of a patient a summary has.
#pragma once

#include "core/discharge/discharge.h"
#include "model/summary.h"

namespace wardbridge::discharge {

// A summary holds so many, the newest; how many it leaves out is one of its notes.
inline constexpr std::size_t kMostTexts = 1000;

// Texts of the stay into `summary`, one a key, none that was withdrawn, the answers of one
// questionnaire together. Those of its grace are counted in a note. The summary's stay has its
// start and end.
void SortTexts(const AssembleRequest& request, model::Summary& summary);

}  // namespace wardbridge::discharge
