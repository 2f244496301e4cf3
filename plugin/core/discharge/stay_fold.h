// What the messages of one spell say together: they are put in the order of their versions and told
// from the beginning, so that late, early and repeated ones lead to the same stays
// (spec/adt-life-cycle sections 3, 5 and 9, spec/virtual-ward-detection sections 4 and 5; decision
// 0041).
#pragma once

#include <cstdint>
#include <vector>

#include "core/discharge/stay_telling.h"
#include "core/discharge/trace.h"
#include "model/answer.h"
#include "model/stay.h"

namespace wardbridge::discharge {

// What a person or a delivery has settled of a stay since; by ordinal, from 1.
struct Settled {
  bool has_standing = false;  // a summary of it was sent and stands
  std::int64_t answered = 0;  // Stay::answered
  std::int64_t given_up = 0;  // Stay::given_up
};

// The stays of a spell, by ordinal, at least one. `messages` are in the order of their versions and
// have their events; `answers` are those of all its stays. `told` is the inbox id of the message
// whose rules are told (stay.start, stay.exit, stay.end, stay.period).
[[nodiscard]] std::vector<Track> Fold(const std::vector<model::AppliedMessage>& messages,
                                      const std::vector<Settled>& settled,
                                      const std::vector<model::Answer>& answers, std::int64_t told,
                                      Trace* trace);

// Reasons that no message gives again, so that a stay keeps them until a person answers.
[[nodiscard]] bool IsKeptReason(const model::Issue& reason);

}  // namespace wardbridge::discharge
