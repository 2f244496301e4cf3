// What a template is given speaks of the item that is current where it stands, not of the items
// that the template goes through.
#pragma once

#include "core/mapping/expression.h"

namespace wardbridge::mapping {

// The formula as it is `levels` items further out. With 0 the formula itself.
[[nodiscard]] Formula OfOuterItem(Formula formula, int levels);

}  // namespace wardbridge::mapping
