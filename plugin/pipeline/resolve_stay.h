// The stays of a spell told anew with a person's answer.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "core/discharge/discharge.h"
#include "edge/store/rows.h"
#include "model/stay.h"
#include "pipeline/resolve.h"

namespace wardbridge::pipeline {

// One word that answers the reasons `codes` for which `stay` is held.
struct GivenAnswer {
  const model::Stay& stay;
  const std::vector<std::string>& codes;
  const discharge::PossibleAnswer& answer;
};

// Keeps the answer, tells the stays with it and saves them; the effect is kTold, kOneVisit or
// kEndHold. A problem where the answer does not end what was asked: nothing is changed then.
[[nodiscard]] Result<Resolution> TellWithAnswer(store::Rows& rows,
                                                const discharge::Program& program,
                                                const GivenAnswer& given, Timestamp now);

}  // namespace wardbridge::pipeline
