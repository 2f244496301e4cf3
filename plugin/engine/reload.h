// What a configuration must be to take the place of the one that runs.
#pragma once

#include <string>
#include <vector>

#include "base/fault.h"
#include "engine/config.h"
#include "engine/offline_common.h"

namespace wardbridge::engine {

// Adds a fault `reload.restart` for each section of `next` that differs from `running` and is only
// read at the start: listeners, store, destinations and the like.
void RefuseWhatNeedsARestart(const Config& running, const Config& next, std::vector<Fault>& faults);

// Runs the tests of the packs of `next`; a fault `reload.test` for each that fails. It says which,
// and nothing of the messages.
void RefuseFailedTests(const Loaded& next, std::vector<Fault>& faults);

// Changes when a byte of the configuration file or of its mapping packs does.
[[nodiscard]] std::string Fingerprint(const std::string& config_file);

}  // namespace wardbridge::engine
