// What one event does to the stays of a spell and of a patient: its message is put among theirs,
// they are told anew (stay_fold.h), and from what was sent of them follows what is to happen
// (spec/adt-life-cycle sections 4 to 9). state_table.h says the same as a table.
#pragma once

#include "core/discharge/discharge.h"
#include "core/discharge/options.h"
#include "core/discharge/trace.h"
#include "model/event.h"

namespace wardbridge::discharge {

// Rules told: stay.known, stay.event, stay.due, stay, and those of stay_fold.h.
[[nodiscard]] BookChange ApplyEvent(const model::Event& event, const Known& known,
                                    const Options& options, Trace* trace = nullptr);

}  // namespace wardbridge::discharge
