// A person's answer to the question for which a stay or a message is held
// (core/discharge/question_table.h): what it is about, whether it may be given, and what it
// changes.
#pragma once

#include <string>

#include "base/result.h"
#include "base/timestamp.h"
#include "core/discharge/discharge.h"
#include "edge/store/rows.h"
#include "pipeline/operate_target.h"

namespace wardbridge::pipeline {

// What became of an answer.
struct Resolution {
  std::string problem;  // "": nothing; else why it was not taken: nothing was changed
  discharge::Effect effect = discharge::Effect::kTold;
  // What was done. kGiveUp and kReadAgain are left to be done.
  std::string detail;
};

// Takes the answer of `request` about `target`, a stay or a message. Errors are those of the store.
[[nodiscard]] Result<Resolution> Resolve(store::Rows& rows, const discharge::Program& program,
                                         const store::OperatorRequest& request,
                                         const Target& target, Timestamp now);

}  // namespace wardbridge::pipeline
