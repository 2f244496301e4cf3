// `wardbridge states`: the state table of a stay, as the program has it.
#include <ostream>

#include "core/discharge/discharge.h"
#include "engine/offline.h"

namespace wardbridge::engine {

int States(std::ostream& out) {
  out << discharge::StateTableText();
  return 0;
}

}  // namespace wardbridge::engine
