// From what the messages say of a stay and what was sent of it: its state, and when its summary, an
// amendment or a withdrawal is to be made (spec/adt-life-cycle sections 4 to 6).
#pragma once

#include "core/discharge/options.h"
#include "core/discharge/stay_fold.h"
#include "core/discharge/trace.h"
#include "model/event.h"
#include "model/stay.h"

namespace wardbridge::discharge {

struct Told {
  Phase phase = Phase::kOpen;
  bool opened_by_admission = false;
};

// Sets state, first_discharge, due and set_aside of `stay`, which is `before` with what its
// messages say now. Rules told: stay.due.
void SetTimer(const model::Event& event, const Told& told, const model::Stay& before,
              const Options& options, model::Stay& stay, Trace* trace);

}  // namespace wardbridge::discharge
