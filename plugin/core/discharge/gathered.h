// What the summary says of sources that were asked for readings and did not give all.
#pragma once

#include <vector>

#include "base/timestamp.h"
#include "model/gathering.h"
#include "model/issue.h"

namespace wardbridge::discharge {

// One note for each source, by name. `end` is the last time that readings are shown of. A source
// that gave everything up to then, whenever that was, is not spoken of.
[[nodiscard]] std::vector<model::Issue> NotesOf(const std::vector<model::Gathering>& gatherings,
                                                Timestamp end);

}  // namespace wardbridge::discharge
