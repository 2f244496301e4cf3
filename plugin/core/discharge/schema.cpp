#include "core/mapping/schema.h"

#include "core/discharge/discharge.h"

namespace wardbridge::discharge {

std::string PackSchema() { return mapping::PackSchema(); }
std::string OverlaySchema() { return mapping::OverlaySchema(); }

}  // namespace wardbridge::discharge
