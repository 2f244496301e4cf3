// The withdrawal of a summary that was sent (spec/adt-life-cycle section 6; decision 0043).
#pragma once

#include "base/result.h"
#include "core/discharge/discharge.h"
#include "core/discharge/options.h"

namespace wardbridge::discharge {

// Errors: kMalformed when the Bundle is none of ours, those of document::RenderWithdrawal. No
// Issue: what was sent has passed the check, and nothing is added to it.
[[nodiscard]] Result<Assembled> WithdrawSummary(const WithdrawRequest& request,
                                                const Options& options);

}  // namespace wardbridge::discharge
