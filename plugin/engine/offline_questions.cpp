// `wardbridge questions`: what a person is asked about everything that is held.
#include <ostream>

#include "core/discharge/discharge.h"
#include "engine/offline.h"

namespace wardbridge::engine {

int Questions(std::ostream& out) {
  out << discharge::QuestionTableText();
  return 0;
}

}  // namespace wardbridge::engine
