// What readings and words do to the stays of their patient (spec/adt-life-cycle section 7).
#pragma once

#include "core/discharge/discharge.h"
#include "core/discharge/options.h"
#include "core/discharge/trace.h"
#include "model/event.h"

namespace wardbridge::discharge {

// Readings and words that two stays hold, or of a patient with another birth date, are quarantined
// with their message. One that comes after the summary was sent, within the late window, makes one
// amendment at the end of that. Rules told: stay.event.
[[nodiscard]] BookChange TakeReadings(const model::Event& event, const Known& known,
                                      const Options& options, Trace* trace);

}  // namespace wardbridge::discharge
