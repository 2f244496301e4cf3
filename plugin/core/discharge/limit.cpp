// What the configuration may ask of the core about a limit (options.h).
#include "core/clinical/news2.h"
#include "core/discharge/options.h"

namespace wardbridge::discharge {

bool MayBeLimit(model::Vital vital, const model::Decimal& value) {
  return clinical::IsPlausible(vital, value);
}

}  // namespace wardbridge::discharge
