// The page that takes the place of a document that was withdrawn: nothing clinical stands on it
// (spec/adt-life-cycle section 6).
#pragma once

#include <string>

#include "base/result.h"
#include "core/document/render.h"
#include "model/summary.h"

namespace wardbridge::document {

struct Withdrawal {
  model::Organisation organisation;
  model::Person person;  // the NHS number is shown, nothing else
  int revision = 2;      // of the withdrawal
  Timestamp due;         // its date
  std::string reason;    // a sentence for people
};

// One page; errors and thread rules as those of Render.
[[nodiscard]] Result<model::Document> RenderWithdrawal(const Withdrawal& withdrawal,
                                                       const Options& options);

}  // namespace wardbridge::document
