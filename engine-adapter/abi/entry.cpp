// The one exported symbol. This file has nothing else in it, and nothing of the standard library:
// whatever a linker shows of the objects it is given directly, it can show only this.
#include "engine-adapter/abi/entry.h"

const wardbridge_plugin_api* WB_CALL wardbridge_plugin_entry_v1(uint32_t host_major,
                                                                uint32_t /*host_minor*/,
                                                                wb_error* err) {
  return wardbridge::abi::Enter(host_major, err);
}
