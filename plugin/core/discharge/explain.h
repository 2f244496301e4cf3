// Where every part of a summary's Bundle came from: the summary is made again by the same code, and
// what that reads and writes is kept.
#pragma once

#include "base/result.h"
#include "core/discharge/discharge.h"
#include "core/discharge/options.h"
#include "core/mapping/program.h"

namespace wardbridge::discharge {

// Errors: as AssembleSummary.
[[nodiscard]] Result<Explained> ExplainSummary(const ExplainRequest& request,
                                               const Options& options,
                                               const mapping::Program& program);

}  // namespace wardbridge::discharge
