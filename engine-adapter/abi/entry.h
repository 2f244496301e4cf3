// The door behind the exported symbol.
#pragma once

#include "engine-adapter/include/wardbridge_plugin.h"

namespace wardbridge::abi {

// What wardbridge_plugin_entry_v1 answers.
[[nodiscard]] const wardbridge_plugin_api* Enter(uint32_t host_major, wb_error* err) noexcept;

}  // namespace wardbridge::abi
