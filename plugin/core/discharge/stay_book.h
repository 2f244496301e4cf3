// The state table: what one event does to the stays of a spell and of a patient
// (spec/adt-life-cycle sections 4 to 9, spec/virtual-ward-detection sections 4 and 5).
#pragma once

#include <vector>

#include "core/discharge/discharge.h"
#include "core/discharge/options.h"
#include "core/discharge/trace.h"
#include "model/event.h"
#include "model/stay.h"

namespace wardbridge::discharge {

// Rules told: stay.known, stay.event, stay, and those of stay_change.h.
[[nodiscard]] BookChange ApplyEvent(const model::Event& event,
                                    const std::vector<model::Stay>& spell,
                                    const std::vector<model::Stay>& patient, const Options& options,
                                    Trace* trace = nullptr);

}  // namespace wardbridge::discharge
