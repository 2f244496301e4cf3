// A summary that was made, with what it was made of, as far as the store still has it.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "core/discharge/discharge.h"
#include "edge/store/rows.h"

namespace wardbridge::pipeline {

struct PastSummary {
  discharge::ExplainRequest request;
  store::SummaryRow row;
};

// Messages and readings that came later than the summary was made are left out; what was changed or
// removed since is as it is now. Nothing when there is no such summary or no such stay.
[[nodiscard]] Result<std::optional<PastSummary>> LoadPast(store::Rows& rows,
                                                          const std::string& stay_key,
                                                          int revision);

}  // namespace wardbridge::pipeline
