// `wardbridge queue show m17`: one message, why it is held and what may be answered. No byte of it.
#pragma once

#include <iosfwd>

#include "edge/store/store.h"
#include "engine/offline.h"

namespace wardbridge::engine {

// Whether a key names a message of the inbox.
[[nodiscard]] bool NamesMessage(const std::string& key);

// Prints it; the exit code.
int ShowMessage(store::Store& store, const QueueRequest& request, std::ostream& out,
                std::ostream& err);

}  // namespace wardbridge::engine
